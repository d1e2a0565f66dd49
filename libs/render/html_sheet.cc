#include "libs/render/html_sheet.h"

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/render/html_templates.h"

namespace mokuhyo::render {
namespace {

using kainjow::mustache::data;
using Row = PrintedSheet::Row;

// Deeper goals are not set in any further.
constexpr int kMaxDepth = 3;

data SectionsOf(const std::vector<PrintedSheet::Section>& sections) {
  data list(data::type::list);
  for (const auto& section : sections) {
    data paragraphs(data::type::list);
    for (const auto& paragraph : section.paragraphs) {
      paragraphs.push_back(data("paragraph", paragraph));
    }
    data entry("section", section.title);
    entry.set("paragraphs", std::move(paragraphs));
    list.push_back(std::move(entry));
  }
  return list;
}

class Page {
 public:
  explicit Page(const PrintedSheet& sheet) : sheet_(sheet) {}

  data Make() const {
    const bool english = sheet_.language == Language::kEnglish;
    data page("page_language", english ? "en" : "ja");
    // What people wrote is taken to be Japanese, whatever the language of the labels.
    page.set("text_language", english ? " lang=\"ja\"" : "");
    page.set("title", sheet_.title);
    page.set("unit_and_year", UnitAndYear());
    page.set("has_subtitle", !sheet_.subtitle.empty());
    page.set("subtitle", sheet_.subtitle);
    page.set("facts", Pairs(sheet_.facts, "fact"));
    page.set("introduction", SectionsOf(sheet_.introduction));
    page.set("table_title", Say(sheet_.language, "目標と指標", "Goals and indicators"));
    page.set("no_rows", Say(sheet_.language, "目標はまだありません", "no goals yet"));
    page.set("has_rows", !sheet_.rows.empty());
    page.set("columns", Columns());
    page.set("rows", Rows());
    page.set("conclusion", SectionsOf(sheet_.conclusion));
    return page;
  }

 private:
  // What tells the page from others in a list of windows: the first two facts.
  std::string UnitAndYear() const {
    std::string text;
    for (size_t i = 0; i < std::min<size_t>(2, sheet_.facts.size()); ++i)
      absl::StrAppend(&text, i == 0 ? "" : " ", sheet_.facts[i].text);
    return text;
  }

  static data Pairs(const std::vector<PrintedSheet::Text>& texts, const std::string& name) {
    data list(data::type::list);
    for (const auto& [title, text] : texts) {
      data entry(name, title);
      entry.set(name + "_text", text);
      list.push_back(std::move(entry));
    }
    return list;
  }

  data Columns() const {
    data list(data::type::list);
    for (const auto& column : sheet_.columns) {
      data entry("column", column.title);
      entry.set("figures", column.has_figures());
      list.push_back(std::move(entry));
    }
    return list;
  }

  data Rows() const {
    data list(data::type::list);
    for (size_t i = 0; i < sheet_.rows.size(); ++i) {
      const Row& row = sheet_.rows[i];
      const bool is_heading = row.kind == Row::Kind::kHeading;
      const bool is_words = row.kind == Row::Kind::kWords;
      data entry("is_heading", is_heading);
      entry.set("is_words", is_words);
      entry.set("is_entry", !is_heading && !is_words);
      entry.set("depth", absl::StrCat(std::min(row.depth, kMaxDepth)));
      entry.set("span", absl::StrCat(sheet_.columns.size()));
      if (is_heading) {
        entry.set("heading", row.cells.front());
      } else if (is_words) {
        entry.set("words", Pairs(row.words, "word"));
      } else {
        entry.set("cells", Cells(i));
      }
      list.push_back(std::move(entry));
    }
    return list;
  }

  // The cells of a row; those that say which goal it is reach down over its further indicators.
  data Cells(size_t at) const {
    const Row& row = sheet_.rows[at];
    size_t end = at + 1;
    while (end < sheet_.rows.size() && sheet_.rows[end].kind == Row::Kind::kIndicator) ++end;
    data list(data::type::list);
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const PrintedSheet::Column& column = sheet_.columns[i];
      const bool is_goal = column.kind == PrintedSheet::ColumnKind::kGoal;
      const bool names_goal = is_goal || column.kind == PrintedSheet::ColumnKind::kLabel;
      if (names_goal && row.kind == Row::Kind::kIndicator) continue;
      data cell("cell", row.cells[i]);
      cell.set("is_goal", is_goal);
      cell.set("figures", column.has_figures());
      cell.set("rows_spanned", names_goal && end - at > 1
                                   ? absl::StrCat(" rowspan=\"", end - at, "\"")
                                   : std::string());
      list.push_back(std::move(cell));
    }
    return list;
  }

  const PrintedSheet& sheet_;
};

}  // namespace

std::string WriteHtml(const PrintedSheet& sheet) {
  kainjow::mustache::mustache page{std::string(HtmlTemplates().front())};
  return page.render(Page(sheet).Make());
}

}  // namespace mokuhyo::render
