#ifndef MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_RULES_H_
#define MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_RULES_H_

#include "libs/projection/observations/observation_list.h"
#include "libs/projection/observations/observed_sheet.h"
#include "libs/projection/observations/series_values.h"

// The rules behind observations, one file each: every one adds what it finds. All are pure.
namespace mokuhyo::projection {

// TARGET_BELOW_LAST_RESULT: some figure of the target demands less than the same figure of the last
// result (see LastResult), in the direction of the target. Not told where the two cannot be
// compared, nor of targets over several years.
void ObserveTargetsBelowLastResult(const ObservedSheet& sheet, const SeriesValues& series,
                                   ObservationList& found);
// TARGET_CHANGED: one for each change of a target after publication.
void ObserveChangedTargets(const ObservedSheet& sheet, ObservationList& found);
// OVERSHOOT: some figure of the result attains more than 150 % of the target.
void ObserveOvershoots(const ObservedSheet& sheet, ObservationList& found);
// COMMENT_DIFFERS: figures that a comment or an accomplishment itemizes do not add up to the
// result. A comment of a goal with several indicators is only held to those whose result it names
// in front of the list. Where one list of a text adds up, the text explains the result.
void ObserveDifferingComments(const ObservedSheet& sheet, ObservationList& found);
// SERIES_BREAK: the indicator begins its series anew.
void ObserveSeriesBreaks(const ObservedSheet& sheet, ObservationList& found);
// RESULT_MISSING, RESULT_LATE: by the deadlines of the form and the day of the question.
void ObserveDueResults(const ObservedSheet& sheet, ObservationList& found);
// LINK_TARGET_MISSING: a link to a sheet that does not exist, or to a goal that its sheet has not.
void ObserveMissingLinkTargets(const ObservedSheet& sheet, ObservationList& found);
// PAST_VALUE_DIFFERS: a typed-in value is not what the sheet of that year reports.
// DOCUMENTS_DISAGREE: another document reports another result of the series for the year of this
// one; or, for a year whose own sheet is not there, another typed-in value. Of a year a sheet
// speaks once, with the first of its indicators of the series that has a value; they are not held
// against each other.
void ObserveDifferingReports(const ObservedSheet& sheet, const SeriesValues& series,
                             ObservationList& found);
// FACT_MISSING: what a transcribed document does not say and the workflow would have demanded, in
// one observation: printed days, ratings of goals that count, reasons for departing from an
// authoritative rule.
void ObserveMissingFacts(const ObservedSheet& sheet, ObservationList& found);
// DECLARED_TOTAL_DIFFERS: one for each printed total that is not what the rows come to.
void ObserveDifferingTotals(const ObservedSheet& sheet, ObservationList& found);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_RULES_H_
