#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_FIELD_MASK_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_FIELD_MASK_H_

#include <initializer_list>
#include <string_view>

#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "libs/base/violations.h"

// Field masks of top-level fields, after AIP-134: a named field that is absent in the source is
// cleared; maps and lists are replaced whole.
namespace mokuhyo::domain {

// Copies the named fields of `source` to `target`, a message of the same type. Paths that name no
// field are passed over.
void ApplyFields(const google::protobuf::Message& source, const google::protobuf::FieldMask& mask,
                 google::protobuf::Message* target);

// The paths of `mask` at which the two messages, of the same type, differ: each once, in its order.
google::protobuf::FieldMask ChangedFields(const google::protobuf::Message& before,
                                          const google::protobuf::Message& after,
                                          const google::protobuf::FieldMask& mask);

// Adds a violation of `field` if the mask is empty and one for each path that is not among
// `allowed`.
void CheckMask(const google::protobuf::FieldMask& mask,
               std::initializer_list<std::string_view> allowed, std::string_view field,
               base::Violations& violations);

// The mask of these fields.
google::protobuf::FieldMask MaskOf(std::initializer_list<std::string_view> fields);

// True if the mask names the field.
bool Names(const google::protobuf::FieldMask& mask, std::string_view path);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_FIELD_MASK_H_
