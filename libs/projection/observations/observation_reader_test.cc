#include "libs/projection/observations/observation_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/application/test_city_test_util.h"
#include "libs/projection/answer_size.h"
#include "libs/projection/sheet_directory.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using sheets::v1::ListObservationsRequest;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

template <class Observations>
std::vector<std::string> Ids(const Observations& observations) {
  std::vector<std::string> ids;
  for (const sheets::v1::Observation& observation : observations) {
    const std::string& sheet = observation.sheet();
    ids.push_back(sheet.substr(sheet.rfind('/') + 1) + " " + observation.id());
  }
  return ids;
}

// Sheets of two sections and two years, all transcribed with their printed days.
class ObservationReaderTest : public application::TestCity {
 protected:
  void SetUp() override {
    TestCity::SetUp();
    Add("a2021", "kensetsu", 2021, Indicator("series: 'x' target: '10' result: '12'"));
    Add("a2022", "kensetsu", 2022,
        Indicator("series: 'x' target: '11' result: '30' past { fiscal_year: 2021 value: '13' }"));
    Add("b2022", "somu", 2022,
        Indicator("target: '5' result: '5'") +
            "contributes_to { sheet: 'cities/test/sheets/w' goal: 'I' }");
  }

  static std::string Indicator(const std::string& fields) {
    return "indicators { name: 'N' " + fields + " } ";
  }

  void Add(const std::string& id, const std::string& unit, int year, const std::string& goal) {
    auto document = Proto<documents::v1::SheetDocument>(
        "form: 'test-form' state: EVALUATED created_on: '2022-04-01' evaluated_on: '2023-03-31' "
        "goals { level: 'goal' evaluation { rating: '達成' } " +
        goal + "}");
    document.set_name("cities/test/sheets/" + id);
    document.set_org_unit(unit);
    document.set_fiscal_year(year);
    ExpectOk(Import(document).status());
  }

  absl::StatusOr<sheets::v1::ListObservationsResponse> List(const std::string& fields = "") {
    auto request = Proto<ListObservationsRequest>("parent: 'cities/test' " + fields);
    if (request.org_unit().empty()) request.set_org_unit("nishi");
    if (request.fiscal_year() == 0) request.set_fiscal_year(2022);
    return ListObservations(reader_, request);
  }

  // Answers as the service does.
  absl::Status Answer(const std::string& observation, const std::string& text,
                      const std::string& request_id = "", const std::string& sheet = "a2022") {
    evaluations::v1::AnswerObservationRequest request;
    request.set_name("cities/test/sheets/" + sheet);
    request.set_observation(observation);
    request.set_text(text);
    request.set_request_id(request_id);
    evaluations::v1::AnswerObservationResponse response;
    return Call([&](auto done) {
      sheets_.Run(request, caller_, &response, std::move(done),
                  [&] { return RequireObservation(reader_, request); });
    });
  }

  void SetPastValue(const std::string& value) {
    auto request = Proto<goals::v1::SetPastValuesRequest>(
        "name: 'cities/test/sheets/a2022/indicators/i1' past { fiscal_year: 2021 } "
        "reason: 'typing error'");
    request.mutable_past(0)->set_value(value);
    ExpectOk(Do<goals::v1::SetPastValuesResponse>(request).status());
  }

  SheetDirectory directory_{store_};
  SheetReader reader_{store_, folds_, directory_, clock_};
};

TEST_F(ObservationReaderTest, OfAUnitAndYear) {
  const auto response = List();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(Ids(response->observations()),
              ElementsAre("a2022 TARGET_BELOW_LAST_RESULT/i1/2021", "a2022 OVERSHOOT/i1",
                          "a2022 PAST_VALUE_DIFFERS/i1/2021", "b2022 LINK_TARGET_MISSING/g1/w/I"));
  std::vector<std::string> counts;
  for (const auto& count : response->counts()) {
    counts.push_back(sheets::v1::ObservationKind_Name(count.kind()) + " " +
                     std::to_string(count.count()));
  }
  EXPECT_THAT(counts,
              ElementsAre("OBSERVATION_KIND_TARGET_BELOW_LAST_RESULT 1",
                          "OBSERVATION_KIND_OVERSHOOT 1", "OBSERVATION_KIND_LINK_TARGET_MISSING 1",
                          "OBSERVATION_KIND_PAST_VALUE_DIFFERS 1"));
  EXPECT_THAT(Ids(List("org_unit: 'somu'")->observations()),
              ElementsAre("b2022 LINK_TARGET_MISSING/g1/w/I"));
  EXPECT_THAT(List("fiscal_year: 2021")->observations(), IsEmpty());
}

TEST_F(ObservationReaderTest, OfKindsOrUnanswered) {
  EXPECT_THAT(Ids(List("kinds: OBSERVATION_KIND_OVERSHOOT")->observations()),
              ElementsAre("a2022 OVERSHOOT/i1"));
  ExpectOk(Answer("OVERSHOOT/i1", "数え方を改めたため"));
  const auto open = List("unanswered_only: true");
  EXPECT_THAT(Ids(open->observations()),
              ElementsAre("a2022 TARGET_BELOW_LAST_RESULT/i1/2021",
                          "a2022 PAST_VALUE_DIFFERS/i1/2021", "b2022 LINK_TARGET_MISSING/g1/w/I"));
  EXPECT_EQ(open->counts_size(), 3);
  EXPECT_EQ(List("kinds: OBSERVATION_KIND_OVERSHOOT")->observations(0).answer().text(),
            "数え方を改めたため");
}

