#ifndef MOKUHYO_TOOLS_CLIENT_FOLLOW_EVENTS_H_
#define MOKUHYO_TOOLS_CLIENT_FOLLOW_EVENTS_H_

#include <functional>

#include "mokuhyo/feed/v1/event_service.pb.h"
#include "tools/client/session.h"

namespace mokuhyo::client {

// Follows the events of a city until SIGINT or SIGTERM, then returns 0. Where the server goes away
// it waits for it to come back and goes on behind the last event, unless it was never reached.
// `print` is given each event once, in order, and returns whether it wants more. Notices go to
// standard error if that is a terminal. Any other end is a failure, said there with the position to
// go on at.
int FollowEvents(feed::v1::SubscribeEventsRequest request,
                 const std::function<bool(const feed::v1::Event&)>& print, Session& session);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_FOLLOW_EVENTS_H_
