#include "tools/client/progress.h"

#include <string>

#include "absl/strings/str_format.h"
#include "libs/render/printable.h"

namespace mokuhyo::client {
namespace {

constexpr size_t kBarColumns = 24;
constexpr char kEraseLine[] = "\r\x1B[K";

}  // namespace

void Progress::Begin(std::string_view name) {
  if (!is_terminal_) return;
  const size_t filled = total_ == 0 ? 0 : kBarColumns * done_ / total_;
  bar_ << kEraseLine << '[' << std::string(filled, '#') << std::string(kBarColumns - filled, '.')
       << "] " << done_ << '/' << total_ << ' ' << render::PrintableLine(name) << std::flush;
}

void Progress::End(std::string_view name, std::string_view what) {
  ++done_;
  if (is_terminal_) bar_ << kEraseLine << std::flush;
  const auto digits = static_cast<int>(std::to_string(total_).size());
  lines_ << absl::StrFormat("[%*d/%d] ", digits, done_, total_) << render::PrintableLine(name)
         << " … " << render::PrintableLine(what) << std::endl;
}

}  // namespace mokuhyo::client
