#include "tools/client/session.h"

#include "libs/render/json_writer.h"
#include "tools/client/error_report.h"

namespace mokuhyo::client {

int Session::Fail(const absl::Status& status) {
  err_ << "mokuhyo: "
       << (settings_.json ? DescribeErrorAsJson(status, settings_.language) + "\n"
                          : DescribeError(status, settings_.language));
  return 1;
}

int Session::Answer(const google::protobuf::Message& answer, const std::string& text) {
  out_ << (settings_.json ? render::WriteJson(answer, {}) + "\n" : text);
  return 0;
}

}  // namespace mokuhyo::client
