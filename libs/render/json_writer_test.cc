#include "libs/render/json_writer.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "libs/render/strict_json.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"
#include "mokuhyo/imports/v1/import_service.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::render {
namespace {

using documents::v1::SheetDocument;

TEST(JsonWriterTest, WritesMasksAsOneString) {
  events::v1::GoalUpdated updated;
  updated.mutable_update_mask()->add_paths("official_number");
  updated.mutable_update_mask()->add_paths("texts");
  EXPECT_EQ(WriteJson(updated, {.indent = -1}), R"({"updateMask":"officialNumber,texts"})");
}

TEST(JsonWriterTest, WritesFieldsAsDeclaredAndMapsAsTheFormLists) {
  SheetDocument document;
  document.set_name("cities/c/sheets/s");
  document.set_form("f");
  document.set_fiscal_year(2022);
  document.set_org_unit("u");
  document.set_title("「目標」\n\"100%\"\t</td>\x01");
  document.set_subtitle("");
  document.set_state(SheetDocument::EVALUATED);
  document.set_replacement(false);
  (*document.mutable_texts())["result"] = "r";
  (*document.mutable_texts())["alpha"] = "a";
  (*document.mutable_texts())["purpose"] = "p";
  document.add_goals()->set_level("goal");
  document.mutable_goals(0)->mutable_evaluation();
  auto* total = document.add_declared_totals();
  (*total->mutable_counts())["未達成"] = 0;
  (*total->mutable_counts())["達成"] = 4;
  EXPECT_EQ(WriteJson(document, JsonStyle::Document({"purpose", "result", "達成", "未達成"})),
            R"({
 "name": "cities/c/sheets/s",
 "form": "f",
 "fiscalYear": 2022,
 "orgUnit": "u",
 "title": "「目標」\n\"100%\"\t</td>\u0001",
 "subtitle": "",
 "state": "EVALUATED",
 "texts": {
  "purpose": "p",
  "result": "r",
  "alpha": "a"
 },
 "goals": [
  {
   "level": "goal",
   "evaluation": {}
  }
 ],
 "declaredTotals": [
  {
   "scope": "",
   "counts": {
    "達成": 4,
    "未達成": 0
   }
  }
 ],
 "replacement": false
})");
}

TEST(JsonWriterTest, WritesAnswersWithoutDefaultsOnOneLine) {
  imports::v1::ImportSheetRequest request;
  request.set_document_json("\xFF\x01");
  EXPECT_EQ(WriteJson(request, {.indent = -1}), R"({"documentJson":"/wE="})");

  sheets::v1::Edition edition;
  edition.set_number(4294967295u);
  edition.set_position(18446744073709551615u);
  EXPECT_EQ(WriteJson(edition, {.indent = -1}),
            R"({"number":4294967295,"position":"18446744073709551615"})");
  EXPECT_EQ(WriteJson(sheets::v1::Edition(), {.indent = -1}), "{}");
}

TEST(JsonWriterTest, GivesBackEveryRealDocument) {
  const char* variable = std::getenv("MOKUHYO_SEEDS");
  const std::filesystem::path seeds = variable != nullptr ? variable : MOKUHYO_DEFAULT_SEEDS;
  if (!std::filesystem::is_directory(seeds)) {
    GTEST_SKIP() << "no documents in " << seeds << "; set MOKUHYO_SEEDS to their directory";
  }
  int documents = 0;
  for (const auto& entry : std::filesystem::directory_iterator(seeds)) {
    if (entry.path().extension() != ".json" || entry.path().stem() == "org-units") continue;
    SCOPED_TRACE(entry.path());
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    SheetDocument document;
    const absl::Status status = ReadStrictJson(text.str(), &document);
    ASSERT_TRUE(status.ok()) << status;
    EXPECT_EQ(nlohmann::json::parse(WriteJson(document, JsonStyle::Document({}))),
              nlohmann::json::parse(text.str()));
    ++documents;
  }
  EXPECT_GT(documents, 0);
}

}  // namespace
}  // namespace mokuhyo::render
