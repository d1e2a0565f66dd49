#include "libs/domain/testing/given_when_then.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/domain/testing/test_organization.h"

namespace mokuhyo::domain::testing {
namespace {

// Fields of the BadRequest that the status carries.
std::vector<std::string> ViolatedFields(const absl::Status& status) {
  google::rpc::BadRequest bad_request;
  const std::string type_url =
      absl::StrCat("type.googleapis.com/", bad_request.GetDescriptor()->full_name());
  std::vector<std::string> fields;
  if (const auto payload = status.GetPayload(type_url);
      payload.has_value() && bad_request.ParseFromString(std::string(*payload))) {
    for (const auto& violation : bad_request.field_violations())
      fields.push_back(violation.field());
  }
  std::sort(fields.begin(), fields.end());
  return fields;
}

std::string Join(const std::vector<std::string>& lines) { return absl::StrJoin(lines, "\n  "); }

}  // namespace

const Outcome& Outcome::Then(const SheetEvents& expected, Here here) const {
  ThenAccepted(here);
  if (!decision_.ok()) return *this;
  const SheetEvents& actual = *decision_;
  for (size_t i = 0; i < std::max(expected.size(), actual.size()); ++i) {
    const events::v1::SheetEvent none;
    const auto& want = i < expected.size() ? expected[i] : none;
    const auto& got = i < actual.size() ? actual[i] : none;
    std::string difference;
    google::protobuf::util::MessageDifferencer differencer;
    differencer.ReportDifferencesToString(&difference);
    if (!differencer.Compare(want, got)) {
      ADD_FAILURE_AT(here.file_name(), static_cast<int>(here.line()))
          << "event " << i << " differs (expected -> actual):\n"
          << difference << "actual: " << got.DebugString();
    }
  }
  return *this;
}

const Outcome& Outcome::ThenAccepted(Here here) const {
  if (!decision_.ok()) {
    ADD_FAILURE_AT(here.file_name(), static_cast<int>(here.line()))
        << "refused: " << decision_.status().ToString(absl::StatusToStringMode::kWithNoExtraData);
  }
  return *this;
}

const Outcome& Outcome::ThenRefused(absl::StatusCode code, std::string_view reason,
                                    Here here) const {
  const absl::Status& status = decision_.status();
  if (status.code() != code || base::ErrorReason(status) != reason) {
    ADD_FAILURE_AT(here.file_name(), static_cast<int>(here.line()))
        << "expected " << absl::StatusCodeToString(code) << " " << reason << ", got "
        << status.ToString(absl::StatusToStringMode::kWithNoExtraData) << " "
        << base::ErrorReason(status);
  }
  return *this;
}

const Outcome& Outcome::ThenViolates(std::vector<std::string> fields, Here here) const {
  ThenRefused(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS", here);
  std::sort(fields.begin(), fields.end());
  const std::vector<std::string> actual = ViolatedFields(decision_.status());
  if (actual != fields) {
    ADD_FAILURE_AT(here.file_name(), static_cast<int>(here.line()))
        << "expected violations of\n  " << Join(fields) << "\ngot\n  " << Join(actual);
  }
  return *this;
}

void Fold(const SheetEvents& events, SheetState& state, const EventFacts& facts) {
  EventFacts next = facts;
  for (const events::v1::SheetEvent& event : events) {
    next.revision = state.revision().has_value() ? *state.revision() + 1 : 0;
    next.position = 100 + next.revision;
    state.Evolve(event, next);
  }
}

Scenario::Scenario() : form_(TestForm()), organization_(TestOrganization()) {}

Scenario& Scenario::Given(const SheetEvents& events) {
  Fold(events, state_);
  return *this;
}

Scenario& Scenario::WithForm(forms::v1::Form form) {
  form_ = std::move(form);
  return *this;
}

Scenario& Scenario::On(std::string effective_date) {
  effective_date_ = std::move(effective_date);
  return *this;
}

Scenario& Scenario::As(std::string actor) {
  actor_ = std::move(actor);
  return *this;
}

Scenario& Scenario::Transcribed() {
  transcribed_ = true;
  return *this;
}

SheetContext Scenario::context() const {
  return {.form = form_,
          .organization = organization_,
          .effective_date = effective_date_,
          .actor = actor_,
          .transcribed = transcribed_ || state_.sheet().transcribed(),
          .canonical_json = [](const documents::v1::SheetDocument& document) {
            return document.DebugString();
          }};
}

events::v1::SheetEvent SheetCreatedEvent() {
  return Event(R"pb(
    sheet_created {
      sheet {
        name: "cities/test/sheets/s"
        form: "test-form"
        form_version: 3
        fiscal_year: 2022
        org_unit: "kensetsu"
        title: "組織目標管理シート"
      }
    }
  )pb");
}

events::v1::SheetEvent TranscribedSheetCreatedEvent() {
  events::v1::SheetEvent event = SheetCreatedEvent();
  event.mutable_sheet_created()->mutable_sheet()->set_transcribed(true);
  return event;
}

}  // namespace mokuhyo::domain::testing
