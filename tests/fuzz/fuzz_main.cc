// Runs a fuzz target without libFuzzer: over a corpus, then over mutations of it, from a fixed
// seed, so that a failure is the same on every machine.
//
//   NAME_fuzz [--runs N] [--seed S] CORPUS...
//
// A file of the corpus holds one input a line, a directory one input a file. Exit status 0, or 2
// for wrong usage; a violated invariant aborts, and the input that did it is printed in
// hexadecimal.
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr size_t kMaxInputBytes = 4096;

const std::string* current_input = nullptr;

void PrintInputAndAbort(int signal_number) {
  std::fputs("input:", stderr);
  for (const char c : *current_input) std::fprintf(stderr, " %02x", static_cast<unsigned char>(c));
  std::fputc('\n', stderr);
  std::signal(signal_number, SIG_DFL);
  std::raise(signal_number);
}

void Run(const std::string& input) {
  current_input = &input;
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

void ReadCorpus(const std::filesystem::path& path, std::vector<std::string>& inputs) {
  if (std::filesystem::is_directory(path)) {
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      std::ifstream file(entry.path(), std::ios::binary);
      inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return;
  }
  std::ifstream file(path, std::ios::binary);
  for (std::string line; std::getline(file, line);) inputs.push_back(line);
}

class Mutator {
 public:
  Mutator(const std::vector<std::string>& corpus, uint64_t seed) : corpus_(corpus), random_(seed) {}

  std::string Next() {
    std::string input = corpus_[Below(corpus_.size())];
    for (size_t n = 1 + Below(4); n > 0; --n) Mutate(input);
    if (input.size() > kMaxInputBytes) input.resize(kMaxInputBytes);
    return input;
  }

 private:
  // Drawn without a standard distribution, whose results differ between libraries.
  size_t Below(size_t limit) { return static_cast<size_t>(random_() % limit); }

  void Mutate(std::string& input) {
    const size_t at = Below(input.size() + 1);
    switch (Below(6)) {
      case 0:  // Flips a bit.
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << Below(8)));
        break;
      case 1:  // Removes some bytes.
        input.erase(at, Below(8));
        break;
      case 2:  // Inserts a byte.
        input.insert(at, 1, static_cast<char>(Below(256)));
        break;
      case 3:  // Repeats a piece.
        input.insert(at, input.substr(Below(input.size() + 1), 1 + Below(32)));
        break;
      case 4:  // Goes on like another input.
        input.resize(at);
        input += corpus_[Below(corpus_.size())];
        break;
      default: {  // Takes in a piece of another input.
        const std::string& other = corpus_[Below(corpus_.size())];
        input.insert(at, other.substr(Below(other.size() + 1), 1 + Below(12)));
      }
    }
  }

  const std::vector<std::string>& corpus_;
  std::mt19937_64 random_;
};

}  // namespace

int main(int argc, char** argv) {
  uint64_t runs = 0;
  uint64_t seed = 1;
  std::vector<std::string> corpus = {""};
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if ((argument == "--runs" || argument == "--seed") && i + 1 < argc) {
      uint64_t& number = argument == "--runs" ? runs : seed;
      number = std::strtoull(argv[++i], nullptr, 10);
    } else if (std::filesystem::exists(argument)) {
      ReadCorpus(argument, corpus);
    } else {
      std::fprintf(stderr, "usage: %s [--runs N] [--seed S] CORPUS...\n", argv[0]);
      return 2;
    }
  }
  std::signal(SIGABRT, PrintInputAndAbort);
  std::signal(SIGSEGV, PrintInputAndAbort);
  for (const std::string& input : corpus) Run(input);
  Mutator mutator(corpus, seed);
  for (uint64_t run = 0; run < runs; ++run) Run(mutator.Next());
  std::printf("%zu inputs of the corpus and %llu mutations\n", corpus.size(),
              static_cast<unsigned long long>(runs));
  return 0;
}
