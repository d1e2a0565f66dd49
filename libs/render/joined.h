#ifndef MOKUHYO_LIBS_RENDER_JOINED_H_
#define MOKUHYO_LIBS_RENDER_JOINED_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace mokuhyo::render {

// The parts that are not empty, with the separator between them.
inline std::string Joined(std::initializer_list<std::string_view> parts,
                          std::string_view separator) {
  std::string joined;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    if (!joined.empty()) joined += separator;
    joined += part;
  }
  return joined;
}

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_JOINED_H_
