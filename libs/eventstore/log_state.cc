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

}  // namespace mokuhyo::eventstore
