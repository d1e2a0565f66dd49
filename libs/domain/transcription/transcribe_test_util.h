#ifndef MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBE_TEST_UTIL_H_
#define MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBE_TEST_UTIL_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/domain/testing/test_organization.h"
#include "libs/domain/transcription/transcribe.h"
#include "libs/values/parse.h"

namespace mokuhyo::domain::testing {

// A document of TestForm() with these goals, in text format.
inline documents::v1::SheetDocument Document(const std::string& goals,
                                             documents::v1::SheetDocument::State state) {
  auto document = Proto<documents::v1::SheetDocument>(absl::StrCat(
      R"pb(
        name: "cities/test/sheets/s"
        form: "test-form"
        fiscal_year: 2022
        org_unit: "kensetsu"
        texts { key: "purpose" value: "道路を守る" }
      )pb",
      goals));
  document.set_state(state);
  return document;
}

inline documents::v1::SheetDocument Evaluated(const std::string& goals) {
  return Document(goals, documents::v1::SheetDocument::EVALUATED);
}

inline documents::v1::SheetDocument Set(const std::string& goals) {
  return Document(goals, documents::v1::SheetDocument::GOALS_SET);
}

// Given a sheet that documents and commands have brought about, when a document comes, then …
class TranscribeTest : public ::testing::Test {
 protected:
  absl::StatusOr<Transcription> Import(const documents::v1::SheetDocument& document, bool revise) {
    const SheetContext context{form_,
                               organization_,
                               "2023-04-01",
                               "tester",
                               !state_.exists() || state_.sheet().transcribed(),
                               nullptr};
    return Transcribe(state_, document, context, revise, reason_);
  }

  void Given(const documents::v1::SheetDocument& document) {
    const auto imported = Import(document, /*revise=*/true);
    ASSERT_TRUE(imported.ok()) << imported.status();
    state_ = imported->state;
  }

  // A sheet that was worked on here: published, two goals, each with an indicator.
  void GivenOperated() {
    events::v1::SheetEvent first =
        Event(R"pb(goal_created { goal { id: "g1" level: "goal" label: "1" } })pb");
    sheets::v1::Indicator& indicator =
        *first.mutable_goal_created()->mutable_goal()->add_indicators();
    indicator.set_id("i1");
    *indicator.mutable_target() = values::Parse("10");
    const events::v1::SheetEvent second = Event(R"pb(goal_created {
                                                       goal { id: "g2" level: "goal" label: "2" }
                                                       index: 1
                                                     })pb");
    Fold({SheetCreatedEvent(), first, second, Event("goals_published {}")}, state_);
  }

  void GivenResult(const std::string& value) {
    events::v1::SheetEvent event;
    auto& entry = *event.mutable_results_reported()->add_results();
    entry.set_indicator("i1");
    *entry.mutable_result()->mutable_value() = values::Parse(value);
    Fold({event}, state_);
  }

  // The document goes in, comes to these commands, and comes out again.
  void ThenChanges(const documents::v1::SheetDocument& document,
                   const std::vector<std::string>& changes) {
    const auto imported = Import(document, /*revise=*/true);
    ASSERT_TRUE(imported.ok()) << imported.status();
    std::vector<std::string> commands;
    for (const auto& change : imported->changes)
      commands.push_back(absl::StrCat(change.command, " ", change.target));
    EXPECT_EQ(commands, changes);
    last_ = *imported;
    state_ = imported->state;
    const auto again = Import(document, /*revise=*/false);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(again->events.empty());
  }

  void ThenRefused(const documents::v1::SheetDocument& document, bool revise, absl::StatusCode code,
                   const std::string& reason) {
    const auto imported = Import(document, revise);
    EXPECT_EQ(imported.status().code(), code) << imported.status();
    EXPECT_EQ(base::ErrorReason(imported.status()), reason) << imported.status();
  }

  void ThenPrints(documents::v1::SheetDocument document) {
    const documents::v1::SheetDocument printed = ToDocument(state_.sheet(), DocumentIds::kOmit);
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(printed, document))
        << printed.DebugString();
  }

  forms::v1::Form form_ = TestForm();
  OrganizationState organization_ = TestOrganization();
  std::string reason_;
  SheetState state_;
  Transcription last_;
};

}  // namespace mokuhyo::domain::testing

#endif  // MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBE_TEST_UTIL_H_
