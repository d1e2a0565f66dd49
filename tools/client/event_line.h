#ifndef MOKUHYO_TOOLS_CLIENT_EVENT_LINE_H_
#define MOKUHYO_TOOLS_CLIENT_EVENT_LINE_H_

#include <string>

#include "libs/render/language.h"
#include "mokuhyo/feed/v1/event_service.pb.h"

namespace mokuhyo::client {

// An event on one line for a person, without a line break: its number, when it was recorded (in
// Japan), what happened, to what, on which day, by whom, and why:
//
//   42  2022-05-01 09:30:00  目標を追加  sheets/2022-nishi-somu  2022-04-01  staff-7 様式改正のため
std::string EventLine(const feed::v1::Event& event, render::Language language);

// The same for programs: proto3 JSON.
std::string EventJson(const feed::v1::Event& event);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_EVENT_LINE_H_
