#include "libs/projection/compare_matching.h"

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/projection/compare_order.h"

namespace mokuhyo::projection {
namespace {

// What tells one apart from the others; absent: nothing does.
using KeyOf = std::function<std::optional<std::string>(size_t)>;

std::optional<std::string> UnlessEmpty(const std::string& key) {
  return key.empty() ? std::nullopt : std::make_optional(key);
}

// Builds a matching step by step.
class Matcher {
 public:
  Matcher(size_t before, size_t after)
      : matching_{std::vector<size_t>(before, kNone), std::vector<size_t>(after, kNone)} {}

  // Matches what is left over and has a key that nothing else on its side has.
  void MatchBy(const KeyOf& key_before, const KeyOf& key_after) {
    const auto before = Unique(matching_.after_of, key_before);
    for (const auto& [key, number] : Unique(matching_.before_of, key_after)) {
      const auto partner = before.find(key);
      if (number == kNone || partner == before.end() || partner->second == kNone) continue;
      matching_.before_of[number] = partner->second;
      matching_.after_of[partner->second] = number;
    }
  }

  Matching Take() { return std::move(matching_); }

 private:
  // kNone: several have the key.
  static std::map<std::string, size_t> Unique(const std::vector<size_t>& partners,
                                              const KeyOf& key_of) {
    std::map<std::string, size_t> numbers;
    for (size_t i = 0; i < partners.size(); ++i) {
      if (partners[i] != kNone) continue;
      const auto key = key_of(i);
      if (!key.has_value()) continue;
      const auto [entry, is_new] = numbers.try_emplace(*key, i);
      if (!is_new) entry->second = kNone;
    }
    return numbers;
  }

  Matching matching_;
};

// Names of goals and indicators in their sheets, and what they were carried forward from.
class Origins {
 public:
  Origins(const ComparedSheet& sheet, std::string collection)
      : sheet_(sheet), collection_(std::move(collection)) {}

  std::optional<std::string> Name(const std::string& id) const {
    if (id.empty()) return std::nullopt;
    return absl::StrCat(sheet_.name, "/", collection_, "/", id);
  }

  std::optional<std::string> CarriedFrom(const std::string& id) const {
    const auto name = Name(id);
    if (!name.has_value()) return std::nullopt;
    const auto found = sheet_.carried_from.find(*name);
    return found == sheet_.carried_from.end() ? std::nullopt : UnlessEmpty(found->second);
  }

 private:
  const ComparedSheet& sheet_;
  const std::string collection_;
};

// The steps that goals and indicators have in common: ids, and what was carried forward.
void MatchByIdentity(const ComparedTree& before, const ComparedTree& after,
                     const std::string& collection,
                     const std::function<std::string(size_t)>& id_before,
                     const std::function<std::string(size_t)>& id_after, Matcher& matcher) {
  if (before.sheet().name == after.sheet().name) {
    matcher.MatchBy([&](size_t i) { return UnlessEmpty(id_before(i)); },
                    [&](size_t i) { return UnlessEmpty(id_after(i)); });
  }
  const Origins was(before.sheet(), collection);
  const Origins is(after.sheet(), collection);
  const KeyOf name_before = [&](size_t i) { return was.Name(id_before(i)); };
  const KeyOf name_after = [&](size_t i) { return is.Name(id_after(i)); };
  const KeyOf origin_before = [&](size_t i) { return was.CarriedFrom(id_before(i)); };
  const KeyOf origin_after = [&](size_t i) { return is.CarriedFrom(id_after(i)); };
  matcher.MatchBy(name_before, origin_after);
  // Whoever compares a year with the one before it, or two that come from the same one.
  matcher.MatchBy(origin_before, name_after);
  matcher.MatchBy(origin_before, origin_after);
}

}  // namespace

Matching MatchGoals(const ComparedTree& before, const ComparedTree& after) {
  Matcher matcher(before.goals().size(), after.goals().size());
  MatchByIdentity(
      before, after, "goals", [&](size_t i) { return before.goals()[i].goal->id(); },
      [&](size_t i) { return after.goals()[i].goal->id(); }, matcher);
  matcher.MatchBy([&](size_t i) { return UnlessEmpty(before.LabelPath(i)); },
                  [&](size_t i) { return UnlessEmpty(after.LabelPath(i)); });
  matcher.MatchBy([&](size_t i) { return UnlessEmpty(before.goals()[i].goal->title()); },
                  [&](size_t i) { return UnlessEmpty(after.goals()[i].goal->title()); });
  return matcher.Take();
}

Matching MatchIndicators(const ComparedTree& before, const ComparedTree& after,
                         const Matching& goals) {
  const auto was = [&](size_t i) -> const auto& { return *before.indicators()[i].indicator; };
  const auto is = [&](size_t i) -> const auto& { return *after.indicators()[i].indicator; };
  // The number of the goal in the later state; kNone where it has no partner.
  const auto goal_before = [&](size_t i) { return goals.after_of[before.indicators()[i].goal]; };
  const auto goal_after = [&](size_t i) {
    const size_t goal = after.indicators()[i].goal;
    return goals.before_of[goal] == kNone ? kNone : goal;
  };
  const auto within = [](size_t goal, const std::string& words) -> std::optional<std::string> {
    if (goal == kNone) return std::nullopt;
    return absl::StrCat(goal, "\n", words);
  };

  Matcher matcher(before.indicators().size(), after.indicators().size());
  MatchByIdentity(
      before, after, "indicators", [&](size_t i) { return was(i).id(); },
      [&](size_t i) { return is(i).id(); }, matcher);
  matcher.MatchBy([&](size_t i) { return UnlessEmpty(was(i).series()); },
                  [&](size_t i) { return UnlessEmpty(is(i).series()); });
  const auto printed = [](const auto& indicator) {
    return absl::StrCat(indicator.label(), "\n", indicator.name());
  };
  matcher.MatchBy([&](size_t i) { return within(goal_before(i), printed(was(i))); },
                  [&](size_t i) { return within(goal_after(i), printed(is(i))); });
  matcher.MatchBy([&](size_t i) { return within(goal_before(i), was(i).name()); },
                  [&](size_t i) { return within(goal_after(i), is(i).name()); });
  return matcher.Take();
}

}  // namespace mokuhyo::projection
