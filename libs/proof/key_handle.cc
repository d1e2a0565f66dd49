#include "libs/proof/key_handle.h"

#include <openssl/evp.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace mokuhyo::proof {
namespace {

constexpr size_t kMaxKeyFileBytes = 64 * 1024;

}  // namespace

KeyHandle TakeKey(evp_pkey_st* key) {
  return key == nullptr ? nullptr : KeyHandle(key, [](evp_pkey_st* k) { EVP_PKEY_free(k); });
}

bool IsEd25519(const KeyHandle& key) {
  return key != nullptr && EVP_PKEY_get_id(key.get()) == EVP_PKEY_ED25519;
}

absl::StatusOr<std::string> ReadKeyFile(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string bytes(kMaxKeyFileBytes, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(file.gcount()));
  // Reading a directory opens it and fails then; a short file ends in eof.
  if (file.is_open() && (file.good() || file.eof())) return bytes;
  const auto code =
      errno == EACCES ? absl::StatusCode::kPermissionDenied : absl::StatusCode::kNotFound;
  return absl::Status(code, absl::StrCat("cannot read the key ", path, ": ", std::strerror(errno)));
}

}  // namespace mokuhyo::proof
