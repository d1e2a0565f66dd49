#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_TESTING_FAULTY_FILE_SYSTEM_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_TESTING_FAULTY_FILE_SYSTEM_H_

#include <cstdint>
#include <memory>
#include <string>

#include "rocksdb/file_system.h"

namespace mokuhyo::eventstore {

// The file system of the machine, with a power switch and faults at a command: for tests of what a
// store does when the disk does not do what it should. After LevelDB's FaultInjectionTestEnv.
//
// Until it is synced, everything is in doubt, as POSIX has it: bytes of a file until the file is
// synced; the making, renaming and deleting of a file until its directory is. Bytes whose sync
// failed stay in doubt for ever, whatever later syncs say: a kernel marks their pages clean. Files
// that were there before count as synced. Nothing is synced in truth, which makes it quick.
//
// Thread-safe. What it does by chance follows from the seed and the order of the calls. FaultyEnv
// puts it between RocksDB and the disk.
class FaultyFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  enum class Operation { kAppend, kFlush, kSync, kRead };

  // What is to fail, from a moment on until Repair.
  struct Fault {
    Operation operation = Operation::kAppend;
    // Only of files whose names hold this; empty: of all.
    std::string files = {};
    // How many of these operations still succeed.
    int after = 0;
    // Of an append: some of its bytes are written before it fails.
    bool in_part = false;
    // The failure is RocksDB's corruption instead of an I/O error.
    bool corruption = false;
  };

  // `attic` is a directory on the same disk, outside of those that the store knows; made if it does
  // not exist. Deleted files lie there while they may still come back.
  FaultyFileSystem(const std::string& attic, uint32_t seed);
  ~FaultyFileSystem() override;

  // Once `operations` more changes to the disk were made, every operation fails. Whatever had not
  // been synced by then is lost: see RestorePower.
  void CutPower(int operations = 0);

  // Takes away what was lost: of bytes in doubt, a random beginning is left; of changes to
  // directories in doubt, the first few. All that was opened before must have been closed.
  void RestorePower();

  // Makes operations fail, in addition to those that already do.
  void Break(Fault fault);
  // Ends all faults.
  void Repair();

  // From now on only so many bytes can be written; deleted files give theirs back. Then appends
  // write what still fits and fail.
  void LimitSpace(uint64_t free_bytes);
  // Ends the limit.
  void MakeRoom();

  // RocksDB's interface.
  const char* Name() const override { return "FaultyFileSystem"; }
  rocksdb::IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* result,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& path,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                        rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* result,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  // Not supported, because no store does this: files are appended to and otherwise left alone.
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* result,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string& path, const std::string& old_path,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* result,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomRWFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSRandomRWFile>* result,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus Truncate(const std::string& path, size_t size,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;

 private:
  class Disk;
  class WritableFile;
  class SequentialFile;
  class RandomAccessFile;
  class Directory;

  const std::shared_ptr<Disk> disk_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_TESTING_FAULTY_FILE_SYSTEM_H_
