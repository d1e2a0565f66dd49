#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_TESTING_FAULTY_DISK_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_TESTING_FAULTY_DISK_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "libs/eventstore/rocksdb/testing/faulty_file_system.h"
#include "rocksdb/io_status.h"
#include "rocksdb/slice.h"

namespace mokuhyo::eventstore {

// What is on the disk for certain and what is not. Every method is one indivisible step, also
// towards CutPower.
class FaultyFileSystem::Disk {
 public:
  // The bytes of a file, whatever its names are.
  struct Content {
    uint64_t size = 0;
    uint64_t synced_size = 0;
    // From here on no sync helps any more.
    std::optional<uint64_t> lost_from;
  };

  Disk(std::string attic, uint32_t seed) : attic_(std::move(attic)), random_(seed) {
    std::filesystem::create_directories(attic_);
  }

  // Which power-on a handle belongs to.
  uint64_t Era() {
    const std::lock_guard lock(mutex_);
    return era_;
  }

  void CutPower(int operations) {
    const std::lock_guard lock(mutex_);
    operations_left_ = operations;
  }

  void RestorePower() {
    const std::lock_guard lock(mutex_);
    const size_t kept = UpTo(changes_.size());
    while (changes_.size() > kept) {
      changes_.back().undo();
      changes_.pop_back();
    }
    for (auto& change : changes_) change.settle();
    changes_.clear();
    for (const auto& [path, content] : contents_) {
      const uint64_t size = content->synced_size + UpTo(content->size - content->synced_size);
      std::filesystem::resize_file(path, size);
    }
    contents_.clear();
    ++era_;
    operations_left_.reset();
  }

  void Break(Fault fault) {
    const std::lock_guard lock(mutex_);
    faults_.push_back(std::move(fault));
  }

  void Repair() {
    const std::lock_guard lock(mutex_);
    faults_.clear();
  }

  void LimitSpace(std::optional<uint64_t> free_bytes) {
    const std::lock_guard lock(mutex_);
    free_bytes_ = free_bytes;
  }

  rocksdb::IOStatus CheckPower() {
    const std::lock_guard lock(mutex_);
    return HasPower() ? rocksdb::IOStatus::OK() : NoPower();
  }

  rocksdb::IOStatus Check(uint64_t era, Operation operation, const std::string& path) {
    const std::lock_guard lock(mutex_);
    if (!HasPower() || era != era_) return NoPower();
    const Fault* const fault = FindFault(operation, path);
    return fault == nullptr ? rocksdb::IOStatus::OK() : Failure(*fault, path);
  }

  // `make` makes the file, empty.
  rocksdb::IOStatus Create(const std::string& path, const std::function<rocksdb::IOStatus()>& make,
                           std::shared_ptr<Content>* content) {
    const std::lock_guard lock(mutex_);
    if (!SpendPower()) return NoPower();
    // Whoever had the name before may come back.
    const bool existed = std::filesystem::exists(path);
    if (existed) MoveToAttic(path);
    if (auto status = make(); !status.ok()) return status;
    *content = std::make_shared<Content>();
    contents_[path] = *content;
    changes_.push_back({DirectoryOf(path), [this, path] { Remove(path); }, [] {}});
    return rocksdb::IOStatus::OK();
  }

  // `write` appends to the file in truth.
  rocksdb::IOStatus Append(uint64_t era, const std::string& path, Content& content,
                           rocksdb::Slice data,
                           const std::function<rocksdb::IOStatus(const rocksdb::Slice&)>& write) {
    const std::lock_guard lock(mutex_);
    if (era != era_ || !SpendPower()) return NoPower();
    rocksdb::IOStatus failure;
    size_t size = data.size();
    if (const Fault* fault = FindFault(Operation::kAppend, path)) {
      failure = Failure(*fault, path);
      size = fault->in_part && size > 0 ? UpTo(size - 1) : 0;
    } else if (free_bytes_.has_value() && *free_bytes_ < size) {
      failure = rocksdb::IOStatus::NoSpace("the test filled the disk", path);
      failure.SetRetryable(true);
      size = *free_bytes_;
    }
    if (size > 0) {
      if (auto status = write(rocksdb::Slice(data.data(), size)); !status.ok()) return status;
      content.size += size;
      if (free_bytes_.has_value()) *free_bytes_ -= size;
    }
    return failure;
  }

  rocksdb::IOStatus Sync(uint64_t era, const std::string& path, Content& content) {
    const std::lock_guard lock(mutex_);
    if (era != era_ || !SpendPower()) return NoPower();
    if (const Fault* fault = FindFault(Operation::kSync, path)) {
      if (!content.lost_from.has_value()) content.lost_from = content.synced_size;
      return Failure(*fault, path);
    }
    content.synced_size = std::min(content.size, content.lost_from.value_or(content.size));
    return rocksdb::IOStatus::OK();
  }

