#ifndef MOKUHYO_TOOLS_CLIENT_WORK_BAR_H_
#define MOKUHYO_TOOLS_CLIENT_WORK_BAR_H_

#include <ostream>
#include <string>

#include "mokuhyo/admin/v1/admin_service.pb.h"

namespace mokuhyo::client {

// Shows on a terminal how far long work is, in one line that is drawn over and disappears at the
// end; draws nothing elsewhere. Not thread-safe.
class WorkBar {
 public:
  // `out` gets the bar if `is_terminal`.
  WorkBar(std::ostream& out, bool is_terminal) : out_(out), is_terminal_(is_terminal) {}
  ~WorkBar() { Erase(); }

  WorkBar(const WorkBar&) = delete;
  WorkBar& operator=(const WorkBar&) = delete;

  // `[########................]  33 % 1.0 MiB/3.0 MiB copying`; without a total the count alone.
  void Show(const admin::v1::Progress& progress);

  // Takes the bar away, so that something else can be said.
  void Erase();

 private:
  std::ostream& out_;
  const bool is_terminal_;
  std::string shown_;
};

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_WORK_BAR_H_
