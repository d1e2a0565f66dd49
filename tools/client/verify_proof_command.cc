#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/proof/verifying_key.h"
#include "tools/client/commands.h"
#include "tools/client/proof_file.h"
#include "tools/client/proof_report.h"

namespace mokuhyo::client {
namespace {

struct VerifyProofArguments {
  std::string path;
  std::string public_key;
  std::string document;
};

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ostringstream bytes;
  std::ifstream file(path, std::ios::binary);
  if (file && bytes << file.rdbuf()) return bytes.str();
  return absl::NotFoundError(absl::StrCat(path, ": cannot be read, or is empty"));
}

// The same error, saying of which file it is.
absl::Status InFile(const std::string& path, const absl::Status& status) {
  absl::Status located(status.code(), absl::StrCat(path, ": ", status.message()));
  status.ForEachPayload([&located](absl::string_view url, const absl::Cord& payload) {
    located.SetPayload(url, payload);
  });
  return located;
}

absl::StatusOr<std::vector<ProvedFact>> Verify(const VerifyProofArguments& arguments) {
  MOKUHYO_ASSIGN_OR_RETURN(const proof::VerifyingKey key,
                           proof::VerifyingKey::Read(arguments.public_key));
  MOKUHYO_ASSIGN_OR_RETURN(const std::string json, ReadFile(arguments.path));
  const auto proved = VerifyProofFile(json, key);
  if (!proved.ok()) return InFile(arguments.path, proved.status());
  std::optional<std::string> document;
  if (!arguments.document.empty()) {
    MOKUHYO_ASSIGN_OR_RETURN(document, ReadFile(arguments.document));
  }
  auto facts = DescribeProved(*proved, document);
  if (!facts.ok()) return InFile(arguments.path, facts.status());
  return facts;
}

int RunVerifyProof(const VerifyProofArguments& arguments, Session& session) {
  const auto facts = Verify(arguments);
  if (!facts.ok()) return session.Fail(facts.status());
  session.out() << (session.settings().json ? FormatAsJson(*facts)
                                            : FormatAsText(*facts, session.settings().language));
  return 0;
}

}  // namespace

void AddVerifyProofCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<VerifyProofArguments>();
  CLI::App* command =
      app.add_subcommand("verify-proof", "Check a proof of `admin prove`, without any server");
  command->add_option("FILE", arguments->path, "The proof")->required();
  command
      ->add_option("--public-key", arguments->public_key,
                   "Public key of the checkpoints (PEM), from where you trust it")
      ->required();
  command->add_option("--document", arguments->document,
                      "Check as well that this file is the edition that is proved");
  command->footer(
      "Says what is proved, and ends with 0; ends with 1 and says why if anything does not hold.\n"
      "Examples:\n"
      "  mokuhyo verify-proof event.proof --public-key checkpoint-key.pem.pub\n"
      "  mokuhyo export niigata/2022-nishi-somu --edition 1 -o edition.json\n"
      "  mokuhyo verify-proof edition.proof --public-key checkpoint-key.pem.pub \\\n"
      "    --document edition.json");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunVerifyProof(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