  rocksdb::IOStatus SyncDirectory(uint64_t era, const std::string& path) {
    const std::lock_guard lock(mutex_);
    if (era != era_ || !SpendPower()) return NoPower();
    if (const Fault* fault = FindFault(Operation::kSync, path)) return Failure(*fault, path);
    const std::string directory = std::filesystem::path(path).lexically_normal().string();
    std::vector<Change> left;
    for (auto& change : changes_) {
      if (change.directory == directory) {
        change.settle();
      } else {
        left.push_back(std::move(change));
      }
    }
    changes_ = std::move(left);
    return rocksdb::IOStatus::OK();
  }

  rocksdb::IOStatus Delete(const std::string& path) {
    const std::lock_guard lock(mutex_);
    if (!SpendPower()) return NoPower();
    if (!std::filesystem::exists(path))
      return rocksdb::IOStatus::PathNotFound("no such file", path);
    MoveToAttic(path);
    return rocksdb::IOStatus::OK();
  }

  rocksdb::IOStatus Rename(const std::string& from, const std::string& to) {
    const std::lock_guard lock(mutex_);
    if (!SpendPower()) return NoPower();
    if (!std::filesystem::exists(from))
      return rocksdb::IOStatus::PathNotFound("no such file", from);
    if (std::filesystem::exists(to)) MoveToAttic(to);
    Move(from, to);
    changes_.push_back({DirectoryOf(to), [this, from, to] { Move(to, from); }, [] {}});
    return rocksdb::IOStatus::OK();
  }

  rocksdb::IOStatus Link(const std::string& from, const std::string& to) {
    const std::lock_guard lock(mutex_);
    if (!SpendPower()) return NoPower();
    std::error_code error;
    std::filesystem::create_hard_link(from, to, error);
    if (error) return rocksdb::IOStatus::IOError(error.message(), to);
    if (const auto found = contents_.find(from); found != contents_.end()) {
      contents_[to] = found->second;
    }
    changes_.push_back({DirectoryOf(to), [this, to] { Remove(to); }, [] {}});
    return rocksdb::IOStatus::OK();
  }

 private:
  // A change to a directory that was not synced since.
  struct Change {
    std::string directory;
    std::function<void()> undo;
    std::function<void()> settle;
  };

  static std::string DirectoryOf(const std::string& path) {
    return std::filesystem::path(path).parent_path().lexically_normal().string();
  }

  bool HasPower() const { return operations_left_ != 0; }

  // Whether there is power for one change more.
  bool SpendPower() {
    if (!HasPower()) return false;
    if (operations_left_.has_value()) --*operations_left_;
    return true;
  }

  static rocksdb::IOStatus NoPower() {
    return rocksdb::IOStatus::IOError("the test cut the power");
  }

  static rocksdb::IOStatus Failure(const Fault& fault, const std::string& path) {
    return fault.corruption ? rocksdb::IOStatus::Corruption("the test damaged the disk", path)
                            : rocksdb::IOStatus::IOError("the test broke the disk", path);
  }

  // 0 to `limit`; the ends are as likely as all between them.
  size_t UpTo(size_t limit) {
    const auto kind = random_() % 3;
    return kind == 0 ? 0 : kind == 1 ? limit : static_cast<size_t>(random_() % (limit + 1));
  }

  Fault* FindFault(Operation operation, const std::string& path) {
    for (auto& fault : faults_) {
      if (fault.operation != operation || path.find(fault.files) == std::string::npos) continue;
      if (fault.after <= 0) return &fault;
      --fault.after;
    }
    return nullptr;
  }

  void Move(const std::string& from, const std::string& to) {
    std::filesystem::rename(from, to);
    if (auto node = contents_.extract(from); !node.empty()) {
      node.key() = to;
      contents_.insert(std::move(node));
    }
  }

  void Remove(const std::string& path) {
    std::filesystem::remove(path);
    contents_.erase(path);
  }

  void MoveToAttic(const std::string& path) {
    if (free_bytes_.has_value()) *free_bytes_ += std::filesystem::file_size(path);
    const std::string kept = attic_ + "/" + std::to_string(++deleted_);
    Move(path, kept);
    changes_.push_back({DirectoryOf(path), [this, kept, path] { Move(kept, path); },
                        [this, kept] { Remove(kept); }});
  }

  const std::string attic_;
  std::mutex mutex_;
  std::mt19937 random_;
  // Until the power goes; absent: it does not.
  std::optional<int> operations_left_;
  uint64_t era_ = 1;
  std::vector<Fault> faults_;
  std::optional<uint64_t> free_bytes_;
  // By path; without those that were there before.
  std::map<std::string, std::shared_ptr<Content>> contents_;
  // In order.
  std::vector<Change> changes_;
  uint64_t deleted_ = 0;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_TESTING_FAULTY_DISK_H_
