#ifndef MOKUHYO_TESTS_INSTRUCTIONS_COUNTING_H_
#define MOKUHYO_TESTS_INSTRUCTIONS_COUNTING_H_

#include <string>

#include "valgrind/callgrind.h"

namespace mokuhyo::instructions {

// Has callgrind (started with --instr-atstart=no) count the instructions of `times` operations and
// dump them under `name`; what `warm_up` operations do before is not counted. `operation` gets
// numbers that go on from the one to the other. Without callgrind it runs them and no more.
template <typename Operation>
void Count(const std::string& name, int warm_up, int times, const Operation& operation) {
  // The trigger of the dump says what was counted, and how often it was done. It must live until
  // callgrind is told to stop: the dump is written a little after it was asked for.
  const std::string trigger = name + " " + std::to_string(times);
  for (int i = 0; i < warm_up; ++i) operation(i);
  CALLGRIND_START_INSTRUMENTATION;
  CALLGRIND_ZERO_STATS;
  for (int i = warm_up; i < warm_up + times; ++i) operation(i);
  CALLGRIND_DUMP_STATS_AT(trigger.c_str());
  CALLGRIND_STOP_INSTRUMENTATION;
}

}  // namespace mokuhyo::instructions

#endif  // MOKUHYO_TESTS_INSTRUCTIONS_COUNTING_H_
