#include "libs/application/city_writes.h"

#include <string>

#include "gtest/gtest.h"
#include "libs/application/test_city_test_util.h"
#include "libs/domain/forms/shipped_forms.h"
#include "libs/domain/testing/proto.h"

namespace mokuhyo::application {
namespace {

using admin::v1::CreateCityRequest;
using domain::testing::Proto;
using organization::v1::OpenOrgUnitRequest;
using organization::v1::RegisterFormRequest;
using organization::v1::RenameOrgUnitRequest;

class CityWritesTest : public TestCity {
 protected:
  absl::Status CreateCity(const std::string& request) {
    city_.Clear();
    return Call([&](auto done) {
      cities_.CreateCity(Proto<CreateCityRequest>(request), caller_, &city_, std::move(done));
    });
  }
  absl::Status RegisterForm(const RegisterFormRequest& request) {
    form_.Clear();
    return Call(
        [&](auto done) { cities_.RegisterForm(request, caller_, &form_, std::move(done)); });
  }
  absl::Status Rename(const std::string& fields) {
    const auto request =
        Proto<RenameOrgUnitRequest>("name: 'cities/test/orgUnits/nishi' " + fields);
    renamed_.Clear();
    return Call(
        [&](auto done) { cities_.RunOnUnit(request, caller_, &renamed_, std::move(done)); });
  }

  admin::v1::CreateCityResponse city_;
  organization::v1::RegisterFormResponse form_;
  organization::v1::RenameOrgUnitResponse renamed_;
};

TEST_F(CityWritesTest, ACityComesWithTheShippedFormsInOneAppend) {
  const int appends = store_.appends;
  ExpectOk(CreateCity("city_id: 'niigata' display_name: '新潟市'"));
  EXPECT_EQ(store_.appends, appends + 1);
  EXPECT_EQ(city_.result().name(), "cities/niigata");
  EXPECT_EQ(city_.result().etag(), "0");
  ExpectOk(folds_.RequireCity("niigata"));
  const auto forms = folds_.forms.Load("niigata", std::string(kFormsStream));
  ASSERT_TRUE(forms.ok());
  const auto shipped = domain::ShippedForms("niigata");
  EXPECT_EQ((*forms)->state.ids().size(), shipped.size());
  for (const forms::v1::Form& form : shipped)
    EXPECT_NE((*forms)->state.Find(domain::FormId(form), 1), nullptr) << form.name();
}

TEST_F(CityWritesTest, ACityIsCreatedOnce) {
  ExpectRefused(CreateCity("city_id: 'test' display_name: '別の市'"),
                absl::StatusCode::kAlreadyExists, "CITY_EXISTS");
  ExpectRefused(CreateCity("city_id: 'Test'"), absl::StatusCode::kInvalidArgument,
                "INVALID_FIELDS");
  // A repeat is no second creation.
  ExpectOk(CreateCity("city_id: 'osaka' display_name: '大阪市' request_id: 'r'"));
  ExpectOk(CreateCity("city_id: 'osaka' display_name: '大阪市' request_id: 'r'"));
  EXPECT_TRUE(city_.result().replayed());
}

TEST_F(CityWritesTest, ACityThatWasOnlyValidatedIsNotThere) {
  ExpectOk(CreateCity("city_id: 'osaka' display_name: '大阪市' validate_only: true"));
  ExpectRefused(folds_.RequireCity("osaka"), absl::StatusCode::kNotFound, "NOT_FOUND");
  ExpectRefused(RegisterForm(Proto<RegisterFormRequest>("parent: 'cities/osaka'")),
                absl::StatusCode::kNotFound, "NOT_FOUND");
}

TEST_F(CityWritesTest, AFormGetsItsNextVersionOnlyIfItDiffers) {
  RegisterFormRequest request;
  request.set_parent("cities/test");
  *request.mutable_form() = TitledForm();
  ExpectOk(RegisterForm(request));
  EXPECT_EQ(form_.version(), 1u);
  EXPECT_EQ(form_.result().event_count(), 0u);
  EXPECT_EQ(form_.result().etag(), "0");
  request.mutable_form()->mutable_title()->set_ja("改訂シート");
  ExpectOk(RegisterForm(request));
  EXPECT_EQ(form_.version(), 2u);
  EXPECT_EQ(form_.result().name(), "cities/test/forms/test-form");
  EXPECT_EQ(form_.result().etag(), "1");
  request.mutable_form()->clear_levels();
  ExpectRefused(RegisterForm(request), absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
}

TEST_F(CityWritesTest, TheEtagOfAUnitIsItsOwn) {
  ExpectOk(Rename("display_name: '西区役所'"));
  EXPECT_EQ(renamed_.result().name(), "cities/test/orgUnits/nishi");
  const std::string etag = renamed_.result().etag();
  OpenUnit("dorokanri", "org_unit { display_name: '道路管理課' kind: ORG_UNIT_KIND_SECTION }");
  // Nothing changes, and the unit has not changed since.
  ExpectOk(Rename("display_name: '西区役所' etag: '" + etag + "'"));
  EXPECT_EQ(renamed_.result().event_count(), 0u);
  EXPECT_EQ(renamed_.result().etag(), etag);
  ExpectOk(Rename("display_name: '西区' etag: '" + etag + "'"));
  ExpectRefused(Rename("display_name: '北区' etag: '" + etag + "'"), absl::StatusCode::kAborted,
                "STALE_ETAG");
}

TEST_F(CityWritesTest, RefusalsOfUnits) {
  const auto open = [&](const std::string& fields) {
    organization::v1::OpenOrgUnitResponse response;
    const auto request = Proto<OpenOrgUnitRequest>(fields);
    return Call(
        [&](auto done) { cities_.RunOnUnit(request, caller_, &response, std::move(done)); });
  };
  ExpectRefused(open("parent: 'cities/none' org_unit_id: 'a'"), absl::StatusCode::kNotFound,
                "NOT_FOUND");
  ExpectRefused(open("parent: 'test' org_unit_id: 'a'"), absl::StatusCode::kInvalidArgument,
                "INVALID_RESOURCE_NAME");
  ExpectRefused(open("parent: 'cities/test' org_unit_id: 'nishi' "
                     "org_unit { display_name: '西区' kind: ORG_UNIT_KIND_WARD }"),
                absl::StatusCode::kAlreadyExists, "UNIT_EXISTS");
}

}  // namespace
}  // namespace mokuhyo::application
