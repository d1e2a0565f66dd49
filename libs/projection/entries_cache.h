#ifndef MOKUHYO_LIBS_PROJECTION_ENTRIES_CACHE_H_
#define MOKUHYO_LIBS_PROJECTION_ENTRIES_CACHE_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libs/application/city_folds.h"
#include "libs/base/lru_cache.h"
#include "libs/projection/sheet_entry.h"
#include "libs/projection/sheet_selection.h"

namespace mokuhyo::projection {

// Remembers which sheets filters chose, so that a ward's question does not go through the sheets of
// the whole city each time. What was chosen holds as long as no sheet of the city is created or
// deleted (SheetDirectory::LastChange) and the fold of its units is the same. Bounded. Thread-safe.
class EntriesCache {
 public:
  using Units = std::shared_ptr<const application::Folded<domain::OrganizationState>>;
  using Entries = std::shared_ptr<const std::vector<SheetEntry>>;

  // What was asked.
  struct Question {
    const SheetFilter& filter;
    // The day whose parents of units hold.
    const std::string& date;
    const Units& units;
    // SheetDirectory::LastChange when the entries were (are to be) chosen; not behind the position
    // of the question.
    uint64_t last_change = 0;
  };

  EntriesCache();

  // Null if nothing that holds is remembered.
  Entries Find(const Question& question);
  void Put(const Question& question, Entries entries);

 private:
  struct Kept {
    std::weak_ptr<const application::Folded<domain::OrganizationState>> units;
    uint64_t last_change = 0;
    Entries entries;
  };

  std::mutex mutex_;
  base::LruCache<std::string, Kept> kept_;  // Guarded by mutex_.
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_ENTRIES_CACHE_H_
