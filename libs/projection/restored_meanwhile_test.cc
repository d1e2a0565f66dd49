#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/projection/compare_sheet.h"
#include "libs/projection/completeness.h"
#include "libs/projection/contributions.h"
#include "libs/projection/hot_sheets.h"
#include "libs/projection/observations/observation_reader.h"
#include "libs/projection/organization_reader.h"
#include "libs/projection/series/get_series.h"
#include "libs/projection/series/get_trend.h"
#include "libs/projection/series/series_candidates.h"
#include "libs/projection/sheet_story_test_util.h"
#include "libs/projection/suggestions.h"

// Reads during which the store was restored: what they found may be of two histories.
namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;

class RestoredMeanwhileTest : public SheetStory {
 protected:
  void SetUp() override {
    SheetStory::SetUp();
    PublishRoadsWithEdition();
  }

  // Demands that `read` looks at the store once more when it has read everything, and what it says
  // if another history is there by then.
  template <typename Request, typename Read>
  void ExpectNoticed(const std::string& fields, Read read) {
    const auto request = Proto<Request>(fields);
    SCOPED_TRACE(Request::descriptor()->name());
    // The directory of sheets is derived with the first question.
    ExpectOk(read(request).status());
    int heads = 0;
    int reads_after_last_head = 0;
    store_.on_head = [&](store::v1::GetHeadResponse&) {
      ++heads;
      reads_after_last_head = 0;
    };
    store_.before_stream_read = [&] { ++reads_after_last_head; };
    folds_.Clear();
    ExpectOk(read(request).status());
    EXPECT_EQ(reads_after_last_head, 0);
    const int last = heads;
    heads = 0;
    store_.on_head = [&](store::v1::GetHeadResponse& head) {
      if (++heads == last) head.set_epoch("00000000000000000000000000000000");
    };
    folds_.Clear();
    ExpectRefused(read(request).status(), absl::StatusCode::kUnavailable, "EPOCH_CHANGED");
    store_.on_head = nullptr;
    store_.before_stream_read = nullptr;
  }

  HotSheets hot_{reader_};
  OrganizationReader organization_{store_, folds_, clock_};
};

constexpr char kList[] = "parent: 'cities/test' org_unit: 'nishi' fiscal_year: 2022";

TEST_F(RestoredMeanwhileTest, OneSheet) {
  const std::string name = absl::StrCat("name: '", kSheet, "'");
  const std::string parent = absl::StrCat("parent: '", kSheet, "'");
  ExpectNoticed<sheets::v1::GetSheetRequest>(
      name, [&](const auto& request) { return reader_.GetSheet(request); });
  ExpectNoticed<sheets::v1::GetSheetRequest>(
      name, [&](const auto& request) { return hot_.Read(request.SerializeAsString()); });
  ExpectNoticed<sheets::v1::CompareSheetRequest>(
      name + " base { edition: 1 }",
      [&](const auto& request) { return CompareSheet(reader_, request, ParseText); });
  ExpectNoticed<evaluations::v1::SuggestRatingsRequest>(
      name, [&](const auto& request) { return SuggestRatings(reader_, request); });
  ExpectNoticed<sheets::v1::ListEditionsRequest>(
      parent, [&](const auto& request) { return ListEditions(reader_, request); });
  ExpectNoticed<sheets::v1::ListContributingGoalsRequest>(
      parent, [&](const auto& request) { return ListContributingGoals(reader_, request); });
}

TEST_F(RestoredMeanwhileTest, SheetsOfAYear) {
  ExpectNoticed<sheets::v1::ListSheetsRequest>(
      kList, [&](const auto& request) { return reader_.ListSheets(request); });
  ExpectNoticed<sheets::v1::GetYearlySummaryRequest>(
      kList, [&](const auto& request) { return reader_.GetYearlySummary(request); });
  ExpectNoticed<sheets::v1::ListCountedGoalsRequest>(
      absl::StrCat(kList, " form: 'test-form'"),
      [&](const auto& request) { return reader_.ListCountedGoals(request); });
  ExpectNoticed<evaluations::v1::ListDeparturesRequest>(
      kList, [&](const auto& request) { return reader_.ListDepartures(request); });
  ExpectNoticed<sheets::v1::ListObservationsRequest>(
      kList, [&](const auto& request) { return ListObservations(reader_, request); });
  ExpectNoticed<indicators::v1::GetCompletenessRequest>(
      kList, [&](const auto& request) { return GetCompleteness(reader_, request); });
  ExpectNoticed<indicators::v1::ListMissingResultsRequest>(
      kList, [&](const auto& request) { return ListMissingResults(reader_, request); });
}

TEST_F(RestoredMeanwhileTest, Series) {
  const std::string series = "parent: 'cities/test' series: 's.i1'";
  ExpectNoticed<indicators::v1::GetSeriesRequest>(
      series, [&](const auto& request) { return GetSeries(reader_, request); });
  ExpectNoticed<sheets::v1::GetTrendRequest>(
      series, [&](const auto& request) { return GetTrend(reader_, request); });
  ExpectNoticed<indicators::v1::ListSeriesCandidatesRequest>(
      kList, [&](const auto& request) { return ListSeriesCandidates(reader_, request); });
}

TEST_F(RestoredMeanwhileTest, UnitsAndForms) {
  ExpectNoticed<organization::v1::GetOrgUnitRequest>(
      "name: 'cities/test/orgUnits/nishi'",
      [&](const auto& request) { return organization_.GetOrgUnit(request); });
  ExpectNoticed<organization::v1::ListOrgUnitsRequest>(
      "parent: 'cities/test'",
      [&](const auto& request) { return organization_.ListOrgUnits(request); });
  ExpectNoticed<organization::v1::GetFormRequest>(
      "name: 'cities/test/forms/test-form'",
      [&](const auto& request) { return organization_.GetForm(request); });
  ExpectNoticed<organization::v1::ListFormsRequest>(
      "parent: 'cities/test'",
      [&](const auto& request) { return organization_.ListForms(request); });
}

}  // namespace
}  // namespace mokuhyo::projection
