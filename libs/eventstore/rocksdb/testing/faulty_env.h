#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_TESTING_FAULTY_ENV_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_TESTING_FAULTY_ENV_H_

#include <memory>
#include <string>

#include "libs/eventstore/rocksdb/testing/faulty_file_system.h"
#include "rocksdb/env.h"
#include "rocksdb/system_clock.h"

namespace mokuhyo::eventstore {

// The machine with a FaultyFileSystem for its disk, on which nobody sleeps: RocksDB would, for a
// second after each failure in the background.
class FaultyEnv final : public rocksdb::EnvWrapper {
 public:
  explicit FaultyEnv(const std::shared_ptr<FaultyFileSystem>& disk)
      : EnvWrapper(rocksdb::NewCompositeEnv(disk)) {
    file_system_ = target()->GetFileSystem();
    system_clock_ = std::make_shared<SleeplessClock>(target()->GetSystemClock());
  }

  const char* Name() const override { return "FaultyEnv"; }

 private:
  class SleeplessClock final : public rocksdb::SystemClockWrapper {
   public:
    using SystemClockWrapper::SystemClockWrapper;
    const char* Name() const override { return "SleeplessClock"; }
    void SleepForMicroseconds(int /*micros*/) override {}
  };
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_TESTING_FAULTY_ENV_H_
