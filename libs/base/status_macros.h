#ifndef MOKUHYO_LIBS_BASE_STATUS_MACROS_H_
#define MOKUHYO_LIBS_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns the status of `expression` (an absl::Status) from the enclosing function unless it is OK.
#define MOKUHYO_RETURN_IF_ERROR(expression)                                 \
  do {                                                                      \
    if (absl::Status mokuhyo_status = (expression); !mokuhyo_status.ok()) { \
      return mokuhyo_status;                                                \
    }                                                                       \
  } while (false)

// Assigns the value of `expression` (an absl::StatusOr) to `lhs`, which may declare a variable, or
// returns its status from the enclosing function. A type with a comma in it needs an alias or
// `auto`.
#define MOKUHYO_ASSIGN_OR_RETURN(lhs, expression) \
  MOKUHYO_ASSIGN_OR_RETURN_(MOKUHYO_CONCAT_(mokuhyo_status_or_, __LINE__), lhs, expression)

#define MOKUHYO_ASSIGN_OR_RETURN_(result, lhs, expression) \
  auto result = (expression);                              \
  if (!result.ok()) return std::move(result).status();     \
  lhs = *std::move(result)

#define MOKUHYO_CONCAT_(a, b) MOKUHYO_CONCAT_INNER_(a, b)
#define MOKUHYO_CONCAT_INNER_(a, b) a##b

#endif  // MOKUHYO_LIBS_BASE_STATUS_MACROS_H_
