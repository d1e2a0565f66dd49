// The grammar and the comparison against real sheets, which are read from the directory in the
// environment variable MOKUHYO_SEEDS at run time, else from where the build expects them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "libs/values/compare.h"
#include "libs/values/parse.h"

namespace mokuhyo::values {
namespace {

using nlohmann::json;

struct PrintedIndicator {
  std::string file;
  std::string target;
  std::string result;
  // The goal's rating where the item has none of its own.
  std::string rating;
};

struct Agreement {
  int decided = 0;
  int agreeing = 0;
  std::vector<std::string> disagreements;
  std::vector<std::string> undecided;
};

std::string TextOf(const json& object, const char* key) {
  return object.contains(key) ? object.at(key).get<std::string>() : std::string();
}

class SeedsTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* directory = std::getenv("MOKUHYO_SEEDS");
    const std::filesystem::path seeds = directory != nullptr ? directory : MOKUHYO_DEFAULT_SEEDS;
    if (!std::filesystem::is_directory(seeds)) {
      GTEST_SKIP() << "no real sheets here; set MOKUHYO_SEEDS to their directory";
    }
    for (const auto& entry : std::filesystem::directory_iterator(seeds)) {
      std::ifstream file(entry.path());
      const json sheet = json::parse(file);
      if (sheet.contains("goals")) sheets_.emplace_back(entry.path().filename(), sheet);
    }
    ASSERT_FALSE(sheets_.empty());
  }

  static void VisitIndicators(const json& goal, const std::string& inherited,
                              const std::function<void(const json&, const std::string&)>& visit) {
    std::string rating = inherited;
    if (goal.contains("evaluation") && goal.at("evaluation").contains("rating")) {
      rating = TextOf(goal.at("evaluation"), "rating");
    }
    for (const json& indicator : goal.value("indicators", json::array())) visit(indicator, rating);
    for (const json& child : goal.value("goals", json::array())) {
      VisitIndicators(child, rating, visit);
    }
  }

  void ForEachIndicator(
      const std::function<void(const json& sheet, const std::string& file, const json& indicator,
                               const std::string& rating)>& visit) const {
    for (const auto& [file, sheet] : sheets_) {
      for (const json& goal : sheet.at("goals")) {
        VisitIndicators(goal, "", [&, &s = sheet, &f = file](const json& i, const std::string& r) {
          visit(s, f, i, r);
        });
      }
    }
  }

  std::vector<PrintedIndicator> IndicatorsOf(const std::string& form) const {
    std::vector<PrintedIndicator> found;
    ForEachIndicator([&](const json& sheet, const std::string& file, const json& indicator,
                         const std::string& rating) {
      if (sheet.at("form") != form || !indicator.contains("target")) return;
      found.push_back({file, TextOf(indicator, "target"), TextOf(indicator, "result"), rating});
    });
    return found;
  }

  std::vector<std::pair<std::string, json>> sheets_;
};

// What the rule "met, or a near miss from 95 %" would print.
std::string RatingFor(const v1::Comparison& comparison, bool near_misses) {
  if (comparison.outcome() == v1::OUTCOME_MET) return "達成";
  return near_misses && AttainmentAtLeast(comparison, Decimal::FromInt(95)) ? "一部未達成"
                                                                            : "未達成";
}

Agreement Agree(const std::vector<PrintedIndicator>& indicators, bool near_misses) {
  v1::CompareOptions options;
  options.set_range_as_floor(true);
  Agreement agreement;
  for (const PrintedIndicator& indicator : indicators) {
    const v1::Comparison comparison =
        Compare(Parse(indicator.target), Parse(indicator.result), options);
    const std::string line = indicator.file + ": " + indicator.target + " | " + indicator.result +
                             " | " + indicator.rating;
    if (comparison.outcome() == v1::OUTCOME_UNDECIDED) {
      agreement.undecided.push_back(line);
      continue;
    }
    ++agreement.decided;
    if (RatingFor(comparison, near_misses) == indicator.rating) {
      ++agreement.agreeing;
    } else {
      agreement.disagreements.push_back(line);
    }
  }
  std::cout << agreement.agreeing << " of " << indicators.size() << " agree, " << agreement.decided
            << " decided\n";
  for (const std::string& line : agreement.disagreements) std::cout << "  differs " << line << "\n";
  for (const std::string& line : agreement.undecided) std::cout << "  undecided " << line << "\n";
  return agreement;
}

TEST_F(SeedsTest, EveryValueIsKeptAndUnderstood) {
  int values = 0;
  const auto check = [&values](const std::string& text, const std::string& file) {
    const v1::Value value = Parse(text);
    EXPECT_EQ(value.text(), text);
    EXPECT_NE(value.meaning().kind(), v1::Meaning::KIND_UNPARSED) << file << ": " << text;
    ++values;
  };
  ForEachIndicator(
      [&](const json&, const std::string& file, const json& indicator, const std::string&) {
        for (const char* key : {"target", "result"}) {
          if (indicator.contains(key)) check(TextOf(indicator, key), file);
        }
        for (const json& past : indicator.value("past", json::array())) {
          check(TextOf(past, "value"), file);
        }
      });
  EXPECT_GT(values, 400);
}

// What disagrees are the decisions of people that no rule predicts.
TEST_F(SeedsTest, SectionGoalsAgreeWithTheirPrintedRatings) {
  const std::vector<PrintedIndicator> indicators = IndicatorsOf("niigata-section-goals");
  ASSERT_EQ(indicators.size(), 40u);
  EXPECT_GE(Agree(indicators, true).agreeing, 36);
}

TEST_F(SeedsTest, VisionProgressAgreesWithItsPrintedRatings) {
  const std::vector<PrintedIndicator> indicators = IndicatorsOf("niigata-vision-progress");
  const Agreement agreement = Agree(indicators, false);
  EXPECT_GE(agreement.agreeing * 100, static_cast<int>(indicators.size()) * 95);
  EXPECT_TRUE(agreement.disagreements.empty());
}

}  // namespace
}  // namespace mokuhyo::values
