#include "tools/client/names.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_format.h"

namespace mokuhyo::client {
namespace {

bool IsFull(std::string_view typed) { return typed.substr(0, 7) == "cities/"; }

}  // namespace

std::string CityResource(std::string_view typed) {
  return IsFull(typed) ? std::string(typed) : "cities/" + std::string(typed);
}

std::string SheetResource(std::string_view typed) {
  if (IsFull(typed) || std::count(typed.begin(), typed.end(), '/') != 1) return std::string(typed);
  const size_t slash = typed.find('/');
  return "cities/" + std::string(typed.substr(0, slash)) + "/sheets/" +
         std::string(typed.substr(slash + 1));
}

std::string FormResource(std::string_view sheet_resource, std::string_view form) {
  return std::string(sheet_resource.substr(0, sheet_resource.find("/sheets/"))) + "/forms/" +
         std::string(form);
}

std::string NewRequestId() {
  std::random_device device;
  return absl::StrFormat("cli-%08x%08x%08x%08x", device(), device(), device(), device());
}

}  // namespace mokuhyo::client
