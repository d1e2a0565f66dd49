#include "services/sheets/export.h"

#include <string>
#include <utility>
#include <vector>

#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/document.h"
#include "libs/projection/edition_reader.h"
#include "libs/render/canonical_json.h"
#include "libs/render/json_writer.h"
#include "libs/render/printed_formats.h"
#include "services/sheets/printed_export.h"

namespace mokuhyo::services {
namespace {

using projection::PublishedDocument;
using sheets::v1::ExportSheetRequest;

constexpr size_t kChunkBytes = 64 * 1024;

absl::Status Check(const ExportSheetRequest& request) {
  base::Violations violations;
  if (!sheets::v1::ExportFormat_IsValid(request.format())) {
    violations.Add("format",
                   "must be EXPORT_FORMAT_JSON, EXPORT_FORMAT_CANONICAL_JSON, EXPORT_FORMAT_HTML, "
                   "EXPORT_FORMAT_XLSX or EXPORT_FORMAT_CSV");
  }
  if (!common::v1::Language_IsValid(request.language())) {
    violations.Add("language", "must be LANGUAGE_JA or LANGUAGE_EN");
  }
  if (request.include_ids() && request.edition() != 0) {
    violations.Add("include_ids", "an edition is exported as it was published, without ids");
  } else if (request.include_ids() && render::IsPrinted(request.format())) {
    violations.Add("include_ids", "is only for JSON: documents for people bear no ids");
  }
  if (request.edition() != 0 && request.format() == sheets::v1::EXPORT_FORMAT_JSON) {
    violations.Add("format",
                   "an edition is exported as it was published: leave `format` out or ask for "
                   "EXPORT_FORMAT_CANONICAL_JSON, or for a document made from it: HTML, XLSX or "
                   "CSV");
  }
  return violations.ToStatus();
}

// Keys in the order in which the form lists them: texts, then ratings.
std::vector<std::string> KeyOrder(const forms::v1::Form& form) {
  std::vector<std::string> keys;
  for (const auto& text : form.texts()) keys.push_back(text.key());
  for (const auto& rating : form.ratings()) keys.push_back(rating.label());
  return keys;
}

absl::StatusOr<PublishedDocument> Render(projection::SheetReader& reader,
                                         eventstore::EventStore& store,
                                         const projection::SheetReading& reading,
                                         const ExportSheetRequest& request,
                                         common::v1::Language language) {
  if (render::IsPrinted(request.format()))
    return RenderForPeople(reader, reading, request, language);
  if (request.edition() != 0)
    return projection::ReadEdition(store, reading.sheet->state.sheet(), request.edition());
  const documents::v1::SheetDocument document = domain::ToDocument(
      reading.sheet->state.sheet(),
      request.include_ids() ? domain::DocumentIds::kInclude : domain::DocumentIds::kOmit);
  if (request.format() == sheets::v1::EXPORT_FORMAT_CANONICAL_JSON)
    return PublishedDocument{render::WriteCanonicalJson(document)};
  return PublishedDocument{
      render::WriteJson(document, render::JsonStyle::Document(KeyOrder(*reading.form))) + "\n"};
}

}  // namespace

absl::StatusOr<std::unique_ptr<serving::MessageSource<sheets::v1::ExportSheetResponse>>> OpenExport(
    projection::SheetReader& reader, eventstore::EventStore& store,
    const ExportSheetRequest& request, common::v1::Language language) {
  MOKUHYO_RETURN_IF_ERROR(Check(request));
  MOKUHYO_ASSIGN_OR_RETURN(const projection::SheetReading reading,
                           reader.Read(request.name(), request));
  MOKUHYO_ASSIGN_OR_RETURN(PublishedDocument rendered,
                           Render(reader, store, reading, request, language));
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(store, reading.point));
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
