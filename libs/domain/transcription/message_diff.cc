#include "libs/domain/transcription/message_diff.h"

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/message_differencer.h"

namespace mokuhyo::domain {

bool SameField(const google::protobuf::Message& a, const google::protobuf::Message& b,
               std::string_view name) {
  const google::protobuf::FieldDescriptor* field =
      a.GetDescriptor()->FindFieldByName(std::string(name));
  google::protobuf::util::MessageDifferencer differencer;
  const std::vector<const google::protobuf::FieldDescriptor*> fields = {field};
  return differencer.CompareWithFields(a, b, fields, fields);
}

google::protobuf::FieldMask DifferingFields(const google::protobuf::Message& a,
                                            const google::protobuf::Message& b,
                                            std::initializer_list<std::string_view> names) {
  google::protobuf::FieldMask mask;
  for (const std::string_view name : names) {
    if (!SameField(a, b, name)) mask.add_paths(std::string(name));
  }
  return mask;
}

}  // namespace mokuhyo::domain
