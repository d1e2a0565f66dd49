#include "tools/client/proof_report.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/base/sha256.h"
#include "libs/base/status_macros.h"
#include "libs/render/printable.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::client {
namespace {

using Facts = std::vector<ProvedFact>;

std::string InstantOf(const google::protobuf::Timestamp& time) {
  return base::FormatInstant(absl::FromUnixSeconds(time.seconds()) +
                             absl::Nanoseconds(time.nanos()));
}

absl::Status RefuseDocument(std::string_view why) {
  return base::InvalidArgument("document", "DOCUMENT_REFUSED", why);
}

void AddCheckpoint(const proof::CheckpointNote& note, const std::string& which_ja,
                   const std::string& which_en, const std::string& prefix, Facts& facts) {
  facts.push_back({prefix + "Size", which_ja + "のイベント数", "events at the " + which_en,
                   absl::StrCat(note.size)});
  facts.push_back({prefix + "Time", which_ja + "の時刻", "time of the " + which_en,
                   base::FormatInstant(note.time)});
  facts.push_back({prefix + "RootHash", which_ja + "の根", "root of the " + which_en,
                   base::HexEncode(proof::View(note.root))});
}

// The edition that the event published; absent if it is of another type or its contents are not
// there.
absl::StatusOr<std::optional<events::v1::EditionPublished>> EditionOf(
    const proof::ProvedEvent& proved) {
  events::v1::EditionPublished edition;
  if (!proved.has_contents || proved.event.type() != edition.GetDescriptor()->full_name()) {
    return std::nullopt;
  }
  if (edition.ParseFromString(proved.event.payload())) return edition;
  return base::InvalidArgument("inclusion.contents.payload", "PROOF_REFUSED",
                               "it is no message of the type that the header names");
}

absl::Status AddEdition(const events::v1::EditionPublished& edition,
                        const std::optional<std::string>& document, Facts& facts) {
  const std::string digest = base::HexEncode(base::Sha256(edition.canonical_document()));
  facts.push_back({"editionNumber", "版", "edition", absl::StrCat(edition.number())});
  facts.push_back({"publishedOn", "公表日", "published on", edition.published_on()});
  facts.push_back({"documentDigest", "文書の SHA-256", "SHA-256 of the document", digest});
  if (!document.has_value()) return absl::OkStatus();
  if (*document != edition.canonical_document()) {
    return RefuseDocument(absl::StrCat("it is not the edition that is proved: its SHA-256 is ",
                                       base::HexEncode(base::Sha256(*document)),
                                       ", that of the "
                                       "edition is ",
                                       digest));
  }
  facts.push_back({"document", "文書", "document", "is this edition, byte for byte",
                   "この版と1バイトも違わない"});
  return absl::OkStatus();
}

absl::StatusOr<Facts> Describe(const proof::ProvedEvent& proved,
                               const std::optional<std::string>& document) {
  const store::v1::RecordedEvent& event = proved.event;
  Facts facts = {
      {"proved", "証明", "proved", "an event is in the log", "イベントが記録に含まれている"},
      {"city", "市", "city", proved.checkpoint.city},
      {"epoch", "履歴", "history", proved.checkpoint.epoch},
      {"position", "位置", "position", absl::StrCat(event.position())},
      {"type", "種類", "type", event.type()},
      {"stream", "ストリーム", "stream", event.stream()},
      {"revision", "ストリーム内の番号", "revision in the stream", absl::StrCat(event.revision())},
      {"recordedTime", "記録時刻", "recorded", InstantOf(event.recorded_time())},
      {"effectiveDate", "効力日", "effective", event.effective_date()},
      {"actor", "行為者", "actor", event.actor()},
  };
  if (proved.has_contents) {
    facts.push_back({"reason", "理由", "reason", event.reason()});
  } else {
    facts.push_back({"contents", "内容", "contents",
                     "not in the proof: they were redacted, or left out by who passed it on",
                     "証明に含まれていない（削除されたか、渡した人が省いた）"});
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto edition, EditionOf(proved));
  if (edition.has_value()) {
    MOKUHYO_RETURN_IF_ERROR(AddEdition(*edition, document, facts));
  } else if (document.has_value()) {
    return RefuseDocument("what is proved is no edition, or its contents are not in the proof");
  }
  AddCheckpoint(proved.checkpoint, "チェックポイント", "checkpoint", "checkpoint", facts);
  return facts;
}

absl::StatusOr<Facts> Describe(const proof::ProvedContinuation& proved,
                               const std::optional<std::string>& document) {
  if (document.has_value()) return RefuseDocument("what is proved is no edition");
  Facts facts = {
      {"proved", "証明", "proved",
       "the log at the second checkpoint begins with all of the log at the first",
       "次のチェックポイントの記録は、最初のチェックポイントの記録全体で始まる"},
      {"city", "市", "city", proved.first.city},
      {"epoch", "履歴", "history", proved.first.epoch},
  };
  AddCheckpoint(proved.first, "最初のチェックポイント", "first checkpoint", "first", facts);
  AddCheckpoint(proved.second, "次のチェックポイント", "second checkpoint", "second", facts);
  return facts;
}

}  // namespace

absl::StatusOr<Facts> DescribeProved(const proof::Proved& proved,
                                     const std::optional<std::string>& document) {
  return std::visit([&](const auto& one) { return Describe(one, document); }, proved);
}

std::string FormatAsText(const Facts& facts, render::Language language) {
  std::string text;
  for (const ProvedFact& fact : facts) {
    const bool japanese = language == render::Language::kJapanese;
    const std::string& value = japanese && !fact.value_ja.empty() ? fact.value_ja : fact.value;
    absl::StrAppend(&text, japanese ? fact.ja : fact.en, ": ", render::PrintableLine(value), "\n");
  }
  return text;
}

std::string FormatAsJson(const Facts& facts) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const ProvedFact& fact : facts) object[fact.name] = fact.value;
  return object.dump(1) + "\n";
}

}  // namespace mokuhyo::client
