#ifndef MOKUHYO_LIBS_DOMAIN_TESTING_RANDOM_COMMANDS_H_
#define MOKUHYO_LIBS_DOMAIN_TESTING_RANDOM_COMMANDS_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"

namespace mokuhyo::domain::testing {

// Commands on a sheet of TestForm(), drawn at random: some are accepted, some refused, all are what
// a client could send. The same seed gives the same commands.
class RandomCommands {
 public:
  explicit RandomCommands(uint32_t seed) : random_(seed) {}

  // Decides one command.
  absl::StatusOr<SheetEvents> Next(const SheetState& state, const SheetContext& context);

 private:
  absl::StatusOr<SheetEvents> NextOfGoals(const SheetState& state, const SheetContext& context);
  absl::StatusOr<SheetEvents> NextOfIndicators(const SheetState& state,
                                               const SheetContext& context);
  absl::StatusOr<SheetEvents> NextOfSheet(const SheetState& state, const SheetContext& context);
  absl::StatusOr<SheetEvents> NextOfWorkflow(const SheetState& state, const SheetContext& context);
  // Rates what lacks a rating; confirms where nothing does, and now and then all the same.
  absl::StatusOr<SheetEvents> RateOrConfirm(const SheetState& state, const SheetContext& context);

  uint32_t Below(uint32_t limit) { return static_cast<uint32_t>(random_() % limit); }
  std::string Pick(const std::vector<std::string>& choices) {
    return choices[Below(static_cast<uint32_t>(choices.size()))];
  }
  // A goal (indicator) of the sheet; a name of none where there is none.
  std::string Goal(const SheetState& state);
  std::string Indicator(const SheetState& state);

  std::mt19937 random_;
};

}  // namespace mokuhyo::domain::testing

#endif  // MOKUHYO_LIBS_DOMAIN_TESTING_RANDOM_COMMANDS_H_
