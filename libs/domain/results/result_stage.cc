#include "libs/domain/results/result_stage.h"

#include "libs/base/status_macros.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {

absl::Status RequireResultStage(const SheetState& state, const std::string& name,
                                std::string_view field, std::string_view etag,
                                const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireCurrentSheet(state, name, field, etag));
  MOKUHYO_RETURN_IF_ERROR(RequirePublished(state, context));
  return RequireUnlocked(state, context);
}

}  // namespace mokuhyo::domain
