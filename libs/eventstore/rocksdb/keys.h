#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_KEYS_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_KEYS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libs/proof/hash.h"
#include "mokuhyo/store/v1/event_store.pb.h"

// The keys of the records in RocksDB, as FORMAT.md lays them down: a letter for the kind, names
// ended by a zero byte (no name holds one), numbers in 8 bytes big-endian, so that byte order is
// the order of cities, streams and numbers.
namespace mokuhyo::eventstore::keys {

// "m" name: what holds for the whole store.
inline constexpr std::string_view kFormatKey = "mformat";
inline constexpr std::string_view kEpochKey = "mepoch";
inline constexpr std::string_view kLineageKey = "mlineage";

// Number of bytes of a number in a key, and of a position as a value.
inline constexpr size_t kNumberBytes = 8;

std::string EncodeNumber(uint64_t number);
// Absent if `bytes` are not exactly kNumberBytes.
std::optional<uint64_t> DecodeNumber(std::string_view bytes);

// "e" city 0 position: an event.
inline constexpr std::string_view kEventPrefix = "e";
std::string EventPrefix(std::string_view city);
std::string EventKey(std::string_view city, uint64_t position);
// Replaces the number at the end of a key made by EventKey or StreamKey.
void SetNumber(std::string& key, uint64_t number);
// The number at the end of such a key; 0 if it is too short to have one.
uint64_t GetNumber(std::string_view key);
// The city of a key of a kind that cities have. Absent if it names none.
std::optional<std::string_view> CityOf(std::string_view key);
// Behind all events of `city` (or its records of another kind), before those of the next one.
std::string BehindCity(std::string_view city, std::string_view prefix = kEventPrefix);

// "s" city 0 stream 0 revision: position and leaf of the event with that revision.
inline constexpr std::string_view kStreamEntryPrefix = "s";
std::string StreamPrefix(std::string_view city, std::string_view stream);
std::string StreamKey(std::string_view city, std::string_view stream, uint64_t revision);

// All entries of a city's streams.
std::string StreamsPrefix(std::string_view city);
// The stream in the key of an entry of that city. Absent if it is none.
std::optional<std::string> StreamName(std::string_view city, std::string_view key);

// What stands behind the key of a revision.
struct StreamEntry {
  uint64_t position = 0;
  // The event's leaf in the Merkle tree; absent in format 1.
  std::optional<proof::Hash> leaf;
};
std::string EncodeStreamEntry(uint64_t position, const proof::Hash& leaf);
// Absent if `bytes` are no entry.
std::optional<StreamEntry> DecodeStreamEntry(std::string_view bytes);

// "h" city 0 level index: the root of the complete subtree over the 2^level leaves from
// index * 2^level on, in the Merkle tree of a city. The leaves stand in the streams' entries; of
// the levels above, every kNodeLevelStep-th is kept, and the others are computed from these.
inline constexpr uint32_t kNodeLevelStep = 4;
std::string NodeKey(std::string_view city, uint32_t level, uint64_t index);
// All nodes of a city, and the level of one.
std::string NodesPrefix(std::string_view city);
uint32_t NodeLevel(std::string_view key);
// Whether the nodes of a level are kept.
inline constexpr bool IsKeptLevel(uint32_t level) {
  return level > 0 && level % kNodeLevelStep == 0;
}

// "r" city 0 caller 0 method 0 id: the receipt of a request.
std::string ReceiptPrefix(std::string_view city);
std::string ReceiptKey(std::string_view city, const store::v1::RequestKey& key);

}  // namespace mokuhyo::eventstore::keys

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_KEYS_H_
