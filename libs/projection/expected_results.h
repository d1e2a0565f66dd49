#ifndef MOKUHYO_LIBS_PROJECTION_EXPECTED_RESULTS_H_
#define MOKUHYO_LIBS_PROJECTION_EXPECTED_RESULTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libs/projection/sheet_with_form.h"
#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

// What a form expects of a sheet, by its deadlines, and what came of it by the day of a question.
namespace mokuhyo::projection {

// How something that is expected stands. What is done on the due day is on time, and until the end
// of that day nothing is missing.
enum class Punctuality {
  kOnTime,
  kLate,
  kUndated,  // Done, but the day is not known (transcribed without a date).
  kPending,  // Not there, and not overdue.
  kMissing,  // Overdue and not there.
  kBlank,    // Left blank on purpose: not expected at all.
};

// True for kOnTime, kLate and kUndated.
bool IsThere(Punctuality punctuality);

// A result that a deadline of the form is about. Points into the sheet and the form.
struct ExpectedResult {
  // Of the subject RESULTS; it names the period.
  const forms::v1::Deadline* deadline = nullptr;
  const sheets::v1::Goal* goal = nullptr;
  const sheets::v1::Indicator* indicator = nullptr;
  // Labels from the top goal down to `goal`; "" for one without.
  std::vector<std::string> path;
  // Id of the unit responsible: of `goal`, else of the nearest goal above that names one, else the
  // unit of the sheet.
  std::string responsible_unit;
  // Day by which it is due, YYYY-MM-DD.
  std::string due_on;
  // Business date of the first report, YYYY-MM-DD; empty if it is not there or the day is unknown.
  std::string reported_on;
  Punctuality punctuality = Punctuality::kPending;
};

// A step of the sheet as a whole that a deadline of the form is about: the publication of the
// goals, the confirmed evaluation, the first edition.
struct ExpectedStep {
  const forms::v1::Deadline* deadline = nullptr;
  std::string due_on;
  // Business date on which it was first done; empty if it is not done or the day is unknown.
  std::string done_on;
  Punctuality punctuality = Punctuality::kPending;
};

// The day of a deadline for a fiscal year, YYYY-MM-DD: in months that are shorter, the last day.
std::string DueOn(const forms::v1::Deadline& deadline, int32_t fiscal_year);

// The results that the deadlines of the form are about: every indicator of every goal, in the order
// of the deadlines, then as printed. Those left blank on purpose are there and say so; those of
// withdrawn goals, and of goals below these, are not expected and not there. An empty cell ("") is
// no result; a printed "-" is one. `day` is that of the question, YYYY-MM-DD. Pure.
std::vector<ExpectedResult> ExpectedResults(const SheetWithForm& sheet, std::string_view day);

// The same of the sheet as a whole, in the order of the deadlines. An evaluation that was reopened
// is not there until it is confirmed again; the first confirmation then tells whether it was on
// time. Pure.
std::vector<ExpectedStep> ExpectedSteps(const SheetWithForm& sheet, std::string_view day);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_EXPECTED_RESULTS_H_
