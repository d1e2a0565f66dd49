#include "libs/eventstore/rocksdb/wal_scan.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"

namespace mokuhyo::eventstore {
namespace {

// A log is a row of blocks; a block is a row of fragments: checksum (4 bytes), length (2), type
// (1), data. Numbers are little-endian. A fragment never crosses the end of a block.
constexpr size_t kBlockBytes = 32768;
constexpr size_t kHeaderBytes = 7;
constexpr unsigned char kFull = 1;
constexpr unsigned char kFirst = 2;
constexpr unsigned char kLast = 4;

// A record is a WriteBatch: sequence number of its first entry (8 bytes), number of entries (4),
// entries.
constexpr size_t kBatchHeaderBytes = 12;

uint64_t LittleEndian(std::string_view bytes) {
  uint64_t number = 0;
  for (size_t i = bytes.size(); i > 0; --i) {
    number = (number << 8) | static_cast<unsigned char>(bytes[i - 1]);
  }
  return number;
}

// CRC-32C (RFC 3720, appendix B.4), as RocksDB masks it for storing.
constexpr std::array<uint32_t, 256> kCrcTable = [] {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78U : 0);
    table[i] = crc;
  }
  return table;
}();

// Takes the bytes one by one, and gives the checksum of those so far.
class MaskedCrc {
 public:
  void Add(char byte) {
    crc_ = (crc_ >> 8) ^ kCrcTable[(crc_ ^ static_cast<unsigned char>(byte)) & 0xFF];
  }
  uint32_t Get() const {
    const uint32_t crc = ~crc_;
    return ((crc >> 15) | (crc << 17)) + 0xA282EAD8U;
  }

 private:
  uint32_t crc_ = 0xFFFFFFFFU;
};

struct Fragment {
  unsigned char type = 0;
  std::string_view data;

  bool Begins() const { return type == kFull || type == kFirst; }
  bool Ends() const { return type == kFull || type == kLast; }
};

// The fragment at the start of `bytes`, if there is a whole and undamaged one.
std::optional<Fragment> ReadFragment(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes) return std::nullopt;
  const size_t length = LittleEndian(bytes.substr(4, 2));
  const auto type = static_cast<unsigned char>(bytes[6]);
  if (type < kFull || type > kLast || kHeaderBytes + length > bytes.size()) return std::nullopt;
  MaskedCrc crc;
  for (const char byte : bytes.substr(6, 1 + length)) crc.Add(byte);
  if (crc.Get() != LittleEndian(bytes.substr(0, 4))) return std::nullopt;
  return Fragment{type, bytes.substr(kHeaderBytes, length)};
}

// Whether `bytes`, which do not begin with a whole fragment and end where the block or the log
// does, begin with one that was whole once: damage, that is. A crash leaves the beginning of a
// fragment, or space in which nothing was written yet.
bool BeginsWithDamagedFragment(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes) return false;
  const bool never_written =
      std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == 0; });
  if (never_written) return false;
  const size_t length = LittleEndian(bytes.substr(4, 2));
  if (kHeaderBytes + length <= bytes.size()) return true;
  // A length that reaches too far says that the rest is missing, unless it is the length that is
  // wrong: the checksum, which does not cover it, then fits the data that are there.
  const uint64_t checksum = LittleEndian(bytes.substr(0, 4));
  MaskedCrc crc;
  for (const char byte : bytes.substr(6)) {
    crc.Add(byte);
    if (crc.Get() == checksum) return true;
  }
  return false;
}

// What one log tells.
struct LogSummary {
  // Sequence number of its first whole record, and the one due after its last; absent if it has
  // none.
  std::optional<uint64_t> first_sequence;
  std::optional<uint64_t> next_sequence;
  // Where the last whole record ends, if something else follows.
  std::optional<uint64_t> tear;
  // What shows that the tear is damage and not the trace of a crash; empty if nothing does.
  std::string_view damage;
};

class LogScan {
 public:
  // Blocks must be given in order; all but the last are kBlockBytes long.
  void AddBlock(std::string_view block) {
    size_t offset = 0;
    // Less than a header at the end of a block is filled up with zeros.
    while (offset + kHeaderBytes <= block.size() && !summary_.tear.has_value()) {
      const auto fragment = ReadFragment(block.substr(offset));
      if (!fragment.has_value() || fragment->Begins() == in_record_) break;
      AddFragment(*fragment);
      offset += kHeaderBytes + fragment->data.size();
      if (!in_record_) end_of_records_ = block_start_ + offset;
    }
    const bool whole_block = block.size() == kBlockBytes && block.size() - offset < kHeaderBytes;
    if (offset < block.size() && !whole_block) AddRest(block, offset);
    block_start_ += block.size();
  }

  LogSummary Finish() {
    if (in_record_ && !summary_.tear.has_value()) summary_.tear = end_of_records_;
    return summary_;
  }

