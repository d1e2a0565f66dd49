#include "libs/projection/form_table.h"

#include <algorithm>
#include <functional>
#include <set>
#include <span>
#include <tuple>
#include <utility>

namespace mokuhyo::projection {
namespace {

// Puts the elements of `older` whose key is not in `merged` behind those that are there.
template <typename Field, typename Key>
void AppendMissing(const Field& older, Key key, Field& merged) {
  std::set<std::string> known;
  for (const auto& element : merged) known.insert(key(element));
  for (const auto& element : older) {
    if (known.insert(key(element)).second) *merged.Add() = element;
  }
}

forms::v1::Form MergeVersions(std::span<const SheetWithForm> sheets) {
  std::vector<const forms::v1::Form*> versions;
  for (const SheetWithForm& sheet : sheets) versions.push_back(sheet.form);
  std::sort(versions.begin(), versions.end(),
            [](const auto* a, const auto* b) { return a->version() > b->version(); });

  forms::v1::Form merged = *versions.front();
  uint32_t version = merged.version();
  for (const forms::v1::Form* older : versions) {
    // Many sheets pin the same version.
    if (older->version() == version) continue;
    version = older->version();
    AppendMissing(
        older->ratings(), [](const forms::v1::Rating& rating) { return rating.label(); },
        *merged.mutable_ratings());
    AppendMissing(
        older->marks(), [](const forms::v1::Mark& mark) { return mark.key(); },
        *merged.mutable_marks());
    AppendMissing(
        older->levels(), [](const forms::v1::Level& level) { return level.key(); },
        *merged.mutable_levels());
  }
  return merged;
}

}  // namespace

std::vector<FormTable> MakeFormTables(std::vector<SheetWithForm> sheets) {
  const auto table_of = [](const SheetWithForm& sheet) {
    const forms::v1::Counting& counting = sheet.form->counting();
    return std::make_tuple(std::cref(sheet.sheet->form()), std::cref(counting.level()),
                           counting.indicators());
  };
  std::sort(sheets.begin(), sheets.end(),
            [&table_of](const SheetWithForm& a, const SheetWithForm& b) {
              return std::tuple_cat(table_of(a), std::tie(a.sheet->name())) <
                     std::tuple_cat(table_of(b), std::tie(b.sheet->name()));
            });
  std::vector<FormTable> tables;
  auto begin = sheets.begin();
  while (begin != sheets.end()) {
    const auto end = std::find_if(begin, sheets.end(), [&](const SheetWithForm& sheet) {
      return table_of(sheet) != table_of(*begin);
    });
    FormTable& table = tables.emplace_back();
    table.form_id = begin->sheet->form();
    table.form = MergeVersions(std::span(begin, end));
    for (auto sheet = begin; sheet != end; ++sheet) {
      domain::CountedSheet counted = domain::CountSheet(*sheet->sheet, *sheet->form);
      table.sheets.push_back({sheet->sheet, std::move(counted.rows), counted.goal_count});
    }
    begin = end;
  }
  return tables;
}

}  // namespace mokuhyo::projection
