#include "libs/projection/rocksdb/rocksdb_projection_generations.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/projection/key_number.h"
#include "libs/projection/rocksdb/rocksdb_projection_store.h"
#include "libs/proof/durable_file.h"

namespace mokuhyo::projection {
namespace {

using Mode = RocksDbProjectionStore::Mode;

// A number and a line end.
constexpr size_t kMaxCurrentBytes = 32;
// What a generation says of itself: schema version and microseconds since 1970 of its beginning.
constexpr char kFactsKey[] = "g";

// Numbers as they are written, without anything else; absent for other names.
std::optional<uint64_t> ParseNumber(absl::string_view text) {
  uint64_t number = 0;
  if (!absl::SimpleAtoi(text, &number) || number == 0 || absl::StrCat(number) != text)
    return std::nullopt;
  return number;
}

// 0 if nothing says which one is current.
uint64_t ReadCurrent(const std::string& path) {
  const auto text = proof::ReadWhole(path, kMaxCurrentBytes);
  if (!text.ok()) return 0;
  absl::string_view number = *text;
  return absl::ConsumeSuffix(&number, "\n") ? ParseNumber(number).value_or(0) : 0;
}

absl::StatusOr<ProjectionGeneration> WithFacts(uint64_t number,
                                               std::unique_ptr<ProjectionStore> store) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto facts, store->View()->Get(kFactsKey));
  if (!facts.has_value() || facts->size() != 2 * kKeyNumberBytes) {
    return base::DataLoss(
        "PROJECTION_FAILED",
        absl::StrCat("generation ", number, " does not say by which rules it was built"));
  }
  const uint64_t micros = NumberOfKey(std::string_view(*facts).substr(kKeyNumberBytes));
  return ProjectionGeneration{number, static_cast<uint32_t>(NumberOfKey(*facts)),
                              absl::FromUnixMicros(static_cast<int64_t>(micros)), std::move(store)};
}

// When damage of the data is to be found.
enum class Check { kAsItIsRead, kAll };

absl::StatusOr<ProjectionGeneration> OpenGeneration(const std::string& path, uint64_t number,
                                                    Check check) {
  MOKUHYO_ASSIGN_OR_RETURN(auto store, RocksDbProjectionStore::Open(path, Mode::kOpen));
  if (check == Check::kAll) MOKUHYO_RETURN_IF_ERROR(store->Verify());
  return WithFacts(number, std::move(store));
}

// What cannot be removed takes room and does no other harm: the next number is above it.
void Remove(const std::string& path) {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksDbProjectionGenerations>> RocksDbProjectionGenerations::Open(
    const std::string& directory) {
  MOKUHYO_ASSIGN_OR_RETURN(auto lock, eventstore::DirectoryLock::Acquire(directory));
  auto generations = absl::WrapUnique(new RocksDbProjectionGenerations(directory, std::move(lock)));
  generations->current_number_ = ReadCurrent(generations->CurrentFile());
  generations->newest_number_ = generations->current_number_;
  generations->FindUnfinished();
  return generations;
}

std::string RocksDbProjectionGenerations::PathOf(uint64_t number) const {
  return absl::StrCat(directory_, "/", number);
}

std::string RocksDbProjectionGenerations::CurrentFile() const { return directory_ + "/CURRENT"; }

void RocksDbProjectionGenerations::FindUnfinished() {
  std::vector<uint64_t> others;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory_, error)) {
    const auto found = ParseNumber(entry.path().filename().string());
    if (!found.has_value() || *found == current_number_) continue;
    newest_number_ = std::max(newest_number_, *found);
    others.push_back(*found);
  }
  // Where nothing is current, nothing says which are older and which newer.
  if (current_number_ > 0 && newest_number_ > current_number_) unfinished_number_ = newest_number_;
  for (const uint64_t other : others) {
    if (other != unfinished_number_) Remove(PathOf(other));
  }
}

absl::StatusOr<ProjectionGeneration> RocksDbProjectionGenerations::OpenUnfinished() {
  std::error_code error;
  // One that was told to go when it is closed does not come back.
  if (unfinished_number_ == 0 || !std::filesystem::exists(PathOf(unfinished_number_), error))
    return base::NothingFound("NO_GENERATION", directory_ + " has no unfinished generation");
  auto opened = OpenGeneration(PathOf(unfinished_number_), unfinished_number_, Check::kAll);
  if (!opened.ok()) RemoveUnfinished();
  return opened;
}

void RocksDbProjectionGenerations::RemoveUnfinished() {
  if (unfinished_number_ > 0) Remove(PathOf(unfinished_number_));
  unfinished_number_ = 0;
}

absl::StatusOr<ProjectionGeneration> RocksDbProjectionGenerations::OpenCurrent() {
  if (current_number_ == 0)
    return base::NothingFound("NO_GENERATION", directory_ + " has no current generation");
  auto opened = OpenGeneration(PathOf(current_number_), current_number_, Check::kAsItIsRead);
  // It will not get better, and takes room.
  if (!opened.ok()) Remove(PathOf(current_number_));
  return opened;
}

absl::StatusOr<ProjectionGeneration> RocksDbProjectionGenerations::Begin(uint64_t number,
                                                                         uint32_t schema_version,
                                                                         absl::Time built_time) {
  newest_number_ = std::max(newest_number_, number);
  unfinished_number_ = number;
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  MOKUHYO_ASSIGN_OR_RETURN(auto store, RocksDbProjectionStore::Open(PathOf(number), Mode::kBegin));
  ProjectionBatch batch;
  const auto micros = static_cast<uint64_t>(absl::ToUnixMicros(built_time));
  batch.Put(kFactsKey, KeyNumber(schema_version) + KeyNumber(micros));
  const absl::Status written = store->Write(batch);
  if (!written.ok()) {
    store->RemoveOnClose();
    return written;
  }
  return WithFacts(number, std::move(store));
}

absl::Status RocksDbProjectionGenerations::MakeCurrent(const ProjectionGeneration& generation) {
  MOKUHYO_RETURN_IF_ERROR(generation.store->Sync());
  const absl::Status written =
      proof::WriteDurably(CurrentFile(), absl::StrCat(generation.number, "\n"));
  if (!written.ok()) return base::Unavailable("PROJECTION_FAILED", std::string(written.message()));
  current_number_ = generation.number;
  if (unfinished_number_ == generation.number) unfinished_number_ = 0;
  return absl::OkStatus();
}

}  // namespace mokuhyo::projection
