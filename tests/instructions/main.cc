// mokuhyo_instructions: does what is hot a fixed number of times on fixed input, without threads,
// randomness or a clock that runs, for callgrind to count (instructions_test.py).
//
//   mokuhyo_instructions VALUES    where VALUES is a file with a value string on each line

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/application/apply_sheet_event.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/projection/feed_event.h"
#include "libs/projection/hot_sheets.h"
#include "libs/values/parse.h"
#include "tests/instructions/counting.h"
#include "tests/instructions/fail.h"
#include "tests/instructions/small_city.h"

namespace mokuhyo::instructions {
namespace {

// One event of 300 bytes behind the last one of its stream, with the receipt of its request.
store::v1::AppendRequest MakeAppend(int number) {
  store::v1::AppendRequest request;
  request.set_city("city");
  request.set_actor("section-staff");
  store::v1::StreamAppend& stream = *request.add_streams();
  stream.set_stream("sheets/2022-nishi");
  if (number == 0) {
    stream.mutable_expected()->mutable_no_stream();
  } else {
    stream.mutable_expected()->set_exactly(static_cast<uint64_t>(number) - 1);
  }
  store::v1::NewEvent& event = *stream.add_events();
  event.set_type("mokuhyo.events.v1.ResultsReported");
  event.set_schema_version(1);
  event.set_effective_date("2022-10-01");
  event.set_origin(store::v1::ORIGIN_OPERATED);
  event.set_payload(std::string(300, 'x'));
  request.mutable_request()->set_caller("section-staff");
  request.mutable_request()->set_method("mokuhyo.indicators.v1.IndicatorService/ReportResults");
  request.mutable_request()->set_id(absl::StrCat("request-", number));
  request.set_request_hash(std::string(32, 'h'));
  return request;
}

// The append alone: what every backend does before it writes.
void CountAppend() {
  const base::ManualClock clock(absl::FromUnixSeconds(1'680'310'800));
  eventstore::MemoryEventStore store(clock);
  Count("append", 100, 2'000, [&](int number) {
    const auto response = eventstore::AppendNow(store, MakeAppend(number));
    if (!response.ok() || !response->has_appended()) Fail("the append was refused");
  });
}

// The same with what RocksDB is given, by the thread that commits; not synced, one at a time.
void CountRocksDbAppend() {
  const base::ManualClock clock(absl::FromUnixSeconds(1'680'310'800));
  std::string directory = std::filesystem::temp_directory_path() / "mokuhyo-instructions-XXXXXX";
  if (mkdtemp(directory.data()) == nullptr) Fail("no temporary directory can be made");
  {
    eventstore::RocksDbEventStore::Options options;
    options.directory = directory;
    options.sync = false;
    const auto store = eventstore::RocksDbEventStore::Open(std::move(options), clock);
    Require(store.status());
    Count("append to RocksDB", 100, 2'000, [&](int number) {
      const auto response = eventstore::AppendNow(**store, MakeAppend(number));
      if (!response.ok() || !response->has_appended()) Fail("the append was refused");
    });
  }
  std::filesystem::remove_all(directory);
}

// A write as a client asks for it: find the request, fold, decide, append.
void CountReportResults(SmallCity& city) {
  Count("report results", 20, 200, [&](int number) { city.ReportResult(number); });
}

// Decoding the events of a sheet and folding them onto it.
void CountFold(SmallCity& city) {
  const auto events = city.EventsOf("measured");
  Count("fold", 5, 50, [&](int) {
    domain::SheetState state;
    for (const auto& event : events) {
      Require(application::ApplySheetEvent(state, event));
    }
  });
}

// Putting the answer together from a fold that is kept, and serializing it.
void CountGetSheet(SmallCity& city) {
  sheets::v1::GetSheetRequest request;
  request.set_name(SmallCity::kMeasured);
  Count("get sheet", 5, 100, [&](int) {
    const auto response = city.reader().GetSheet(request);
    Require(response.status());
    if (response->SerializeAsString().size() < 8'000) Fail("the sheet is smaller than real ones");
  });
}

// The answer that is at hand.
void CountGetHotSheet(SmallCity& city) {
  sheets::v1::GetSheetRequest request;
  request.set_name(SmallCity::kMeasured);
  projection::HotSheets hot(city.reader());
  const std::string serialized = request.SerializeAsString();
  Require(hot.Read(serialized).status());
  Count("get hot sheet", 20, 2'000, [&](int) {
    hot.Find(serialized, [](const projection::HotSheets::Bytes& bytes) {
      if (bytes == nullptr) Fail("the answer is not at hand");
    });
  });
}

// An event as subscribers get it.
void CountFeedEvent(SmallCity& city) {
  const auto events = city.EventsOf("reported");
  Count("feed event", 20, 500, [&](int) {
    const auto event = projection::ToFeedEvent("city", "epoch", events.back());
    Require(event.status());
    if (event->SerializeAsString().empty()) Fail("the event is empty");
  });
}

void CountParseValue(const std::vector<std::string>& values) {
  Count("parse value", 100, 2'000, [&](int number) {
    const std::string& text = values[static_cast<size_t>(number) % values.size()];
    if (values::Parse(text).text() != text) Fail("the text is not kept");
  });
}

void Run(const char* file) {
  std::vector<std::string> values;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) values.push_back(line);
  if (values.empty()) Fail(absl::StrCat(file, " holds no values"));
  CountParseValue(values);
  CountAppend();
  SmallCity city;
  CountReportResults(city);
  CountFold(city);
  CountGetSheet(city);
  CountGetHotSheet(city);
  CountFeedEvent(city);
  // Last: callgrind's totals are not to be relied on any more after a program had several threads.
  CountRocksDbAppend();
}

}  // namespace
}  // namespace mokuhyo::instructions

int main(int argc, char** argv) {
  if (argc != 2) mokuhyo::instructions::Fail("usage: mokuhyo_instructions VALUES");
  mokuhyo::instructions::Run(argv[1]);
  return 0;
}
