#ifndef MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVED_SEEDS_TEST_UTIL_H_
#define MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVED_SEEDS_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/util/json_util.h"
#include "libs/domain/forms/forms_state.h"
#include "libs/domain/forms/shipped_forms.h"
#include "libs/domain/transcription/transcribe.h"
#include "libs/projection/observations/observed_sheet.h"
#include "mokuhyo/documents/v1/org_units_document.pb.h"

namespace mokuhyo::projection {

// The real documents of a city as sheets, as an import makes them. Where there are none, the tests
// are skipped and say so.
class ObservedSeeds : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(Directory())) {
      GTEST_SKIP() << "no real sheets here; set MOKUHYO_SEEDS to their directory";
    }
  }

  // Reads the sheets of the city.
  void Load(const std::string& city) {
    ReadUnits(city);
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(Directory())) {
      if (entry.path().stem() != "org-units" && entry.path().extension() == ".json")
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
      const auto document = ReadJson<documents::v1::SheetDocument>(file);
      if (document.name().starts_with("cities/" + city + "/")) Add(document);
    }
    ASSERT_FALSE(sheets_.empty());
  }

  // A sheet with all the others of its city around it.
  ObservedSheet Observed(const sheets::v1::Sheet& sheet) const {
    ObservedSheet observed{
        .sheet = {&sheet, FormOf(sheet.form())}, .date = "2024-04-01", .units = &units_};
    for (const sheets::v1::Sheet& other : sheets_) {
      if (&other != &sheet) observed.of_series.push_back(&other);
      observed.linked.emplace(other.name(), &other);
    }
    return observed;
  }

  // The sheet of this id. It must be there.
  sheets::v1::Sheet& Find(std::string_view id) {
    for (sheets::v1::Sheet& sheet : sheets_) {
      if (sheet.name().ends_with("/" + std::string(id))) return sheet;
    }
    ADD_FAILURE() << "no sheet " << id;
    std::abort();
  }

  // Element addresses stay.
  std::deque<sheets::v1::Sheet> sheets_;

 private:
  static std::filesystem::path Directory() {
    if (const char* directory = std::getenv("MOKUHYO_SEEDS")) return directory;
    return MOKUHYO_DEFAULT_SEEDS;
  }

  template <class Message>
  static Message ReadJson(const std::filesystem::path& path) {
    std::ifstream file(path);
    const std::string json{std::istreambuf_iterator<char>(file), {}};
    Message message;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << path;
    return message;
  }

  void ReadUnits(const std::string& city) {
    uint64_t revision = 0;
    const auto document = ReadJson<documents::v1::OrgUnitsDocument>(Directory() / "org-units.json");
    for (const auto& unit : document.org_units()) {
      if (unit.city() != city) continue;
      events::v1::OrganizationEvent event;
      event.mutable_org_unit_opened()->set_unit(unit.id());
      event.mutable_org_unit_opened()->set_display_name(unit.name());
      event.mutable_org_unit_opened()->set_parent_unit(unit.parent());
      units_.Evolve(event, revision++, "2000-04-01");
    }
  }

  void Add(const documents::v1::SheetDocument& document) {
    const domain::SheetContext context{
        *FormOf(document.form()), units_, "2023-04-01", "tester", true, nullptr};
    const auto imported = domain::Transcribe({}, document, context, /*revise=*/false, "");
    ASSERT_TRUE(imported.ok()) << imported.status();
    sheets_.push_back(imported->state.sheet());
  }

  const forms::v1::Form* FormOf(const std::string& id) const {
    for (const forms::v1::Form& form : forms_) {
      if (domain::FormId(form) == id) return &form;
    }
    ADD_FAILURE() << "no form " << id;
    std::abort();
  }

  const std::vector<forms::v1::Form> forms_ = domain::ShippedForms("test");
  domain::OrganizationState units_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVED_SEEDS_TEST_UTIL_H_
