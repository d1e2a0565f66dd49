#include <string>
#include <vector>

#include "libs/projection/observations/rules.h"
#include "libs/values/decimal.h"
#include "libs/values/itemization.h"
#include "libs/values/lexicon.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Evidence;
using sheets::v1::Goal;
using sheets::v1::Indicator;
using values::Decimal;
using values::Itemization;
using values::v1::Figure;

// A text with where it stands.
struct Comment {
  std::string text;
  std::string source;
};

// The only figure of a result, where it is one that parts may add up to; null otherwise.
const Figure* CountOf(const Indicator& indicator) {
  const values::v1::Meaning& meaning = indicator.result().meaning();
  const bool is_count = meaning.kind() == values::v1::Meaning::KIND_FIGURES &&
                        meaning.figures_size() == 1 &&
                        meaning.figures(0).bound() == Figure::BOUND_PLAIN;
  return is_count ? &meaning.figures(0) : nullptr;
}

// The unit of a result as far as it is known: printed with it, or that of the indicator, for which
// 回数 is as good as 回.
std::string UnitOf(const Indicator& indicator, const Figure& result) {
  constexpr std::string_view kNumberOf = "数";
  std::string unit = result.unit().empty() ? indicator.unit() : result.unit();
  if (unit.size() > kNumberOf.size() && unit.ends_with(kNumberOf)) {
    unit.resize(unit.size() - kNumberOf.size());
  }
  return values::CanonicalUnit(unit);
}

// Holds the comments on an indicator against its result.
class CommentCheck {
 public:
  // `is_only`: the comments speak of no other indicator.
  CommentCheck(const Indicator& indicator, const Figure& result, bool is_only)
      : number_(Decimal::Parse(result.number()).value_or(Decimal())),
        unit_(UnitOf(indicator, result)),
        is_only_(is_only) {}

  // The first list that does not add up to the result, unless one does.
  std::optional<Itemization> FindDiffering(const std::string& text) const {
    std::optional<Itemization> differing;
    for (Itemization& list : values::FindItemizations(text)) {
      if (!IsAbout(list)) continue;
      if (list.Sum() == number_) return std::nullopt;
      if (!differing.has_value()) differing = std::move(list);
    }
    return differing;
  }

 private:
  // Whether the list can only be one of what the result counts.
  bool IsAbout(const Itemization& list) const {
    const std::string unit = values::CanonicalUnit(list.parts.front().unit());
    if (list.whole.has_value()) {
      const auto whole = Decimal::Parse(list.whole->number());
      return whole.ok() && *whole == number_ && (unit_.empty() || unit == unit_) &&
             values::CanonicalUnit(list.whole->unit()) == unit;
    }
    return is_only_ && unit == unit_;
  }

  const Decimal number_;
  const std::string unit_;
  const bool is_only_;
};

bool HasComment(const Goal& goal) {
  return !goal.evaluation().comment().empty() || !goal.accomplishments().empty();
}

class CommentRule {
 public:
  CommentRule(const ObservedSheet& sheet, ObservationList& found)
      : sheet_(*sheet.sheet.sheet),
        row_level_(sheet.sheet.form->counting().split_level()),
        found_(found) {}

  void Observe(const Goal& goal) {
    std::vector<const Indicator*> indicators;
    for (const Indicator& indicator : goal.indicators()) indicators.push_back(&indicator);
    for (const Goal& row : goal.goals()) {
      // A comment printed over several rows speaks of those that have none of their own.
      if (row_level_.empty() || row.level() != row_level_ || row.withdrawn() || HasComment(row)) {
        continue;
      }
      for (const Indicator& indicator : row.indicators()) indicators.push_back(&indicator);
    }
    const std::vector<Comment> comments = CommentsOf(goal);
    for (const Indicator* indicator : indicators) {
      std::vector<Comment> all = comments;
      if (!indicator->evaluation().comment().empty()) {
        all.insert(all.begin(),
                   {indicator->evaluation().comment(), ResourceOf(sheet_, *indicator)});
      }
      Check(*indicator, all, /*is_only=*/indicators.size() == 1);
    }
  }

 private:
  std::vector<Comment> CommentsOf(const Goal& goal) const {
    const std::string source = ResourceOf(sheet_, goal);
    std::vector<Comment> comments;
    if (!goal.evaluation().comment().empty())
      comments.push_back({goal.evaluation().comment(), source});
    for (const std::string& line : goal.accomplishments()) comments.push_back({line, source});
    return comments;
  }

  void Check(const Indicator& indicator, const std::vector<Comment>& comments, bool is_only) {
    const Figure* result = CountOf(indicator);
    if (result == nullptr) return;
    const CommentCheck check(indicator, *result, is_only);
    for (const Comment& comment : comments) {
      const auto differing = check.FindDiffering(comment.text);
      if (!differing.has_value()) continue;
      auto& observation = found_.Add(sheets::v1::OBSERVATION_KIND_COMMENT_DIFFERS, indicator, "");
      AddEvidence(observation, Evidence::ROLE_RESULT, indicator.result().text(),
                  ResourceOf(sheet_, indicator));
      AddEvidence(observation, Evidence::ROLE_COMMENT, differing->text, comment.source);
      AddEvidence(observation, Evidence::ROLE_SUM, differing->Sum().ToString(), comment.source);
      return;
    }
  }

  const sheets::v1::Sheet& sheet_;
  const std::string& row_level_;
  ObservationList& found_;
};

}  // namespace

void ObserveDifferingComments(const ObservedSheet& sheet, ObservationList& found) {
  CommentRule rule(sheet, found);
  ForEachGoal(sheet.sheet.sheet->goals(), [&rule](const Goal& goal) { rule.Observe(goal); });
}

}  // namespace mokuhyo::projection
