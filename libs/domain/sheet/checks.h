#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_CHECKS_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_CHECKS_H_

#include <string>
#include <string_view>

#include "libs/base/violations.h"
#include "libs/domain/sheet/decision.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

// What is checked of every sheet, goal and indicator, however it comes in: by a single method or
// within a document. Each function adds all violations it finds, with `path` in front of the field
// ("" at the top, `goals[2]` …), and looks at nothing but its arguments.
namespace mokuhyo::domain {

// Limits of a sheet. See proto/mokuhyo/sheets/v1/sheet.proto; sheet_size.h has that of the whole.
inline constexpr int kMaxGoals = 1000;
inline constexpr int kMaxDepth = 12;
inline constexpr int kMaxIndicatorsPerGoal = 100;
inline constexpr int kMaxListItems = 100;
inline constexpr int kMaxPastValues = 20;
inline constexpr int kMaxPeriodResults = 100;
inline constexpr int kMaxBlankFields = 50;
inline constexpr size_t kMaxLabelCharacters = 100;
inline constexpr size_t kMaxLineCharacters = 4000;
inline constexpr size_t kMaxTextCharacters = 20000;
inline constexpr int kFirstFiscalYear = 1950;
inline constexpr int kLastFiscalYear = 2100;
// Most digits of an id like `g12` or `i7` that a client gives itself.
inline constexpr size_t kMaxGivenDigits = 9;

// `path` + "." + `field`, or `field` alone where the path is empty.
std::string JoinPath(std::string_view path, std::string_view field);
// `path` + "[" + `index` + "]".
std::string ItemPath(std::string_view path, int index);

// The id that a client gives to a goal or an indicator: an identifier, and none of `g` or `i` and
// more than kMaxGivenDigits digits, which are only assigned (else the numbers could run out).
void CheckGivenId(std::string_view id, std::string_view path, base::Violations& violations);
// Printed fields of the sheet itself: lengths, dates, text keys of the form, editorial notes.
void CheckSheetFields(const sheets::v1::Sheet& sheet, const forms::v1::Form& form,
                      std::string_view path, base::Violations& violations);
// Fields of a goal without children, evaluation and place in the tree: level and text keys and
// marks of the form, lengths, links, responsible unit (must be known in the city), indicators.
// `fiscal_year` is that of the sheet.
void CheckGoalFields(const sheets::v1::Goal& goal, const SheetContext& context, int fiscal_year,
                     std::string_view path, base::Violations& violations);
// Links: at most kMaxListItems, each to a goal of a sheet, none twice.
void CheckLinks(const google::protobuf::RepeatedPtrField<documents::v1::GoalLink>& links,
                std::string_view path, base::Violations& violations);
// Fields of an indicator: lengths, value strings, past years before `fiscal_year` (that of the
// sheet), accumulation.
void CheckIndicatorFields(const sheets::v1::Indicator& indicator, int fiscal_year,
                          std::string_view path, base::Violations& violations);
// True if a goal of `level` may stand under one of `parent_level` ("" for the top); else adds a
// violation that lists what may.
bool CheckLevelUnder(const forms::v1::Form& form, std::string_view level,
                     std::string_view parent_level, std::string_view path,
                     base::Violations& violations);
// Past values: at most kMaxPastValues, each year once and before `fiscal_year`.
void CheckPastValues(const google::protobuf::RepeatedPtrField<sheets::v1::PastValue>& past,
                     int fiscal_year, std::string_view path, base::Violations& violations);
// Printed value string: not over kMaxLineCharacters, well-formed.
void CheckValueText(std::string_view text, std::string_view path, base::Violations& violations);
// A rating label of the form.
void CheckRating(const forms::v1::Form& form, std::string_view rating, std::string_view path,
                 base::Violations& violations);
// Declared totals: each scope once, counts by labels of the form, nothing negative.
void CheckDeclaredTotals(
    const google::protobuf::RepeatedPtrField<documents::v1::DeclaredTotal>& totals,
    const forms::v1::Form& form, std::string_view path, base::Violations& violations);

// Lookups in a form; null if the key is unknown.
const forms::v1::Level* FindLevel(const forms::v1::Form& form, std::string_view key);
const forms::v1::TextKey* FindText(const forms::v1::Form& form, std::string_view key, bool of_goal);
const forms::v1::Rating* FindRating(const forms::v1::Form& form, std::string_view label);
const forms::v1::AssessmentStage* FindStage(const forms::v1::Form& form, std::string_view key);
// The stage of record; null if the form rates nothing.
const forms::v1::AssessmentStage* StageOfRecord(const forms::v1::Form& form);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_CHECKS_H_
