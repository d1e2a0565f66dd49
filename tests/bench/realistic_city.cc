#include "tests/bench/realistic_city.h"

#include <algorithm>
#include <array>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "libs/domain/forms/shipped_forms.h"
#include "libs/domain/organization/organization_state.h"
#include "libs/domain/results/decide_results.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/sheet_state.h"
#include "libs/domain/transcription/transcribe.h"
#include "tests/bench/fail.h"

namespace mokuhyo::bench {
namespace {

constexpr int kVariants = 32;
constexpr std::string_view kForm = "niigata-section-goals";

constexpr std::array kSubjects = {"防災訓練",   "健康診査",     "道路の維持",   "窓口の応対",
                                  "地域の行事", "農産物の販売", "子育ての相談", "図書の貸出"};
constexpr std::array kDeeds = {"の回数を増やす", "に参加する人を広げる", "の満足度を高める",
                               "にかかる日数を縮める", "を知る人を増やす"};
constexpr std::array kReasons = {
    "住民からの要望が多く、関係する団体とともに進め方を見直す。",
    "前年度の結果を踏まえて担当を分け、四半期ごとに進み具合を確かめる。",
    "高齢の方にも届くように広報の手段を増やし、会場までの足を確保する。",
    "職員の研修を行い、手順書を整えて誰が担当しても同じ水準になるようにする。"};

template <typename Words>
std::string Pick(const Words& words, int number) {
  return words[static_cast<size_t>(number) % words.size()];
}

documents::v1::DocumentGoal MakeGoal(int variant, int number) {
  documents::v1::DocumentGoal goal;
  const int seed = variant * 7 + number;
  const std::string subject = Pick(kSubjects, seed);
  goal.set_label(absl::StrCat(number + 1));
  goal.set_level("goal");
  goal.set_title(absl::StrCat(subject, Pick(kDeeds, seed / 3)));
  for (int i = 0; i < 3; ++i)
    goal.add_initiatives(absl::StrCat(subject, "について、", Pick(kReasons, seed + i)));
  for (int i = 0; i < 2; ++i) {
    documents::v1::DocumentIndicator& indicator = *goal.add_indicators();
    indicator.set_name(absl::StrCat(subject, i == 0 ? "の件数" : "の満足度"));
    indicator.set_unit(i == 0 ? "件" : "%");
    indicator.set_definition("担当課の集計による。");
    indicator.set_target(absl::StrCat(40 + seed % 50));
    indicator.set_result(absl::StrCat(38 + seed % 60));
  }
  goal.mutable_evaluation()->set_rating(seed % 5 == 0 ? "未達成" : "達成");
  goal.mutable_evaluation()->set_comment(
      absl::StrCat(subject, "は計画に沿って行った。", Pick(kReasons, seed + 1)));
  goal.mutable_evaluation()->set_issues(Pick(kReasons, seed + 2));
  return goal;
}

documents::v1::SheetDocument MakeDocument(int variant) {
  documents::v1::SheetDocument document;
  document.set_name("cities/city-0/sheets/generated-0");
  document.set_form(std::string(kForm));
  document.set_fiscal_year(2022);
  document.set_org_unit("ward-0");
  document.set_state(documents::v1::SheetDocument::EVALUATED);
  document.set_title("組織目標管理シート");
  for (int i = 0; i < 4 + variant % 4; ++i) *document.add_goals() = MakeGoal(variant, i);
  return document;
}

events::v1::OrganizationEvent Opened(std::string unit, std::string name,
                                     organization::v1::OrgUnitKind kind, std::string parent) {
  events::v1::OrganizationEvent event;
  events::v1::OrgUnitOpened& opened = *event.mutable_org_unit_opened();
  opened.set_unit(std::move(unit));
  opened.set_display_name(std::move(name));
  opened.set_kind(kind);
  opened.set_parent_unit(std::move(parent));
  return event;
}

// Every indicator's result at an interim date, an event each.
std::vector<events::v1::SheetEvent> InterimReport(const domain::SheetState& state, int number,
                                                  const domain::SheetContext& context) {
  std::vector<events::v1::SheetEvent> events;
  domain::VisitGoals(state.sheet().goals(), [&](const sheets::v1::Goal& goal, int) {
    for (const sheets::v1::Indicator& indicator : goal.indicators()) {
      indicators::v1::ReportResultsRequest request;
      request.set_parent(state.sheet().name());
      indicators::v1::ResultReport& report = *request.add_results();
      report.set_indicator(indicator.id());
      report.set_period(absl::StrCat("quarter-", number));
      report.set_value(absl::StrCat(10 * number + indicator.id().back() % 7));
      auto decided = domain::Decide(state, request, context);
      if (!decided.ok()) Fail(std::string(decided.status().message()));
      for (auto& event : *decided) events.push_back(std::move(event));
    }
  });
  return events;
}

}  // namespace

std::vector<events::v1::OrganizationEvent> UnitsOf(const CityPlan& plan) {
  std::vector<events::v1::OrganizationEvent> units;
  for (int ward = 0; ward < plan.wards; ++ward) {
    const std::string id = absl::StrCat("ward-", ward);
    units.push_back(
        Opened(id, absl::StrCat("第", ward + 1, "区"), organization::v1::ORG_UNIT_KIND_WARD, ""));
    for (int section = 0; section < plan.sections_per_ward; ++section) {
      units.push_back(Opened(absl::StrCat(id, "-", section), absl::StrCat("第", section + 1, "課"),
                             organization::v1::ORG_UNIT_KIND_SECTION, id));
    }
  }
  return units;
}

SheetMaker::SheetMaker(CityPlan plan) : plan_(std::move(plan)) {
  domain::OrganizationState organization;
  uint64_t revision = 0;
  for (const auto& unit : UnitsOf(plan_)) organization.Evolve(unit, revision++, "2007-04-01");
  for (const forms::v1::Form& form : domain::ShippedForms(plan_.city)) {
    if (form.name() != absl::StrCat("cities/", plan_.city, "/forms/", std::string(kForm))) continue;
    const domain::SheetContext context{.form = form,
                                       .organization = organization,
                                       .effective_date = "2023-03-31",
                                       .actor = "bench",
                                       .transcribed = true,
                                       .canonical_json = nullptr};
    for (int variant = 0; variant < kVariants; ++variant) {
      auto made = domain::Transcribe(domain::SheetState(), MakeDocument(variant), context,
                                     /*revise=*/false, /*reason=*/"");
      if (!made.ok()) Fail(std::string(made.status().message()));
      variants_.push_back(Split(std::move(made->events), context));
    }
  }
}

SheetMaker::Parts SheetMaker::Split(std::vector<events::v1::SheetEvent> events,
                                    const domain::SheetContext& context) const {
  if (plan_.interim_reports == 0) return {std::move(events)};
  const auto results = std::find_if(
      events.begin(), events.end(),
      [](const events::v1::SheetEvent& event) { return event.has_results_reported(); });
  Parts parts = {{events.begin(), results}};
  domain::SheetState state;
  uint64_t revision = 0;
  for (const auto& event : parts[0]) state.Evolve(event, {.revision = revision++});
  for (int report = 1; report <= plan_.interim_reports; ++report) {
    parts.push_back(InterimReport(state, report, context));
  }
  parts.emplace_back(results, events.end());
  return parts;
}

PlannedSheet SheetMaker::Make(int number, int part) const {
  PlannedSheet sheet;
  const int sections = plan_.sheets_per_year();
  const int section = number % sections;
  sheet.id = absl::StrCat("generated-", number);
  sheet.org_unit = absl::StrCat("ward-", section / plan_.sections_per_ward, "-",
                                section % plan_.sections_per_ward);
  sheet.fiscal_year = plan_.first_fiscal_year + number / sections;
  sheet.form = std::string(kForm);
  const bool under_way = sheet.fiscal_year == plan_.first_fiscal_year + plan_.fiscal_years - 1;
  if (part > 0 && part == parts() - 1 && under_way) return sheet;
  sheet.events =
      variants_[static_cast<size_t>(number) % variants_.size()][static_cast<size_t>(part)];
  if (part > 0) return sheet;
  sheets::v1::Sheet& created = *sheet.events.front().mutable_sheet_created()->mutable_sheet();
  created.set_name(absl::StrCat("cities/", plan_.city, "/sheets/", sheet.id));
  created.set_org_unit(sheet.org_unit);
  created.set_fiscal_year(sheet.fiscal_year);
  return sheet;
}

}  // namespace mokuhyo::bench
