#ifndef MOKUHYO_LIBS_DOMAIN_EVALUATION_COUNTED_ROWS_H_
#define MOKUHYO_LIBS_DOMAIN_EVALUATION_COUNTED_ROWS_H_

#include <string>
#include <vector>

#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::domain {

// A row of the yearly totals. Points into the sheet that it was taken from.
struct CountedRow {
  // The goal at the counted level.
  const sheets::v1::Goal* counted = nullptr;
  // The goal whose rating the row shows: `counted`, or one of the rows into which it is split.
  const sheets::v1::Goal* goal = nullptr;
  // Where the form counts indicators, the one of `goal` whose rating the row shows; else null.
  const sheets::v1::Indicator* indicator = nullptr;
  // The top goal of its branch.
  const sheets::v1::Goal* top = nullptr;
  // Labels from the top goal down to `goal`; "" for one without.
  std::vector<std::string> path;
  // Id of the unit responsible: of `goal`, else of the nearest goal above that names one, else the
  // unit of the sheet.
  std::string responsible_unit;
  // The rating; empty: none.
  std::string rating;
  // Its class under the form given, which is that of the sheet; unspecified: no rating.
  forms::v1::RatingClass rating_class = forms::v1::RATING_CLASS_UNSPECIFIED;
  // Why the row does not count: `WITHDRAWN` (unless the form counts withdrawn goals), `RELISTED` or
  // `OUT_OF_SCOPE`; empty: it counts. A goal takes what is above it with it.
  std::string left_out;
  // Where a relisted row counts instead, as printed; empty: not said.
  std::string counted_at;
  // True if the goal, or one above it, was withdrawn after publication, whether that counts or not.
  bool withdrawn = false;
  // True if somebody is to rate the row: where indicators bear the ratings, goals need none.
  bool needs_rating = true;
  // True if there is a rating and a transcriber restored it (the row: its content is lost).
  bool rating_restored = false;
  bool row_restored = false;

  bool counts() const { return left_out.empty(); }
};

// What a form counts in a sheet.
struct CountedSheet {
  // Goals at the counted level, those included that are left out, and those without indicators
  // under a form that counts indicators, which make no row.
  int goal_count = 0;
  // As CountedRows.
  std::vector<CountedRow> rows;
};

// The rows of a sheet in printed order, those left out included: THE definition of what counts, for
// confirmation and for every total. None if the form counts nothing.
//
// Each goal at the form's counted level is a row. Where it has no rating and goals at the split
// level directly under it have one, each of these is a row in its place. Where the form counts
// indicators, each indicator of such a goal is a row, and a goal without any makes none.
std::vector<CountedRow> CountedRows(const sheets::v1::Sheet& sheet, const forms::v1::Form& form);
// The same, with the goals that the rows are of.
CountedSheet CountSheet(const sheets::v1::Sheet& sheet, const forms::v1::Form& form);

// True if a rating is due: the row counts, has none, and it was not left blank on purpose. None is
// due of what was withdrawn, since nobody can rate it any more, nor of goals under a form that
// rates indicators.
bool LacksRating(const CountedRow& row);

// The field of `row.goal` whose evaluation the row shows, as MarkIntentionallyBlank names it:
// `evaluation`, or `indicators[2].evaluation`.
std::string EvaluationFieldOf(const CountedRow& row);

// The labels that there are, joined by "/": `I/(1)/1`.
std::string JoinLabels(const std::vector<std::string>& path);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_EVALUATION_COUNTED_ROWS_H_