 private:
  // Looks at what stands in a block from the first thing on that does not go on with the log.
  void AddRest(std::string_view block, size_t offset) {
    const std::string_view rest = block.substr(offset);
    if (!summary_.tear.has_value()) {
      summary_.tear = end_of_records_;
      // No crash leaves a whole fragment that does not follow from what is before it, nor a
      // beginning in front of another block: fragments end with their block.
      if (ReadFragment(rest).has_value() || BeginsWithDamagedFragment(rest) ||
          (block.size() == kBlockBytes && LittleEndian(rest.substr(4, 2)) > 0)) {
        summary_.damage = "a record there is damaged that was written whole";
      }
    }
    if (HasBeginning(rest)) summary_.damage = "records follow that were acknowledged";
  }

  void AddFragment(const Fragment& fragment) {
    if (fragment.Begins()) header_.clear();
    header_.append(fragment.data.substr(0, kBatchHeaderBytes - header_.size()));
    in_record_ = !fragment.Ends();
    if (in_record_ || header_.size() < kBatchHeaderBytes) return;
    const uint64_t sequence = LittleEndian(std::string_view(header_).substr(0, 8));
    if (!summary_.first_sequence.has_value()) summary_.first_sequence = sequence;
    summary_.next_sequence = sequence + LittleEndian(std::string_view(header_).substr(8, 4));
  }

  // Whether a record that is newer than the last whole one begins anywhere in `bytes`: behind
  // damage, nothing tells where fragments begin. (Older ones lie in the payload of whoever stores
  // such bytes.)
  bool HasBeginning(std::string_view bytes) const {
    for (; bytes.size() >= kHeaderBytes; bytes.remove_prefix(1)) {
      const auto type = static_cast<unsigned char>(bytes[6]);
      if (type != kFull && type != kFirst) continue;
      const auto fragment = ReadFragment(bytes);
      if (!fragment.has_value()) continue;
      if (fragment->data.size() < kBatchHeaderBytes) {
        if (fragment->type == kFirst) return true;
        continue;
      }
      if (LittleEndian(fragment->data.substr(0, 8)) >= summary_.next_sequence.value_or(0)) {
        return true;
      }
    }
    return false;
  }

  LogSummary summary_;
  bool in_record_ = false;
  std::string header_;
  uint64_t block_start_ = 0;
  uint64_t end_of_records_ = 0;
};

absl::StatusOr<LogSummary> ScanLog(rocksdb::Env& env, const std::string& path) {
  std::unique_ptr<rocksdb::SequentialFile> file;
  if (auto status = env.NewSequentialFile(path, &file, rocksdb::EnvOptions()); !status.ok()) {
    return FromRocksDb(status, absl::StrCat("opening ", path));
  }
  LogScan scan;
  std::vector<char> buffer(kBlockBytes);
  while (true) {
    rocksdb::Slice block;
    if (auto status = file->Read(kBlockBytes, &block, buffer.data()); !status.ok()) {
      return FromRocksDb(status, absl::StrCat("reading ", path));
    }
    if (!block.empty()) scan.AddBlock(ToView(block));
    if (block.size() < kBlockBytes) return scan.Finish();
  }
}

// Paths of the logs ("000012.log"), from the oldest.
absl::StatusOr<std::vector<std::string>> FindLogs(rocksdb::Env& env, const std::string& directory) {
  std::vector<std::string> names;
  const auto status = env.GetChildren(directory, &names);
  if (status.IsNotFound()) return std::vector<std::string>();
  if (!status.ok()) return FromRocksDb(status, absl::StrCat("listing ", directory));
  std::vector<std::pair<uint64_t, std::string>> logs;
  for (const auto& name : names) {
    uint64_t number = 0;
    if (absl::EndsWith(name, ".log") &&
        absl::SimpleAtoi(name.substr(0, name.size() - 4), &number)) {
      logs.emplace_back(number, absl::StrCat(directory, "/", name));
    }
  }
  std::sort(logs.begin(), logs.end());
  std::vector<std::string> paths;
  for (auto& [number, path] : logs) paths.push_back(std::move(path));
  return paths;
}

absl::Status Damaged(const WalTear& tear, std::string_view why) {
  return absl::DataLossError(absl::StrCat("write-ahead log ", tear.file, " is damaged at byte ",
                                          tear.offset, ": ", std::string(why)));
}

}  // namespace

absl::StatusOr<std::optional<WalTear>> ScanWriteAheadLogs(rocksdb::Env& env,
                                                          const std::string& directory) {
  const auto paths = FindLogs(env, directory);
  if (!paths.ok()) return paths.status();
  std::optional<WalTear> tear;
  // The number that the record after the last whole one of all logs so far must have.
  std::optional<uint64_t> due;
  for (const auto& path : *paths) {
    const auto log = ScanLog(env, path);
    if (!log.ok()) return log.status();
    // A torn log may have successors once the store was opened again: these go on with the number
    // that the dropped record had. If they do not, what was dropped had been acknowledged.
    if (tear.has_value() && log->first_sequence.has_value()) {
      if (due.has_value() && log->first_sequence != due) {
        return Damaged(*tear, "the next log goes on behind what is missing");
      }
      tear.reset();
    }
    // A log torn in its first record says nothing itself: what is due is what was due before.
    if (log->next_sequence.has_value()) due = log->next_sequence;
    if (!log->tear.has_value()) continue;
    tear = WalTear{path, *log->tear};
    if (!log->damage.empty()) return Damaged(*tear, log->damage);
  }
  return tear;
}

}  // namespace mokuhyo::eventstore
