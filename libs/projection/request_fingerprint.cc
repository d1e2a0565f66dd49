#include "libs/projection/request_fingerprint.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <memory>

#include "libs/base/sha256.h"

namespace mokuhyo::projection {

std::string FingerprintOf(const google::protobuf::Message& request,
                          std::initializer_list<std::string_view> left_out) {
  const std::unique_ptr<google::protobuf::Message> rest(request.New());
  rest->CopyFrom(request);
  for (const std::string_view name : left_out) {
    const auto* field = rest->GetDescriptor()->FindFieldByName(std::string(name));
    if (field != nullptr) rest->GetReflection()->ClearField(rest.get(), field);
  }
  std::string bytes = rest->GetDescriptor()->full_name() + '\n';
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream output(&stream);
    // Maps come in any order otherwise.
    output.SetSerializationDeterministic(true);
    rest->SerializeToCodedStream(&output);
  }
  return base::Sha256(bytes);
}

}  // namespace mokuhyo::projection
