#include "libs/render/strict_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "libs/base/violations.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/proof/v1/proof.pb.h"

namespace mokuhyo::render {
namespace {

using documents::v1::SheetDocument;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// All violations as "path: description".
std::vector<std::string> ViolationsOf(std::string_view json, const StrictJsonLimits& limits = {}) {
  SheetDocument document;
  const absl::Status status = ReadStrictJson(json, &document, limits);
  EXPECT_TRUE(status.ok() || status.code() == absl::StatusCode::kInvalidArgument);
  base::Violations violations;
  violations.Add(status);
  std::vector<std::string> lines;
  for (const auto& violation : violations.list()) {
    lines.push_back(violation.field + ": " + violation.description);
  }
  return lines;
}

TEST(StrictJsonTest, ReadsEveryKindOfField) {
  SheetDocument document;
  const absl::Status status = ReadStrictJson(R"({
    "name": "cities/c/sheets/s", "fiscalYear": 2022, "formVersion": 4294967295, "state": "EVALUATED",
    "replacement": true, "title": "", "texts": {"purpose": "目的\n二行", "plan": "-"}, "notes": ["a", "b"],
    "goals": [{"level": "goal", "goals": [{"level": "item", "indicators": [
      {"past": [{"fiscalYear": -5, "value": "0"}], "target": "85.0以上", "direction": "LOWER_IS_BETTER"}]}]}],
    "declaredTotals": [{"scope": "", "total": 3, "counts": {"達成": 2, "未達成": 1}}]
  })",
                                             &document);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(document.name(), "cities/c/sheets/s");
  EXPECT_EQ(document.fiscal_year(), 2022);
  EXPECT_EQ(document.form_version(), 4294967295u);
  EXPECT_EQ(document.state(), SheetDocument::EVALUATED);
  EXPECT_TRUE(document.replacement());
  EXPECT_TRUE(document.has_title());
  EXPECT_FALSE(document.has_subtitle());
  EXPECT_EQ(document.texts().at("purpose"), "目的\n二行");
  EXPECT_EQ(document.texts_size(), 2);
  EXPECT_THAT(document.notes(), ElementsAre("a", "b"));
  const auto& indicator = document.goals(0).goals(0).indicators(0);
  EXPECT_EQ(indicator.past(0).fiscal_year(), -5);
  EXPECT_EQ(indicator.target(), "85.0以上");
  EXPECT_EQ(indicator.direction(), documents::v1::LOWER_IS_BETTER);
  EXPECT_EQ(document.declared_totals(0).counts().at("達成"), 2);
}

TEST(StrictJsonTest, ClearsWhatWasThere) {
  SheetDocument document;
  document.set_title("old");
  ASSERT_TRUE(ReadStrictJson("{}", &document).ok());
  EXPECT_FALSE(document.has_title());
}

struct Rejection {
  const char* name;
  std::string json;
  std::string violation;

  friend void PrintTo(const Rejection& rejection, std::ostream* out) { *out << rejection.json; }
};

class StrictJsonRejectionTest : public ::testing::TestWithParam<Rejection> {};

TEST_P(StrictJsonRejectionTest, SaysWhatAndWhere) {
  EXPECT_THAT(ViolationsOf(GetParam().json), ElementsAre(StartsWith(GetParam().violation)));
}

