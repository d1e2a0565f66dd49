#include "libs/render/printed_sheet.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/render/goal_words.h"
#include "libs/render/joined.h"
#include "libs/render/labels.h"
#include "libs/render/printed_goals.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::Sheet;
using Section = PrintedSheet::Section;

class Facts {
 public:
  Facts(Language language, std::vector<PrintedSheet::Text>& facts)
      : language_(language), facts_(facts) {}

  void Add(const char* ja, const char* en, const std::string& value) {
    if (!value.empty()) facts_.push_back({Say(language_, ja, en), value});
  }

 private:
  const Language language_;
  std::vector<PrintedSheet::Text>& facts_;
};

// `第2版 令和6年6月28日公表`, and that it stands in the place of an earlier one.
std::string EditionFact(const sheets::v1::Edition& edition, Language language) {
  const std::string date = DateLabel(edition.published_on(), language);
  const bool english = language == Language::kEnglish;
  std::string fact = english ? absl::StrCat("edition ", edition.number(), ", published ", date)
                             : absl::StrCat("第", edition.number(), "版 ", date, "公表");
  if (edition.replaces() > 0) {
    absl::StrAppend(&fact, english ? absl::StrCat(", in place of edition ", edition.replaces())
                                   : absl::StrCat(" (第", edition.replaces(), "版の差し替え)"));
  }
  return fact;
}

void PrintFacts(const Sheet& sheet, const PrintOptions& options, PrintedSheet& printed) {
  const Language language = options.language;
  Facts facts(language, printed.facts);
  facts.Add("組織", "Unit", UnitName(sheet.org_unit(), options));
  facts.Add("年度", "Fiscal year", FiscalYearLabel(sheet.fiscal_year(), language));
  if (options.form != nullptr) {
    facts.Add("様式", "Form", Say(language, options.form->title()));
  } else {
    facts.Add("様式", "Form", sheet.form());
  }
  facts.Add("作成日", "Created", DateLabel(sheet.created_on(), language));
  facts.Add("修正日", "Revised", DateLabel(sheet.revised_on(), language));
  facts.Add("評価日", "Evaluated", DateLabel(sheet.evaluated_on(), language));
  facts.Add("連絡先", "Contact", sheet.contact());
  facts.Add("資料番号", "Material no.", sheet.material_number());
  if (options.edition != nullptr) {
    facts.Add("版", "Edition", EditionFact(*options.edition, language));
    facts.Add("ダイジェスト (SHA-256)", "Digest (SHA-256)", options.edition->digest());
    if (options.edition->redacted()) {
      facts.Add("墨消し", "Redaction",
                Say(language, "公表後に個人情報を削除しました",
                    "personal data were removed after the publication"));
    }
  } else {
    facts.Add("状態", "State", StateLabel(sheet.state(), language));
  }
  if (sheet.replacement()) {
    facts.Add("差し替え", "Replacement",
              Say(language, "このシートは以前のものに代わります", "replaces an earlier sheet"));
  }
}

void AddTexts(const std::vector<FormTitles::Text>& texts, std::vector<Section>& sections) {
  for (const auto& [title, text] : texts) sections.push_back({title, {text}});
}

std::string DeclaredLine(const documents::v1::DeclaredTotal& declared, Language language) {
  std::string line = declared.scope().empty() ? Say(language, "全体", "all") : declared.scope();
  if (declared.has_total()) absl::StrAppend(&line, ": ", declared.total());
  for (const auto& [rating, count] :
       std::map<std::string, int>(declared.counts().begin(), declared.counts().end())) {
    absl::StrAppend(&line, "  ", rating, " ", count);
  }
  return line;
}

void PrintConclusion(const Sheet& sheet, const PrintOptions& options, PrintedSheet& printed) {
  const auto add = [&](const char* ja, const char* en, std::vector<std::string> paragraphs) {
    if (paragraphs.empty()) return;
    printed.conclusion.push_back({Say(options.language, ja, en), std::move(paragraphs)});
  };
  std::vector<std::string> totals;
  for (const auto& declared : sheet.declared_totals())
    totals.push_back(DeclaredLine(declared, options.language));
  add("申告された合計", "Declared totals", std::move(totals));
  add("注", "Notes", {sheet.notes().begin(), sheet.notes().end()});
  if (!options.comments) return;
  std::vector<std::string> editorial;
  for (const auto& note : sheet.editorial())
    editorial.push_back(EditorialWords(note, options.language).text);
  add("転記者の注", "Notes of the transcriber", std::move(editorial));
}

std::string TitleOf(const Sheet& sheet, const PrintOptions& options) {
  if (!sheet.title().empty()) return sheet.title();
  return options.form != nullptr ? Say(options.language, options.form->title()) : sheet.form();
}

}  // namespace

PrintedSheet PrintSheet(const Sheet& sheet, const PrintOptions& options) {
  PrintedSheet printed;
  printed.language = options.language;
  printed.title = TitleOf(sheet, options);
  printed.subtitle = sheet.subtitle();
  PrintFacts(sheet, options, printed);
  const FormTitles titles(options.form, options.language);
  AddTexts(titles.OfStage(sheet.texts(), false), printed.introduction);
  PrintGoals(sheet, options, printed);
  AddTexts(titles.OfStage(sheet.texts(), true), printed.conclusion);
  PrintConclusion(sheet, options, printed);
  return printed;
}

}  // namespace mokuhyo::render
