#include "libs/eventstore/rocksdb/testing/faulty_file_system.h"

#include <optional>
#include <utility>

#include "libs/eventstore/rocksdb/testing/faulty_disk.h"

namespace mokuhyo::eventstore {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

IOStatus NotSupported(const std::string& path) {
  return IOStatus::NotSupported("FaultyFileSystem appends only", path);
}

}  // namespace

class FaultyFileSystem::WritableFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WritableFile(std::unique_ptr<rocksdb::FSWritableFile> file, std::shared_ptr<Disk> disk,
               std::string path, std::shared_ptr<Disk::Content> content)
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
  const std::shared_ptr<Disk::Content> content_;
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
  std::shared_ptr<Disk::Content> content;
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
