#include "libs/eventstore/rocksdb/testing/faulty_file_system.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <utility>
#include <vector>

namespace mokuhyo::eventstore {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

std::string DirectoryOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().lexically_normal().string();
}

IOStatus NotSupported(const std::string& path) {
  return IOStatus::NotSupported("FaultyFileSystem appends only", path);
}

// The bytes of a file, whatever its names are.
struct Content {
  uint64_t size = 0;
  uint64_t synced_size = 0;
  // From here on no sync helps any more.
  std::optional<uint64_t> lost_from;
};

}  // namespace

// What is on the disk for certain and what is not. Every method is one indivisible step, also
// towards CutPower.
class FaultyFileSystem::Disk {
 public:
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

  IOStatus CheckPower() {
    const std::lock_guard lock(mutex_);
    return HasPower() ? IOStatus::OK() : NoPower();
  }

  IOStatus Check(uint64_t era, Operation operation, const std::string& path) {
    const std::lock_guard lock(mutex_);
    if (!HasPower() || era != era_) return NoPower();
    const Fault* const fault = FindFault(operation, path);
    return fault == nullptr ? IOStatus::OK() : Failure(*fault, path);
  }

  // `make` makes the file, empty.
  IOStatus Create(const std::string& path, const std::function<IOStatus()>& make,
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
    return IOStatus::OK();
  }

  // `write` appends to the file in truth.
  IOStatus Append(uint64_t era, const std::string& path, Content& content, Slice data,
                  const std::function<IOStatus(const Slice&)>& write) {
    const std::lock_guard lock(mutex_);
    if (era != era_ || !SpendPower()) return NoPower();
    IOStatus failure;
    size_t size = data.size();
    if (const Fault* fault = FindFault(Operation::kAppend, path)) {
      failure = Failure(*fault, path);
      size = fault->in_part && size > 0 ? UpTo(size - 1) : 0;
    } else if (free_bytes_.has_value() && *free_bytes_ < size) {
      failure = IOStatus::NoSpace("the test filled the disk", path);
      failure.SetRetryable(true);
      size = *free_bytes_;
    }
    if (size > 0) {
      if (auto status = write(Slice(data.data(), size)); !status.ok()) return status;
      content.size += size;
      if (free_bytes_.has_value()) *free_bytes_ -= size;
    }
    return failure;
  }

  IOStatus Sync(uint64_t era, const std::string& path, Content& content) {
    const std::lock_guard lock(mutex_);
    if (era != era_ || !SpendPower()) return NoPower();
    if (const Fault* fault = FindFault(Operation::kSync, path)) {
      if (!content.lost_from.has_value()) content.lost_from = content.synced_size;
      return Failure(*fault, path);
    }
    content.synced_size = std::min(content.size, content.lost_from.value_or(content.size));
    return IOStatus::OK();
  }

  IOStatus SyncDirectory(uint64_t era, const std::string& path) {
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
    return IOStatus::OK();
  }

  IOStatus Delete(const std::string& path) {
    const std::lock_guard lock(mutex_);
    if (!SpendPower()) return NoPower();
    if (!std::filesystem::exists(path)) return IOStatus::PathNotFound("no such file", path);
    MoveToAttic(path);
    return IOStatus::OK();
  }

  IOStatus Rename(const std::string& from, const std::string& to) {
    const std::lock_guard lock(mutex_);
    if (!SpendPower()) return NoPower();
    if (!std::filesystem::exists(from)) return IOStatus::PathNotFound("no such file", from);
    if (std::filesystem::exists(to)) MoveToAttic(to);
    Move(from, to);
    changes_.push_back({DirectoryOf(to), [this, from, to] { Move(to, from); }, [] {}});
    return IOStatus::OK();
  }

  IOStatus Link(const std::string& from, const std::string& to) {
    const std::lock_guard lock(mutex_);
    if (!SpendPower()) return NoPower();
    std::error_code error;
    std::filesystem::create_hard_link(from, to, error);
    if (error) return IOStatus::IOError(error.message(), to);
    if (const auto found = contents_.find(from); found != contents_.end()) {
      contents_[to] = found->second;
    }
    changes_.push_back({DirectoryOf(to), [this, to] { Remove(to); }, [] {}});
    return IOStatus::OK();
  }

 private:
  // A change to a directory that was not synced since.
  struct Change {
    std::string directory;
    std::function<void()> undo;
    std::function<void()> settle;
  };

