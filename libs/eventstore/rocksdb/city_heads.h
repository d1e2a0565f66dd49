#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_CITY_HEADS_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_CITY_HEADS_H_

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "libs/eventstore/log_state.h"
#include "libs/eventstore/rocksdb/salvaged_city.h"

namespace mokuhyo::eventstore {

// The heads of all cities that have events, as far as commits were completed. Thread-safe.
//
// Readers never look beyond the head they find here, so that what they see is a prefix of the log.
// Of a city that is damaged, the head is the last event up to which it is whole: where its log ends
// nobody knows, and it must not be appended to.
class CityHeads {
 public:
  // A city without events has position 0.
  CityHead Find(const std::string& city) const {
    const std::lock_guard lock(mutex_);
    const auto found = heads_.find(city);
    return found == heads_.end() ? CityHead() : found->second;
  }

  void Set(const std::string& city, const CityHead& head) {
    const std::lock_guard lock(mutex_);
    heads_[city] = head;
  }

  void SetDamaged(const std::string& city, SalvagedCity salvaged) {
    const std::lock_guard lock(mutex_);
    heads_[city] = salvaged.whole;
    damaged_[city] = std::move(salvaged);
  }

  // SalvagedCity::loss of a city that is damaged; OK for all others.
  absl::Status FindLoss(const std::string& city) const {
    const std::lock_guard lock(mutex_);
    const auto found = damaged_.find(city);
    return found == damaged_.end() ? absl::OkStatus() : found->second.loss;
  }

  // The cities that are damaged.
  std::map<std::string, SalvagedCity> Damaged() const {
    const std::lock_guard lock(mutex_);
    return damaged_;
  }

  // Takes over the heads that were found on opening the log. Returns DATA_LOSS, and changes
  // nothing, if events are missing there that were committed before, in a city that is not damaged.
  absl::Status Replace(const CityHeads& found);

  // In byte order.
  std::vector<std::string> Cities() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> cities;
    cities.reserve(heads_.size());
    for (const auto& [city, head] : heads_) cities.push_back(city);
    return cities;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, CityHead> heads_;
  // Some of them.
  std::map<std::string, SalvagedCity> damaged_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_CITY_HEADS_H_
