#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "libs/domain/forms/forms_state.h"
#include "libs/domain/forms/shipped_forms.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/transcription/transcribe.h"
#include "mokuhyo/documents/v1/org_units_document.pb.h"

// The first acceptance test: real documents go in and come out again, every field, letter for
// letter, order kept.
namespace mokuhyo::domain {
namespace {

using documents::v1::SheetDocument;
namespace fs = std::filesystem;

fs::path SeedsDirectory() {
  if (const char* directory = std::getenv("MOKUHYO_SEEDS")) return directory;
  return MOKUHYO_DEFAULT_SEEDS;
}

template <class Message>
Message ReadJson(const fs::path& path) {
  std::ifstream file(path);
  const std::string json{std::istreambuf_iterator<char>(file), {}};
  Message message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << path;
  return message;
}

OrganizationState ReadUnits() {
  OrganizationState organization;
  uint64_t revision = 0;
  const auto document =
      ReadJson<documents::v1::OrgUnitsDocument>(SeedsDirectory() / "org-units.json");
  for (const auto& unit : document.org_units()) {
    events::v1::OrganizationEvent event;
    event.mutable_org_unit_opened()->set_unit(unit.id());
    event.mutable_org_unit_opened()->set_parent_unit(unit.parent());
    organization.Evolve(event, revision++, "2000-04-01");
  }
  return organization;
}

std::string Difference(const SheetDocument& document, const SheetState& state) {
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  differencer.Compare(document, ToDocument(state.sheet(), DocumentIds::kOmit));
  return difference;
}

TEST(SeedsRoundTrip, EveryDocumentComesOutAsItWentIn) {
  if (!fs::is_directory(SeedsDirectory())) {
    GTEST_SKIP() << "no seeds; set MOKUHYO_SEEDS to their directory";
  }
  const OrganizationState organization = ReadUnits();
  const auto forms = ShippedForms("test");
  int documents = 0;
  for (const auto& entry : fs::directory_iterator(SeedsDirectory())) {
    if (entry.path().extension() != ".json" || entry.path().stem() == "org-units") continue;
    SCOPED_TRACE(entry.path());
    const auto document = ReadJson<SheetDocument>(entry.path());
    for (const forms::v1::Form& form : forms) {
      if (FormId(form) != document.form()) continue;
      ++documents;
      const SheetContext context{form,     organization,         "2023-04-01",
                                 "tester", /*transcribed=*/true, nullptr};
      const auto imported = Transcribe(SheetState(), document, context, /*revise=*/false, "");
      ASSERT_TRUE(imported.ok()) << imported.status();
      EXPECT_EQ(Difference(document, imported->state), "");

      const auto again = Transcribe(imported->state, document, context, /*revise=*/false, "");
      ASSERT_TRUE(again.ok()) << again.status();
      EXPECT_TRUE(again->events.empty());

      // An export with ids says the same, and brings a fresh sheet to the same ids.
      const SheetDocument exported = ToDocument(imported->state.sheet(), DocumentIds::kInclude);
      EXPECT_TRUE(Transcribe(imported->state, exported, context, false, "")->events.empty());
      const auto copy = Transcribe(SheetState(), exported, context, false, "");
      ASSERT_TRUE(copy.ok()) << copy.status();
      EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(
          ToDocument(copy->state.sheet(), DocumentIds::kInclude), exported));
    }
  }
  EXPECT_GT(documents, 0);
}

}  // namespace
}  // namespace mokuhyo::domain
