#include "libs/application/write.h"

#include <algorithm>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "libs/base/date.h"
#include "libs/base/sha256.h"
#include "libs/base/text_check.h"

namespace mokuhyo::application {
namespace {

constexpr size_t kMaxRequestIdCharacters = 100;
constexpr size_t kMaxReasonCharacters = 2000;

bool IsVisibleAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

std::string HashRequest(const google::protobuf::Message& request) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  return base::Sha256(bytes);
}

Write CheckWrite(Write write, const base::Clock& clock) {
  base::Violations& violations = write.violations;
  if (write.request_id.size() > kMaxRequestIdCharacters || !IsVisibleAscii(write.request_id)) {
    violations.Add("request_id",
                   "must be at most 100 visible ASCII characters, for example a UUID");
  }
  if (!base::IsDate(write.effective_date)) {
    if (!write.effective_date.empty())
      violations.Add("effective_date", "must be a day, YYYY-MM-DD");
    write.effective_date = base::TodayInTokyo(clock.Now());
  }
  base::CheckText("reason", write.reason, kMaxReasonCharacters, violations);
  return write;
}

}  // namespace mokuhyo::application
