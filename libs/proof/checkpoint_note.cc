#include "libs/proof/checkpoint_note.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"

namespace mokuhyo::proof {
namespace {

constexpr std::string_view kOriginPrefix = "mokuhyo/";
constexpr std::string_view kTimePrefix = "time ";
constexpr size_t kMaxEpochDigits = 64;
// Origin, size, root, time, and what is behind the last line feed.
constexpr size_t kLines = 5;

absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone());
}

absl::Status Malformed(std::string_view description) {
  return base::InvalidArgument("note", "MALFORMED_NOTE", description);
}

}  // namespace

bool IsEpoch(std::string_view text) {
  return !text.empty() && text.size() <= kMaxEpochDigits &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string CheckpointNote::Origin() const {
  return absl::StrCat(ToAbsl(kOriginPrefix), city, "/", epoch);
}

v1::Checkpoint CheckpointNote::ToProto() const {
  v1::Checkpoint checkpoint;
  checkpoint.set_city(city);
  checkpoint.set_epoch(epoch);
  checkpoint.set_size(size);
  checkpoint.set_root_hash(std::string(View(root)));
  checkpoint.set_time(TimeText(time));
  checkpoint.set_note(note.Format());
  return checkpoint;
}

absl::StatusOr<CheckpointNote> NewCheckpointNote(std::string_view city, std::string_view epoch,
                                                 uint64_t size, const Hash& root, absl::Time time) {
  if (!base::IsIdentifier(city) || !IsEpoch(epoch) || size == 0) {
    return base::InvalidArgument("checkpoint", "MALFORMED_CHECKPOINT",
                                 "a checkpoint has the id of a city, a history in hexadecimal and "
                                 "a size of 1 or more");
  }
  CheckpointNote checkpoint;
  checkpoint.city = city;
  checkpoint.epoch = epoch;
  checkpoint.size = size;
  checkpoint.root = root;
  checkpoint.time = absl::FromUnixMicros(absl::ToUnixMicros(time));
  const std::string_view bytes = View(root);
  checkpoint.note.text =
      absl::StrCat(checkpoint.Origin(), "\n", size, "\n", absl::Base64Escape(ToAbsl(bytes)), "\n",
                   ToAbsl(kTimePrefix), TimeText(checkpoint.time), "\n");
  return checkpoint;
}

absl::StatusOr<CheckpointNote> ParseCheckpointNote(std::string_view bytes) {
  MOKUHYO_ASSIGN_OR_RETURN(SignedNote note, ParseSignedNote(bytes));
  const std::vector<std::string> lines = absl::StrSplit(note.text, '\n');
  if (lines.size() != kLines) return Malformed("must have the lines origin, size, root and time");
  const std::vector<std::string> origin = absl::StrSplit(lines[0], '/');
  if (origin.size() != 3) return Malformed("the origin must be mokuhyo/{city}/{epoch}");
  uint64_t size = 0;
  std::string root;
  if (!absl::SimpleAtoi(lines[1], &size)) return Malformed("the size must be a number");
  if (!absl::Base64Unescape(lines[2], &root) || !ToHash(root).has_value()) {
    return Malformed("the root must be 32 bytes in base64");
  }
  if (lines[3].substr(0, kTimePrefix.size()) != kTimePrefix)
    return Malformed("the time is missing");
  const auto time = base::ParseInstant(lines[3].substr(kTimePrefix.size()), "note");
  if (!time.ok()) return Malformed("the time must be an instant, RFC 3339");
  auto checkpoint = NewCheckpointNote(origin[1], origin[2], size, *ToHash(root), *time);
  // Writing it anew finds everything that the readers of numbers, base64 and times let pass.
  if (!checkpoint.ok() || checkpoint->note.text != note.text) {
    return Malformed("origin, size, root or time are not written as a checkpoint writes them");
  }
  checkpoint->note = std::move(note);
  return checkpoint;
}

absl::StatusOr<CheckpointNote> CheckpointNoteOf(const v1::Checkpoint& checkpoint) {
  MOKUHYO_ASSIGN_OR_RETURN(CheckpointNote note, ParseCheckpointNote(checkpoint.note()));
  const auto said = [&](const char* field) {
    return base::InvalidArgument(
        absl::StrCat("checkpoint.", field), "CHECKPOINT_DIFFERS_FROM_NOTE",
        absl::StrCat("the checkpoint says another ", field, " than its note, which is signed"));
  };
  if (checkpoint.city() != note.city) return said("city");
  if (checkpoint.epoch() != note.epoch) return said("epoch");
  if (checkpoint.size() != note.size) return said("size");
  if (checkpoint.root_hash() != View(note.root)) return said("root_hash");
  if (checkpoint.time() != TimeText(note.time)) return said("time");
  return note;
}

}  // namespace mokuhyo::proof
