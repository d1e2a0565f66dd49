#ifndef MOKUHYO_LIBS_RENDER_PRINTED_SHEET_H_
#define MOKUHYO_LIBS_RENDER_PRINTED_SHEET_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "libs/render/form_titles.h"
#include "libs/render/language.h"
#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::render {

// What stands around a sheet.
struct PrintOptions {
  Language language = Language::kJapanese;
  // True: also the words of each goal: initiatives, accomplishments, narratives, comments, notes of
  // transcribers.
  bool comments = true;
  // At most so many columns of past years, the latest ones.
  size_t max_past_years = static_cast<size_t>(-1);
  // The form of the sheet, for the titles of levels, texts, marks and stages; without it their keys
  // are printed.
  const forms::v1::Form* form = nullptr;
  // Names of org units by id; a unit that is not here is printed by its id.
  std::map<std::string, std::string> unit_names = {};
  // What others say of goals, by goal id: printed behind the words of the goal, `comments` or not.
  std::map<std::string, std::vector<FormTitles::Text>> remarks = {};
  // The edition that is printed; null: the sheet as it is.
  const sheets::v1::Edition* edition = nullptr;
};

// A sheet as a city prints it, cell by cell: what is in it and in which order, not how it looks.
// Every writer of a format for people starts from this.
struct PrintedSheet {
  // A heading or label with what stands under or beside it.
  using Text = FormTitles::Text;

  // A passage before or after the table.
  struct Section {
    std::string title;
    std::vector<std::string> paragraphs;
  };

  enum class ColumnKind {
    kLabel,
    kGoal,
    kIndicator,
    kUnit,
    kPast,
    kTarget,
    kResult,
    kRating,
    kResponsible,
  };

  struct Column {
    ColumnKind kind = ColumnKind::kGoal;
    std::string title;
    // The year of kPast.
    int fiscal_year = 0;

    // True: figures, to be lined up on the right.
    bool has_figures() const {
      return kind == ColumnKind::kPast || kind == ColumnKind::kTarget ||
             kind == ColumnKind::kResult;
    }
  };

  struct Row {
    enum class Kind {
      // A goal that only stands above others: one cell over all columns.
      kHeading,
      // A goal with its first indicator, if it has any: one cell a column.
      kGoal,
      // A further indicator of the goal above: one cell a column, those of the goal empty.
      kIndicator,
      // What is said about the goal above: `words`.
      kWords,
    };
    Kind kind = Kind::kGoal;
    // How deep the goal stands; 0 at the top.
    int depth = 0;
    std::vector<std::string> cells = {};
    std::vector<Text> words = {};
  };

  Language language = Language::kJapanese;
  // Never empty: where the sheet has no title, that of the form.
  std::string title;
  std::string subtitle;
  // Unit, year, dates and what else stands at the head.
  std::vector<Text> facts;
  // Texts written with the goals.
  std::vector<Section> introduction;
  // Only columns that have anything in them.
  std::vector<Column> columns;
  std::vector<Row> rows;
  // Texts written with the results, declared totals, notes.
  std::vector<Section> conclusion;
};

PrintedSheet PrintSheet(const sheets::v1::Sheet& sheet, const PrintOptions& options);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_PRINTED_SHEET_H_
