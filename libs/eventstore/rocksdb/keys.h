#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_KEYS_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_KEYS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mokuhyo/store/v1/event_store.pb.h"

// The keys of the records in RocksDB, as FORMAT.md lays them down: a letter for the kind, names
// ended by a zero byte (no name holds one), numbers in 8 bytes big-endian, so that byte order is
// the order of cities, streams and numbers.
namespace mokuhyo::eventstore::keys {

// "m" name: what holds for the whole store.
inline constexpr std::string_view kFormatKey = "mformat";
inline constexpr std::string_view kEpochKey = "mepoch";

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
// The city of a key that begins with kEventPrefix. Absent if it is not the key of an event.
std::optional<std::string_view> EventCity(std::string_view key);
// Behind all events of `city`, before those of the next one.
std::string BehindCity(std::string_view city);

// "s" city 0 stream 0 revision: position of the event with that revision.
std::string StreamPrefix(std::string_view city, std::string_view stream);
std::string StreamKey(std::string_view city, std::string_view stream, uint64_t revision);

// "r" city 0 caller 0 method 0 id: the receipt of a request.
std::string ReceiptKey(std::string_view city, const store::v1::RequestKey& key);

}  // namespace mokuhyo::eventstore::keys

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_KEYS_H_
