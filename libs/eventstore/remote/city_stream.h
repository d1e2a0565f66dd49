#ifndef MOKUHYO_LIBS_EVENTSTORE_REMOTE_CITY_STREAM_H_
#define MOKUHYO_LIBS_EVENTSTORE_REMOTE_CITY_STREAM_H_

#include <grpcpp/alarm.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "libs/eventstore/remote/remote_connection.h"

namespace mokuhyo::eventstore {

// The stream of heads of one city, opened again whenever it breaks until it is stopped. Kept alive
// by RemoteConnection::watches and by what it waits for. Thread-safe.
class CityStream final : public CallsUnderWay::Call,
                         public std::enable_shared_from_this<CityStream> {
 public:
  // `changed` is called for every head that may be news, on a thread of gRPC; it must not block.
  static std::shared_ptr<CityStream> Start(RemoteConnection& connection, std::string city,
                                           std::function<void()> changed);

  // For Start only.
  CityStream(RemoteConnection& connection, std::string city, std::function<void()> changed);

  // Stops. Idempotent.
  void Cancel() override;

 private:
  class Reader;

  void Connect();
  void Heard(uint64_t position);
  // The connection ended; `reader` is gone.
  void Ended();
  void PauseOver(bool over);

  RemoteConnection& connection_;
  const std::string city_;
  const std::function<void()> changed_;

  // Guards what follows. Until the end there is either a reader or a pause.
  std::mutex mutex_;
  bool stopped_ = false;
  Reader* reader_ = nullptr;
  std::optional<grpc::Alarm> pause_;
  // Connections that ended since one said something.
  int failures_ = 0;
  // A head has been heard before, or a connection was lost: whatever comes may be news.
  bool may_have_missed_ = false;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_REMOTE_CITY_STREAM_H_
