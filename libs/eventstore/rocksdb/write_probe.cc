#include "libs/eventstore/rocksdb/write_probe.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"

namespace mokuhyo::eventstore {
namespace {

constexpr uint64_t kPieceBytes = 1 << 16;

rocksdb::Status LogBytes(rocksdb::Env& env, const std::string& directory, uint64_t* bytes) {
  std::vector<rocksdb::Env::FileAttributes> files;
  auto status = env.GetChildrenFileAttributes(directory, &files);
  for (const auto& file : files) {
    if (absl::EndsWith(file.name, ".log")) *bytes += file.size_bytes;
  }
  return status;
}

rocksdb::Status WriteFile(rocksdb::Env& env, const std::string& path, uint64_t bytes) {
  std::unique_ptr<rocksdb::WritableFile> file;
  auto status = env.NewWritableFile(path, &file, rocksdb::EnvOptions());
  const std::string piece(kPieceBytes, 'p');
  for (uint64_t left = bytes; status.ok() && left > 0; left -= std::min(left, kPieceBytes)) {
    status = file->Append(rocksdb::Slice(piece.data(), std::min(left, kPieceBytes)));
  }
  if (status.ok()) status = file->Flush();
  if (status.ok()) status = file->Sync();
  if (status.ok()) status = file->Close();
  return status;
}

}  // namespace

absl::Status ProbeWriting(rocksdb::Env& env, const std::string& directory, uint64_t spare_bytes) {
  // Not a name of RocksDB's: should it stay behind, it is in nobody's way.
  const std::string path = absl::StrCat(directory, "/probe");
  uint64_t bytes = spare_bytes;
  auto status = LogBytes(env, directory, &bytes);
  if (status.ok()) {
    status = WriteFile(env, path, bytes);
    const auto deleted = env.DeleteFile(path);
    if (status.ok()) status = deleted;
  }
  return FromRocksDb(status, absl::StrCat("trying to write ", bytes, " bytes to ", path));
}

}  // namespace mokuhyo::eventstore
