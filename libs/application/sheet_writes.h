#ifndef MOKUHYO_LIBS_APPLICATION_SHEET_WRITES_H_
#define MOKUHYO_LIBS_APPLICATION_SHEET_WRITES_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/application/city_folds.h"
#include "libs/application/write_runner.h"
#include "libs/base/clock.h"
#include "libs/base/resource_name.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/goals/carry_forward.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/results/decide_results.h"
#include "libs/domain/transcription/import_dates.h"
#include "libs/domain/transcription/transcribe.h"
#include "mokuhyo/imports/v1/import_service.pb.h"

namespace mokuhyo::application {

// Every write to a sheet: one command of the domain, decided on the sheet with its form and the
// units of the city, and appended to the stream of the sheet. Thread-safe; runs on threads that may
// wait for reads (an executor's).
class SheetWrites {
 public:
  using CanonicalJson = std::function<std::string(const documents::v1::SheetDocument&)>;
  using Done = WriteRunner::Done;

  // All arguments must outlive this.
  SheetWrites(CityFolds& folds, WriteRunner& runner, const base::Clock& clock,
              CanonicalJson canonical_json)
      : folds_(folds), runner_(runner), clock_(clock), canonical_json_(std::move(canonical_json)) {}

  // A command on a sheet that is there: any request of GoalService (but CreateSheet),
  // IndicatorService and EvaluationService. `request` and `response` must live until `done` is
  // called. Errors: those of the domain's decision, of `require` and of WriteRunner::Run.
  //
  // `require` is asked, if given, after the command was found fit for the sheet itself: for what
  // rests on more than the sheet. A repeated request gets its first answer without being asked.
  template <typename Request, typename Response>
  void Run(const Request& request, const Caller& caller, Response* response, Done done,
           std::function<absl::Status()> require = nullptr) {
    auto plan =
        PlanOf(request, ResourceName(request), ResourceField(request), std::nullopt, caller);
    if (!plan.ok()) return done(plan.status());
    plan->decide = [&request, require = std::move(require)](
                       const domain::SheetState& state, const domain::SheetContext& context,
                       google::protobuf::Message& message) -> absl::StatusOr<domain::SheetEvents> {
      MOKUHYO_ASSIGN_OR_RETURN(domain::SheetEvents events, domain::Decide(state, request, context));
      if (require) MOKUHYO_RETURN_IF_ERROR(require());
      if constexpr (requires(Response & answer) { answer.mutable_edition(); }) {
        SetEdition(events, context.actor, *static_cast<Response&>(message).mutable_edition());
      }
      return events;
    };
    if constexpr (requires { response->mutable_edition(); }) {
      done = [&request, response, done = std::move(done)](absl::Status status) mutable {
        if (status.ok()) {
          SetPosition(response->result(), *response->mutable_edition());
          // Not before: the answer is kept with the receipt, where no redaction would find it.
          response->mutable_edition()->set_reason(request.reason());
        }
        done(std::move(status));
      };
    }
    Execute(*std::move(plan), response, std::move(done));
  }

  // Creates a sheet and reserves the place of its unit, year and form. Further error:
  // ALREADY_EXISTS with reason UNIT_YEAR_FORM_TAKEN, naming the sheet that has the place.
  void Create(const goals::v1::CreateSheetRequest& request, const Caller& caller,
              goals::v1::CreateSheetResponse* response, Done done);

  // Makes next year's draft of a sheet and reserves its place. The etag answered is that of the new
  // sheet. A change of the sheet that is carried forward in between makes the decision anew; links
  // lead to the sheets that are there when it is made. Further error: as Create.
  void CarryForward(const goals::v1::CarryForwardSheetRequest& request, const Caller& caller,
                    goals::v1::CarryForwardSheetResponse* response, Done done);

  // Imports a document that was read already; `document_field` is not looked at. Creates the sheet
  // if need be.
  void Import(const imports::v1::ImportSheetRequest& request,
              const documents::v1::SheetDocument& document, const Caller& caller,
              imports::v1::ImportSheetResponse* response, Done done);

