// Whatever commands come, on several sheets of two cities: what is kept and carried on event by
// event answers, about every position, what is derived from zero and what the log itself says.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/application/apply_sheet_event.h"
#include "libs/application/test_city_test_util.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/random_commands.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/projection/memory_projection_generations.h"
#include "libs/projection/projection.h"
#include "libs/projection/rocksdb/rocksdb_projection_generations.h"
#include "libs/projection/sheet_index_fold.h"
#include "libs/projection/sheet_reader.h"
#include "libs/projection/yearly_summary.h"

namespace mokuhyo::projection {
namespace {

constexpr int kSteps = 120;
constexpr char kDay[] = "2023-03-31";
const std::vector<std::string> kSheets = {"s1", "s2", "s3", "s4"};
const std::vector<std::string> kSeries = {"riyo", "hoso", "s1.i1", "s2.i1"};

// What a log says of its sheets, by folding each of them whole.
struct Told {
  std::map<std::string, domain::SheetState> sheets;
  std::map<std::string, uint64_t> created;
  // Sheets that had the series, or the link, at any time.
  std::map<std::string, std::set<std::string>> by_series;
  std::map<std::string, std::set<std::string>> by_link;

  void Look(const std::string& id) {
    const domain::SheetState& state = sheets.at(id);
    if (!state.exists()) return;
    domain::VisitGoals(state.sheet().goals(), [&](const sheets::v1::Goal& goal, int) {
      for (const auto& link : goal.contributes_to())
        by_link[base::ParseSheetName(link.sheet(), "sheet")->sheet].insert(id);
      for (const auto& indicator : goal.indicators()) {
        by_series[indicator.has_series() ? indicator.series()
                                         : absl::StrCat(id, ".", indicator.id())]
            .insert(id);
      }
    });
  }
};

class ProjectionPropertyTest : public application::TestCity {
 protected:
  // Begins, or goes on with what is in the directory; without one: in memory.
  void Open(const std::string& directory) {
    sheets_directory_.reset();
    index_.reset();
    generations_.reset();
    if (directory.empty()) {
      generations_ = std::make_unique<MemoryProjectionGenerations>();
    } else {
      generations_ = *RocksDbProjectionGenerations::Open(directory);
    }
    index_ = std::make_unique<Projection>(fold_, store_, *generations_, clock_,
                                          Projection::Options{.page_events = 3});
    sheets_directory_ = std::make_unique<SheetDirectory>(*index_);
  }

  uint32_t Below(uint32_t limit) { return static_cast<uint32_t>(random_() % limit); }
  std::string Pick(const std::vector<std::string>& choices) {
    return choices[Below(static_cast<uint32_t>(choices.size()))];
  }

  uint64_t HeadOf(const std::string& city) {
    store::v1::GetHeadRequest request;
    request.set_city(city);
    return eventstore::GetHeadNow(store_, std::move(request))->position();
  }

  void AppendTo(const std::string& city, const std::string& sheet,
                const domain::SheetEvents& events) {
    if (events.empty()) return;
    store::v1::AppendRequest request;
    request.set_city(city);
    request.set_actor("tester");
    auto& stream = *request.add_streams();
    stream.set_stream(application::SheetStream(sheet));
    stream.mutable_expected()->mutable_any();
    // Facts come in late.
    const std::string date = Pick({"2022-05-01", "2022-10-01", "2023-03-01"});
    for (const events::v1::SheetEvent& event : events) {
      const domain::EncodedEvent encoded = domain::EncodeEvent(event);
      auto& added = *stream.add_events();
      added.set_type(encoded.type);
      added.set_payload(encoded.payload);
      added.set_schema_version(domain::kEventSchemaVersion);
      added.set_effective_date(date);
      added.set_origin(store::v1::ORIGIN_OPERATED);
    }
    const auto appended = eventstore::AppendNow(store_, std::move(request));
    ASSERT_TRUE(appended.ok() && appended->has_appended()) << appended.status();
  }

  domain::SheetEvents Creation(const std::string& city, const std::string& sheet) {
    events::v1::SheetEvent event = domain::testing::SheetCreatedEvent();
    auto& created = *event.mutable_sheet_created()->mutable_sheet();
    created.set_name(absl::StrCat("cities/", city, "/sheets/", sheet));
    created.set_form_version(1);
    created.set_org_unit(Pick({"kensetsu", "somu"}));
    created.set_fiscal_year(sheet == "s4" ? 2021 : 2022);
    return {event};
  }

