#ifndef MOKUHYO_TOOLS_CLIENT_PROOF_REPORT_H_
#define MOKUHYO_TOOLS_CLIENT_PROOF_REPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/proof/verify_proof.h"
#include "libs/render/language.h"

namespace mokuhyo::client {

// One thing that a proof proves.
struct ProvedFact {
  // Its name in JSON.
  std::string name;
  // Its labels for people.
  std::string ja;
  std::string en;
  std::string value;
  // The value for people who read Japanese, where it is a sentence; empty: as it is.
  std::string value_ja = {};
};

// What was proved, in the order in which it is told. `document`, if given, is a file that is said
// to be the edition of the proof. Returns INVALID_ARGUMENT with reason DOCUMENT_REFUSED if it is
// not, byte for byte, or if the proof is not of an edition.
absl::StatusOr<std::vector<ProvedFact>> DescribeProved(const proof::Proved& proved,
                                                       const std::optional<std::string>& document);

// The facts as lines `label: value`, or as a JSON object on lines of its own.
std::string FormatAsText(const std::vector<ProvedFact>& facts, render::Language language);
std::string FormatAsJson(const std::vector<ProvedFact>& facts);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_PROOF_REPORT_H_
