#ifndef MOKUHYO_LIBS_PROOF_KEY_HANDLE_H_
#define MOKUHYO_LIBS_PROOF_KEY_HANDLE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

// OpenSSL's EVP_PKEY, declared so that its headers stay out of ours.
struct evp_pkey_st;

namespace mokuhyo::proof {

// A key of OpenSSL, never changed once it is made.
using KeyHandle = std::shared_ptr<evp_pkey_st>;

// Takes over a key of OpenSSL; null stays null.
KeyHandle TakeKey(evp_pkey_st* key);

// Whether the key is there and an Ed25519 one.
bool IsEd25519(const KeyHandle& key);

// The bytes of a key file; at most 64 KiB of them, which no key has. Returns NOT_FOUND or
// PERMISSION_DENIED if it cannot be read.
absl::StatusOr<std::string> ReadKeyFile(const std::string& path);

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_KEY_HANDLE_H_
