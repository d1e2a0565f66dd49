#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_STORY_TEST_UTIL_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_STORY_TEST_UTIL_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/text_format.h"
#include "libs/application/test_city_test_util.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/projection/edition_reader.h"
#include "libs/projection/sheet_reader.h"

namespace mokuhyo::projection {

// A city in which things happen day by day, with all that reads it. TestCity renders canonical
// documents as the text format, and so they are read here.
class SheetStory : public application::TestCity {
 protected:
  static constexpr char kSheet[] = "cities/test/sheets/s";

  // One write; answers its position token. The clock goes on by an hour, so that the instant of
  // each write is settled and known to Now().
  template <typename Response, typename Request>
  std::string Must(const std::string& request) {
    const auto response = Do<Response>(domain::testing::Proto<Request>(request));
    EXPECT_TRUE(response.ok()) << response.status() << "\n" << request;
    clock_.Advance(absl::Hours(1));
    return response.ok() ? response->result().position() : "";
  }

  // The instant at which nothing more happens than what did so far.
  std::string Now() const { return base::FormatInstant(clock_.Now() - absl::Minutes(30)); }
  void GoToDay(const std::string& day) {
    clock_.Set(*base::ParseInstant(absl::StrCat(day, "T09:00:00+09:00"), "day"));
  }

  std::string CreateGoal(const std::string& fields) {
    return Must<goals::v1::CreateGoalResponse, goals::v1::CreateGoalRequest>(
        absl::StrCat("parent: '", kSheet, "' ", fields));
  }
  std::string UpdateGoal(const std::string& goal, const std::string& fields) {
    return Must<goals::v1::UpdateGoalResponse, goals::v1::UpdateGoalRequest>(
        absl::StrCat("name: '", kSheet, "/goals/", goal, "' ", fields));
  }
  std::string MoveGoal(const std::string& goal, const std::string& fields) {
    return Must<goals::v1::MoveGoalResponse, goals::v1::MoveGoalRequest>(
        absl::StrCat("name: '", kSheet, "/goals/", goal, "' ", fields));
  }
  std::string CreateIndicator(const std::string& goal, const std::string& fields) {
    return Must<goals::v1::CreateIndicatorResponse, goals::v1::CreateIndicatorRequest>(
        absl::StrCat("parent: '", kSheet, "/goals/", goal, "' ", fields));
  }
  std::string UpdateIndicator(const std::string& indicator, const std::string& fields) {
    return Must<goals::v1::UpdateIndicatorResponse, goals::v1::UpdateIndicatorRequest>(
        absl::StrCat("name: '", kSheet, "/indicators/", indicator, "' ", fields));
  }
  std::string SetTarget(const std::string& indicator, const std::string& target,
                        const std::string& fields) {
    return Must<goals::v1::SetTargetsResponse, goals::v1::SetTargetsRequest>(
        absl::StrCat("parent: '", kSheet, "' targets { indicator: '", indicator, "' target: '",
                     target, "' } ", fields));
  }
  std::string PublishGoals(const std::string& fields = "") {
    return Must<goals::v1::PublishGoalsResponse, goals::v1::PublishGoalsRequest>(
        absl::StrCat("name: '", kSheet, "' ", fields));
  }
  std::string ReportResult(const std::string& indicator, const std::string& value,
                           const std::string& fields = "") {
    return Must<indicators::v1::ReportResultsResponse, indicators::v1::ReportResultsRequest>(
        absl::StrCat("parent: '", kSheet, "' results { indicator: '", indicator, "' value: '",
                     value, "' } ", fields));
  }
  std::string CorrectResult(const std::string& indicator, const std::string& value,
                            const std::string& fields) {
    return Must<indicators::v1::CorrectResultsResponse, indicators::v1::CorrectResultsRequest>(
        absl::StrCat("parent: '", kSheet, "' results { indicator: '", indicator, "' value: '",
                     value, "' } ", fields));
  }
  std::string Rate(const std::string& goal, const std::string& rating,
                   const std::string& fields = "") {
    return Must<evaluations::v1::AssessGoalsResponse, evaluations::v1::AssessGoalsRequest>(
        absl::StrCat("parent: '", kSheet, "' stage: 'section' assessments { goal: '", goal,
                     "' rating: '", rating, "' } ", fields));
  }
  // What is done to the sheet as it was reviewed.
  std::string Confirm(const std::string& fields = "") {
    return Must<evaluations::v1::ConfirmEvaluationResponse,
                evaluations::v1::ConfirmEvaluationRequest>(Reviewed(fields));
  }
  std::string Reopen(const std::string& fields) {
    return Must<evaluations::v1::ReopenEvaluationResponse,
                evaluations::v1::ReopenEvaluationRequest>(Reviewed(fields));
  }
  std::string Publish(const std::string& fields = "") {
    return Must<evaluations::v1::PublishEditionResponse, evaluations::v1::PublishEditionRequest>(
        Reviewed(fields));
  }
  std::string Replace(const std::string& fields) {
    return Must<evaluations::v1::ReplaceEditionResponse, evaluations::v1::ReplaceEditionRequest>(
        Reviewed(fields));
  }

  // Goal `g1` with the indicator `i1`, published on 2022-05-01.
  void PublishRoads() {
    CreateSheet();
    CreateGoal("goal { level: 'goal' label: '1' title: '道路の維持' }");
    CreateIndicator("g1", "indicator { name: '補修件数' unit: '件' target { text: '70' } }");
    PublishGoals();
  }
  // The same up to the confirmed evaluation, and edition 1.
  void PublishRoadsWithEdition() {
    PublishRoads();
    ReportResult("i1", "72");
    Rate("g1", "達成");
    Confirm();
    Publish();
  }

  static absl::StatusOr<documents::v1::SheetDocument> ParseText(std::string_view text) {
    documents::v1::SheetDocument document;
    if (google::protobuf::TextFormat::ParseFromString(std::string(text), &document))
      return document;
    return absl::InvalidArgumentError("no text format");
  }

  absl::StatusOr<sheets::v1::Sheet> Get(const std::string& fields = "") {
    const auto response = reader_.GetSheet(domain::testing::Proto<sheets::v1::GetSheetRequest>(
        absl::StrCat("name: '", kSheet, "' ", fields)));
    if (!response.ok()) return response.status();
    return response->sheet();
  }

  SheetDirectory directory_{store_};
  SheetReader reader_{store_, folds_, directory_, clock_};

 private:
  std::string Reviewed(const std::string& fields) {
    return absl::StrCat("name: '", kSheet, "' etag: '", Sheet().etag(), "' ", fields);
  }
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_STORY_TEST_UTIL_H_
