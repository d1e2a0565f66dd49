#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {

void WriteRoads(City& city, const std::string& sheet, int year, const std::string& form) {
  city.As("tanaka").Does(CreateSheet(sheet, "doboku", year, form,
                                     "sheet { title: '土木課の目標' texts { key: 'purpose' value: "
                                     "'道を守り、暮らしを支える' } }"));
  const auto goal = [&](const std::string& id, const std::string& fields,
                        const std::string& indicator, const std::string& indicator_fields) {
    city.Does(CreateGoal(sheet, id, fields));
    city.Does(CreateIndicator(sheet, id, indicator, indicator_fields));
  };
  goal("sand", "label: '1' title: '飛砂から海岸の道路を守る'", "fence",
       "name: '防砂柵の延長' unit: 'm' target { text: '90' }");
  goal("orders", "label: '2' title: '工事を早めに発注する'", "early",
       "name: '上半期の発注割合' unit: '%' target { text: '70~80' }");
  goal("answers", "label: '3' title: '要望に早く答える'", "tendays",
       "name: '10日以内に答えた割合' unit: '%' target { text: '100' }");
}

void PublishRoads(City& city, const std::string& sheet, int year, const std::string& form) {
  WriteRoads(city, sheet, year, form);
  if (form == "section-year") {
    city.As("tanaka").Does(SubmitGoals(sheet));
    city.As("yamada").Does(ApproveGoals(city.Review(sheet)));
  }
  city.As("tanaka").Does(PublishGoals(sheet));
}

void ReportAndRateRoads(City& city, const std::string& sheet) {
  city.As("tanaka").Does(
      ReportResults(sheet, {{"fence", "78"}, {"early", "86"}, {"tendays", "100"}}));
  city.Does(RateWithReason(sheet, "sand", "達成", "除砂の回数がこれまでで最も少なかった"));
  city.Does(Rate(sheet, {{"orders", "達成"}, {"answers", "達成"}}));
}

void PublishRoadsEdition(City& city, const std::string& sheet) {
  if (city.Sheet(sheet).form() == "section-year") city.As("tanaka").Does(SubmitEvaluation(sheet));
  city.As("yamada").Does(ConfirmEvaluation(city.Review(sheet)));
  city.Does(PublishEdition(city.Review(sheet)));
}

}  // namespace mokuhyo::scenarios
