#include "tools/client/proof_file.h"

#include "libs/base/status_macros.h"
#include "libs/render/json_writer.h"
#include "libs/render/strict_json.h"

namespace mokuhyo::client {
namespace {

// Above the largest event, as base64.
constexpr size_t kMaxBytes = 64 << 20;

}  // namespace

std::string FormatProofFile(const proof::v1::Proof& proof) {
  return render::WriteJson(proof, {}) + "\n";
}

absl::StatusOr<proof::Proved> VerifyProofFile(std::string_view json,
                                              const proof::VerifyingKey& key) {
  proof::v1::Proof proof;
  MOKUHYO_RETURN_IF_ERROR(render::ReadStrictJson(json, &proof, {.max_bytes = kMaxBytes}));
  return proof::VerifyProof(proof, key);
}

}  // namespace mokuhyo::client
