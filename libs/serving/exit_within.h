#ifndef MOKUHYO_LIBS_SERVING_EXIT_WITHIN_H_
#define MOKUHYO_LIBS_SERVING_EXIT_WITHIN_H_

#include "absl/time/time.h"

namespace mokuhyo::serving {

// Ends the process with status 0 after `limit`, unless it has ended by itself before: for a
// shutdown that may hang on what others do not do (a log that nobody reads, a handler that does not
// return). No destructor runs, so everything that was promised must be on the disk already.
void ExitWithin(absl::Duration limit);

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_EXIT_WITHIN_H_
