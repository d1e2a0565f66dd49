#include "libs/render/canonical_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "mokuhyo/documents/v1/sheet_document.pb.h"

namespace mokuhyo::render {
namespace {

std::string Canonical(const char* json) {
  return CanonicalJson(nlohmann::ordered_json::parse(json));
}

// The names of RFC 8785, section 3.2.3.
TEST(CanonicalJsonTest, SortsNamesByUtf16CodeUnits) {
  EXPECT_EQ(Canonical(R"({"\u20ac": "Euro Sign", "\r": "Carriage Return",
                          "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
                          "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
                          "\u00f6": "Latin Small Letter O With Diaeresis"})"),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
            "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
            "\"😀\":\"Emoji: Grinning Face\",\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

// The string and the literals of RFC 8785, section 3.2.2.
TEST(CanonicalJsonTest, EscapesOnlyWhatMustBeEscaped) {
  EXPECT_EQ(Canonical(R"({"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
                          "literals": [null, true, false]})"),
            R"({"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"})");
  EXPECT_EQ(Canonical(R"(["\u0000\u001f\u007f\b\f\t", "\u2028 < 目標"])"),
            "[\"\\u0000\\u001f\x7F\\b\\f\\t\",\"\xE2\x80\xA8 < 目標\"]");
}

TEST(CanonicalJsonTest, SortsAtEveryDepthAndKeepsLists) {
  EXPECT_EQ(Canonical(R"({ "b" : [ { "d": 1, "c": [ 3, 1, 2 ] } ], "a" : { } })"),
            R"({"a":{},"b":[{"c":[3,1,2],"d":1}]})");
}

TEST(CanonicalJsonTest, WritesExactIntegersOnly) {
  EXPECT_EQ(Canonical("[0, -1, 9007199254740991, -9007199254740991]"),
            "[0,-1,9007199254740991,-9007199254740991]");
  EXPECT_DEATH(Canonical("[9007199254740992]"), "");
  EXPECT_DEATH(Canonical("[-9007199254740992]"), "");
  EXPECT_DEATH(Canonical("[0.5]"), "");
}

TEST(CanonicalJsonTest, WritesDocuments) {
  documents::v1::SheetDocument document;
  document.set_name("cities/c/sheets/s");
  document.set_form("f");
  document.set_fiscal_year(2022);
  document.set_org_unit("u");
  document.set_state(documents::v1::SheetDocument::GOALS_SET);
  (*document.mutable_texts())["plan"] = "計画";
  (*document.mutable_texts())["goal"] = "";
  EXPECT_EQ(WriteCanonicalJson(document),
            R"({"fiscalYear":2022,"form":"f","name":"cities/c/sheets/s","orgUnit":"u",)"
            R"("state":"GOALS_SET","texts":{"goal":"","plan":"計画"}})");
}

}  // namespace
}  // namespace mokuhyo::render
