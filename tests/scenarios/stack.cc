#include "tests/scenarios/stack.h"

#include <type_traits>
#include <utility>

#include "absl/synchronization/notification.h"
#include "libs/application/city_folds.h"
#include "libs/application/city_writes.h"
#include "libs/application/sheet_writes.h"
#include "libs/base/status_macros.h"
#include "libs/projection/compare_sheet.h"
#include "libs/projection/completeness.h"
#include "libs/projection/contributions.h"
#include "libs/projection/edition_reader.h"
#include "libs/projection/memory_projection_generations.h"
#include "libs/projection/observations/observation_reader.h"
#include "libs/projection/organization_reader.h"
#include "libs/projection/projection.h"
#include "libs/projection/series/get_series.h"
#include "libs/projection/series/get_trend.h"
#include "libs/projection/series/series_candidates.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_index_fold.h"
#include "libs/projection/sheet_reader.h"
#include "libs/projection/suggestions.h"
#include "libs/render/canonical_json.h"
#include "libs/serving/executor.h"
#include "services/sheets/edition_document.h"
#include "services/sheets/export.h"

namespace mokuhyo::scenarios {

struct Stack::Services {
  Services(eventstore::EventStore& event_log, const base::Clock& clock)
      : log(event_log),
        folds(log),
        index(index_fold, log, generations, clock),
        directory(index),
        executor(4, 1024),
        runner(log, [this](auto task) { return executor.PostContinuation(std::move(task)); }),
        sheet_writes(folds, runner, clock,
                     [](const auto& document) { return render::WriteCanonicalJson(document); }),
        city_writes(folds, runner, clock),
        reader(log, folds, directory, clock),
        organization_reader(log, folds, clock) {}

  eventstore::EventStore& log;
  application::CityFolds folds;
  projection::SheetIndexFold index_fold;
  projection::MemoryProjectionGenerations generations;
  projection::Projection index;
  projection::SheetDirectory directory;
  serving::Executor executor;
  application::WriteRunner runner;
  application::SheetWrites sheet_writes;
  application::CityWrites city_writes;
  projection::SheetReader reader;
  projection::OrganizationReader organization_reader;
};

namespace {

using application::WriteRunner;

// How the services answer reads: what their adapters say.
auto Read(auto& in, const organization::v1::GetOrgUnitRequest& request) {
  return in.organization_reader.GetOrgUnit(request);
}
auto Read(auto& in, const organization::v1::ListOrgUnitsRequest& request) {
  return in.organization_reader.ListOrgUnits(request);
}
auto Read(auto& in, const organization::v1::GetFormRequest& request) {
  return in.organization_reader.GetForm(request);
}
auto Read(auto& in, const sheets::v1::GetSheetRequest& request) {
  return in.reader.GetSheet(request);
}
auto Read(auto& in, const sheets::v1::ListSheetsRequest& request) {
  return in.reader.ListSheets(request);
}
auto Read(auto& in, const sheets::v1::GetYearlySummaryRequest& request) {
  return in.reader.GetYearlySummary(request);
}
auto Read(auto& in, const sheets::v1::ListCountedGoalsRequest& request) {
  return in.reader.ListCountedGoals(request);
}
auto Read(auto& in, const sheets::v1::ListEditionsRequest& request) {
  return projection::ListEditions(in.reader, request);
}
auto Read(auto& in, const sheets::v1::CompareSheetRequest& request) {
  return projection::CompareSheet(in.reader, request, services::ParseEdition);
}
auto Read(auto& in, const sheets::v1::ListObservationsRequest& request) {
  return projection::ListObservations(in.reader, request);
}
auto Read(auto& in, const sheets::v1::ListContributingGoalsRequest& request) {
  return projection::ListContributingGoals(in.reader, request);
}
auto Read(auto& in, const evaluations::v1::SuggestRatingsRequest& request) {
  return projection::SuggestRatings(in.reader, request);
}
auto Read(auto& in, const evaluations::v1::ListDeparturesRequest& request) {
  return in.reader.ListDepartures(request);
}
auto Read(auto& in, const indicators::v1::ListMissingResultsRequest& request) {
  return projection::ListMissingResults(in.reader, request);
}
auto Read(auto& in, const indicators::v1::GetCompletenessRequest& request) {
  return projection::GetCompleteness(in.reader, request);
}

auto Read(auto& in, const indicators::v1::GetSeriesRequest& request) {
  return projection::GetSeries(in.reader, request);
}
auto Read(auto& in, const indicators::v1::ListSeriesCandidatesRequest& request) {
  return projection::ListSeriesCandidates(in.reader, request);
}
auto Read(auto& in, const sheets::v1::GetTrendRequest& request) {
  return projection::GetTrend(in.reader, request);
}

// The same of writes.
template <typename Request, typename Response>
void Write(auto& in, const Request& request, const application::Caller& caller, Response* response,
           WriteRunner::Done done) {
  if constexpr (std::is_same_v<Request, goals::v1::CreateSheetRequest>) {
    in.sheet_writes.Create(request, caller, response, std::move(done));
  } else if constexpr (std::is_same_v<Request, goals::v1::CarryForwardSheetRequest>) {
    in.sheet_writes.CarryForward(request, caller, response, std::move(done));
  } else if constexpr (std::is_same_v<Request, imports::v1::ImportSheetRequest>) {
    in.sheet_writes.Import(request, request.document(), caller, response, std::move(done));
  } else if constexpr (std::is_same_v<Request, evaluations::v1::AnswerObservationRequest>) {
    in.sheet_writes.Run(request, caller, response, std::move(done),
                        [&] { return projection::RequireObservation(in.reader, request); });
  } else if constexpr (std::is_same_v<Request, admin::v1::CreateCityRequest>) {
    in.city_writes.CreateCity(request, caller, response, std::move(done));
  } else if constexpr (std::is_same_v<Request, organization::v1::RegisterFormRequest>) {
    in.city_writes.RegisterForm(request, caller, response, std::move(done));
  } else {
    in.sheet_writes.Run(request, caller, response, std::move(done));
  }
}

// What `start(caller, response, done)` comes to.
template <typename Response, typename Request>
absl::StatusOr<Response> Await(const Request&, const std::string& actor, auto start) {
  const application::Caller caller{
      .actor = actor, .method = Request::descriptor()->full_name(), .trace_context = ""};
  Response response;
  absl::Notification over;
  absl::Status status;
  start(caller, &response, [&](absl::Status outcome) {
    status = std::move(outcome);
    over.Notify();
  });
  over.WaitForNotification();
  if (!status.ok()) return status;
  return response;
}

}  // namespace

Stack::Stack(const base::Clock& clock)
    : clock_(clock), log_(clock), services_(std::make_unique<Services>(log_, clock)) {}

Stack::~Stack() = default;

#define MOKUHYO_SCENARIO_UNIT_WRITE(package, method)                                    \
  absl::StatusOr<package::v1::method##Response> Stack::Do(                              \
      const package::v1::method##Request& request, const std::string& actor) {          \
    return Await<package::v1::method##Response>(                                        \
        request, actor, [&](const auto& caller, auto* response, auto done) {            \
          services_->city_writes.RunOnUnit(request, caller, response, std::move(done)); \
        });                                                                             \
  }