TEST_F(ObservationReaderTest, InPages) {
  auto page = List("page_size: 3");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->observations_size(), 3);
  EXPECT_EQ(page->counts_size(), 4);
  page = List("page_size: 3 page_token: '" + page->next_page_token() + "'");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(Ids(page->observations()), ElementsAre("b2022 LINK_TARGET_MISSING/g1/w/I"));
  EXPECT_EQ(page->counts_size(), 4);
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(ObservationReaderTest, GoesAwayWithItsCause) {
  const std::string before = List()->position();
  SetPastValue("12");
  EXPECT_THAT(List("kinds: OBSERVATION_KIND_PAST_VALUE_DIFFERS")->observations(), IsEmpty());
  Add("w", "nishi", 2022, "label: 'I'");
  EXPECT_THAT(List("kinds: OBSERVATION_KIND_LINK_TARGET_MISSING")->observations(), IsEmpty());
}

TEST_F(ObservationReaderTest, AreToldOfTheDayOfTheQuestion) {
  // The printed days of a transcribed sheet are those of its goals and its results.
  EXPECT_THAT(List("effective_date: '2022-03-31'")->observations(), IsEmpty());
  EXPECT_THAT(
      Ids(List("effective_date: '2022-04-01'")->observations()),
      ElementsAre("a2022 TARGET_BELOW_LAST_RESULT/i1/2021", "b2022 LINK_TARGET_MISSING/g1/w/I"));
  EXPECT_EQ(List("effective_date: '2023-03-31'")->observations_size(), 4);
}

TEST_F(ObservationReaderTest, WithTheSheetWhereAskedFor) {
  const auto get = [this](const std::string& fields) {
    return reader_
        .GetSheet(Proto<sheets::v1::GetSheetRequest>("name: 'cities/test/sheets/b2022' " + fields))
        ->observations();
  };
  EXPECT_THAT(get(""), IsEmpty());
  EXPECT_THAT(Ids(get("include_observations: true view: SHEET_VIEW_BASIC")),
              ElementsAre("b2022 LINK_TARGET_MISSING/g1/w/I"));
}

TEST_F(ObservationReaderTest, RefusesWhatIsMalformed) {
  ExpectRefused(List("kinds: OBSERVATION_KIND_UNSPECIFIED").status(),
                absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  EXPECT_EQ(List("org_unit: 'none'").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(List("form: 'none'").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ObservationReaderTest, OnlyWhatIsThereCanBeAnswered) {
  EXPECT_EQ(Answer("OVERSHOOT/i9", "?").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Answer("TARGET_BELOW_LAST_RESULT/i1/2020", "?").code(), absl::StatusCode::kNotFound);
  ExpectOk(Answer("PAST_VALUE_DIFFERS/i1/2021", "調べます", "r1"));
  SetPastValue("12");
  EXPECT_EQ(Answer("PAST_VALUE_DIFFERS/i1/2021", "直しました").code(), absl::StatusCode::kNotFound);
  // The first answer to a request stands, whatever has become of the observation.
  ExpectOk(Answer("PAST_VALUE_DIFFERS/i1/2021", "調べます", "r1"));
  // An answer can be taken back, once.
  ExpectOk(Answer("PAST_VALUE_DIFFERS/i1/2021", ""));
  EXPECT_THAT(Sheet("a2022").observation_answers(), IsEmpty());
  EXPECT_EQ(Answer("PAST_VALUE_DIFFERS/i1/2021", "").code(), absl::StatusCode::kNotFound);
}

TEST_F(ObservationReaderTest, WhatIsTooMuchForOneAnswerIsListedAndAnswered) {
  // Nearly 12,000 bytes in the evidence of each of 320 observations.
  std::string text;
  for (int i = 0; i < 780; ++i) text += "参加団体数";
  Add("c2021", "nishi", 2021, Indicator("series: 'y' result: '" + text + " 12団体'"));
  std::string goals = Indicator("series: 'y' past { fiscal_year: 2021 value: '1' }");
  for (int i = 1; i < 320; ++i) {
    if (i % 80 == 0) goals += "} goals { level: 'goal' evaluation { rating: '達成' } ";
    goals += Indicator("series: 'y' past { fiscal_year: 2021 value: '1' }");
  }
  Add("c2022", "nishi", 2022, goals);
  const auto get = [this](const std::string& fields) {
    return reader_.GetSheet(
        Proto<sheets::v1::GetSheetRequest>("name: 'cities/test/sheets/c2022' " + fields));
  };
  ExpectOk(get("").status());
  const absl::Status refused = get("include_observations: true").status();
  ExpectRefused(refused, absl::StatusCode::kResourceExhausted, "ANSWER_TOO_LARGE");
  EXPECT_THAT(refused.message(), HasSubstr("ListObservations"));

  const std::string kind = "kinds: OBSERVATION_KIND_PAST_VALUE_DIFFERS page_size: 1000 ";
  std::vector<std::string> listed;
  std::string token;
  do {
    const auto page = List(kind + "page_token: '" + token + "'");
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LT(page->ByteSizeLong(), kMaxAnswerBytes);
    for (const std::string& id : Ids(page->observations())) listed.push_back(id);
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_EQ(listed.size(), 321u);
  EXPECT_THAT(listed, Contains("c2022 PAST_VALUE_DIFFERS/i320/2021"));
  ExpectOk(Answer("PAST_VALUE_DIFFERS/i320/2021", "調べます", "", "c2022"));
}

}  // namespace
}  // namespace mokuhyo::projection