 private:
  // What a sheet is created with, where the command may create it.
  struct Creation {
    std::string form;
    uint32_t form_version = 0;
    bool transcribed = false;
    // Fields of the request that name form and version, for errors.
    std::string form_field;
    std::string version_field;
  };
  using Decision = std::function<absl::StatusOr<domain::SheetEvents>(
      const domain::SheetState&, const domain::SheetContext&, google::protobuf::Message& response)>;
  // The day of each event, where it is not that of the write.
  using Dates =
      std::function<domain::ImportDates(const domain::SheetState&, const domain::SheetContext&)>;
  struct Plan {
    Write write;
    base::SheetName sheet;
    std::string resource;
    std::optional<Creation> creation;
    // True if the decision looks at the org units: it is then made anew when they change in
    // between.
    bool reads_units = false;
    Decision decide;
    // May be empty.
    Dates dates;
  };

  template <typename Request>
  static const std::string& ResourceName(const Request& request) {
    if constexpr (requires { request.parent(); }) {
      return request.parent();
    } else if constexpr (requires { request.name(); }) {
      return request.name();
    } else {
      return request.sheet().name();
    }
  }

  template <typename Request>
  static std::string_view ResourceField(const Request& request) {
    if constexpr (requires { request.parent(); }) {
      return "parent";
    } else if constexpr (requires { request.name(); }) {
      return "name";
    } else {
      return "sheet.name";
    }
  }

  // `field` is the field of the request that names the resource, for errors.
  template <typename Request>
  absl::StatusOr<Plan> PlanOf(const Request& request, const std::string& resource,
                              std::string_view field, std::optional<Creation> creation,
                              const Caller& caller) {
    MOKUHYO_ASSIGN_OR_RETURN(base::SheetName sheet, SheetOf(resource, field));
    return PlanFor(request, std::move(sheet), resource, std::move(creation), caller);
  }

  template <typename Request>
  Plan PlanFor(const Request& request, base::SheetName sheet, const std::string& resource,
               std::optional<Creation> creation, const Caller& caller) {
    Plan plan;
    plan.sheet = std::move(sheet);
    plan.write = WriteOf(request, plan.sheet.city, caller, clock_);
    plan.resource = resource;
    plan.creation = std::move(creation);
    plan.reads_units =
        plan.creation.has_value() || Request::descriptor()->file()->package() == "mokuhyo.goals.v1";
    return plan;
  }

  // Says which edition the events publish; its position is known only after the commit, and when it
  // was recorded only to readers.
  static void SetEdition(const domain::SheetEvents& events, const std::string& actor,
                         sheets::v1::Edition& edition);
  // Sets it: the edition is the last event of the write that published it.
  static void SetPosition(const common::v1::WriteResult& result, sheets::v1::Edition& edition);
  // The sheet that a name of a sheet, goal or indicator belongs to.
  static absl::StatusOr<base::SheetName> SheetOf(const std::string& resource,
                                                 std::string_view field);
  void Execute(Plan plan, google::protobuf::Message* response, Done done);
  absl::StatusOr<Attempt> Try(const Plan& plan, const google::protobuf::Message& prototype);
  // One attempt at CarryForward.
  absl::StatusOr<Attempt> TryCarryForward(const goals::v1::CarryForwardSheetRequest& request,
                                          const base::SheetName& source_name, const Write& write);
  // Where the links of a sheet lead once it is carried forward.
  absl::StatusOr<domain::NextLinks> FindNextLinks(const std::string& city,
                                                  const domain::SheetState& source,
                                                  const domain::NextSheet& next,
                                                  const domain::OrganizationState& units,
                                                  const std::string& date);
  // The form that a sheet pins.
  static absl::StatusOr<std::shared_ptr<const forms::v1::Form>> PinnedForm(
      const domain::SheetState& state, const domain::FormsState& forms);
  // The form that a new sheet will pin.
  static absl::StatusOr<std::shared_ptr<const forms::v1::Form>> FormToPin(
      const Creation& creation, const domain::FormsState& forms);
  // Takes or frees the place of unit, year and form where the events create or delete the sheet.
  absl::Status Reserve(const base::SheetName& name, const domain::SheetState& before,
                       const domain::SheetEvents& events, const Write& write,
                       store::v1::Origin origin, store::v1::AppendRequest& append);

  CityFolds& folds_;
  WriteRunner& runner_;
  const base::Clock& clock_;
  const CanonicalJson canonical_json_;
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_SHEET_WRITES_H_
