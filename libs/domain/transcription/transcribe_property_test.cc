#include <algorithm>
#include <string>

#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/base/violations.h"
#include "libs/domain/forms/check_form.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/test_organization.h"
#include "libs/domain/transcription/random_document_test_util.h"
#include "libs/domain/transcription/transcribe.h"

// What must hold of every document under every form: it goes in whole, comes out whole, and goes in
// only once.
namespace mokuhyo::domain {
namespace {

using documents::v1::SheetDocument;
using testing::RandomDocuments;

constexpr uint32_t kSeeds = 150;

template <class List>
void ClearIds(List* goals) {
  for (auto& goal : *goals) {
    goal.clear_id();
    for (auto& indicator : *goal.mutable_indicators()) indicator.clear_id();
    ClearIds(goal.mutable_goals());
  }
}

// What differs between the document and the sheet as it is exported; empty: nothing.
std::string Difference(SheetDocument document, const SheetState& state) {
  ClearIds(document.mutable_goals());
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  differencer.Compare(document, ToDocument(state.sheet(), DocumentIds::kOmit));
  return difference;
}

// Every id that the document names is that of the same goal or indicator in the sheet. `goals` are
// those of the export with ids.
template <class List>
void ExpectIdsKept(const List& document, const List& goals) {
  ASSERT_EQ(document.size(), goals.size());
  for (int i = 0; i < document.size(); ++i) {
    if (document[i].has_id()) {
      EXPECT_EQ(document[i].id(), goals[i].id());
    }
    for (int k = 0; k < document[i].indicators_size(); ++k) {
      if (!document[i].indicators(k).has_id()) continue;
      EXPECT_EQ(document[i].indicators(k).id(), goals[i].indicators(k).id());
    }
    ExpectIdsKept(document[i].goals(), goals[i].goals());
  }
}

class TranscribeProperty : public ::testing::Test {
 protected:
  absl::StatusOr<Transcription> Import(const SheetState& current, const SheetDocument& document,
                                       bool revise) {
    const SheetContext context{form_,    organization_,        "2023-04-01",
                               "tester", /*transcribed=*/true, nullptr};
    return Transcribe(current, document, context, revise, /*reason=*/"");
  }

  // Imports the document over `current`, which becomes what it came to.
  void ExpectGoesIn(const SheetDocument& document, bool revise, SheetState& current) {
    const auto first = Import(current, document, revise);
    ASSERT_TRUE(first.ok()) << first.status() << "\n" << document.DebugString();
    EXPECT_EQ(Difference(document, first->state), "");
    ExpectIdsKept(document.goals(),
                  ToDocument(first->state.sheet(), DocumentIds::kInclude).goals());
    // The events say all of it.
    SheetState folded = current;
    testing::Fold(first->events, folded);
    EXPECT_EQ(Difference(document, folded), "");

    const auto second = Import(folded, document, /*revise=*/false);
    ASSERT_TRUE(second.ok()) << second.status();
    EXPECT_TRUE(second->events.empty());
    EXPECT_TRUE(second->changes.empty());
    current = folded;
  }

  forms::v1::Form form_;
  OrganizationState organization_ = testing::TestOrganization();
};

TEST_F(TranscribeProperty, WhatGoesInComesOutAndARepeatChangesNothing) {
  for (uint32_t seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    RandomDocuments documents(seed);
    form_ = documents.NewForm();
    base::Violations violations;
    CheckForm(form_, "form", violations);
    ASSERT_TRUE(violations.empty()) << violations.ToStatus();
    SheetState state;
    ExpectGoesIn(documents.NewDocument(), /*revise=*/false, state);
    if (HasFailure()) return;
  }
}

TEST_F(TranscribeProperty, ARevisionBringsTheSheetToTheDocument) {
  uint32_t revised = 0;
  for (uint32_t seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    RandomDocuments documents(seed);
    form_ = documents.NewForm();
    SheetDocument document = documents.NewDocument();
    SheetState state;
    ExpectGoesIn(document, /*revise=*/false, state);
    for (int revision = 0; revision < 5; ++revision) {
      SCOPED_TRACE(revision);
      documents.Mutate(document);
      const bool differs = !Difference(document, state).empty();
      const auto refused = Import(state, document, /*revise=*/false);
      if (differs) {
        EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
        EXPECT_EQ(base::ErrorReason(refused.status()), "SHEET_DIFFERS") << refused.status();
        ++revised;
        ExpectGoesIn(document, /*revise=*/true, state);
      } else {
        EXPECT_TRUE(refused.ok()) << refused.status();
      }
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(revised, kSeeds);
}

TEST_F(TranscribeProperty, ADocumentOfAnythingElseUnderTheSameFormGoesInToo) {
  for (uint32_t seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    RandomDocuments documents(seed);
    form_ = documents.NewForm();
    SheetDocument document = documents.NewDocument();
    SheetState state;
    ExpectGoesIn(document, /*revise=*/false, state);
    for (int other = 0; other < 3; ++other) {
      SheetDocument next = documents.NewDocument();
      next.set_state(std::max(next.state(), document.state()));
      ExpectGoesIn(next, /*revise=*/true, state);
      if (HasFailure()) return;
      document = std::move(next);
    }
  }
}

}  // namespace
}  // namespace mokuhyo::domain
