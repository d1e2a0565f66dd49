#include "libs/projection/entries_cache.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace mokuhyo::projection {
namespace {

// An entry is about 200 bytes.
constexpr size_t kEntriesKept = 100'000;

std::string KeyOf(const SheetFilter& filter, const std::string& date) {
  // Ids have no spaces; what a caller gave instead of one was refused before.
  return absl::StrCat(filter.city, " ", filter.org_unit, " ", filter.fiscal_year, " ", filter.form,
                      " ", date);
}

}  // namespace

EntriesCache::EntriesCache() : kept_(kEntriesKept) {}

EntriesCache::Entries EntriesCache::Find(const Question& question) {
  const std::string key = KeyOf(question.filter, question.date);
  const std::lock_guard lock(mutex_);
  const Kept* const kept = kept_.Find(key);
  if (kept == nullptr || kept->last_change != question.last_change ||
      kept->units.lock() != question.units) {
    return nullptr;
  }
  return kept->entries;
}

void EntriesCache::Put(const Question& question, Entries entries) {
  const size_t weight = 1 + entries->size();
  Kept kept{question.units, question.last_change, std::move(entries)};
  const std::string key = KeyOf(question.filter, question.date);
  const std::lock_guard lock(mutex_);
  kept_.Put(key, std::move(kept), weight);
}

}  // namespace mokuhyo::projection
