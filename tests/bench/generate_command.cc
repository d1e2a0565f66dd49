// Makes a store of realistic cities, as large as is asked for.

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/application/city_folds.h"
#include "libs/base/system_clock.h"
#include "libs/domain/forms/shipped_forms.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "tests/bench/fail.h"
#include "tests/bench/measurement.h"
#include "tests/bench/realistic_city.h"

namespace mokuhyo::bench {
namespace {

struct GenerateFlags {
  std::string directory;
  uint64_t events = 100'000;
  CityPlan plan;
};

void AddEvent(store::v1::StreamAppend& stream, const google::protobuf::Message& wrapper) {
  domain::EncodedEvent encoded = domain::EncodeEvent(wrapper);
  store::v1::NewEvent& event = *stream.add_events();
  event.set_type(std::move(encoded.type));
  event.set_payload(std::move(encoded.payload));
  event.set_schema_version(domain::kEventSchemaVersion);
  event.set_effective_date("2007-04-01");
  event.set_origin(store::v1::ORIGIN_TRANSCRIBED);
}

store::v1::StreamAppend& AddStream(store::v1::AppendRequest& append, std::string stream) {
  store::v1::StreamAppend& added = *append.add_streams();
  added.set_stream(std::move(stream));
  added.mutable_expected()->mutable_no_stream();
  return added;
}

// City, forms and units: what must be there before the sheets.
store::v1::AppendRequest Foundation(const CityPlan& plan) {
  store::v1::AppendRequest append;
  append.set_city(plan.city);
  append.set_actor("bench");
  events::v1::CityEvent created;
  created.mutable_city_created()->set_display_name(absl::StrCat("生成市 ", plan.city));
  AddEvent(AddStream(append, std::string(application::kCityStream)), created);
  store::v1::StreamAppend& forms = AddStream(append, std::string(application::kFormsStream));
  for (forms::v1::Form& form : domain::ShippedForms(plan.city)) {
    events::v1::FormEvent registered;
    *registered.mutable_form_registered()->mutable_form() = std::move(form);
    AddEvent(forms, registered);
  }
  store::v1::StreamAppend& units = AddStream(append, std::string(application::kOrganizationStream));
  for (const auto& unit : UnitsOf(plan)) AddEvent(units, unit);
  return append;
}

// What brings the first part of a sheet into the log, or a later one.
store::v1::AppendRequest SheetAppend(const CityPlan& plan, const PlannedSheet& sheet, int part) {
  store::v1::AppendRequest append;
  append.set_city(plan.city);
  append.set_actor("bench");
  store::v1::StreamAppend& events = AddStream(append, application::SheetStream(sheet.id));
  for (const auto& event : sheet.events) AddEvent(events, event);
  if (part > 0) {
    events.mutable_expected()->mutable_exists();
    return append;
  }
  events::v1::ReservationEvent reserved;
  reserved.mutable_place_reserved()->set_sheet(sheet.id);
  AddEvent(AddStream(append,
                     application::ReservationStream(sheet.org_unit, sheet.fiscal_year, sheet.form)),
           reserved);
  return append;
}

uint64_t CountEvents(const store::v1::AppendRequest& append) {
  uint64_t count = 0;
  for (const auto& stream : append.streams()) count += static_cast<uint64_t>(stream.events_size());
  return count;
}

// Appends without waiting for each, a bounded number at a time.
class Pipeline {
 public:
  explicit Pipeline(eventstore::EventStore& store) : store_(store) {}

  void Append(store::v1::AppendRequest append) {
    constexpr size_t kOutstanding = 512;
    for (size_t now = waiting_; now >= kOutstanding; now = waiting_) waiting_.wait(now);
    ++waiting_;
    store_.Append(std::move(append), [this](const auto& response) {
      if (!response.ok() || !response->has_appended()) failed_ = true;
      --waiting_;
      waiting_.notify_one();
    });
  }

  void Drain() {
    for (size_t now = waiting_; now > 0; now = waiting_) waiting_.wait(now);
    if (failed_) Fail("an append failed; is the directory empty?");
  }

 private:
  eventstore::EventStore& store_;
  std::atomic<size_t> waiting_ = 0;
  std::atomic<bool> failed_ = false;
};

uint64_t DirectoryBytes(const std::string& directory) {
  uint64_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

// What was made so far.
struct Made {
  uint64_t events = 0;
  int cities = 0;
  int sheets = 0;
};

// The sheets of a year, part by part: parts of one sheet lie as far from each other in the log as
// they do where people work on all sheets at a time.
void MakeYear(const CityPlan& plan, int year, const SheetMaker& maker, uint64_t events,
              Pipeline& pipeline, Made& made) {
  const int first = year * plan.sheets_per_year();
  int count = plan.sheets_per_year();
  for (int part = 0; part < maker.parts(); ++part) {
    for (int i = 0; i < count; ++i) {
      // Every sheet that is begun gets all of its parts.
      if (part == 0 && made.events >= events) {
        count = i;
        break;
      }
      const PlannedSheet sheet = maker.Make(first + i, part);
      if (sheet.events.empty()) continue;
      store::v1::AppendRequest append = SheetAppend(plan, sheet, part);
      made.events += CountEvents(append);
      pipeline.Append(std::move(append));
    }
  }
  made.sheets += count;
}

Made MakeCities(CityPlan plan, uint64_t events, Pipeline& pipeline) {
  Made made;
  for (; made.events < events; ++made.cities) {
    plan.city = absl::StrCat("city-", made.cities);
    const SheetMaker maker(plan);
    store::v1::AppendRequest foundation = Foundation(plan);
    made.events += CountEvents(foundation);
    pipeline.Append(std::move(foundation));
    for (int year = 0; year < plan.fiscal_years && made.events < events; ++year) {
      MakeYear(plan, year, maker, events, pipeline, made);
    }
  }
  return made;
}

void Generate(GenerateFlags flags) {
  const base::SystemClock clock;
  const absl::Time begin = absl::Now();
  Made made;
  {
    eventstore::RocksDbEventStore::Options options;
    options.directory = flags.directory;
    options.sync = false;
    options.flush_on_close = true;
    auto store = eventstore::RocksDbEventStore::Open(std::move(options), clock);
    if (!store.ok()) Fail(std::string(store.status().message()));
    Pipeline pipeline(**store);
    made = MakeCities(std::move(flags.plan), flags.events, pipeline);
    pipeline.Drain();
  }
  Print({{"events", made.events},
         {"cities", made.cities},
         {"sheets", made.sheets},
         {"seconds", absl::ToDoubleSeconds(absl::Now() - begin)},
         {"bytes_on_disk", DirectoryBytes(flags.directory)}});
}

}  // namespace

void AddGenerateCommand(CLI::App& app) {
  static GenerateFlags flags;
  CLI::App* const command =
      app.add_subcommand("generate", "makes a store of realistic cities, not synced");
  command->add_option("--dir", flags.directory, "directory of the store; empty or new")->required();
  command->add_option("--events", flags.events, "at least so many events");
  command->add_option("--wards", flags.plan.wards, "wards of a city");
  command->add_option("--sections", flags.plan.sections_per_ward, "sections of a ward");
  command->add_option("--years", flags.plan.fiscal_years, "fiscal years");
  command->add_option("--interim-reports", flags.plan.interim_reports,
                      "interim dates at which every indicator is reported");
  command->callback([] { Generate(flags); });
}

}  // namespace mokuhyo::bench
