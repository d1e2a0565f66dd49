#include "tools/client/input_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <numeric>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/render/strict_json.h"

namespace mokuhyo::client {
namespace {

// Looks at the names at the top of a text, and stops as soon as they have told.
class TopNames final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool found() const { return found_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(int64_t) override { return true; }
  bool number_unsigned(uint64_t) override { return true; }
  bool number_float(double, const std::string&) override { return true; }
  bool string(std::string&) override { return true; }
  bool binary(nlohmann::json::binary_t&) override { return true; }
  bool start_object(size_t) override { return ++depth_ > 0; }
  bool start_array(size_t) override { return ++depth_ > 0; }
  bool end_object() override { return --depth_ >= 0; }
  bool end_array() override { return --depth_ >= 0; }
  bool key(std::string& name) override {
    found_ = depth_ == 1 && (name == "cities" || name == "orgUnits");
    return !found_;
  }
  bool parse_error(size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  int depth_ = 0;
  bool found_ = false;
};

}  // namespace

InputFile::Kind KindOf(std::string_view json) {
  TopNames names;
  nlohmann::json::sax_parse(json, &names);
  return names.found() ? InputFile::Kind::kOrgUnits : InputFile::Kind::kSheet;
}

absl::StatusOr<InputFile> ReadInputFile(const std::string& path) {
  const size_t max_bytes = render::StrictJsonLimits().max_bytes;
  if (std::filesystem::is_directory(path)) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is a directory, not a file"));
  }
  std::ifstream file;
  if (path != "-") {
    errno = 0;
    file.open(path, std::ios::binary);
    if (!file) {
      const auto code =
          errno == EACCES ? absl::StatusCode::kPermissionDenied : absl::StatusCode::kNotFound;
      return absl::Status(code, absl::StrCat("cannot read ", path, ": ", std::strerror(errno)));
    }
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string bytes(max_bytes + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(in.gcount()));
  if (bytes.size() > max_bytes) {
    return absl::InvalidArgumentError(absl::StrCat(path, " has more than ", max_bytes,
                                                   " bytes, the most that a document may have"));
  }
  const InputFile::Kind kind = KindOf(bytes);
  return InputFile{.path = path, .bytes = std::move(bytes), .kind = kind};
}

std::vector<size_t> SendingOrder(const std::vector<InputFile>& files) {
  std::vector<size_t> order(files.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_partition(order.begin(), order.end(),
                        [&](size_t i) { return files[i].kind == InputFile::Kind::kOrgUnits; });
  return order;
}

}  // namespace mokuhyo::client
