#ifndef MOKUHYO_LIBS_EVENTSTORE_SUBSCRIPTION_H_
#define MOKUHYO_LIBS_EVENTSTORE_SUBSCRIPTION_H_

#include "libs/eventstore/event_store.h"
#include "mokuhyo/store/v1/event_store_service.pb.h"

namespace mokuhyo::eventstore {

// Follows a city's log from a position on: what is there, then what is committed, in order and each
// event exactly once. Pulled: what was not asked for is read from the log later, so a slow reader
// costs no memory and slows nobody. Made by Subscriptions, which must outlive it.
//
// Thread-safe.
class Subscription {
 public:
  using Done = Callback<store::v1::SubscribeResponse>;

  // Cancels.
  virtual ~Subscription() = default;

  // Waits until there is something to say and says it once, on a thread of the executor or of the
  // store: the next events (up to Subscriptions::Options::max_page_bytes), a notice, or how far the
  // filter let nothing through. Not to be called again before `done`; `done` may call it. Never
  // returns a response without news. Any error ends the subscription; further calls repeat it.
  //   INVALID_ARGUMENT, OUT_OF_RANGE  the request is malformed, or over a limit (TOO_LARGE).
  //   OUT_OF_RANGE  LOST_EPOCH or BEYOND_HEAD, see EventStoreService.Subscribe. LOST_EPOCH also
  //   when
  //                 the store was restored meanwhile to a time before what was read.
  //   UNAVAILABLE   EPOCH_CHANGED: the store was restored, and all that was read is in it:
  //   subscribe
  //                 again behind the last position. SHUTTING_DOWN: the executor takes nothing more.
  //                 Others are those of the store.
  //   CANCELLED     by Cancel.
  //   DATA_LOSS     the next events are damaged.
  virtual void Next(Done done) = 0;

  // Ends the subscription and a pending Next, whose `done` runs before this returns unless it runs
  // already. Idempotent.
  virtual void Cancel() = 0;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_SUBSCRIPTION_H_
