#include "services/sheets/edition_document.h"

#include "libs/base/status_macros.h"
#include "libs/render/strict_json.h"

namespace mokuhyo::services {
namespace {

// More than a sheet may have; its bytes came out of our own log.
constexpr size_t kMaxEditionBytes = size_t{4} << 20;

}  // namespace

absl::StatusOr<documents::v1::SheetDocument> ParseEdition(std::string_view bytes) {
  documents::v1::SheetDocument document;
  MOKUHYO_RETURN_IF_ERROR(
      render::ReadStrictJson(bytes, &document, {.max_bytes = kMaxEditionBytes}));
  return document;
}

}  // namespace mokuhyo::services