  bool HasPower() const { return operations_left_ != 0; }

  // Whether there is power for one change more.
  bool SpendPower() {
    if (!HasPower()) return false;
    if (operations_left_.has_value()) --*operations_left_;
    return true;
  }

  static IOStatus NoPower() { return IOStatus::IOError("the test cut the power"); }

  static IOStatus Failure(const Fault& fault, const std::string& path) {
    return fault.corruption ? IOStatus::Corruption("the test damaged the disk", path)
                            : IOStatus::IOError("the test broke the disk", path);
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

class FaultyFileSystem::WritableFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WritableFile(std::unique_ptr<rocksdb::FSWritableFile> file, std::shared_ptr<Disk> disk,
               std::string path, std::shared_ptr<Content> content)
      : FSWritableFileOwnerWrapper(std::move(file)),
        disk_(std::move(disk)),
        era_(disk_->Era()),
        path_(std::move(path)),
        content_(std::move(content)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    return disk_->Append(era_, path_, *content_, data, [&](const Slice& part) {
      return FSWritableFileOwnerWrapper::Append(part, options, debug);
    });
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus PositionedAppend(const Slice&, uint64_t, const IOOptions&, IODebugContext*) override {
    return NotSupported(path_);
  }
  IOStatus PositionedAppend(const Slice&, uint64_t, const IOOptions&,
                            const rocksdb::DataVerificationInfo&, IODebugContext*) override {
    return NotSupported(path_);
  }
  IOStatus Flush(const IOOptions& options, IODebugContext* debug) override {
    if (auto status = disk_->Check(era_, Operation::kFlush, path_); !status.ok()) return status;
    return FSWritableFileOwnerWrapper::Flush(options, debug);
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    return disk_->Sync(era_, path_, *content_);
  }
  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    return disk_->Sync(era_, path_, *content_);
  }
  // Starts the writing out, but does not wait for it: nothing is certain afterwards.
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  const std::shared_ptr<Disk> disk_;
  const uint64_t era_;
  const std::string path_;
  const std::shared_ptr<Content> content_;
};

class FaultyFileSystem::SequentialFile final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  SequentialFile(std::unique_ptr<rocksdb::FSSequentialFile> file, std::shared_ptr<Disk> disk,
                 std::string path)
      : FSSequentialFileOwnerWrapper(std::move(file)),
        disk_(std::move(disk)),
        era_(disk_->Era()),
        path_(std::move(path)) {}

  IOStatus Read(size_t size, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* debug) override {
    if (auto status = disk_->Check(era_, Operation::kRead, path_); !status.ok()) return status;
    return FSSequentialFileOwnerWrapper::Read(size, options, result, scratch, debug);
  }

 private:
  const std::shared_ptr<Disk> disk_;
  const uint64_t era_;
  const std::string path_;
};

class FaultyFileSystem::RandomAccessFile final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  RandomAccessFile(std::unique_ptr<rocksdb::FSRandomAccessFile> file, std::shared_ptr<Disk> disk,
                   std::string path)
      : FSRandomAccessFileOwnerWrapper(std::move(file)),
        disk_(std::move(disk)),
        era_(disk_->Era()),
        path_(std::move(path)) {}

  IOStatus Read(uint64_t offset, size_t size, const IOOptions& options, Slice* result,
                char* scratch, IODebugContext* debug) const override {
    if (auto status = disk_->Check(era_, Operation::kRead, path_); !status.ok()) return status;
    return FSRandomAccessFileOwnerWrapper::Read(offset, size, options, result, scratch, debug);
  }
  IOStatus MultiRead(rocksdb::FSReadRequest* requests, size_t count, const IOOptions& options,
                     IODebugContext* debug) override {
    if (auto status = disk_->Check(era_, Operation::kRead, path_); !status.ok()) return status;
    return FSRandomAccessFileOwnerWrapper::MultiRead(requests, count, options, debug);
  }

 private:
  const std::shared_ptr<Disk> disk_;
  const uint64_t era_;
  const std::string path_;
};

