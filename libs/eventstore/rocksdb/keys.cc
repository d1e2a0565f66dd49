#include "libs/eventstore/rocksdb/keys.h"

#include "libs/eventstore/log_state.h"

namespace mokuhyo::eventstore::keys {
namespace {

void AppendNumber(std::string& bytes, uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>((number >> shift) & 0xFF));
  }
}

uint64_t ReadNumber(std::string_view bytes) {
  uint64_t number = 0;
  for (const char c : bytes) number = (number << 8) | static_cast<unsigned char>(c);
  return number;
}

}  // namespace

std::string EncodeNumber(uint64_t number) {
  std::string bytes;
  AppendNumber(bytes, number);
  return bytes;
}

std::optional<uint64_t> DecodeNumber(std::string_view bytes) {
  if (bytes.size() != kNumberBytes) return std::nullopt;
  return ReadNumber(bytes);
}

std::string EventPrefix(std::string_view city) {
  std::string key;
  key.reserve(kEventPrefix.size() + city.size() + 1 + kNumberBytes);
  key.append(kEventPrefix).append(city).push_back('\0');
  return key;
}

std::string EventKey(std::string_view city, uint64_t position) {
  std::string key = EventPrefix(city);
  AppendNumber(key, position);
  return key;
}

void SetNumber(std::string& key, uint64_t number) {
  key.resize(key.size() - kNumberBytes);
  AppendNumber(key, number);
}

uint64_t GetNumber(std::string_view key) {
  return key.size() < kNumberBytes ? 0 : ReadNumber(key.substr(key.size() - kNumberBytes));
}

std::optional<std::string_view> CityOf(std::string_view key) {
  key.remove_prefix(1);
  const size_t end = key.find('\0');
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  return key.substr(0, end);
}

std::string BehindCity(std::string_view city, std::string_view prefix) {
  std::string key(prefix);
  key.append(city).push_back('\x01');
  return key;
}

std::string StreamPrefix(std::string_view city, std::string_view stream) {
  std::string key;
  key.reserve(city.size() + stream.size() + 3 + kNumberBytes);
  key.append("s").append(city).push_back('\0');
  key.append(stream).push_back('\0');
  return key;
}

std::string StreamKey(std::string_view city, std::string_view stream, uint64_t revision) {
  std::string key = StreamPrefix(city, stream);
  AppendNumber(key, revision);
  return key;
}

std::string StreamsPrefix(std::string_view city) {
  std::string key("s");
  key.append(city).push_back('\0');
  return key;
}

std::optional<std::string> StreamName(std::string_view city, std::string_view key) {
  const size_t begin = city.size() + 2;
  if (key.size() < begin + 1 + kNumberBytes) return std::nullopt;
  return std::string(key.substr(begin, key.size() - begin - 1 - kNumberBytes));
}

std::string EncodeStreamEntry(uint64_t position, const proof::Hash& leaf) {
  std::string bytes;
  bytes.reserve(kNumberBytes + leaf.size());
  AppendNumber(bytes, position);
  bytes.append(proof::View(leaf));
  return bytes;
}

std::optional<StreamEntry> DecodeStreamEntry(std::string_view bytes) {
  if (bytes.size() < kNumberBytes) return std::nullopt;
  StreamEntry entry{ReadNumber(bytes.substr(0, kNumberBytes)),
                    proof::ToHash(bytes.substr(kNumberBytes))};
  if (!entry.leaf.has_value() && bytes.size() > kNumberBytes) return std::nullopt;
  return entry;
}

std::string NodesPrefix(std::string_view city) {
  std::string key("h");
  key.append(city).push_back('\0');
  return key;
}

uint32_t NodeLevel(std::string_view key) {
  if (key.size() < kNumberBytes + 1) return 0;
  return static_cast<unsigned char>(key[key.size() - kNumberBytes - 1]);
}

std::string NodeKey(std::string_view city, uint32_t level, uint64_t index) {
  std::string key;
  key.reserve(city.size() + 3 + kNumberBytes);
  key.append("h").append(city).push_back('\0');
  key.push_back(static_cast<char>(level));
  AppendNumber(key, index);
  return key;
}

std::string ReceiptPrefix(std::string_view city) {
  std::string key = "r";
  key.append(city).push_back('\0');
  return key;
}

std::string ReceiptKey(std::string_view city, const store::v1::RequestKey& key) {
  return "r" + eventstore::ReceiptKey(city, key);
}

}  // namespace mokuhyo::eventstore::keys