MOKUHYO_SCENARIO_UNIT_WRITES(MOKUHYO_SCENARIO_UNIT_WRITE)
#undef MOKUHYO_SCENARIO_UNIT_WRITE

#define MOKUHYO_SCENARIO_WRITE(package, method)                                       \
  absl::StatusOr<package::v1::method##Response> Stack::Do(                            \
      const package::v1::method##Request& request, const std::string& actor) {        \
    return Await<package::v1::method##Response>(request, actor, [&](auto&&... call) { \
      Write(*services_, request, std::forward<decltype(call)>(call)...);              \
    });                                                                               \
  }
MOKUHYO_SCENARIO_WRITES(MOKUHYO_SCENARIO_WRITE)
#undef MOKUHYO_SCENARIO_WRITE

#define MOKUHYO_SCENARIO_READ(package, method)                           \
  absl::StatusOr<package::v1::method##Response> Stack::Do(               \
      const package::v1::method##Request& request, const std::string&) { \
    return Read(*services_, request);                                    \
  }
MOKUHYO_SCENARIO_READS(MOKUHYO_SCENARIO_READ)
#undef MOKUHYO_SCENARIO_READ

absl::StatusOr<std::string> Stack::Export(const sheets::v1::ExportSheetRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto chunks, services::OpenExport(services_->reader, log_, request,
                                                                   common::v1::LANGUAGE_JA));
  std::string bytes;
  bool more = true;
  absl::Status failure;
  while (more) {
    sheets::v1::ExportSheetResponse chunk;
    chunks->Next(chunk, [&](absl::StatusOr<bool> outcome) {
      failure = outcome.status();
      more = outcome.ok() && *outcome;
    });
    MOKUHYO_RETURN_IF_ERROR(failure);
    bytes += chunk.chunk();
  }
  return bytes;
}

absl::Status Stack::Rebuild() {
  MOKUHYO_RETURN_IF_ERROR(services_->index.Rebuild([](const auto&) { return true; }).status());
  services_->folds.Clear();
  return absl::OkStatus();
}

void Stack::Restart() {
  services_.reset();
  services_ = std::make_unique<Services>(log_, clock_);
}

}  // namespace mokuhyo::scenarios
