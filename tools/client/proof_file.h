#ifndef MOKUHYO_TOOLS_CLIENT_PROOF_FILE_H_
#define MOKUHYO_TOOLS_CLIENT_PROOF_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "libs/proof/verify_proof.h"
#include "libs/proof/verifying_key.h"
#include "mokuhyo/proof/v1/proof.pb.h"

namespace mokuhyo::client {

// A proof as a file: proto3 JSON, as FormatProofFile writes it.
std::string FormatProofFile(const proof::v1::Proof& proof);

// Reads a proof, strictly, and checks it. Errors are those of render::ReadStrictJson and
// proof::VerifyProof.
absl::StatusOr<proof::Proved> VerifyProofFile(std::string_view json,
                                              const proof::VerifyingKey& key);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_PROOF_FILE_H_
