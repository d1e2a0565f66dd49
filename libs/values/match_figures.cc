#include "libs/values/match_figures.h"

#include <cstddef>
#include <string>
#include <utility>

#include "libs/values/lexicon.h"

namespace mokuhyo::values {
namespace {

class Matcher {
 public:
  Matcher(const v1::Meaning& target, const v1::Meaning& result)
      : target_(target),
        result_(result),
        matches_(static_cast<size_t>(target.figures_size()), -1),
        used_(static_cast<size_t>(result.figures_size()), false) {}

  std::vector<int> Run() {
    MatchByLabel();
    MatchByUnit();
    if (target_.figures_size() == result_.figures_size()) MatchByPosition();
    return matches_;
  }

 private:
  bool IsOpen(int t) const { return matches_[static_cast<size_t>(t)] < 0; }
  bool IsFree(int r) const { return !used_[static_cast<size_t>(r)]; }

  void Match(int t, int r) {
    matches_[static_cast<size_t>(t)] = r;
    used_[static_cast<size_t>(r)] = true;
  }

  void MatchByLabel() {
    for (int t = 0; t < target_.figures_size(); ++t) {
      const std::string& label = target_.figures(t).label();
      for (int r = 0; !label.empty() && IsOpen(t) && r < result_.figures_size(); ++r) {
        if (IsFree(r) && result_.figures(r).label() == label) Match(t, r);
      }
    }
  }

  void MatchByUnit() {
    // Who is alone with a unit is settled before anyone is matched by it.
    std::vector<std::pair<int, int>> pairs;
    for (int t = 0; t < target_.figures_size(); ++t) {
      const std::string unit = CanonicalUnit(target_.figures(t).unit());
      if (!IsOpen(t) || unit.empty() || CountOpenWith(unit) != 1) continue;
      const std::vector<int> candidates = FreeWith(unit);
      if (candidates.size() == 1) pairs.emplace_back(t, candidates.front());
    }
    for (const auto& [t, r] : pairs) Match(t, r);
  }

  int CountOpenWith(const std::string& unit) const {
    int count = 0;
    for (int t = 0; t < target_.figures_size(); ++t) {
      if (IsOpen(t) && CanonicalUnit(target_.figures(t).unit()) == unit) ++count;
    }
    return count;
  }

  std::vector<int> FreeWith(const std::string& unit) const {
    std::vector<int> free;
    for (int r = 0; r < result_.figures_size(); ++r) {
      if (IsFree(r) && CanonicalUnit(result_.figures(r).unit()) == unit) free.push_back(r);
    }
    return free;
  }

  void MatchByPosition() {
    for (int i = 0; i < target_.figures_size(); ++i) {
      const bool contradict =
          !target_.figures(i).label().empty() && !result_.figures(i).label().empty();
      if (IsOpen(i) && IsFree(i) && !contradict) Match(i, i);
    }
  }

  const v1::Meaning& target_;
  const v1::Meaning& result_;
  std::vector<int> matches_;
  std::vector<bool> used_;
};

}  // namespace

std::vector<int> MatchFigures(const v1::Meaning& target, const v1::Meaning& result) {
  return Matcher(target, result).Run();
}

}  // namespace mokuhyo::values