  // Something about series and links, which the usual commands hardly touch.
  domain::SheetEvents Mention(const std::string& city, const domain::SheetState& state) {
    std::vector<std::string> goals;
    std::vector<std::string> indicators;
    domain::VisitGoals(state.sheet().goals(), [&](const sheets::v1::Goal& goal, int) {
      goals.push_back(goal.id());
      for (const auto& indicator : goal.indicators()) indicators.push_back(indicator.id());
    });
    events::v1::SheetEvent event;
    if (!indicators.empty() && Below(2) == 0) {
      auto& updated = *event.mutable_indicator_updated();
      updated.mutable_indicator()->set_id(Pick(indicators));
      updated.mutable_indicator()->set_series(Pick(kSeries));
      updated.mutable_update_mask()->add_paths("series");
      return {event};
    }
    if (goals.empty()) return {};
    auto& linked = *event.mutable_goals_linked();
    linked.set_goal(Pick(goals));
    auto& link = *linked.add_links();
    link.set_sheet(absl::StrCat("cities/", city, "/sheets/", Pick(kSheets)));
    link.set_goal("1");
    return {event};
  }

  void Step(domain::testing::RandomCommands& commands) {
    const std::string city = Pick({"test", "test", "other"});
    const std::string sheet = Pick(kSheets);
    const auto folded = folds_.sheets.Load(city, application::SheetStream(sheet));
    ASSERT_TRUE(folded.ok()) << folded.status();
    const domain::SheetState& state = (*folded)->state;
    if (!state.exists()) return AppendTo(city, sheet, Creation(city, sheet));
    const uint32_t kind = Below(12);
    if (kind == 0 && state.sheet().state() == sheets::v1::SHEET_STATE_DRAFT) {
      events::v1::SheetEvent deleted;
      deleted.mutable_sheet_deleted();
      return AppendTo(city, sheet, {deleted});
    }
    if (kind < 4) return AppendTo(city, sheet, Mention(city, state));
    for (int tries = 0; tries < 8; ++tries) {
      const auto decided = commands.Next(state, world_.context());
      if (decided.ok() && !decided->empty()) return AppendTo(city, sheet, *decided);
    }
  }

  Told Tell(const std::string& city, uint64_t position, const std::string& facts_until = "") {
    Told told;
    uint64_t next = 1;
    while (next <= position) {
      store::v1::ReadCityRequest request;
      request.set_city(city);
      request.set_from_position(next);
      const auto page = eventstore::ReadCityNow(store_, std::move(request));
      EXPECT_TRUE(page.ok()) << page.status();
      for (const auto& event : page->events()) {
        next = event.position() + 1;
        if (event.position() > position || !event.stream().starts_with("sheets/")) continue;
        if (!facts_until.empty() && event.effective_date() > facts_until) continue;
        const std::string id = event.stream().substr(7);
        domain::SheetState& state = told.sheets[id];
        const bool existed = state.exists();
        EXPECT_TRUE(application::ApplySheetEvent(state, event).ok());
        if (state.exists() && !existed) told.created[id] = event.position();
        told.Look(id);
      }
    }
    return told;
  }

  void ExpectIndexed(SheetDirectory& directory, const std::string& city, uint64_t position) {
    const Told told = Tell(city, position);
    std::vector<SheetEntry> expected;
    for (const auto& [id, state] : told.sheets) {
      if (!state.exists()) continue;
      const sheets::v1::Sheet& sheet = state.sheet();
      expected.push_back({id, sheet.form(), sheet.form_version(), sheet.fiscal_year(),
                          sheet.org_unit(), told.created.at(id)});
    }
    EXPECT_EQ(*directory.List(city, position), expected);
    std::erase_if(expected, [](const SheetEntry& entry) { return entry.fiscal_year != 2022; });
    EXPECT_EQ(*directory.List(city, position, 2022), expected);
    for (const std::string& series : kSeries) {
      const auto found = *directory.SheetsWithSeries(city, series, position);
      std::set<std::string> sheets(found.begin(), found.end());
      const auto had = told.by_series.find(series);
      const std::set<std::string> wanted =
          had == told.by_series.end() ? std::set<std::string>() : had->second;
      // That of an indicator without a series names a sheet that need not have the indicator.
      const std::string own = series.substr(0, series.find('.'));
      if (own != series && !wanted.contains(own)) sheets.erase(own);
      EXPECT_EQ(sheets, wanted) << series;
    }
    for (const std::string& linked : kSheets) {
      const auto found = *directory.SheetsLinkingTo(city, linked, position);
      const auto had = told.by_link.find(linked);
      EXPECT_EQ(std::set<std::string>(found.begin(), found.end()),
                had == told.by_link.end() ? std::set<std::string>() : had->second)
          << linked;
    }
  }

