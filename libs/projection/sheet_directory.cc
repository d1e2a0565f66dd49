#include "libs/projection/sheet_directory.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/base/system_clock.h"
#include "libs/projection/city_view.h"
#include "libs/projection/key_number.h"
#include "libs/projection/memory_projection_generations.h"
#include "libs/projection/projection.h"
#include "libs/projection/sheet_index_fold.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::projection {
namespace {

// How each key of the index of sheets ends.
struct SheetAt {
  std::string_view sheet;
  uint64_t position = 0;
};

absl::Status Damaged() {
  return base::DataLoss("PROJECTION_DAMAGED", "an entry of the index of sheets is damaged");
}

std::optional<SheetAt> ParseEnd(std::string_view end) {
  if (end.size() <= kKeyNumberBytes) return std::nullopt;
  const size_t zero = end.size() - kKeyNumberBytes - 1;
  if (end[zero] != '\0') return std::nullopt;
  return SheetAt{end.substr(0, zero), NumberOfKey(end.substr(zero + 1))};
}

// Visits the entries under a prefix that have happened by `position`.
absl::Status ScanUntil(
    const CityView& city, std::string_view prefix, uint64_t position,
    absl::FunctionRef<absl::Status(const SheetAt& at, std::string_view value)> visit) {
  return city.Scan(prefix, [&](std::string_view rest, std::string_view value) {
    const auto at = ParseEnd(rest);
    if (!at.has_value()) return Damaged();
    return at->position <= position ? visit(*at, value) : absl::OkStatus();
  });
}

// Adds the sheets under a prefix that have happened by `position`.
absl::Status AddSheets(const CityView& city, std::string_view prefix, uint64_t position,
                       std::set<std::string>& sheets) {
  return ScanUntil(city, prefix, position, [&](const SheetAt& at, std::string_view) {
    sheets.emplace(at.sheet);
    return absl::OkStatus();
  });
}

using Deletions = std::map<std::string, std::vector<uint64_t>, std::less<>>;

bool WasDeletedSince(const Deletions& deletions, const SheetAt& created) {
  const auto found = deletions.find(created.sheet);
  return found != deletions.end() && found->second.back() > created.position;
}

absl::Status ListAt(const CityView& city, uint64_t position, int32_t fiscal_year,
                    std::vector<SheetEntry>& entries) {
  entries.clear();
  // Only drafts are ever deleted, so there are few.
  Deletions deletions;
  MOKUHYO_RETURN_IF_ERROR(ScanUntil(city, SheetIndexFold::Key(SheetIndexFold::kDeleted), position,
                                    [&](const SheetAt& at, std::string_view) {
                                      deletions[std::string(at.sheet)].push_back(at.position);
                                      return absl::OkStatus();
                                    }));
  // One for all: the message has far more fields than are set here.
  sheets::v1::Sheet kept;
  const auto add = [&](SheetAt at, std::string_view value) {
    if (WasDeletedSince(deletions, at)) return absl::OkStatus();
    if (!kept.ParseFromArray(value.data(), static_cast<int>(value.size()))) return Damaged();
    entries.push_back({.sheet = std::string(at.sheet),
                       .form = kept.form(),
                       .form_version = kept.form_version(),
                       .fiscal_year = kept.fiscal_year(),
                       .org_unit = kept.org_unit(),
                       .created_position = at.position});
    return absl::OkStatus();
  };
  if (fiscal_year != 0) {
    MOKUHYO_RETURN_IF_ERROR(
        ScanUntil(city, SheetIndexFold::YearPrefix(fiscal_year), position, add));
  } else {
    MOKUHYO_RETURN_IF_ERROR(ScanUntil(city, SheetIndexFold::Key(SheetIndexFold::kCreatedInYear),
                                      position, [&](SheetAt at, std::string_view value) {
                                        // The year stands before the id.
                                        if (at.sheet.size() <= kKeyNumberBytes) return Damaged();
                                        at.sheet.remove_prefix(kKeyNumberBytes);
                                        return add(at, value);
                                      }));
  }
  std::sort(entries.begin(), entries.end(),
            [](const SheetEntry& a, const SheetEntry& b) { return a.sheet < b.sheet; });
  return absl::OkStatus();
}

// The sheets that mentioned something under `prefix`, and those that may have.
absl::Status AddMentioning(const CityView& city, std::string_view prefix, uint64_t position,
                           std::set<std::string>& sheets) {
  sheets.clear();
  MOKUHYO_RETURN_IF_ERROR(AddSheets(city, prefix, position, sheets));
  return AddSheets(city, SheetIndexFold::Key(SheetIndexFold::kUnread), position, sheets);
}

absl::Status SeriesAt(const CityView& city, std::string_view series, uint64_t position,
                      std::set<std::string>& sheets) {
  MOKUHYO_RETURN_IF_ERROR(AddMentioning(
      city, SheetIndexFold::Key(SheetIndexFold::kSeries, {series}), position, sheets));
  // A series of an indicator's own.
  const size_t dot = series.rfind('.');
  if (dot == std::string_view::npos) return absl::OkStatus();
  const std::string_view own = series.substr(0, dot);
  return city.Scan(SheetIndexFold::Key(SheetIndexFold::kCreated, {own}),
                   [&](std::string_view created, std::string_view) {
                     if (NumberOfKey(created) <= position) sheets.emplace(own);
                     return absl::OkStatus();
                   });
}

// Whether something can be called so. A zero byte ends an id in a key, so that with one inside the
// keys of other ids would be met.
bool IsId(std::string_view text) { return text.find('\0') == std::string_view::npos; }

std::vector<std::string> InOrder(const std::set<std::string>& sheets) {
  return {sheets.begin(), sheets.end()};
}

}  // namespace

