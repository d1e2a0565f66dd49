#include "libs/projection/tally_counter.h"

#include "absl/strings/str_cat.h"

namespace mokuhyo::projection {

void TallyCounter::Add(const domain::CountedRow& row) {
  if (!row.counts()) return;
  ++row_count_;
  ++by_rating_[row.rating];
  if (row.rating_class == forms::v1::RATING_CLASS_NOT_EVALUABLE) ++not_evaluable_count_;
  if (row.rating_class == forms::v1::RATING_CLASS_ACHIEVED) ++achieved_count_;
}

int32_t TallyCounter::CountOf(std::string_view rating) const {
  const auto found = by_rating_.find(rating);
  return found == by_rating_.end() ? 0 : found->second;
}

sheets::v1::Tally TallyCounter::ToTally(const forms::v1::Form& form) const {
  sheets::v1::Tally tally;
  tally.set_row_count(row_count_);
  for (const forms::v1::Rating& rating : form.ratings()) {
    sheets::v1::RatingCount& count = *tally.add_ratings();
    count.set_rating(rating.label());
    count.set_rating_class(rating.rating_class());
    count.set_row_count(CountOf(rating.label()));
  }
  tally.set_unrated_count(CountOf(""));
  tally.set_evaluable_count(row_count_ - tally.unrated_count() - not_evaluable_count_);
  tally.set_achieved_count(achieved_count_);
  tally.set_achieved_percent_of_all(PercentOf(achieved_count_, row_count_));
  tally.set_achieved_percent_of_evaluable(PercentOf(achieved_count_, tally.evaluable_count()));
  return tally;
}

std::string PercentOf(int32_t part, int32_t whole) {
  if (whole == 0) return "";
  // Twice the tenths of a percent and one, halved: half up in whole numbers.
  const int64_t tenths = (int64_t{part} * 2000 + whole) / (int64_t{whole} * 2);
  return absl::StrCat(tenths / 10, ".", tenths % 10);
}

}  // namespace mokuhyo::projection
