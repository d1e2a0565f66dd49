#include "libs/eventstore/rocksdb/file_digest.h"

#include <cstddef>
#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/sha256_stream.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"

namespace mokuhyo::eventstore {
namespace {

constexpr size_t kChunkBytes = size_t{1} << 20;

}  // namespace

absl::StatusOr<FileDigest> DigestFile(rocksdb::Env& env, const std::string& path,
                                      const std::function<bool(uint64_t)>& on_bytes) {
  const std::string action = absl::StrCat("reading ", path);
  std::unique_ptr<rocksdb::SequentialFile> file;
  const auto opened = env.NewSequentialFile(path, &file, rocksdb::EnvOptions());
  if (opened.IsNotFound() || opened.IsPathNotFound()) {
    return base::NotFound(path, absl::StrCat(path, " is missing"));
  }
  if (!opened.ok()) return FromRocksDb(opened, action);
  FileDigest digest;
  base::Sha256Stream sha256;
  const auto buffer = std::make_unique<char[]>(kChunkBytes);
  while (true) {
    rocksdb::Slice chunk;
    const auto read = file->Read(kChunkBytes, &chunk, buffer.get());
    if (!read.ok()) return FromRocksDb(read, action);
    if (chunk.empty()) break;
    sha256.Add(ToView(chunk));
    digest.size += chunk.size();
    if (!on_bytes(chunk.size())) return absl::CancelledError(absl::StrCat(action, " was stopped"));
  }
  const auto hash = sha256.Finish();
  digest.sha256 = base::HexEncode({hash.data(), hash.size()});
  return digest;
}

}  // namespace mokuhyo::eventstore
