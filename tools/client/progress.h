#ifndef MOKUHYO_TOOLS_CLIENT_PROGRESS_H_
#define MOKUHYO_TOOLS_CLIENT_PROGRESS_H_

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace mokuhyo::client {

// Says how far a long command is: a line for each thing done, and on a terminal a bar beneath while
// the next is under way. Names and outcomes are shown as PrintableLine shows them. Not thread-safe.
class Progress {
 public:
  // `lines` gets the lines, `bar` the bar, which is drawn only if `is_terminal`.
  Progress(size_t total, std::ostream& lines, std::ostream& bar, bool is_terminal)
      : total_(total), lines_(lines), bar_(bar), is_terminal_(is_terminal) {}

  // The next thing is under way.
  void Begin(std::string_view name);

  // It is done: `[ 3/15] name … what`.
  void End(std::string_view name, std::string_view what);

 private:
  const size_t total_;
  size_t done_ = 0;
  std::ostream& lines_;
  std::ostream& bar_;
  const bool is_terminal_;
};

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_PROGRESS_H_
