#include "libs/domain/sheet/sheet_life.h"

#include <algorithm>
#include <array>

namespace mokuhyo::domain {
namespace {

constexpr std::array kLife = {
    sheets::v1::SHEET_STATE_UNSPECIFIED,     sheets::v1::SHEET_STATE_DRAFT,
    sheets::v1::SHEET_STATE_GOALS_SUBMITTED, sheets::v1::SHEET_STATE_GOALS_APPROVED,
    sheets::v1::SHEET_STATE_GOALS_PUBLISHED, sheets::v1::SHEET_STATE_RESULTS_REPORTED,
    sheets::v1::SHEET_STATE_ASSESSED,        sheets::v1::SHEET_STATE_EVALUATION_SUBMITTED,
    sheets::v1::SHEET_STATE_CONFIRMED,       sheets::v1::SHEET_STATE_EDITION_PUBLISHED,
};

auto PlaceOf(sheets::v1::SheetState state) { return std::find(kLife.begin(), kLife.end(), state); }

}  // namespace

bool HasReached(sheets::v1::SheetState state, sheets::v1::SheetState milestone) {
  return PlaceOf(state) >= PlaceOf(milestone);
}

}  // namespace mokuhyo::domain
