#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/proof/signing_key.h"
#include "tools/client/admin_commands.h"

namespace mokuhyo::client {
namespace {

constexpr mode_t kPrivateMode = 0600;
constexpr mode_t kPublicMode = 0644;

// Makes a file that is not there yet. A key that was lost cannot be had again: nothing is ever
// overwritten.
absl::Status WriteNewFile(const std::string& path, std::string_view bytes, mode_t mode) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) {
    return absl::Status(
        errno == EEXIST ? absl::StatusCode::kAlreadyExists : absl::StatusCode::kUnknown,
        absl::StrCat("cannot make ", path, ": ", std::strerror(errno)));
  }
  const bool written =
      write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      fsync(file) == 0;
  const int error = errno;
  if (close(file) == 0 && written) return absl::OkStatus();
  return absl::UnknownError(absl::StrCat("cannot write ", path, ": ", std::strerror(error)));
}

std::string FormatAsJson(const std::string& path, const std::string& public_path,
                         const std::string& public_key) {
  const nlohmann::ordered_json answer = {
      {"privateKeyFile", path}, {"publicKeyFile", public_path}, {"publicKey", public_key}};
  // The name of a file may be anything.
  return answer.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

int RunGenerateKey(const std::string& path, Session& session) {
  const proof::SigningKey key = proof::SigningKey::Generate();
  const std::string public_path = path + ".pub";
  if (access(public_path.c_str(), F_OK) == 0) {
    return session.Fail(absl::AlreadyExistsError(
        absl::StrCat("there is a ", public_path, " already; choose another name")));
  }
  if (const auto status = WriteNewFile(path, key.ToPem(), kPrivateMode); !status.ok()) {
    return session.Fail(status);
  }
  const std::string public_key = key.PublicKey().ToPem();
  if (const auto status = WriteNewFile(public_path, public_key, kPublicMode); !status.ok()) {
    return session.Fail(status);
  }
  if (session.settings().json) {
    session.out() << FormatAsJson(path, public_path, public_key);
    return 0;
  }
  session.out() << path << ": private, for --signing-key of the server; keep it secret\n"
                << public_path << ": public, for whoever verifies proofs\n"
                << public_key;
  return 0;
}

}  // namespace

void AddGenerateKeyCommand(CLI::App& admin, Action& action) {
  auto path = std::make_shared<std::string>();
  CLI::App* command =
      admin.add_subcommand("generate-key", "Make a key that signs checkpoints (Ed25519)");
  command->add_option("FILE", *path, "The private key goes here, the public one into FILE.pub")
      ->required();
  command->footer(
      "Publish the public key where the server's keepers cannot change it. The files are PEM, as "
      "openssl makes them.\n"
      "Example:\n"
      "  mokuhyo admin generate-key checkpoint-key.pem\n"
      "  mokuhyod --signing-key checkpoint-key.pem --checkpoint-dir /mnt/elsewhere/checkpoints");
  command->callback([path, &action] {
    action = [path](Session& session) { return RunGenerateKey(*path, session); };
  });
}

}  // namespace mokuhyo::client
