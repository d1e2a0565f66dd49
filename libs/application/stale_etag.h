#ifndef MOKUHYO_LIBS_APPLICATION_STALE_ETAG_H_
#define MOKUHYO_LIBS_APPLICATION_STALE_ETAG_H_

#include "absl/status/status.h"
#include "libs/eventstore/event_store.h"

namespace mokuhyo::application {

// Tells whoever is refused for a stale etag of a sheet, goal or indicator what happened to it
// since: the events after the revision that the etag names, of a goal or indicator only those that
// changed it. The message lists them, newest first, and so do the metadata of ErrorInfo:
//   changes       at most the 10 newest, one a line, for example
//                 `TargetsSet i3 by yamada at 2026-04-01T09:00:00Z: 見直し`; long reasons are cut
//   change_count  how many there are in all
//   changed_by    who did those listed, newest first, each once
//
// A status of another kind comes back as it is, and so does one whose etag names no earlier
// revision, or whose events cannot be read: the refusal stands without them.
//
// Reads the stream, so it may wait: call on an executor's threads. For a goal or indicator it folds
// the stream from the beginning, since only the fold says what an event touches.
absl::Status ExplainStaleEtag(const absl::Status& refused, eventstore::EventStore& store);

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_STALE_ETAG_H_
