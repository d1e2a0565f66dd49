#include "tests/crash/appends.h"

#include <cstddef>

#include "absl/strings/str_cat.h"

namespace mokuhyo::eventstore {
namespace {

void AddStream(store::v1::AppendRequest& request, const std::string& stream, int first, int count,
               int total, size_t padding) {
  auto& append = *request.add_streams();
  append.set_stream(stream);
  append.mutable_expected()->mutable_any();
  for (int i = first; i < first + count; ++i) {
    auto& event = *append.add_events();
    event.set_type("mokuhyo.test.v1.Happened");
    event.set_schema_version(1);
    event.set_effective_date("2020-04-01");
    event.set_origin(store::v1::ORIGIN_OPERATED);
    event.set_payload(absl::StrCat(i, "/", total, " ", std::string(padding, 'x')));
  }
}

}  // namespace

store::v1::AppendRequest MakeAppend(const std::string& id, std::mt19937& random) {
  const auto upto = [&](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  store::v1::AppendRequest request;
  request.set_city(kCity);
  request.set_actor(kCaller);
  auto& key = *request.mutable_request();
  key.set_caller(kCaller);
  key.set_method(kMethod);
  key.set_id(id);
  request.set_request_hash(std::string(32, 'h'));
  const int first = 1 + upto(3);
  const int second = 1 + upto(3);
  // More of the large ones would only keep RocksDB busy compacting.
  const auto padding = static_cast<size_t>(upto(40) == 0 ? upto(100'000) : upto(300));
  AddStream(request, absl::StrCat("sheets/", upto(20)), 0, first, first + second, padding);
  AddStream(request, "shared", first, second, first + second, 0);
  return request;
}

}  // namespace mokuhyo::eventstore
