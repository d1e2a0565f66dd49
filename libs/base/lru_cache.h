#ifndef MOKUHYO_LIBS_BASE_LRU_CACHE_H_
#define MOKUHYO_LIBS_BASE_LRU_CACHE_H_

#include <cstddef>
#include <list>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace mokuhyo::base {

// Keeps the most recently used values, as many as weigh no more than the capacity together. Not
// thread-safe.
template <typename Key, typename Value>
class LruCache {
 public:
  explicit LruCache(size_t capacity) : capacity_(capacity) {}

  // Counts as a use. Null if it is not there; valid until the next change.
  Value* Find(const Key& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return nullptr;
    uses_.splice(uses_.begin(), uses_, found->second.use);
    return &found->second.value;
  }

  // Replaces what is there. What is heavier than the capacity is not kept.
  void Put(const Key& key, Value value, size_t weight) {
    auto found = entries_.find(key);
    if (found == entries_.end()) {
      uses_.push_front(key);
      found = entries_.emplace(key, Entry{.use = uses_.begin()}).first;
    } else {
      uses_.splice(uses_.begin(), uses_, found->second.use);
    }
    Entry& entry = found->second;
    weight_ += weight - entry.weight;
    entry.weight = weight;
    entry.value = std::move(value);
    while (weight_ > capacity_) Drop(entries_.find(uses_.back()));
  }

  void Erase(const Key& key) {
    if (const auto found = entries_.find(key); found != entries_.end()) Drop(found);
  }

  void Clear() {
    entries_.clear();
    uses_.clear();
    weight_ = 0;
  }

 private:
  struct Entry {
    typename std::list<Key>::iterator use;
    Value value = {};
    size_t weight = 0;
  };

  using Entries = absl::flat_hash_map<Key, Entry>;

  void Drop(typename Entries::iterator entry) {
    weight_ -= entry->second.weight;
    uses_.erase(entry->second.use);
    entries_.erase(entry);
  }

  const size_t capacity_;
  size_t weight_ = 0;    // Of all entries.
  std::list<Key> uses_;  // Most recently used first.
  Entries entries_;
};

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_LRU_CACHE_H_
