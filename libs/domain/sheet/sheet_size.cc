#include "libs/domain/sheet/sheet_size.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "libs/base/errors.h"
#include "libs/domain/sheet/document.h"

namespace mokuhyo::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// No field of a document takes more times its serialized size in JSON: an enum of one byte and its
// tag come to a name and a value of some forty characters.
constexpr size_t kMaxJsonGrowth = 24;

size_t JsonBytes(const std::string& text) {
  size_t bytes = 2;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20;
    bytes += control ? 6 : c == '"' || c == '\\' ? 2 : 1;
  }
  return bytes;
}

size_t JsonBytes(const Message& message);

// One value of a field; `index` < 0 where it is not repeated.
size_t JsonBytes(const Message& message, const FieldDescriptor& field, int index) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return JsonBytes(index < 0 ? reflection.GetString(message, &field)
                                 : reflection.GetRepeatedString(message, &field, index));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return JsonBytes(index < 0 ? reflection.GetMessage(message, &field)
                                 : reflection.GetRepeatedMessage(message, &field, index));
    default:
      // The longest enum value, number or boolean of a document.
      return 20;
  }
}

// Not less than the message takes in canonical JSON; a little more, since entries of maps are
// counted as messages.
size_t JsonBytes(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  size_t bytes = 2;
  for (const FieldDescriptor* field : fields) {
    bytes += field->json_name().size() + 4;
    if (!field->is_repeated()) {
      bytes += JsonBytes(message, *field, -1);
      continue;
    }
    const int size = message.GetReflection()->FieldSize(message, field);
    bytes += 2;
    for (int i = 0; i < size; ++i) bytes += JsonBytes(message, *field, i) + 1;
  }
  return bytes;
}

struct Size {
  size_t sheet = 0;
  size_t document = 0;
};

Size SizeOf(const sheets::v1::Sheet& sheet) {
  return {.sheet = sheet.ByteSizeLong(),
          .document = JsonBytes(ToDocument(sheet, DocumentIds::kOmit))};
}

bool Exceeds(size_t after, size_t before, size_t limit) { return after > limit && after > before; }

}  // namespace

absl::Status RequireSheetSize(const SheetState& before, const SheetEvents& events) {
  size_t added = 0;
  for (const auto& event : events) added += event.ByteSizeLong();
  // Nearly every sheet: no need to look closer.
  constexpr size_t kSmall = kMaxDocumentBytes / kMaxJsonGrowth;
  if (before.folded_bytes() + added <= kSmall) return absl::OkStatus();
  if (before.sheet().ByteSizeLong() + added <= kSmall) return absl::OkStatus();

  SheetState folded = before;
  uint64_t revision = before.revision().value_or(0);
  for (const auto& event : events) folded.Evolve(event, {.revision = ++revision});
  const Size now = SizeOf(before.sheet());
  const Size then = SizeOf(folded.sheet());
  if (!Exceeds(then.sheet, now.sheet, kMaxSheetBytes) &&
      !Exceeds(then.document, now.document, kMaxDocumentBytes)) {
    return absl::OkStatus();
  }
  return base::FailedPrecondition(
      "SHEET_TOO_LARGE", folded.sheet().name(),
      absl::StrCat("the sheet would take ", then.document, " bytes as a document and ", then.sheet,
                   " as it is read, at most ", kMaxDocumentBytes, " and ", kMaxSheetBytes,
                   " are taken; shorten its texts, or divide it into two sheets"));
}

}  // namespace mokuhyo::domain
