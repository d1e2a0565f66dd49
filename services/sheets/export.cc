#include "services/sheets/export.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/eventstore/blocking.h"
#include "libs/render/canonical_json.h"
#include "libs/render/json_writer.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::services {
namespace {

using sheets::v1::ExportSheetRequest;

constexpr size_t kChunkBytes = 64 * 1024;

absl::Status Check(const ExportSheetRequest& request) {
  if (!sheets::v1::ExportFormat_IsValid(request.format())) {
    return base::InvalidArgument("format", "INVALID_FIELDS",
                                 "must be EXPORT_FORMAT_JSON or EXPORT_FORMAT_CANONICAL_JSON");
  }
  if (request.edition() == 0) return absl::OkStatus();
  if (request.include_ids()) {
    return base::InvalidArgument("include_ids", "INVALID_FIELDS",
                                 "an edition is exported as it was published, without ids");
  }
  if (request.format() == sheets::v1::EXPORT_FORMAT_JSON) {
    return base::InvalidArgument(
        "format", "INVALID_FIELDS",
        "an edition is exported as it was published: leave `format` out or ask for "
        "EXPORT_FORMAT_CANONICAL_JSON");
  }
  return absl::OkStatus();
}

// What is exported.
struct Rendered {
  std::string bytes;
  // See ExportSheetResponse.redacted.
  bool redacted = false;
};

// An edition, from the event that published it: its bytes are never rendered again.
absl::StatusOr<Rendered> ReadEdition(eventstore::EventStore& store,
                                     const projection::SheetReading& reading, uint32_t number) {
  const sheets::v1::Sheet& sheet = reading.sheet->state.sheet();
  const auto edition = std::find_if(
      sheet.editions().begin(), sheet.editions().end(),
      [&](const sheets::v1::Edition& candidate) { return candidate.number() == number; });
  if (edition == sheet.editions().end()) {
    return base::NotFound(sheet.name(), absl::StrCat(sheet.name(), " has ", sheet.editions_size(),
                                                     " edition(s); there is no edition ", number));
  }
  MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName name, base::ParseSheetName(sheet.name(), "name"));
  store::v1::ReadCityRequest request;
  request.set_city(name.city);
  request.set_from_position(edition->position());
  request.set_max_events(1);
  MOKUHYO_ASSIGN_OR_RETURN(const auto page, eventstore::ReadCityNow(store, std::move(request)));
  if (page.events().empty()) {
    return base::DataLoss("EVENT_MISSING",
                          absl::StrCat("there is no event at position ", edition->position()));
  }
  events::v1::SheetEvent event;
  const store::v1::RecordedEvent& recorded = page.events(0);
  MOKUHYO_RETURN_IF_ERROR(
      domain::DecodeEvent(recorded.type(), recorded.payload(), recorded.schema_version(), &event));
  if (!event.has_edition_published() || event.edition_published().number() != number) {
    return base::DataLoss("EVENT_MISSING",
                          absl::StrCat("the event at position ", edition->position(),
                                       " does not publish edition ", number));
  }
  return Rendered{std::move(*event.mutable_edition_published()->mutable_canonical_document()),
                  recorded.redacted()};
}

// Keys in the order in which the form lists them: texts, then ratings.
std::vector<std::string> KeyOrder(const forms::v1::Form& form) {
  std::vector<std::string> keys;
  for (const auto& text : form.texts()) keys.push_back(text.key());
  for (const auto& rating : form.ratings()) keys.push_back(rating.label());
  return keys;
}

absl::StatusOr<Rendered> Render(eventstore::EventStore& store,
                                const projection::SheetReading& reading,
                                const ExportSheetRequest& request) {
  if (request.edition() != 0) return ReadEdition(store, reading, request.edition());
  const documents::v1::SheetDocument document = domain::ToDocument(
      reading.sheet->state.sheet(),
      request.include_ids() ? domain::DocumentIds::kInclude : domain::DocumentIds::kOmit);
  if (request.format() == sheets::v1::EXPORT_FORMAT_CANONICAL_JSON)
    return Rendered{render::WriteCanonicalJson(document)};
  return Rendered{
      render::WriteJson(document, render::JsonStyle::Document(KeyOrder(*reading.form))) + "\n"};
}

}  // namespace

absl::StatusOr<std::unique_ptr<serving::MessageSource<sheets::v1::ExportSheetResponse>>> OpenExport(
    projection::SheetReader& reader, eventstore::EventStore& store,
    const ExportSheetRequest& request) {
  MOKUHYO_RETURN_IF_ERROR(Check(request));
  MOKUHYO_ASSIGN_OR_RETURN(const projection::SheetReading reading,
                           reader.Read(request.name(), request));
  MOKUHYO_ASSIGN_OR_RETURN(Rendered rendered, Render(store, reading, request));
  return serving::MakeSource<sheets::v1::ExportSheetResponse>(
      [rendered = std::move(rendered), token = reading.point.token, offset = size_t{0}](
          sheets::v1::ExportSheetResponse& response) mutable -> absl::StatusOr<bool> {
        if (offset >= rendered.bytes.size()) return false;
        response.set_chunk(rendered.bytes.substr(offset, kChunkBytes));
        response.set_redacted(rendered.redacted);
        response.set_position(token);
        offset += kChunkBytes;
        return true;
      });
}

}  // namespace mokuhyo::services