  // The summary of the ward, by a reader with what it keeps.
  std::string Summary(application::CityFolds& folds, SheetDirectory& directory, uint64_t position,
                      const std::string& facts_until) {
    SheetReader reader(store_, folds, directory, clock_);
    const auto selection =
        reader.Select({"test", "nishi", 2022, ""}, {position, "", facts_until}, kDay);
    EXPECT_TRUE(selection.ok()) << selection.status();
    if (!selection.ok()) return "";
    return SummarizeYear({"test", "nishi", 2022, kDay}, selection->WithForms(),
                         selection->units->state)
        .DebugString();
  }

  void ExpectSummed(uint64_t position, const std::string& facts_until) {
    const std::string kept = Summary(folds_, *sheets_directory_, position, facts_until);
    application::CityFolds fresh_folds(store_);
    SheetDirectory fresh_directory(store_);
    EXPECT_EQ(kept, Summary(fresh_folds, fresh_directory, position, facts_until));
    const Told told = Tell("test", position, facts_until);
    // A sheet that is deleted is not there, whatever the day of its facts.
    const Told there = Tell("test", position);
    const auto forms = fresh_folds.forms.Load("test", std::string(application::kFormsStream));
    const auto units =
        fresh_folds.organizations.Load("test", std::string(application::kOrganizationStream));
    ASSERT_TRUE(forms.ok() && units.ok());
    std::vector<SheetWithForm> sheets;
    for (const auto& [id, state] : told.sheets) {
      const sheets::v1::Sheet& sheet = state.sheet();
      if (!there.sheets.at(id).exists() || !state.exists()) continue;
      if (sheet.fiscal_year() != 2022) continue;
      sheets.push_back({&sheet, (*forms)->state.Find(sheet.form(), sheet.form_version())});
    }
    EXPECT_EQ(kept, SummarizeYear({"test", "nishi", 2022, kDay}, std::move(sheets), (*units)->state)
                        .DebugString());
  }

  void Run(uint32_t seed, const std::string& directory) {
    SCOPED_TRACE(seed);
    random_.seed(seed);
    Open(directory);
    first_position_ = HeadOf("test");
    domain::testing::RandomCommands commands(seed);
    for (int i = 0; i < kSteps && !HasFailure(); ++i) {
      Step(commands);
      clock_.Advance(absl::Seconds(1));
      if (Below(20) == 0) Open(directory);
      if (Below(20) == 0) {
        EXPECT_TRUE(index_->Rebuild([](const auto&) { return true; }).ok());
        folds_.Clear();
      }
      const std::string city = Pick({"test", "other"});
      const uint64_t head = HeadOf(city);
      ExpectIndexed(*sheets_directory_, city, head);
      if (head > 0) ExpectIndexed(*sheets_directory_, city, Below(static_cast<uint32_t>(head)));
      ExpectSummed(HeadOf("test"), "");
    }
    ASSERT_GT(HeadOf("test"), first_position_ + kSteps / 4) << "the commands prove nothing";
    ExpectEveryPosition();
  }

  void ExpectEveryPosition() {
    SheetDirectory fresh(store_, 5);
    for (const std::string city : {"test", "other"}) {
      for (uint64_t position = 1; position <= HeadOf(city) && !HasFailure(); ++position) {
        SCOPED_TRACE(absl::StrCat(city, " ", position));
        ExpectIndexed(*sheets_directory_, city, position);
        ExpectIndexed(fresh, city, position);
      }
    }
    for (uint64_t position = first_position_; position <= Head() && !HasFailure(); ++position) {
      SCOPED_TRACE(position);
      ExpectSummed(position, "");
      ExpectSummed(position, "2022-10-01");
    }
  }

  std::mt19937 random_;
  domain::testing::Scenario world_;
  uint64_t first_position_ = 0;
  const SheetIndexFold fold_;
  std::unique_ptr<ProjectionGenerations> generations_;
  std::unique_ptr<Projection> index_;
  std::unique_ptr<SheetDirectory> sheets_directory_;
};

class InMemory : public ProjectionPropertyTest, public testing::WithParamInterface<uint32_t> {};
class OnDisk : public ProjectionPropertyTest, public testing::WithParamInterface<uint32_t> {};

TEST_P(InMemory, KeptIsDerivedFromZeroIsTheLog) { Run(GetParam(), ""); }

TEST_P(OnDisk, KeptIsDerivedFromZeroIsTheLog) {
  const eventstore::conformance::ScratchDirectory scratch;
  Run(GetParam(), scratch.Path() + "/sheet-index");
  // What is open there goes before the directory does.
  sheets_directory_.reset();
  index_.reset();
  generations_.reset();
}

INSTANTIATE_TEST_SUITE_P(Seeds, InMemory, testing::Range(1u, 5u));
INSTANTIATE_TEST_SUITE_P(Seeds, OnDisk, testing::Range(11u, 15u));

}  // namespace
}  // namespace mokuhyo::projection
