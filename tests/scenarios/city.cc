#include "tests/scenarios/city.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/date.h"
#include "libs/domain/testing/proto.h"
#include "tests/scenarios/forms.h"
#include "tests/scenarios/steps.h"

namespace mokuhyo::scenarios {
namespace {

absl::Time MorningOf(const std::string& day) {
  return *base::ParseInstant(absl::StrCat(day, "T09:00:00+09:00"), "day");
}

}  // namespace

City::City() : clock_(MorningOf("2019-03-01")), stack_(clock_) {
  admin::v1::CreateCityRequest city;
  city.set_city_id("minato");
  city.set_display_name("みなと市");
  Does(city);
  const auto open = [this](const std::string& id, const std::string& name,
                           const std::string& fields) {
    Does(OpenOrgUnit(id, name, fields + " effective_date: '2007-04-01'"));
  };
  open("kita", "北区", "org_unit { kind: ORG_UNIT_KIND_WARD }");
  for (const auto& [id, name] : {std::pair{"doboku", "土木課"}, std::pair{"kenko", "健康福祉課"},
                                 std::pair{"nosho", "農政商工課"}, std::pair{"somu", "総務課"}}) {
    open(id, name, "org_unit { kind: ORG_UNIT_KIND_SECTION parent_unit: 'kita' }");
  }
  for (const forms::v1::Form& form : {SectionForm(), PlainForm()}) Does(RegisterForm(form));
}

City& City::On(const std::string& day, Here here) {
  const absl::Time morning = MorningOf(day);
  if (morning < clock_.Now() && base::TodayInTokyo(clock_.Now()) != day) {
    ADD_FAILURE_AT(here.file_name(), static_cast<int>(here.line()))
        << day << " is over, it is " << base::FormatInstant(clock_.Now());
  }
  clock_.Set(std::max(clock_.Now(), morning));
  return *this;
}

City& City::As(std::string actor) {
  actor_ = std::move(actor);
  return *this;
}

sheets::v1::Sheet City::Sheet(const std::string& name, Here here) {
  return Sees(GetSheet(name), here).sheet();
}

Reviewed City::Review(const std::string& name, Here here) {
  return {name, Sheet(name, here).etag()};
}

std::string City::Exports(const sheets::v1::ExportSheetRequest& request, Here here) {
  const auto ask = [this, request] {
    const auto bytes = stack_.Export(request);
    return bytes.ok() ? *bytes : bytes.status().ToString();
  };
  seen_.push_back(ask);
  ExpectDone(stack_.Export(request).status(), here);
  return ask();
}

std::string City::Now() const { return base::FormatInstant(clock_.Now() - absl::Seconds(30)); }

void City::PassMinute() { clock_.Advance(absl::Minutes(1)); }

void City::ExpectSameAnswersFromTheLog() {
  const auto ask_all = [this] {
    std::vector<std::string> answers;
    for (const auto& ask : seen_) answers.push_back(ask());
    return answers;
  };
  const std::vector<std::string> before = ask_all();
  const auto expect_same = [&](const char* after) {
    const std::vector<std::string> now = ask_all();
    for (size_t i = 0; i < before.size(); ++i) EXPECT_EQ(now[i], before[i]) << after;
  };
  ExpectDone(stack_.Rebuild(), Here::current());
  expect_same("after a rebuild");
  stack_.Restart();
  expect_same("after a new start");
}

}  // namespace mokuhyo::scenarios
