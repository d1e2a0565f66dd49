#include "libs/proof/checkpoint_files.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/proof/durable_file.h"

namespace mokuhyo::proof {
namespace {

constexpr size_t kSizeDigits = 20;
constexpr std::string_view kExtension = ".checkpoint";
// More than a note with all the signatures that it may have.
constexpr size_t kMaxNoteBytes = 64 * 1024;

std::string DirectoryOf(const std::string& root, std::string_view epoch, std::string_view city) {
  return (std::filesystem::path(root) / epoch / city).string();
}

std::string NameOf(uint64_t size) {
  return absl::StrFormat("%0*d%s", kSizeDigits, size, std::string(kExtension));
}

absl::Status Damaged(const std::string& path, std::string_view why) {
  return base::DataLoss("CHECKPOINT_DAMAGED", absl::StrCat(path, ": ", std::string(why)));
}

// The size that a file's name gives; absent for what is no checkpoint, as `….checkpoint.tmp`, which
// a crash leaves.
absl::StatusOr<std::optional<uint64_t>> SizeOf(const std::filesystem::path& path) {
  if (path.extension() != kExtension) return std::nullopt;
  uint64_t size = 0;
  if (!absl::SimpleAtoi(path.stem().string(), &size) || path.filename() != NameOf(size)) {
    return Damaged(path.string(), "is not named as a checkpoint is: 20 digits of its size");
  }
  return size;
}

// The checkpoint in one directory; absent if that has none of this size.
absl::StatusOr<std::optional<CheckpointNote>> ReadIn(const std::string& root,
                                                     std::string_view epoch, std::string_view city,
                                                     uint64_t size) {
  const std::string path = absl::StrCat(DirectoryOf(root, epoch, city), "/", NameOf(size));
  const absl::StatusOr<std::string> bytes = ReadWhole(path, kMaxNoteBytes);
  if (absl::IsNotFound(bytes.status())) return std::nullopt;
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<CheckpointNote> note = ParseCheckpointNote(*bytes);
  if (!note.ok()) return Damaged(path, std::string(note.status().message()));
  if (note->epoch != epoch || note->city != city || note->size != size) {
    return Damaged(path, absl::StrCat("is a checkpoint of ", note->Origin(), " at ", note->size,
                                      ", which does not belong there"));
  }
  return *std::move(note);
}

absl::Status WriteIn(const std::string& root, const CheckpointNote& checkpoint) {
  const std::string path = absl::StrCat(DirectoryOf(root, checkpoint.epoch, checkpoint.city), "/",
                                        NameOf(checkpoint.size));
  MOKUHYO_ASSIGN_OR_RETURN(const auto there,
                           ReadIn(root, checkpoint.epoch, checkpoint.city, checkpoint.size));
  const std::string bytes = checkpoint.note.Format();
  if (there.has_value()) {
    if (there->note.text != checkpoint.note.text) {
      return Damaged(path, "is another checkpoint of the same size than the one to be written");
    }
    if (there->note.Format() == bytes) return absl::OkStatus();
  }
  return WriteDurably(path, bytes);
}

// Calls `visit` with what is in the directory, if there is one, until it returns an error.
template <typename Visit>
absl::Status ForEachIn(const std::string& directory, const Visit& visit) {
  std::error_code error;
  std::filesystem::directory_iterator entry(directory, error);
  if (error == std::errc::no_such_file_or_directory) return absl::OkStatus();
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    MOKUHYO_RETURN_IF_ERROR(visit(entry->path()));
  }
  if (!error) return absl::OkStatus();
  return base::Unavailable("CHECKPOINT_DIRECTORY",
                           absl::StrCat("cannot read ", directory, ": ", error.message()));
}

}  // namespace

absl::Status CheckpointFiles::Write(const CheckpointNote& checkpoint) {
  absl::Status first;
  for (const std::string& root : directories_) first.Update(WriteIn(root, checkpoint));
  return first;
}

absl::StatusOr<std::set<std::string>> CheckpointFiles::Cities(std::string_view epoch) const {
  std::set<std::string> cities;
  for (const std::string& root : directories_) {
    MOKUHYO_RETURN_IF_ERROR(ForEachIn((std::filesystem::path(root) / epoch).string(),
                                      [&](const std::filesystem::path& path) -> absl::Status {
                                        cities.insert(path.filename().string());
                                        return absl::OkStatus();
                                      }));
  }
  return cities;
}

absl::StatusOr<std::vector<uint64_t>> CheckpointFiles::Sizes(std::string_view epoch,
                                                             std::string_view city) const {
  std::set<uint64_t, std::greater<>> sizes;
  for (const std::string& root : directories_) {
    MOKUHYO_RETURN_IF_ERROR(ForEachIn(DirectoryOf(root, epoch, city),
                                      [&](const std::filesystem::path& path) -> absl::Status {
                                        MOKUHYO_ASSIGN_OR_RETURN(const auto size, SizeOf(path));
                                        if (size.has_value()) sizes.insert(*size);
                                        return absl::OkStatus();
                                      }));
  }
  return std::vector<uint64_t>(sizes.begin(), sizes.end());
}

absl::StatusOr<CheckpointNote> CheckpointFiles::Read(std::string_view epoch, std::string_view city,
                                                     uint64_t size) const {
  std::optional<CheckpointNote> best;
  for (const std::string& root : directories_) {
    MOKUHYO_ASSIGN_OR_RETURN(auto note, ReadIn(root, epoch, city, size));
    if (!note.has_value()) continue;
    if (best.has_value() && best->note.text != note->note.text) {
      return Damaged(DirectoryOf(root, epoch, city),
                     absl::StrCat("has another checkpoint of size ", size, " than ",
                                  directories_.front(), " or its neighbours"));
    }
    if (!best.has_value() || note->note.signatures.size() > best->note.signatures.size()) {
      best = *std::move(note);
    }
  }
  if (best.has_value()) return *std::move(best);
  return base::NotFound(absl::StrCat("cities/", std::string(city)),
                        absl::StrCat("there is no checkpoint of size ", size, " of this city"));
}

}  // namespace mokuhyo::proof
