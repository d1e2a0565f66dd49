#ifndef MOKUHYO_TESTS_BENCH_FAIL_H_
#define MOKUHYO_TESTS_BENCH_FAIL_H_

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace mokuhyo::bench {

// Ends the program with a message: a measurement that went wrong is none.
[[noreturn]] inline void Fail(std::string_view message) {
  std::fprintf(stderr, "mokuhyo_measure: %.*s\n", static_cast<int>(message.size()), message.data());
  std::_Exit(1);
}

}  // namespace mokuhyo::bench

#endif  // MOKUHYO_TESTS_BENCH_FAIL_H_
