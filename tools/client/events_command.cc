#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tools/client/argument_checks.h"
#include "tools/client/commands.h"
#include "tools/client/event_line.h"
#include "tools/client/follow_events.h"
#include "tools/client/names.h"

namespace mokuhyo::client {
namespace {

using feed::v1::EventService;
using feed::v1::ReadEventsRequest;
using feed::v1::SubscribeEventsRequest;

constexpr int kLargestPage = 1000;

struct EventsArguments {
  std::string city;
  std::string after;
  std::vector<std::string> sheets;
  std::vector<std::string> types;
  uint64_t limit = 0;
  bool follow = false;
  bool from_now = false;
  bool backwards = false;
};

// Prints events one a line, each at once.
class Printer {
 public:
  Printer(uint64_t limit, Session& session) : limit_(limit), session_(session) {}

  // Returns whether more are wanted.
  bool Print(const feed::v1::Event& event) {
    const Settings& settings = session_.settings();
    session_.out() << (settings.json ? EventJson(event) : EventLine(event, settings.language))
                   << "\n"
                   << std::flush;
    ++count_;
    return session_.out().good() && Left() > 0;
  }

  // How many more are wanted.
  uint64_t Left() const { return limit_ == 0 ? UINT64_MAX : limit_ - count_; }

 private:
  const uint64_t limit_;
  Session& session_;
  uint64_t count_ = 0;
};

template <typename Request>
Request NewRequest(const EventsArguments& arguments) {
  Request request;
  request.set_parent(CityResource(arguments.city));
  for (const std::string& sheet : arguments.sheets) {
    const bool has_city = sheet.find('/') != std::string::npos;
    request.add_resources(
        SheetResource(has_city ? sheet : absl::StrCat(request.parent(), "/sheets/", sheet)));
  }
  request.mutable_types()->Assign(arguments.types.begin(), arguments.types.end());
  request.set_after_position(arguments.after);
  return request;
}

// `--after` as people type it: the number of an event becomes its position token.
absl::Status ResolveAfter(EventsArguments& arguments, Connection& connection) {
  uint64_t number = 0;
  if (!absl::SimpleAtoi(arguments.after, &number)) return absl::OkStatus();
  ReadEventsRequest request;
  request.set_parent(CityResource(arguments.city));
  request.set_direction(feed::v1::READ_DIRECTION_BACKWARDS);
  request.set_page_size(1);
  const auto head = connection.Call(connection.events(), &EventService::Stub::ReadEvents, request);
  if (!head.ok()) return head.status();
  const std::string& token = head->head_position();
  arguments.after = absl::StrCat(token.substr(0, token.rfind('.') + 1), number);
  return absl::OkStatus();
}

int ReadPages(const EventsArguments& arguments, Printer& printer, Session& session) {
  Connection& connection = session.connection();
  auto request = NewRequest<ReadEventsRequest>(arguments);
  if (arguments.backwards) request.set_direction(feed::v1::READ_DIRECTION_BACKWARDS);
  while (true) {
    request.set_page_size(static_cast<int>(std::min<uint64_t>(printer.Left(), kLargestPage)));
    const auto page =
        connection.Call(connection.events(), &EventService::Stub::ReadEvents, request);
    if (!page.ok()) return session.Fail(page.status());
    for (const auto& event : page->events()) {
      if (!printer.Print(event)) return 0;
    }
    if (page->end()) return 0;
    request.set_after_position(page->next_position());
  }
}

int RunEvents(EventsArguments arguments, Session& session) {
  const auto resolved = ResolveAfter(arguments, session.connection());
  if (!resolved.ok()) return session.Fail(resolved);
  Printer printer(arguments.limit, session);
  if (!arguments.follow) return ReadPages(arguments, printer, session);
  auto request = NewRequest<SubscribeEventsRequest>(arguments);
  request.set_from_now(arguments.from_now);
  return FollowEvents(
      request, [&](const auto& event) { return printer.Print(event); }, session);
}

}  // namespace

void AddEventsCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<EventsArguments>();
  CLI::App* command = app.add_subcommand(
      "events", "Print what happened in a city, one event a line, and go on as it happens");
  command->add_option("--city", arguments->city, "Id of the city")->required();
  CLI::Option* follow = command->add_flag(
      "--follow", arguments->follow,
      "Go on with what happens until interrupted; survives a restart of the server");
  CLI::Option* after =
      command->add_option("--after", arguments->after,
                          "Begin behind this event (before it with --backwards): its position, as "
                          "--json prints it, or its number");
  command->add_flag("--from-now", arguments->from_now, "Begin with what happens from now on")
      ->needs(follow)
      ->excludes(after);
  command->add_option("--sheet", arguments->sheets, "Only this sheet; may be given several times");
  command->add_option("--type", arguments->types,
                      "Only events of this type, such as GoalCreated; may be given several times");
  command->add_flag("--backwards", arguments->backwards, "The newest first")->excludes(follow);
  command->add_option("--limit", arguments->limit, "At most so many events")->check(CheckFromOne);
  command->footer(
      "Examples:\n"
      "  mokuhyo events --city niigata --sheet 2022-nishi-kensetsu\n"
      "  mokuhyo events --city niigata --follow --from-now --json");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunEvents(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