class FaultyFileSystem::Directory final : public rocksdb::FSDirectoryWrapper {
 public:
  Directory(std::unique_ptr<rocksdb::FSDirectory> directory, std::shared_ptr<Disk> disk,
            std::string path)
      : FSDirectoryWrapper(std::move(directory)),
        disk_(std::move(disk)),
        era_(disk_->Era()),
        path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    return disk_->SyncDirectory(era_, path_);
  }
  IOStatus FsyncWithDirOptions(const IOOptions&, IODebugContext*,
                               const rocksdb::DirFsyncOptions&) override {
    return disk_->SyncDirectory(era_, path_);
  }

 private:
  const std::shared_ptr<Disk> disk_;
  const uint64_t era_;
  const std::string path_;
};

FaultyFileSystem::FaultyFileSystem(const std::string& attic, uint32_t seed)
    : FileSystemWrapper(rocksdb::FileSystem::Default()),
      disk_(std::make_shared<Disk>(attic, seed)) {}

FaultyFileSystem::~FaultyFileSystem() = default;

void FaultyFileSystem::CutPower(int operations) { disk_->CutPower(operations); }
void FaultyFileSystem::RestorePower() { disk_->RestorePower(); }
void FaultyFileSystem::Break(Fault fault) { disk_->Break(std::move(fault)); }
void FaultyFileSystem::Repair() { disk_->Repair(); }
void FaultyFileSystem::LimitSpace(uint64_t free_bytes) { disk_->LimitSpace(free_bytes); }
void FaultyFileSystem::MakeRoom() { disk_->LimitSpace(std::nullopt); }

IOStatus FaultyFileSystem::NewSequentialFile(const std::string& path, const FileOptions& options,
                                             std::unique_ptr<rocksdb::FSSequentialFile>* result,
                                             IODebugContext* debug) {
  if (auto status = disk_->CheckPower(); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSSequentialFile> file;
  if (auto status = target()->NewSequentialFile(path, options, &file, debug); !status.ok()) {
    return status;
  }
  *result = std::make_unique<SequentialFile>(std::move(file), disk_, path);
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::NewRandomAccessFile(const std::string& path, const FileOptions& options,
                                               std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                               IODebugContext* debug) {
  if (auto status = disk_->CheckPower(); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSRandomAccessFile> file;
  if (auto status = target()->NewRandomAccessFile(path, options, &file, debug); !status.ok()) {
    return status;
  }
  *result = std::make_unique<RandomAccessFile>(std::move(file), disk_, path);
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::NewWritableFile(const std::string& path, const FileOptions& options,
                                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                                           IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  std::shared_ptr<Content> content;
  auto status = disk_->Create(
      path, [&] { return target()->NewWritableFile(path, options, &file, debug); }, &content);
  if (!status.ok()) return status;
  *result = std::make_unique<WritableFile>(std::move(file), disk_, path, std::move(content));
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::NewDirectory(const std::string& path, const IOOptions& options,
                                        std::unique_ptr<rocksdb::FSDirectory>* result,
                                        IODebugContext* debug) {
  if (auto status = disk_->CheckPower(); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSDirectory> directory;
  if (auto status = target()->NewDirectory(path, options, &directory, debug); !status.ok()) {
    return status;
  }
  *result = std::make_unique<Directory>(std::move(directory), disk_, path);
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::DeleteFile(const std::string& path, const IOOptions&, IODebugContext*) {
  return disk_->Delete(path);
}

IOStatus FaultyFileSystem::RenameFile(const std::string& from, const std::string& to,
                                      const IOOptions&, IODebugContext*) {
  return disk_->Rename(from, to);
}

IOStatus FaultyFileSystem::LinkFile(const std::string& from, const std::string& to,
                                    const IOOptions&, IODebugContext*) {
  return disk_->Link(from, to);
}

IOStatus FaultyFileSystem::ReopenWritableFile(const std::string& path, const FileOptions&,
                                              std::unique_ptr<rocksdb::FSWritableFile>*,
                                              IODebugContext*) {
  return NotSupported(path);
}

IOStatus FaultyFileSystem::ReuseWritableFile(const std::string& path, const std::string&,
                                             const FileOptions&,
                                             std::unique_ptr<rocksdb::FSWritableFile>*,
                                             IODebugContext*) {
  return NotSupported(path);
}

IOStatus FaultyFileSystem::NewRandomRWFile(const std::string& path, const FileOptions&,
                                           std::unique_ptr<rocksdb::FSRandomRWFile>*,
                                           IODebugContext*) {
  return NotSupported(path);
}

IOStatus FaultyFileSystem::Truncate(const std::string& path, size_t, const IOOptions&,
                                    IODebugContext*) {
  return NotSupported(path);
}

}  // namespace mokuhyo::eventstore