struct SheetDirectory::InMemory {
  InMemory(eventstore::EventStore& store, uint32_t page_events)
      : index(fold, store, generations, clock, {.page_events = page_events}) {}

  const SheetIndexFold fold;
  const base::SystemClock clock;
  MemoryProjectionGenerations generations;
  Projection index;
};

SheetDirectory::SheetDirectory(Projection& index) : index_(index) {}

SheetDirectory::SheetDirectory(eventstore::EventStore& store, uint32_t page_events)
    : in_memory_(std::make_unique<InMemory>(store, page_events)), index_(in_memory_->index) {}

SheetDirectory::~SheetDirectory() = default;

absl::StatusOr<std::vector<SheetEntry>> SheetDirectory::List(std::string_view city,
                                                             uint64_t at_position,
                                                             int32_t fiscal_year) {
  std::vector<SheetEntry> entries;
  MOKUHYO_RETURN_IF_ERROR(index_.Read(city, at_position, [&](const CityView& view) {
    return ListAt(view, at_position, fiscal_year, entries);
  }));
  return entries;
}

absl::StatusOr<uint64_t> SheetDirectory::LastChange(std::string_view city, uint64_t at_position) {
  uint64_t last = 0;
  MOKUHYO_RETURN_IF_ERROR(index_.Read(city, at_position, [&](const CityView& view) {
    last = 0;
    return view.Scan(SheetIndexFold::Key(SheetIndexFold::kLastChange),
                     [&](std::string_view rest, std::string_view value) {
                       if (!rest.empty() || value.size() != kKeyNumberBytes) return Damaged();
                       last = NumberOfKey(value);
                       return absl::OkStatus();
                     });
  }));
  return last;
}

absl::StatusOr<std::vector<std::string>> SheetDirectory::SheetsWithSeries(std::string_view city,
                                                                          std::string_view series,
                                                                          uint64_t at_position) {
  if (!IsId(series)) return std::vector<std::string>();
  std::set<std::string> sheets;
  MOKUHYO_RETURN_IF_ERROR(index_.Read(city, at_position, [&](const CityView& view) {
    return SeriesAt(view, series, at_position, sheets);
  }));
  return InOrder(sheets);
}

absl::StatusOr<std::vector<std::string>> SheetDirectory::SheetsLinkingTo(std::string_view city,
                                                                         std::string_view sheet,
                                                                         uint64_t at_position) {
  if (!IsId(sheet)) return std::vector<std::string>();
  std::set<std::string> sheets;
  MOKUHYO_RETURN_IF_ERROR(index_.Read(city, at_position, [&](const CityView& view) {
    return AddMentioning(view, SheetIndexFold::Key(SheetIndexFold::kLink, {sheet}), at_position,
                         sheets);
  }));
  return InOrder(sheets);
}

}  // namespace mokuhyo::projection
