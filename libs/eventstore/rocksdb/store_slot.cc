#include "libs/eventstore/rocksdb/store_slot.h"

#include <utility>

#include "libs/base/errors.h"

namespace mokuhyo::eventstore {

void StoreSlot::Put(std::unique_ptr<OpenStore> store) {
  {
    const std::lock_guard lock(mutex_);
    store_ = std::move(store);
    returned_ = false;
    loan_ = std::shared_ptr<OpenStore>(store_.get(), [this](OpenStore*) {
      const std::lock_guard returning(mutex_);
      returned_ = true;
      // Under the lock: once it is free, Take may return and the slot be destroyed.
      changed_.notify_all();
    });
  }
  changed_.notify_all();
}

absl::StatusOr<std::shared_ptr<OpenStore>> StoreSlot::Borrow(absl::Duration patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, absl::ToChronoNanoseconds(patience), [this] { return loan_ != nullptr; });
  if (loan_ != nullptr) return loan_;
  return Reopening();
}

absl::Status StoreSlot::Reopening() {
  return base::Unavailable("STORE_REOPENING",
                           "the event store is being opened again after a failure of its disk; try "
                           "a little later");
}

std::unique_ptr<OpenStore> StoreSlot::Take() {
  std::shared_ptr<OpenStore> own_share;
  {
    const std::lock_guard lock(mutex_);
    if (store_ == nullptr) return nullptr;
    store_->wanted_back = true;
    own_share = std::move(loan_);
    loan_ = nullptr;
  }
  own_share.reset();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return returned_; });
  return std::move(store_);
}

}  // namespace mokuhyo::eventstore
