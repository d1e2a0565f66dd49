#include "libs/render/filled_past.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

namespace mokuhyo::render {
namespace {

TEST(FillPastTest, FillsOnlyWhatIsEmpty) {
  sheets::v1::GetSheetResponse response;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        sheet {
          goals {
            goals {
              indicators {
                id: "i1"
                past {
                  fiscal_year: 2020
                  value { text: "-" }
                }
                past { fiscal_year: 2021 }
              }
            }
          }
        }
        past_results {
          indicator: "i1"
          fiscal_year: 2020
          value { text: "9" }
        }
        past_results {
          indicator: "i1"
          fiscal_year: 2021
          value { text: "10" }
        }
        past_results {
          indicator: "i1"
          fiscal_year: 2022
          value { text: "11" }
        }
        past_results {
          indicator: "i9"
          fiscal_year: 2022
          value { text: "12" }
        }
      )pb",
      &response));
  FillPast(response.past_results(), *response.mutable_sheet());
  std::string cells;
  for (const auto& past : response.sheet().goals(0).goals(0).indicators(0).past())
    cells += std::to_string(past.fiscal_year()) + "=" + past.value().text() + " ";
  EXPECT_EQ(cells, "2020=- 2021=10 2022=11 ");
}

}  // namespace
}  // namespace mokuhyo::render
