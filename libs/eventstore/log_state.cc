#include "libs/eventstore/log_state.h"

namespace mokuhyo::eventstore {

std::string StreamKey(std::string_view city, std::string_view stream) {
  std::string key;
  key.reserve(city.size() + 1 + stream.size());
  key.append(city).push_back('\0');
  key.append(stream);
  return key;
}

std::string ReceiptKey(std::string_view city, const store::v1::RequestKey& request) {
  std::string key;
  key.reserve(city.size() + request.caller().size() + request.method().size() +
              request.id().size() + 3);
  key.append(city).push_back('\0');
  key.append(request.caller()).push_back('\0');
  key.append(request.method()).push_back('\0');
  key.append(request.id());
  return key;
}

std::optional<store::v1::RequestKey> ParseReceiptKey(std::string_view city, std::string_view key) {
  // The parts that end with a zero byte, then the id.
  std::vector<std::string_view> parts;
  for (size_t end = key.find('\0'); end != std::string_view::npos; end = key.find('\0')) {
    parts.push_back(key.substr(0, end));
    key.remove_prefix(end + 1);
  }
  if (parts.size() != 3 || parts[0] != city) return std::nullopt;
  store::v1::RequestKey request;
  request.set_caller(std::string(parts[1]));
  request.set_method(std::string(parts[2]));
  request.set_id(std::string(key));
  return request;
}

}  // namespace mokuhyo::eventstore
