#ifndef MOKUHYO_TOOLS_CLIENT_SETTINGS_H_
#define MOKUHYO_TOOLS_CLIENT_SETTINGS_H_

#include <string>

#include "libs/render/display_width.h"
#include "libs/render/language.h"

namespace mokuhyo::client {

// What all commands share, from flags and environment.
struct Settings {
  // Where the services are, see Servers::Parse.
  std::string server = "127.0.0.1:7400";
  // True: answers go to standard output as proto3 JSON instead of tables.
  bool json = false;
  render::Language language = render::Language::kJapanese;
  // Who acts; empty: not said.
  std::string actor;
  // Columns of tables.
  int width = 100;
  // How many columns the terminal gives to characters of ambiguous width, such as ※ and ○.
  render::AmbiguousWidth ambiguous = render::AmbiguousWidth::kNarrow;
  // Time for each call, repeats included.
  double timeout_seconds = 60;
};

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_SETTINGS_H_
