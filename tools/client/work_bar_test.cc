#include "tools/client/work_bar.h"

#include <sstream>
#include <string>

#include "gtest/gtest.h"

namespace mokuhyo::client {
namespace {

admin::v1::Progress Progress(uint64_t done, uint64_t total, const std::string& unit) {
  admin::v1::Progress progress;
  progress.set_stage("cities/niigata");
  progress.set_done(done);
  progress.set_total(total);
  progress.set_unit(unit);
  return progress;
}

TEST(WorkBarTest, DrawsOneLineOverTheOtherAndErasesIt) {
  std::ostringstream out;
  {
    WorkBar bar(out, /*is_terminal=*/true);
    bar.Show(Progress(1, 3, "events"));
    bar.Show(Progress(1, 3, "events"));
    bar.Show(Progress(3, 3, "events"));
  }
  EXPECT_EQ(out.str(),
            "\r\x1B[K[########................]  33 % 1/3 cities/niigata"
            "\r\x1B[K[########################] 100 % 3/3 cities/niigata"
            "\r\x1B[K");
}

TEST(WorkBarTest, BytesAreShownAsPeopleReadThem) {
  std::ostringstream out;
  WorkBar bar(out, /*is_terminal=*/true);
  bar.Show(Progress(uint64_t{3} << 20, uint64_t{6} << 20, "bytes"));
  EXPECT_NE(out.str().find(" 50 % 3.0 MiB/6.0 MiB "), std::string::npos) << out.str();
}

TEST(WorkBarTest, WithoutATotalTheCountIsShown) {
  std::ostringstream out;
  WorkBar bar(out, /*is_terminal=*/true);
  bar.Show(Progress(7, 0, "events"));
  EXPECT_EQ(out.str(), "\r\x1B[K7 cities/niigata");
}

TEST(WorkBarTest, DrawsNothingWhereNobodyLooks) {
  std::ostringstream out;
  {
    WorkBar bar(out, /*is_terminal=*/false);
    bar.Show(Progress(1, 3, "events"));
  }
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace mokuhyo::client
