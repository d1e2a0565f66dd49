#include "tools/client/work_bar.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/render/printable.h"
#include "tools/client/byte_size.h"

namespace mokuhyo::client {
namespace {

constexpr size_t kBarColumns = 24;
constexpr char kEraseLine[] = "\r\x1B[K";

std::string Amount(uint64_t count, const std::string& unit) {
  return unit == "bytes" ? ByteSize(count) : absl::StrCat(count);
}

std::string Draw(const admin::v1::Progress& progress) {
  const std::string done = Amount(progress.done(), progress.unit());
  const std::string stage = render::PrintableLine(progress.stage());
  if (progress.total() == 0) return absl::StrCat(done, " ", stage);
  const double part =
      std::min(1.0, static_cast<double>(progress.done()) / static_cast<double>(progress.total()));
  const auto filled = static_cast<size_t>(part * static_cast<double>(kBarColumns));
  return absl::StrFormat("[%s%s] %3d %% %s/%s %s", std::string(filled, '#'),
                         std::string(kBarColumns - filled, '.'), static_cast<int>(part * 100), done,
                         Amount(progress.total(), progress.unit()), stage);
}

}  // namespace

void WorkBar::Show(const admin::v1::Progress& progress) {
  if (!is_terminal_) return;
  std::string line = Draw(progress);
  if (line == shown_) return;
  out_ << kEraseLine << line << std::flush;
  shown_ = std::move(line);
}

void WorkBar::Erase() {
  if (shown_.empty()) return;
  out_ << kEraseLine << std::flush;
  shown_.clear();
}

}  // namespace mokuhyo::client
