#include "libs/domain/evaluation/compare_options.h"

namespace mokuhyo::domain {
namespace {

values::v1::Direction DirectionOf(const forms::v1::SuggestionRule& rule,
                                  const sheets::v1::Indicator& indicator) {
  switch (indicator.direction()) {
    case documents::v1::HIGHER_IS_BETTER:
      return values::v1::DIRECTION_HIGHER_IS_BETTER;
    case documents::v1::LOWER_IS_BETTER:
      return values::v1::DIRECTION_LOWER_IS_BETTER;
    default:
      return rule.default_direction() == forms::v1::DEFAULT_DIRECTION_LOWER_IS_BETTER
                 ? values::v1::DIRECTION_LOWER_IS_BETTER
                 : values::v1::DIRECTION_HIGHER_IS_BETTER;
  }
}

}  // namespace

values::v1::CompareOptions CompareOptionsOf(const forms::v1::Form& form,
                                            const sheets::v1::Indicator& indicator) {
  values::v1::CompareOptions options;
  options.set_direction(DirectionOf(form.suggestion_rule(), indicator));
  options.set_range_as_floor(form.suggestion_rule().range_as_floor());
  return options;
}

}  // namespace mokuhyo::domain
