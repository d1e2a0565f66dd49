#ifndef MOKUHYO_LIBS_EVENTSTORE_LINEAGE_H_
#define MOKUHYO_LIBS_EVENTSTORE_LINEAGE_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "mokuhyo/store/v1/event_store.pb.h"

// Where a store comes from, once backups of it were restored. All functions are pure.
namespace mokuhyo::eventstore {

// The lineage of a new history that goes on from history `epoch`, whose own lineage is `lineage`.
// `positions` are the last ones in common, by city.
store::v1::Lineage Fork(const store::v1::Lineage& lineage, std::string_view epoch,
                        const std::map<std::string, uint64_t>& positions);

// Whether the history goes on from history `epoch`.
bool DescendsFrom(const store::v1::Lineage& lineage, std::string_view epoch);

// Fills `head.ancestors`: what the lineage says of one city.
void AddAncestors(const store::v1::Lineage& lineage, std::string_view city,
                  store::v1::GetHeadResponse& head);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_LINEAGE_H_
