#include "services/sheets/printed_export.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/domain/sheet/whole_sheet.h"
#include "libs/render/printed_formats.h"
#include "libs/render/strict_json.h"

namespace mokuhyo::services {
namespace {

using sheets::v1::ExportSheetRequest;
using sheets::v1::Sheet;

// The edition as a sheet, from its bytes.
absl::StatusOr<Sheet> SheetOf(const std::string& canonical_document,
                              const sheets::v1::Edition& edition, const std::string& sheet_name) {
  documents::v1::SheetDocument document;
  const absl::Status read = render::ReadStrictJson(canonical_document, &document,
                                                   {.max_bytes = canonical_document.size()});
  if (!read.ok()) {
    return base::DataLoss("EDITION_UNREADABLE",
                          absl::StrCat("edition ", edition.number(), " of ", sheet_name,
                                       " is no sheet document: ", std::string(read.message())));
  }
  return domain::ToWholeSheet(document);
}

render::Language LanguageOf(const ExportSheetRequest& request, common::v1::Language of_caller) {
  const bool said = request.language() != common::v1::LANGUAGE_UNSPECIFIED;
  return (said ? request.language() : of_caller) == common::v1::LANGUAGE_EN
             ? render::Language::kEnglish
             : render::Language::kJapanese;
}

}  // namespace

absl::StatusOr<projection::PublishedDocument> RenderForPeople(
    projection::SheetReader& reader, const projection::SheetReading& reading,
    const ExportSheetRequest& request, common::v1::Language language) {
  Sheet sheet = reading.sheet->state.sheet();
  MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName name, base::ParseSheetName(sheet.name(), "name"));
  MOKUHYO_ASSIGN_OR_RETURN(std::string day,
                           projection::DayOf(request.effective_date(), reader.clock()));
  render::PrintOptions options{.language = LanguageOf(request, language), .form = reading.form};
  projection::PublishedDocument document;
  sheets::v1::Edition edition;
  if (request.edition() != 0) {
    MOKUHYO_ASSIGN_OR_RETURN(edition, projection::FindEdition(sheet, request.edition()));
    MOKUHYO_ASSIGN_OR_RETURN(document,
                             projection::ReadEdition(reader.store(), sheet, request.edition()));
    MOKUHYO_ASSIGN_OR_RETURN(sheet, SheetOf(document.bytes, edition, sheet.name()));
    options.edition = &edition;
    day = edition.published_on();
  }
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto units,
      reader.folds().organizations.LoadAt(name.city, std::string(application::kOrganizationStream),
                                          reading.point.position));
  for (const std::string& id : units->state.UnitIds())
    options.unit_names[id] = units->state.Get(name.city, id, day)->display_name();
  MOKUHYO_ASSIGN_OR_RETURN(document.bytes, render::WritePrinted(request.format(), sheet, options));
  return document;
}

}  // namespace mokuhyo::services
