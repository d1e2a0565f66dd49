#ifndef MOKUHYO_LIBS_DOMAIN_TESTING_GIVEN_WHEN_THEN_H_
#define MOKUHYO_LIBS_DOMAIN_TESTING_GIVEN_WHEN_THEN_H_

#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/forms/v1/form.pb.h"

// Tests of deciders: Given what has happened, When a command comes, Then these events follow or it
// is refused.
//
//   Given({Event(R"pb(sheet_created {…})pb")})
//       .When(Proto<goals::v1::PublishGoalsRequest>(R"pb(name: "cities/test/sheets/s")pb"))
//       .ThenRefused(absl::StatusCode::kFailedPrecondition, "NO_GOALS");
namespace mokuhyo::domain::testing {

using Here = std::source_location;

// What a command came to. Each Then… reports a failure at the line of the test that called it.
class Outcome {
 public:
  Outcome(absl::StatusOr<SheetEvents> decision, SheetState after)
      : decision_(std::move(decision)), after_(std::move(after)) {}

  const Outcome& Then(const SheetEvents& expected, Here here = Here::current()) const;
  // The command changes nothing.
  const Outcome& ThenNothing(Here here = Here::current()) const { return Then({}, here); }
  // Accepted, whatever the events.
  const Outcome& ThenAccepted(Here here = Here::current()) const;
  const Outcome& ThenRefused(absl::StatusCode code, std::string_view reason,
                             Here here = Here::current()) const;
  // Refused as INVALID_ARGUMENT with violations of exactly these fields, in any order.
  const Outcome& ThenViolates(std::vector<std::string> fields, Here here = Here::current()) const;

  const absl::StatusOr<SheetEvents>& decision() const { return decision_; }
  // The sheet after the events; as it was where the command was refused.
  const SheetState& after() const { return after_; }

 private:
  absl::StatusOr<SheetEvents> decision_;
  SheetState after_;
};

// Folds `events` onto `state`; the first one gets the revision after the last one of the state. All
// other facts are as given.
void Fold(const SheetEvents& events, SheetState& state, const EventFacts& facts = {});

// A sheet with its past, and the world around it: TestForm(), TestOrganization(), 2022-05-01.
class Scenario {
 public:
  Scenario();
  // A context refers to its scenario, so a scenario stays where it is.
  Scenario(const Scenario&) = delete;
  Scenario& operator=(const Scenario&) = delete;

  Scenario& Given(const SheetEvents& events);
  // Folds the events of the command, which must be accepted.
  template <class Request>
  Scenario& GivenCommand(const Request& request, Here here = Here::current()) {
    const Outcome outcome = When(request);
    outcome.ThenAccepted(here);
    state_ = outcome.after();
    return *this;
  }
  Scenario& WithForm(forms::v1::Form form);
  Scenario& On(std::string effective_date);
  // Who gives the commands from here on; `tester` before.
  Scenario& As(std::string actor);
  // Decides as for a sheet that is transcribed. Sheets given as transcribed are anyway.
  Scenario& Transcribed();

  template <class Request>
  Outcome When(const Request& request) const {
    SheetContext context = this->context();
    absl::StatusOr<SheetEvents> decision = Decide(state_, request, context);
    SheetState after = state_;
    if (decision.ok()) Fold(*decision, after, FactsOf(request));
    return Outcome(std::move(decision), std::move(after));
  }

  const SheetState& state() const { return state_; }
  // What the header of an event of the request says.
  template <class Request>
  EventFacts FactsOf(const Request& request) const {
    return {.transcribed = context().transcribed,
            .actor = actor_,
            .recorded_time = effective_date_ + "T00:00:00Z",
            .effective_date = effective_date_,
            .reason = request.reason()};
  }
  // `canonical_json` gives the text format of the document; valid as long as the scenario.
  SheetContext context() const;

 private:
  forms::v1::Form form_;
  OrganizationState organization_;
  std::string effective_date_ = "2022-05-01";
  std::string actor_ = "tester";
  bool transcribed_ = false;
  SheetState state_;
};

// `sheet_created` of `cities/test/sheets/s`, unit `kensetsu`, FY2022, TestForm(): the usual start.
events::v1::SheetEvent SheetCreatedEvent();
// The same, transcribed.
events::v1::SheetEvent TranscribedSheetCreatedEvent();

}  // namespace mokuhyo::domain::testing

#endif  // MOKUHYO_LIBS_DOMAIN_TESTING_GIVEN_WHEN_THEN_H_
