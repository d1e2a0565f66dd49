#ifndef MOKUHYO_LIBS_BASE_VIOLATIONS_H_
#define MOKUHYO_LIBS_BASE_VIOLATIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "libs/base/errors.h"

namespace mokuhyo::base {

// Collects everything that is malformed in a request, so that the caller hears of all of it at
// once. Not thread-safe.
class Violations {
 public:
  // `field` is the path from the request down: `goals[3].indicators[0].target`.
  void Add(std::string field, std::string description);

  // Takes over the field violations of `status`, as the parsers of this library return it. A status
  // without any counts as one violation of no particular field; OK adds nothing.
  void Add(const absl::Status& status);

  bool empty() const { return violations_.empty(); }

  // In the order in which they were added.
  const std::vector<FieldViolation>& list() const { return violations_; }

  // OK if there are none. Otherwise INVALID_ARGUMENT with reason INVALID_FIELDS: the message is the
  // first violation and how many more there are, the BadRequest holds all of them.
  absl::Status ToStatus() const;

 private:
  std::vector<FieldViolation> violations_;
};

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_VIOLATIONS_H_
