#include "libs/proof/signed_note.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::proof {
namespace {

constexpr size_t kMaxSignatures = 100;
constexpr size_t kKeyHashBytes = 4;
// An em dash and a space, in UTF-8.
constexpr std::string_view kSignatureMark = "\xe2\x80\x94 ";

absl::Status Malformed(std::string_view description) {
  return base::InvalidArgument("note", "MALFORMED_NOTE", description);
}

// Strings of absl are not those of std, in this version.
std::string Base64(std::string_view bytes) {
  return absl::Base64Escape(absl::string_view(bytes.data(), bytes.size()));
}

// Visible ASCII but for the plus sign, which notes give a meaning elsewhere.
bool IsKeyName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char c) { return c > ' ' && c < '\x7f' && c != '+'; });
}

std::optional<SignedNote::Signature> ParseSignature(std::string_view line) {
  if (line.substr(0, kSignatureMark.size()) != kSignatureMark) return std::nullopt;
  line.remove_prefix(kSignatureMark.size());
  const size_t space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view name = line.substr(0, space);
  const std::string_view encoded = line.substr(space + 1);
  std::string bytes;
  const bool decoded =
      absl::Base64Unescape(absl::string_view(encoded.data(), encoded.size()), &bytes);
  // Decoders overlook what encoders do not write: bits left over, missing padding.
  if (!decoded || Base64(bytes) != encoded) return std::nullopt;
  if (!IsKeyName(name) || bytes.size() <= kKeyHashBytes) return std::nullopt;
  return SignedNote::Signature{.name = std::string(name),
                               .key_hash = bytes.substr(0, kKeyHashBytes),
                               .signature = bytes.substr(kKeyHashBytes)};
}

}  // namespace

std::string SignedNote::Format() const {
  std::string bytes = absl::StrCat(text, "\n");
  for (const Signature& one : signatures) {
    absl::StrAppend(&bytes, std::string(kSignatureMark), one.name, " ",
                    Base64(one.key_hash + one.signature), "\n");
  }
  return bytes;
}

void SignedNote::Sign(const SigningKey& key, std::string_view name) {
  Signature mine{.name = std::string(name),
                 .key_hash = key.PublicKey().NoteKeyHash(name),
                 .signature = key.Sign(text)};
  // A line that names this key is this signature, or a wrong one, which would make the note one
  // that the key did not sign.
  const auto names_it = [&](const Signature& one) {
    return one.name == mine.name && one.key_hash == mine.key_hash;
  };
  signatures.erase(std::remove_if(signatures.begin(), signatures.end(), names_it),
                   signatures.end());
  signatures.push_back(std::move(mine));
}

bool SignedNote::IsSignedBy(const VerifyingKey& key, std::string_view name) const {
  const std::string key_hash = key.NoteKeyHash(name);
  bool found = false;
  for (const Signature& one : signatures) {
    if (one.name != name || one.key_hash != key_hash) continue;
    if (!key.Verifies(text, one.signature)) return false;
    found = true;
  }
  return found;
}

absl::StatusOr<SignedNote> ParseSignedNote(std::string_view bytes) {
  const size_t end_of_text = bytes.rfind("\n\n");
  if (end_of_text == std::string_view::npos || end_of_text == 0) {
    return Malformed("there must be a text, an empty line and signatures");
  }
  SignedNote note{.text = std::string(bytes.substr(0, end_of_text + 1)), .signatures = {}};
  std::string_view rest = bytes.substr(end_of_text + 2);
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    if (end == std::string_view::npos) return Malformed("the last line must end in a line feed");
    auto signature = ParseSignature(rest.substr(0, end));
    if (!signature.has_value()) {
      return Malformed("below the empty line there must be signatures only: `— name base64`");
    }
    if (note.signatures.size() == kMaxSignatures) {
      return Malformed(absl::StrCat("there must be at most ", kMaxSignatures, " signatures"));
    }
    note.signatures.push_back(*std::move(signature));
    rest.remove_prefix(end + 1);
  }
  return note;
}

}  // namespace mokuhyo::proof
