#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/application/test_city_test_util.h"
#include "libs/projection/organization_reader.h"
#include "libs/projection/page.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_reader.h"

// Lists in the store, page by page: nothing is left out or comes twice, and no page is too large.
namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using ::testing::ElementsAre;

class ListPagesTest : public application::TestCity {
 protected:
  // A sheet with so many notes of 60,000 bytes.
  void AddSheet(const std::string& id, int year, int notes) {
    auto document = Proto<documents::v1::SheetDocument>(
        "form: 'test-form' state: GOALS_SET org_unit: 'somu' goals { level: 'goal' }");
    document.set_name("cities/test/sheets/" + id);
    document.set_fiscal_year(year);
    std::string note;
    for (int i = 0; i < 20'000; ++i) note += "目";
    for (int i = 0; i < notes; ++i) document.add_notes(note);
    ExpectOk(Import(document).status());
  }

  // The pages of a list: `describe` says what is on one.
  template <typename Request, typename Read, typename Describe>
  static std::vector<std::string> Pages(const std::string& fields, Read read, Describe describe) {
    auto request = Proto<Request>("parent: 'cities/test' " + fields);
    std::vector<std::string> pages;
    do {
      const auto page = read(request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      EXPECT_LE(page->ByteSizeLong(), kMaxPageBytes + 1000);
      pages.push_back(describe(*page));
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty() && pages.size() < 100);
    return pages;
  }

  std::vector<std::string> Sheets(const std::string& fields) {
    return Pages<sheets::v1::ListSheetsRequest>(
        fields, [this](const auto& request) { return reader_.ListSheets(request); },
        [](const auto& page) { return Names(page.sheets()); });
  }
  std::vector<std::string> Units(const std::string& fields) {
    return Pages<organization::v1::ListOrgUnitsRequest>(
        fields, [this](const auto& request) { return organization_.ListOrgUnits(request); },
        [](const auto& page) { return Names(page.org_units()); });
  }
  std::vector<std::string> Forms(const std::string& fields) {
    return Pages<organization::v1::ListFormsRequest>(
        fields, [this](const auto& request) { return organization_.ListForms(request); },
        [](const auto& page) { return Names(page.forms()); });
  }

  // The ids of a page: `a b`.
  template <typename List>
  static std::string Names(const List& list) {
    std::string names;
    for (const auto& one : list) {
      const std::string& name = one.name();
      absl::StrAppend(&names, names.empty() ? "" : " ", name.substr(name.rfind('/') + 1));
    }
    return names;
  }

  SheetDirectory directory_{store_};
  SheetReader reader_{store_, folds_, directory_, clock_};
  OrganizationReader organization_{store_, folds_, clock_};
};

TEST_F(ListPagesTest, SheetsByNumber) {
  for (const int year : {2020, 2021, 2022}) AddSheet(absl::StrCat("s", year), year, 0);
  EXPECT_THAT(Sheets(""), ElementsAre("s2020 s2021 s2022"));
  EXPECT_THAT(Sheets("page_size: 3"), ElementsAre("s2020 s2021 s2022"));
  EXPECT_THAT(Sheets("page_size: 2"), ElementsAre("s2020 s2021", "s2022"));
  EXPECT_THAT(Sheets("page_size: 1"), ElementsAre("s2020", "s2021", "s2022"));
  // About a day on which none of them was there yet.
  EXPECT_THAT(Sheets("page_size: 1 effective_date: '2022-04-01'"), ElementsAre(""));
}

TEST_F(ListPagesTest, SheetsByBytes) {
  AddSheet("a", 2019, 17);
  AddSheet("b", 2020, 15);
  AddSheet("c", 2021, 23);
  AddSheet("d", 2022, 1);
  EXPECT_THAT(Sheets("view: SHEET_VIEW_FULL"), ElementsAre("a b", "c d"));
}

TEST_F(ListPagesTest, OrgUnits) {
  EXPECT_THAT(Units(""), ElementsAre("kensetsu nishi somu"));
  EXPECT_THAT(Units("page_size: 2"), ElementsAre("kensetsu nishi", "somu"));
  EXPECT_THAT(Units("page_size: 3"), ElementsAre("kensetsu nishi somu"));
}

TEST_F(ListPagesTest, Forms) {
  for (const char* id : {"a", "b"}) {
    organization::v1::RegisterFormRequest form;
    form.set_parent("cities/test");
    *form.mutable_form() = TitledForm();
    form.mutable_form()->set_name(absl::StrCat("cities/test/forms/", id));
    organization::v1::RegisterFormResponse registered;
    ExpectOk(Call(
        [&](auto done) { cities_.RegisterForm(form, caller_, &registered, std::move(done)); }));
  }
  EXPECT_THAT(Forms(""), ElementsAre("a b test-form"));
  EXPECT_THAT(Forms("page_size: 2"), ElementsAre("a b", "test-form"));
  EXPECT_THAT(Forms("page_size: 3"), ElementsAre("a b test-form"));
}

}  // namespace
}  // namespace mokuhyo::projection
