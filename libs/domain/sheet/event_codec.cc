#include "libs/domain/sheet/event_codec.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "libs/base/errors.h"

namespace mokuhyo::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;

const OneofDescriptor* EventOneof(const Message& wrapper) {
  return wrapper.GetDescriptor()->FindOneofByName("event");
}

const FieldDescriptor* MemberOfType(const Message& wrapper, std::string_view type) {
  const OneofDescriptor* oneof = EventOneof(wrapper);
  for (int i = 0; i < oneof->field_count(); ++i) {
    const FieldDescriptor* field = oneof->field(i);
    if (field->message_type()->full_name() == type) return field;
  }
  return nullptr;
}

absl::Status UnknownEvent(const Message& wrapper, std::string_view type, uint32_t schema_version) {
  return base::Unavailable(
      "UNKNOWN_EVENT",
      absl::StrCat("an event of type ", std::string(type), ", schema version ", schema_version,
                   ", is not known to this program as a ", wrapper.GetDescriptor()->name(),
                   "; a newer version of the program wrote it and must be used to read it"),
      {{"event_type", std::string(type)}, {"schema_version", absl::StrCat(schema_version)}});
}

}  // namespace

EncodedEvent EncodeEvent(const Message& wrapper) {
  const google::protobuf::Reflection* reflection = wrapper.GetReflection();
  const FieldDescriptor* field = reflection->GetOneofFieldDescriptor(wrapper, EventOneof(wrapper));
  const Message& event = reflection->GetMessage(wrapper, field);

  EncodedEvent encoded{.type = field->message_type()->full_name(), .payload = {}};
  google::protobuf::io::StringOutputStream stream(&encoded.payload);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  event.SerializeToCodedStream(&coded);
  return encoded;
}

absl::Status DecodeEvent(std::string_view type, std::string_view payload, uint32_t schema_version,
                         Message* wrapper) {
  wrapper->Clear();
  const FieldDescriptor* field = MemberOfType(*wrapper, type);
  if (field == nullptr || schema_version == 0 || schema_version > kEventSchemaVersion)
    return UnknownEvent(*wrapper, type, schema_version);
  Message* event = wrapper->GetReflection()->MutableMessage(wrapper, field);
  const bool fits = payload.size() <= static_cast<size_t>(std::numeric_limits<int>::max());
  if (fits && event->ParseFromArray(payload.data(), static_cast<int>(payload.size())))
    return absl::OkStatus();
  wrapper->Clear();
  return base::DataLoss(
      "EVENT_DAMAGED",
      absl::StrCat("the payload of an event of type ", std::string(type), " cannot be read"),
      {{"event_type", std::string(type)}});
}

}  // namespace mokuhyo::domain
