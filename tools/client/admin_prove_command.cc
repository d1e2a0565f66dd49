#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/client/admin_commands.h"
#include "tools/client/argument_checks.h"
#include "tools/client/names.h"
#include "tools/client/output_file.h"
#include "tools/client/proof_file.h"

namespace mokuhyo::client {
namespace {

struct ProveArguments {
  std::string city;
  uint64_t position = 0;
  std::string edition;
  uint64_t from = 0;
  uint64_t to = 0;
  uint64_t checkpoint = 0;
  std::string output;
};

// `niigata/2022-nishi-somu@1`, or `2022-nishi-somu@1` of the city, as a resource name. One that is
// a resource name already is left as it is.
std::string EditionResource(const std::string& city, const std::string& typed) {
  const size_t at = typed.rfind('@');
  if (at == std::string::npos) return typed;
  const std::string sheet = typed.substr(0, at);
  const std::string name = sheet.find('/') == std::string::npos
                               ? absl::StrCat(CityResource(city), "/sheets/", sheet)
                               : SheetResource(sheet);
  return absl::StrCat(name, "/editions/", typed.substr(at + 1));
}

absl::StatusOr<proof::v1::Proof> ProveEvent(const ProveArguments& arguments,
                                            Connection& connection) {
  admin::v1::GetInclusionProofRequest request;
  request.set_parent(CityResource(arguments.city));
  request.set_checkpoint_size(arguments.checkpoint);
  if (arguments.edition.empty()) {
    request.set_position(arguments.position);
  } else {
    request.set_edition(EditionResource(arguments.city, arguments.edition));
  }
  auto answer = connection.Call(connection.admin(),
                                &admin::v1::AdminService::Stub::GetInclusionProof, request);
  if (!answer.ok()) return answer.status();
  proof::v1::Proof proof;
  *proof.mutable_inclusion() = std::move(*answer->mutable_proof());
  return proof;
}

absl::StatusOr<proof::v1::Proof> ProveContinuation(const ProveArguments& arguments,
                                                   Connection& connection) {
  admin::v1::GetConsistencyProofRequest request;
  request.set_parent(CityResource(arguments.city));
  request.set_first_size(arguments.from);
  request.set_second_size(arguments.to);
  auto answer = connection.Call(connection.admin(),
                                &admin::v1::AdminService::Stub::GetConsistencyProof, request);
  if (!answer.ok()) return answer.status();
  proof::v1::Proof proof;
  *proof.mutable_consistency() = std::move(*answer->mutable_proof());
  return proof;
}

int RunProve(const ProveArguments& arguments, Session& session) {
  const auto proof = arguments.from == 0 ? ProveEvent(arguments, session.connection())
                                         : ProveContinuation(arguments, session.connection());
  if (!proof.ok()) return session.Fail(proof.status());
  const std::string json = FormatProofFile(*proof);
  if (arguments.output.empty()) {
    session.out() << json;
    return 0;
  }
  const absl::Status written = WriteOutputFile(arguments.output, json);
  return written.ok() ? 0 : session.Fail(written);
}

}  // namespace

void AddProveCommand(CLI::App& admin, Action& action) {
  auto arguments = std::make_shared<ProveArguments>();
  CLI::App* command = admin.add_subcommand(
      "prove", "Prove that an event or an edition is in the log, or that the log only grew");
  command->add_option("--city", arguments->city, "The city, for example niigata")->required();
  auto* subject = command->add_option_group("what", "What is proved; one of these");
  subject->add_option("--position", arguments->position, "The event at this position, from 1")
      ->check(CheckFromOne);
  subject
      ->add_option("--edition", arguments->edition,
                   "The event that published an edition: SHEET@NUMBER")
      ->check(CheckEdition);
  CLI::Option* const from =
      subject
          ->add_option("--from", arguments->from,
                       "That the log goes on from the checkpoint of this many events")
          ->check(CheckFromOne);
  subject->require_option(1);
  command
      ->add_option("--to", arguments->to,
                   "With --from: the later checkpoint; default: one that is made now")
      ->needs(from)
      ->check(CheckFromOne);
  command
      ->add_option(
          "--checkpoint", arguments->checkpoint,
          "Size of the checkpoint to prove an event against; default: one that is made now")
      ->excludes(from)
      ->check(CheckFromOne);
  command->add_option("-o,--output", arguments->output,
                      "Write to this file instead of standard output");
  command->footer(
      "The proof is a JSON file; `mokuhyo verify-proof` checks it anywhere, without a server.\n"
      "Examples:\n"
      "  mokuhyo admin prove --city niigata --edition 2022-nishi-somu@1 -o edition.proof\n"
      "  mokuhyo admin prove --city niigata --position 1234 -o event.proof\n"
      "  mokuhyo admin prove --city niigata --from 1000 --to 2000 -o grown.proof");
  command->callback([arguments, &action] {
    if (arguments->to != 0 && arguments->to < arguments->from) {
      throw CLI::ValidationError("--to", "must not be less than --from");
    }
    action = [arguments](Session& session) { return RunProve(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
