#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_STORE_SLOT_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_STORE_SLOT_H_

#include <condition_variable>
#include <memory>
#include <mutex>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventstore/rocksdb/open_store.h"

namespace mokuhyo::eventstore {

// Where the open store lies, so that it can be closed and opened again under those who use it.
// Thread-safe.
class StoreSlot {
 public:
  // Empty.
  StoreSlot() = default;
  // Everybody must have given back what they borrowed.
  ~StoreSlot() = default;

  StoreSlot(const StoreSlot&) = delete;
  StoreSlot& operator=(const StoreSlot&) = delete;

  // Fills the slot, which is empty.
  void Put(std::unique_ptr<OpenStore> store);

  // Borrows the store; letting go of the pointer gives it back. Never hold it while running a
  // callback. Waits up to `patience` if the slot is empty, then returns UNAVAILABLE.
  absl::StatusOr<std::shared_ptr<OpenStore>> Borrow(absl::Duration patience);

  // What Borrow answers when it does not wait any longer.
  static absl::Status Reopening();

  // Empties the slot: asks for the store back (OpenStore::wanted_back), waits for everybody who
  // borrowed it, and returns it. Null if the slot is empty.
  std::unique_ptr<OpenStore> Take();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::unique_ptr<OpenStore> store_;
  // What is handed out. It owns nothing: its deleter tells that nobody has it any more.
  std::shared_ptr<OpenStore> loan_;
  bool returned_ = true;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_STORE_SLOT_H_
