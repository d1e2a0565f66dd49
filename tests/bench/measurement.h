#ifndef MOKUHYO_TESTS_BENCH_MEASUREMENT_H_
#define MOKUHYO_TESTS_BENCH_MEASUREMENT_H_

#include <cstdio>
#include <string>

#include "CLI/CLI.hpp"
#include "nlohmann/json.hpp"
#include "tests/bench/load.h"

// What the subcommands of mokuhyo_measure have in common: each takes one measurement and prints it
// as one JSON object on standard output. Rounds, medians and ratios are made of them by bench.py.
namespace mokuhyo::bench {

inline void Print(const nlohmann::json& measured) {
  std::printf("%s\n", measured.dump().c_str());
  std::fflush(stdout);
}

// Rates and latencies of a run, in operations a second and microseconds.
inline nlohmann::json ToJson(const LoadResult& result) {
  return {{"per_second", result.per_second()},
          {"succeeded", result.succeeded},
          {"failed", result.failed},
          {"p50_us", result.PercentileMicros(50)},
          {"p99_us", result.PercentileMicros(99)},
          {"p999_us", result.PercentileMicros(99.9)}};
}

// Each adds its subcommands to the program.
void AddAppendCommands(CLI::App& app);
void AddCallCommands(CLI::App& app);
void AddReadCommands(CLI::App& app);
void AddPostgresCommands(CLI::App& app);
void AddGenerateCommand(CLI::App& app);
void AddSubscribeCommand(CLI::App& app);
void AddRebuildCommands(CLI::App& app);
void AddStoreSharesCommand(CLI::App& app);

}  // namespace mokuhyo::bench

#endif  // MOKUHYO_TESTS_BENCH_MEASUREMENT_H_
