#ifndef MOKUHYO_TESTS_INSTRUCTIONS_FAIL_H_
#define MOKUHYO_TESTS_INSTRUCTIONS_FAIL_H_

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/status/status.h"

namespace mokuhyo::instructions {

// Ends the program: what is counted must be the real thing, not what was refused.
[[noreturn]] inline void Fail(const std::string& message) {
  std::fprintf(stderr, "mokuhyo_instructions: %s\n", message.c_str());
  std::_Exit(1);
}

inline void Require(const absl::Status& status) {
  if (!status.ok()) Fail(status.ToString());
}

}  // namespace mokuhyo::instructions

#endif  // MOKUHYO_TESTS_INSTRUCTIONS_FAIL_H_
