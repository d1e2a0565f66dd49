#ifndef MOKUHYO_LIBS_APPLICATION_TEST_CITY_TEST_UTIL_H_
#define MOKUHYO_LIBS_APPLICATION_TEST_CITY_TEST_UTIL_H_

#include <source_location>
#include <string>
#include <utility>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"
#include "libs/application/city_folds.h"
#include "libs/application/city_writes.h"
#include "libs/application/hooked_event_store_test_util.h"
#include "libs/application/sheet_writes.h"
#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/memory/memory_event_store.h"

namespace mokuhyo::application {

// The whole way of a write over a store in memory, in one thread: every call is over when it
// returns. City `test` with the units `nishi` and, below it, `kensetsu`, and the form
// `test-form` (as domain::testing::TestForm, version 1).
class TestCity : public ::testing::Test {
 protected:
  void SetUp() override {
    using domain::testing::Proto;
    admin::v1::CreateCityResponse city;
    ExpectOk(Call([&](auto done) {
      cities_.CreateCity(Proto<admin::v1::CreateCityRequest>(
                             "city_id: 'test' display_name: '試験市' without_shipped_forms: true"),
                         caller_, &city, std::move(done));
    }));
    organization::v1::RegisterFormRequest form;
    form.set_parent("cities/test");
    *form.mutable_form() = TitledForm();
    organization::v1::RegisterFormResponse registered;
    ExpectOk(Call(
        [&](auto done) { cities_.RegisterForm(form, caller_, &registered, std::move(done)); }));
    OpenUnit("nishi", "org_unit { display_name: '西区' kind: ORG_UNIT_KIND_WARD }");
    OpenUnit(
        "kensetsu",
        "org_unit { display_name: '建設課' kind: ORG_UNIT_KIND_SECTION parent_unit: 'nishi' }");
    OpenUnit(
        "somu",
        "org_unit { display_name: '総務課' kind: ORG_UNIT_KIND_SECTION parent_unit: 'nishi' }");
  }

  // TestForm() with the titles that a form needs to be registered.
  static forms::v1::Form TitledForm() {
    forms::v1::Form form = domain::testing::TestForm();
    for (auto& text : *form.mutable_texts()) text.mutable_title()->set_ja(text.key());
    for (auto& mark : *form.mutable_marks()) mark.mutable_title()->set_ja(mark.key());
    for (auto& stage : *form.mutable_stages()) stage.mutable_title()->set_ja(stage.key());
    return form;
  }

  void OpenUnit(const std::string& unit, const std::string& fields) {
    auto open = domain::testing::Proto<organization::v1::OpenOrgUnitRequest>(
        "parent: 'cities/test' effective_date: '2007-04-01' " + fields);
    open.set_org_unit_id(unit);
    organization::v1::OpenOrgUnitResponse opened;
    ExpectOk(Call([&](auto done) { cities_.RunOnUnit(open, caller_, &opened, std::move(done)); }));
  }

  // Runs `start(done)` and returns what `done` got.
  template <class Start>
  static absl::Status Call(const Start& start) {
    // Another thread may end the call: writers of one stream line up.
    absl::Notification over;
    absl::Status status;
    start([&](absl::Status outcome) {
      EXPECT_FALSE(over.HasBeenNotified()) << "done was called twice";
      status = std::move(outcome);
      over.Notify();
    });
    over.WaitForNotification();
    return status;
  }

  // Commands on sheets, by request type.
  template <class Response, class Request>
  absl::StatusOr<Response> Do(const Request& request) {
    Response response;
    const absl::Status status = Call([&](auto done) {
      if constexpr (std::is_same_v<Request, goals::v1::CreateSheetRequest>) {
        sheets_.Create(request, caller_, &response, std::move(done));
      } else {
        sheets_.Run(request, caller_, &response, std::move(done));
      }
    });
    if (status.ok()) return response;
    EXPECT_EQ(response.ByteSizeLong(), 0u) << "the response was touched";
    return status;
  }

  absl::StatusOr<imports::v1::ImportSheetResponse> Import(
      const documents::v1::SheetDocument& document, const std::string& fields = "") {
    auto request = domain::testing::Proto<imports::v1::ImportSheetRequest>(fields);
    *request.mutable_document() = document;
    imports::v1::ImportSheetResponse response;
    const absl::Status status = Call(
        [&](auto done) { sheets_.Import(request, document, caller_, &response, std::move(done)); });
    if (status.ok()) return response;
    return status;
  }

  // A draft `cities/test/sheets/s` of `kensetsu` for 2022.
  void CreateSheet(const std::string& id = "s", const std::string& unit = "kensetsu") {
    auto create = domain::testing::Proto<goals::v1::CreateSheetRequest>(
        "parent: 'cities/test' sheet { form: 'test-form' fiscal_year: 2022 }");
    create.set_sheet_id(id);
    create.mutable_sheet()->set_org_unit(unit);
    ExpectOk(Do<goals::v1::CreateSheetResponse>(create).status());
  }

  // Goals `g1`, `g2` … of the sheet.
  void CreateGoals(int count) {
    for (int i = 1; i <= count; ++i) {
      const auto create = domain::testing::Proto<goals::v1::CreateGoalRequest>(
          "parent: 'cities/test/sheets/s' goal { level: 'goal' }");
      ExpectOk(Do<goals::v1::CreateGoalResponse>(create).status());
    }
  }

  uint64_t Head() {
    store::v1::GetHeadRequest request;
    request.set_city("test");
    return eventstore::GetHeadNow(store_, std::move(request))->position();
  }

  const sheets::v1::Sheet& Sheet(const std::string& id = "s") {
    folded_ = *folds_.sheets.Load("test", SheetStream(id));
    return folded_->state.sheet();
  }

  static void ExpectOk(const absl::Status& status,
                       std::source_location here = std::source_location::current()) {
    if (!status.ok()) ADD_FAILURE_AT(here.file_name(), static_cast<int>(here.line())) << status;
  }

  static void ExpectRefused(const absl::Status& status, absl::StatusCode code,
                            const std::string& reason,
                            std::source_location here = std::source_location::current()) {
    if (status.code() != code || base::ErrorReason(status) != reason)
      ADD_FAILURE_AT(here.file_name(), static_cast<int>(here.line()))
          << "expected " << code << " " << reason << ", got " << status;
  }

  base::ManualClock clock_{absl::FromUnixSeconds(1651363200)};  // 2022-05-01
  eventstore::MemoryEventStore memory_{clock_};
  HookedEventStore store_{memory_};
  CityFolds folds_{store_};
  bool executor_is_full_ = false;
  WriteRunner runner_{store_, [this](auto task) {
                        if (executor_is_full_) return false;
                        task();
                        return true;
                      }};
  CityWrites cities_{folds_, runner_, clock_};
  SheetWrites sheets_{folds_, runner_, clock_,
                      [](const auto& document) { return document.DebugString(); }};
  Caller caller_{"client-1", "mokuhyo.test.v1.TestService/Do", ""};
  std::shared_ptr<const Folded<domain::SheetState>> folded_;
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_TEST_CITY_TEST_UTIL_H_
