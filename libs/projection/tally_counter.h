#ifndef MOKUHYO_LIBS_PROJECTION_TALLY_COUNTER_H_
#define MOKUHYO_LIBS_PROJECTION_TALLY_COUNTER_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "libs/domain/evaluation/counted_rows.h"
#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/yearly_summary.pb.h"

namespace mokuhyo::projection {

// Counts rows by rating. Copyable; not thread-safe.
class TallyCounter {
 public:
  // Counts the row unless it is left out.
  void Add(const domain::CountedRow& row);

  int32_t row_count() const { return row_count_; }
  // Rows of a rating; those without one for "".
  int32_t CountOf(std::string_view rating) const;
  // Rows whose rating could not be evaluated, each by the form of its own sheet.
  int32_t not_evaluable_count() const { return not_evaluable_count_; }
  // Rows whose rating means that the goal was reached, likewise.
  int32_t achieved_count() const { return achieved_count_; }
  // The counts by the scale of `form`, on which the ratings of all rows must be.
  sheets::v1::Tally ToTally(const forms::v1::Form& form) const;

 private:
  int32_t row_count_ = 0;
  int32_t not_evaluable_count_ = 0;
  int32_t achieved_count_ = 0;
  std::map<std::string, int32_t, std::less<>> by_rating_;
};

// `part` in percent of `whole`, rounded half up to one decimal: 2 of 3 is "66.7". Empty if there is
// nothing to be part of. Neither is negative.
std::string PercentOf(int32_t part, int32_t whole);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_TALLY_COUNTER_H_
