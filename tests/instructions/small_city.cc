#include "tests/instructions/small_city.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/eventstore/blocking.h"
#include "libs/render/canonical_json.h"
#include "tests/instructions/fail.h"

namespace mokuhyo::instructions {
namespace {

constexpr char kForm[] = "niigata-section-goals";
constexpr char kSentence[] =
    "関係する団体と話し合いながら進め方を見直し、四半期ごとに進み具合を確かめる。";

const application::Caller kCaller{"section-staff", "mokuhyo.test.v1.TestService/Do", ""};

std::string Times(int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += kSentence;
  return text;
}

documents::v1::DocumentGoal MakeGoal(int number) {
  documents::v1::DocumentGoal goal;
  goal.set_label(absl::StrCat(number));
  goal.set_level("goal");
  goal.set_title(absl::StrCat("目標その", number));
  for (int i = 0; i < 3; ++i) goal.add_initiatives(Times(3));
  for (int i = 0; i < 2; ++i) goal.add_accomplishments(Times(2));
  for (int i = 1; i <= 2; ++i) {
    documents::v1::DocumentIndicator& indicator = *goal.add_indicators();
    indicator.set_name(absl::StrCat("指標", number, "-", i));
    indicator.set_unit("件");
    indicator.set_target("70回");
    indicator.set_result("72回");
    documents::v1::DocumentPastValue& past = *indicator.add_past();
    past.set_fiscal_year(2021);
    past.set_value("68回");
  }
  goal.mutable_evaluation()->set_rating("達成");
  goal.mutable_evaluation()->set_comment(Times(3));
  goal.mutable_evaluation()->set_issues(Times(2));
  return goal;
}

}  // namespace

SmallCity::SmallCity()
    : sheets_(folds_, runner_, clock_,
              [](const auto& document) { return render::WriteCanonicalJson(document); }) {
  admin::v1::CreateCityRequest city;
  city.set_city_id("city");
  city.set_display_name("計測市");
  admin::v1::CreateCityResponse created;
  cities_.CreateCity(city, kCaller, &created, Require);
  organization::v1::OpenOrgUnitRequest unit;
  unit.set_parent("cities/city");
  unit.set_org_unit_id("section");
  unit.set_effective_date("2007-04-01");
  unit.mutable_org_unit()->set_display_name("第一課");
  unit.mutable_org_unit()->set_kind(organization::v1::ORG_UNIT_KIND_SECTION);
  organization::v1::OpenOrgUnitResponse opened;
  cities_.RunOnUnit(unit, kCaller, &opened, Require);
  ImportMeasured();
  CreateReported();
}

void SmallCity::ImportMeasured() {
  documents::v1::SheetDocument document;
  document.set_name(kMeasured);
  document.set_form(kForm);
  document.set_fiscal_year(2022);
  document.set_org_unit("section");
  document.set_state(documents::v1::SheetDocument::EVALUATED);
  document.set_title("組織目標管理シート");
  (*document.mutable_texts())["purpose"] = kSentence;
  (*document.mutable_texts())["plan"] = Times(2);
  for (int i = 1; i <= 4; ++i) *document.add_goals() = MakeGoal(i);
  imports::v1::ImportSheetRequest request;
  imports::v1::ImportSheetResponse response;
  sheets_.Import(request, document, kCaller, &response, Require);
}

void SmallCity::CreateReported() {
  goals::v1::CreateSheetRequest create;
  create.set_parent("cities/city");
  create.set_sheet_id("reported");
  create.mutable_sheet()->set_form(kForm);
  create.mutable_sheet()->set_fiscal_year(2023);
  create.mutable_sheet()->set_org_unit("section");
  goals::v1::CreateSheetResponse created;
  sheets_.Create(create, kCaller, &created, Require);
  goals::v1::CreateGoalRequest goal;
  goal.set_parent(kReported);
  goal.mutable_goal()->set_level("goal");
  goal.mutable_goal()->set_title("報告を受ける目標");
  for (int i = 1; i <= kIndicators; ++i) {
    sheets::v1::Indicator& indicator = *goal.mutable_goal()->add_indicators();
    indicator.set_id(absl::StrCat("i", i));
    indicator.set_name(absl::StrCat("指標", i));
    indicator.mutable_target()->set_text("100件以上");
  }
  goals::v1::CreateGoalResponse goal_created;
  sheets_.Run(goal, kCaller, &goal_created, Require);
  goals::v1::PublishGoalsRequest publish;
  publish.set_name(kReported);
  goals::v1::PublishGoalsResponse published;
  sheets_.Run(publish, kCaller, &published, Require);
}

void SmallCity::ReportResult(int number) {
  indicators::v1::ReportResultsRequest request;
  request.set_parent(kReported);
  request.set_request_id(absl::StrCat("request-", number));
  indicators::v1::ResultReport& result = *request.add_results();
  result.set_indicator(absl::StrCat("i", 1 + number % kIndicators));
  result.set_period(absl::StrCat("month-", number / kIndicators));
  result.set_value(absl::StrCat(number, "件"));
  indicators::v1::ReportResultsResponse response;
  sheets_.Run(request, kCaller, &response, Require);
}

std::vector<store::v1::RecordedEvent> SmallCity::EventsOf(const std::string& sheet_id) {
  store::v1::ReadStreamRequest request;
  request.set_city("city");
  request.set_stream(application::SheetStream(sheet_id));
  const auto page = eventstore::ReadStreamNow(store_, std::move(request));
  Require(page.status());
  return {page->events().begin(), page->events().end()};
}

}  // namespace mokuhyo::instructions
