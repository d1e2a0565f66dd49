#ifndef MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_MESSAGE_DIFF_H_
#define MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_MESSAGE_DIFF_H_

#include <initializer_list>
#include <string_view>

#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace mokuhyo::domain {

// True if the field `name` is the same in both messages (of one type): equally present, equal in
// value, lists in equal order, maps whatever their order.
bool SameField(const google::protobuf::Message& a, const google::protobuf::Message& b,
               std::string_view name);

// The fields of `names` that are not the same.
google::protobuf::FieldMask DifferingFields(const google::protobuf::Message& a,
                                            const google::protobuf::Message& b,
                                            std::initializer_list<std::string_view> names);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_MESSAGE_DIFF_H_