INSTANTIATE_TEST_SUITE_P(
    Fields, StrictJsonRejectionTest,
    ::testing::Values(Rejection{"Unknown", R"({"nane": "x"})", "nane: unknown field"},
                      Rejection{"UnknownInside", R"({"goals": [{}, {"foo": {"level": [1]}}]})",
                                "goals[1].foo: unknown field"},
                      Rejection{"SnakeCase", R"({"fiscal_year": 2022})",
                                "fiscal_year: unknown field; it is written `fiscalYear`"},
                      Rejection{"Capital", R"({"FiscalYear": 2022})",
                                "FiscalYear: unknown field; it is written `fiscalYear`"},
                      Rejection{"Twice", R"({"title": "a", "title": "a"})", "title: given twice"},
                      Rejection{"TwiceAsNull", R"({"goals": [{"title": "a", "title": null}]})",
                                "goals[0].title: given twice"},
                      Rejection{"TwiceInMap", R"({"texts": {"plan": "a", "plan": "b"}})",
                                "texts.plan: given twice"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Types, StrictJsonRejectionTest,
    ::testing::Values(
        Rejection{"NumberForString", R"({"goals": [{"indicators": [{"target": 90}]}]})",
                  "goals[0].indicators[0].target: must be a string, not the number 90"},
        Rejection{"StringForNumber", R"({"fiscalYear": "2022"})",
                  "fiscalYear: must be an integer from -2147483648 to 2147483647, not the string "
                  "\"2022\""},
        Rejection{"Null", R"({"title": null})", "title: must be a string, not null"},
        Rejection{"NullElement", R"({"notes": ["a", null]})", "notes[1]: must be a string"},
        Rejection{"NullMessage", R"({"goals": [{"evaluation": null}]})",
                  "goals[0].evaluation: must be an object, not null"},
        Rejection{"Fraction", R"({"fiscalYear": 2022.0})", "fiscalYear: must be an integer"},
        Rejection{"Exponent", R"({"fiscalYear": 2e3})", "fiscalYear: must be an integer"},
        Rejection{"OverInt32", R"({"fiscalYear": 2147483648})", "fiscalYear: must be an integer"},
        Rejection{"UnderInt32", R"({"fiscalYear": -2147483649})", "fiscalYear: must be an integer"},
        Rejection{"OverInt64", R"({"fiscalYear": 99999999999999999999})",
                  "fiscalYear: must be an integer from -2147483648 to 2147483647, not the number "
                  "99999999999999999999"},
        Rejection{"NegativeUint32", R"({"formVersion": -1})",
                  "formVersion: must be an integer from 0 to 4294967295, not the number -1"},
        Rejection{"OverUint32", R"({"formVersion": 4294967296})", "formVersion: must be"},
        Rejection{"UnknownLabel", R"({"state": "DONE"})",
                  "state: must be one of GOALS_SET, RESULTS_REPORTED, EVALUATED, not the string "
                  "\"DONE\""},
        Rejection{"LabelByNumber", R"({"state": 3})", "state: must be one of GOALS_SET"},
        Rejection{"StringForBool", R"({"replacement": "true"})",
                  "replacement: must be true or false, not the string \"true\""},
        Rejection{"ListForScalar", R"({"title": ["a", ["b"]]})",
                  "title: must be a string, not a list"},
        Rejection{"ObjectForScalar", R"({"title": {"title": {}}})",
                  "title: must be a string, not an object"},
        Rejection{"ScalarForList", R"({"notes": "a"})",
                  "notes: must be a list, not the string \"a\""},
        Rejection{"ObjectForList", R"({"goals": {"level": "goal"}})",
                  "goals: must be a list, not an object"},
        Rejection{"ListInList", R"({"notes": [["a"]]})", "notes[0]: must be a string, not a list"},
        Rejection{"ScalarForMessage", R"({"goals": ["a"]})", "goals[0]: must be an object"},
        Rejection{"ListForMap", R"({"texts": [{"key": "a", "value": "b"}]})",
                  "texts: must be an object, not a list"},
        Rejection{"WrongMapValue", R"({"declaredTotals": [{"counts": {"達成": "4"}}]})",
                  "declaredTotals[0].counts.達成: must be an integer"},
        Rejection{"TopList", "[{}]", ": the document must be an object, not a list"},
        Rejection{"TopString", "\"x\"", ": the document must be an object, not the string \"x\""}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Syntax, StrictJsonRejectionTest,
    ::testing::Values(
        Rejection{"Empty", "", ": the document is empty"},
        Rejection{"Blank", " \n\t", ": the document is empty"},
        Rejection{"CutOff", "{\"title\": \"a\",\n \"goals\": [{",
                  "goals[0]: line 2, column 13: the text ends too early"},
        Rejection{"CutOffInString", "{\"title\": \"目標",
                  ": line 1, column 14: the text ends too early: syntax error while "
                  "parsing value - invalid string: missing closing quote"},
        Rejection{"TrailingComma", "{\"notes\": [\"目\",\n  ]}",
                  "notes: line 2, column 3: syntax error"},
        Rejection{"SecondValue", "{}\n{}", ": line 2, column 1: syntax error"},
        Rejection{"Comment", "{} // end", ": line 1, column 4: "},
        Rejection{"HugeExponent", R"({"fiscalYear": 1e999})", ": line 1, column "},
        Rejection{"LoneSurrogate", R"({"title": "\ud800"})", ": line 1, column "},
        Rejection{"ByteOrderMark", "\xEF\xBB\xBF{}",
                  ": the document is UTF-8 with a byte order mark; save"},
        Rejection{"Utf16", std::string("\xFF\xFE{\0}\0", 6),
                  ": the document is not UTF-8 but UTF-16; save"},
        Rejection{"Utf16WithoutMark", std::string("\0{\0}", 4),
                  ": the document is not UTF-8 but UTF-16; save"},
        Rejection{
            "ShiftJis", "{\n \"title\": \"\x96\xDA\x95W\"}",
            ": the document is not UTF-8 at line 2, column 12 (byte 0x96), perhaps Shift_JIS or "
            "EUC-JP; save the file as UTF-8"},
        Rejection{"OverlongUtf8", "{\"title\": \"\xC0\x80\"}",
                  ": the document is not UTF-8 at line 1"}),
    [](const auto& test) { return test.param.name; });

TEST(StrictJsonTest, ReportsAllViolationsAtOnceInTheOrderOfTheText) {
  EXPECT_THAT(
      ViolationsOf(R"({"titel": {"a": [1, {"b": null}]}, "fiscalYear": "R4", "goals": [
                {"level": 1, "indicators": [{"past": [{"value": null}]}], "marks": "covid-19"},
                {"goals": [{"evaluation": {"score": 1}}]}], "state": "DONE",)"),
      ElementsAre(StartsWith("titel: "), StartsWith("fiscalYear: "), StartsWith("goals[0].level: "),
                  StartsWith("goals[0].indicators[0].past[0].value: "),
                  StartsWith("goals[0].marks: "),
                  StartsWith("goals[1].goals[0].evaluation.score: "), StartsWith("state: "),
                  HasSubstr("line 3, column 77: the text ends too early")));
}

TEST(StrictJsonTest, RefusesWhatIsNestedTooDeeply) {
  const auto nested = [](size_t pairs) {  // An object and a list for each goal, and the document.
    std::string json = "{}";
    for (size_t i = 0; i < pairs; ++i) json = "{\"goals\":[" + json + "]}";
    return json;
  };
  EXPECT_THAT(ViolationsOf(nested(2), {.max_depth = 5}), ElementsAre());
  EXPECT_THAT(ViolationsOf(nested(2), {.max_depth = 4}),
              ElementsAre("goals[0].goals[0]: nested deeper than 4 levels"));
  EXPECT_THAT(ViolationsOf("{\"x\": " + std::string(100'000, '['), {}),
              ElementsAre("x: unknown field", ": nested deeper than 64 levels"));
}

TEST(StrictJsonTest, RefusesWhatIsTooLarge) {
  const std::string json = R"({"title": "目標"})";
  EXPECT_THAT(ViolationsOf(json, {.max_bytes = json.size()}), ElementsAre());
  EXPECT_THAT(ViolationsOf(json, {.max_bytes = json.size() - 1}),
              ElementsAre(": the document has 19 bytes; at most 18 are taken"));
}

TEST(StrictJsonTest, StopsWhenNobodyWouldReadMore) {
  EXPECT_THAT(ViolationsOf(R"({"a": 1, "b": 2, "c": 3, "d": 4})", {.max_violations = 2}),
              ElementsAre("a: unknown field", "b: unknown field"));
}

TEST(StrictJsonTest, QuotesLongTextsShortened) {
  const auto lines = ViolationsOf("{\"" + std::string(5'000, 'k') + "\": 1, \"state\": \"" +
                                  std::string(5'000, 'v') + "\"}");
  ASSERT_EQ(lines.size(), 2u);
  for (const auto& line : lines) EXPECT_LT(line.size(), 250u) << line;
}

TEST(StrictJsonTest, BytesAndLongIntegersHaveOneText) {
  proof::v1::InclusionProof proof;
  ASSERT_TRUE(ReadStrictJson(R"({"position": "18446744073709551615", "header": "AAE=",
                                 "path": ["/+8=", ""]})",
                             &proof)
                  .ok());
  EXPECT_EQ(proof.position(), 18446744073709551615u);
  EXPECT_EQ(proof.header(), std::string("\0\x01", 2));
  EXPECT_THAT(proof.path(), ElementsAre("\xff\xef", ""));
  for (const char* json : {R"({"position": 1})", R"({"position": "01"})", R"({"position": "+1"})",
                           R"({"position": " 1"})", R"({"position": "18446744073709551616"})",
                           R"({"position": ""})", R"({"header": "AAF="})", R"({"header": "AAE"})",
                           R"({"header": "_-8="})", R"({"header": "AAE= "})"}) {
    EXPECT_FALSE(ReadStrictJson(json, &proof).ok()) << json;
  }
}

}  // namespace
}  // namespace mokuhyo::render
