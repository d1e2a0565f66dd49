#include "libs/eventstore/rocksdb/log_contents.h"

#include <string>
#include <utility>

#include "libs/base/date.h"
#include "libs/base/sha256.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/log_tree.h"
#include "libs/proof/paths.h"

namespace mokuhyo::eventstore {

absl::StatusOr<std::vector<admin::v1::BackupCity>> ReadCities(rocksdb::DB& db) {
  CityHeads heads;
  MOKUHYO_RETURN_IF_ERROR(LogReader::LoadHeads(db, &heads));
  std::vector<admin::v1::BackupCity> cities;
  for (const std::string& name : heads.Cities()) {
    const CityHead head = heads.Find(name);
    LogTree tree(db, name);
    MOKUHYO_ASSIGN_OR_RETURN(const proof::Hash root, proof::RootOf(tree, head.position));
    admin::v1::BackupCity city;
    city.set_city(name);
    city.set_position(head.position);
    city.set_root_hash(base::HexEncode(proof::View(root)));
    city.set_last_recorded_at(base::FormatInstant(head.recorded_time));
    cities.push_back(std::move(city));
  }
  return cities;
}

}  // namespace mokuhyo::eventstore
