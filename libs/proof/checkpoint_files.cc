#include "libs/proof/checkpoint_files.h"

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
#include "libs/base/resource_name.h"
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

// Calls `visit` with everything that is in the directory, if there is one.
template <typename Visit>
void ForEachIn(const std::filesystem::path& directory, CheckpointFiles::Problems& problems,
               const Visit& visit) {
  std::error_code error;
  std::filesystem::directory_iterator entry(directory, error);
  if (error == std::errc::no_such_file_or_directory) return;
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    visit(entry->path());
  }
  if (!error) return;
  problems.push_back(
      base::Unavailable("CHECKPOINT_DIRECTORY",
                        absl::StrCat("cannot read ", directory.string(), ": ", error.message())));
}

using DescendingSizes = std::set<uint64_t, std::greater<>>;

// Adds the sizes that one directory has.
void AddSizesIn(const std::string& root, std::string_view epoch, std::string_view city,
                DescendingSizes& sizes, CheckpointFiles::Problems& problems) {
  ForEachIn(DirectoryOf(root, epoch, city), problems, [&](const std::filesystem::path& path) {
    // A crash may leave `….checkpoint.tmp`.
    if (path.extension() != kExtension) return;
    uint64_t size = 0;
    if (absl::SimpleAtoi(path.stem().string(), &size) && path.filename() == NameOf(size)) {
      sizes.insert(size);
    } else {
      problems.push_back(
          Damaged(path.string(), "is not named as a checkpoint is: 20 digits of its size"));
    }
  });
}

}  // namespace

absl::Status CheckpointFiles::Write(const CheckpointNote& checkpoint) {
  absl::Status first;
  for (const std::string& root : directories_) first.Update(WriteIn(root, checkpoint));
  return first;
}

std::set<std::string> CheckpointFiles::Epochs(Problems& problems) const {
  std::set<std::string> epochs;
  for (const std::string& root : directories_) {
    ForEachIn(root, problems, [&](const std::filesystem::path& path) {
      if (IsEpoch(path.filename().string())) epochs.insert(path.filename().string());
    });
  }
  return epochs;
}

std::vector<std::string> CheckpointFiles::PlacesOf(std::string_view epoch) const {
  std::vector<std::string> places;
  for (const std::string& root : directories_) {
    const std::filesystem::path place = std::filesystem::path(root) / epoch;
    std::error_code error;
    if (std::filesystem::exists(place, error)) places.push_back(place.string());
  }
  return places;
}

std::set<std::string> CheckpointFiles::Cities(std::string_view epoch, Problems& problems) const {
  std::set<std::string> cities;
  // An empty one would be answered the histories.
  if (!IsEpoch(epoch)) return cities;
  for (const std::string& root : directories_) {
    ForEachIn(std::filesystem::path(root) / epoch, problems,
              [&](const std::filesystem::path& path) {
                const std::string city = path.filename().string();
                if (base::IsIdentifier(city)) cities.insert(city);
              });
  }
  return cities;
}

std::vector<uint64_t> CheckpointFiles::Sizes(std::string_view epoch, std::string_view city,
                                             Problems& problems) const {
  DescendingSizes sizes;
  for (const std::string& root : directories_) AddSizesIn(root, epoch, city, sizes, problems);
  return std::vector<uint64_t>(sizes.begin(), sizes.end());
}

std::vector<CheckpointNote> CheckpointFiles::Read(std::string_view epoch, std::string_view city,
                                                  uint64_t size, Problems& problems) const {
  std::vector<CheckpointNote> notes;
  for (const std::string& root : directories_) {
    auto note = ReadIn(root, epoch, city, size);
    if (!note.ok()) {
      problems.push_back(note.status());
    } else if (note->has_value()) {
      notes.push_back(**std::move(note));
    }
  }
  return notes;
}

std::vector<CheckpointNote> CheckpointFiles::Newest(
    std::string_view epoch, std::string_view city, uint64_t max_size,
    const std::function<bool(const CheckpointNote&)>& counts, Problems& problems) const {
  std::vector<CheckpointNote> newest;
  for (const std::string& root : directories_) {
    DescendingSizes sizes;
    AddSizesIn(root, epoch, city, sizes, problems);
    for (auto size = sizes.lower_bound(max_size); size != sizes.end(); ++size) {
      auto note = ReadIn(root, epoch, city, *size);
      if (!note.ok()) {
        problems.push_back(note.status());
      } else if (note->has_value() && counts(**note)) {
        newest.push_back(**std::move(note));
        break;
      }
    }
  }
  return newest;
}

}  // namespace mokuhyo::proof
