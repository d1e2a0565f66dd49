#ifndef MOKUHYO_TESTS_SCENARIOS_CITY_H_
#define MOKUHYO_TESTS_SCENARIOS_CITY_H_

#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "libs/base/manual_clock.h"
#include "tests/scenarios/outcome.h"
#include "tests/scenarios/stack.h"

namespace mokuhyo::scenarios {

inline constexpr char kCity[] = "cities/minato";

// A sheet as somebody read it: decisions on it demand its etag.
struct Reviewed {
  std::string name;
  std::string etag;
};

// A city in which a story takes place: `minato` with the ward `kita` (北区) and its sections
// `doboku` (土木課), `kenko` (健康福祉課), `nosho` (農政商工課) and `somu` (総務課), the shipped
// forms, and those of forms.h. It was founded on 1 March 2019 by `founder`.
//
//   city.On("2022-04-11").As("tanaka").Does(SubmitGoals(sheet));
//   city.As("tanaka").Does(ApproveGoals(city.Review(sheet))).IsForbidden("TWO_PERSON_RULE", {…});
//   EXPECT_EQ(city.Sees(GetSheet(sheet)).sheet().state(), …);
//
// At the end of a story all that was seen in it is asked again, thrown away and asked once more:
// the answers rest on the log alone.
class City {
 public:
  City();
  City(const City&) = delete;
  City& operator=(const City&) = delete;
  ~City() { ExpectSameAnswersFromTheLog(); }

  // It is nine o'clock of that day in Tokyo; days do not run backwards.
  City& On(const std::string& day, Here here = Here::current());
  // Who acts from here on.
  City& As(std::string actor);

  // A write, or a read that may be refused. Each takes a minute.
  template <typename Request>
  auto Does(const Request& request, Here here = Here::current()) {
    auto outcome = stack_.Do(request, actor_);
    PassMinute();
    return Outcome(std::move(outcome), here);
  }

  // A read that must be answered.
  template <typename Request>
  auto Sees(const Request& request, Here here = Here::current()) {
    const auto ask = [this, request] { return stack_.Do(request, "reader"); };
    seen_.push_back([ask] {
      const auto answer = ask();
      return answer.ok() ? answer->DebugString() : std::string(answer.status().message());
    });
    return Outcome(ask(), here).answer();
  }

  // The sheet as it is.
  sheets::v1::Sheet Sheet(const std::string& name, Here here = Here::current());
  Reviewed Review(const std::string& name, Here here = Here::current());
  // The bytes that ExportSheet gives.
  std::string Exports(const sheets::v1::ExportSheetRequest& request, Here here = Here::current());

  // An instant behind all that has happened and before all that will, RFC 3339.
  std::string Now() const;

  // Asks again what was seen; what is derived is thrown away while the services go on, and asked
  // again; and the same with services that are started anew. Fails the test where answers differ.
  void ExpectSameAnswersFromTheLog();

  // For what several people do at once.
  Stack& stack() { return stack_; }
  // Behind what was done on `stack()`.
  void PassMinute();

 private:
  base::ManualClock clock_;
  Stack stack_;
  std::string actor_ = "founder";
  std::vector<std::function<std::string()>> seen_;
};

}  // namespace mokuhyo::scenarios

#endif  // MOKUHYO_TESTS_SCENARIOS_CITY_H_
