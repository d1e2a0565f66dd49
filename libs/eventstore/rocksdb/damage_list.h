#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_DAMAGE_LIST_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_DAMAGE_LIST_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "mokuhyo/admin/v1/admin_service.pb.h"

namespace mokuhyo::eventstore {

// Collects what a verification finds of one city. Not thread-safe.
class DamageList {
 public:
  // `result` must outlive this.
  explicit DamageList(admin::v1::CityVerification& result) : result_(result) {}

  // `position` 0: it belongs to no event.
  void Add(uint64_t position, std::string_view description) {
    const uint64_t first = result_.first_damaged_position();
    if (position > 0 && (first == 0 || position < first)) {
      result_.set_first_damaged_position(position);
    }
    result_.set_damage_count(result_.damage_count() + 1);
    if (result_.damages_size() >= kMaxTold) return;
    auto& damage = *result_.add_damages();
    damage.set_position(position);
    damage.set_description(std::string(description));
  }

  uint64_t count() const { return result_.damage_count(); }

 private:
  static constexpr int kMaxTold = 100;

  admin::v1::CityVerification& result_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_DAMAGE_LIST_H_
