#ifndef MOKUHYO_TESTS_INSTRUCTIONS_SMALL_CITY_H_
#define MOKUHYO_TESTS_INSTRUCTIONS_SMALL_CITY_H_

#include <string>
#include <vector>

#include "libs/application/city_folds.h"
#include "libs/application/city_writes.h"
#include "libs/application/sheet_writes.h"
#include "libs/application/write_runner.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/memory/memory_event_store.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_reader.h"
#include "mokuhyo/indicators/v1/indicator_service.pb.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::instructions {

// The wiring of mokuhyod over a store in memory, in one thread and with a clock that stands still:
// the same calls always do the same. City `city` holds two sheets: `measured`, about 10 KB as an
// answer, evaluated; and `reported`, whose goals are published and wait for results.
class SmallCity {
 public:
  static constexpr char kMeasured[] = "cities/city/sheets/measured";
  static constexpr char kReported[] = "cities/city/sheets/reported";
  // Indicators `i1`, `i2` … of `reported`.
  static constexpr int kIndicators = 10;

  SmallCity();

  // Reports one result; `number` makes it another one than those before.
  void ReportResult(int number);

  // The events of a sheet, as the log has them.
  std::vector<store::v1::RecordedEvent> EventsOf(const std::string& sheet_id);

  projection::SheetReader& reader() { return reader_; }

 private:
  void ImportMeasured();
  void CreateReported();

  base::ManualClock clock_{absl::FromUnixSeconds(1'680'310'800)};  // 2023-04-01
  eventstore::MemoryEventStore store_{clock_};
  application::CityFolds folds_{store_};
  application::WriteRunner runner_{store_, [](auto task) {
                                     task();
                                     return true;
                                   }};
  application::CityWrites cities_{folds_, runner_, clock_};
  application::SheetWrites sheets_;
  projection::SheetDirectory directory_{store_};
  projection::SheetReader reader_{store_, folds_, directory_, clock_};
};

}  // namespace mokuhyo::instructions

#endif  // MOKUHYO_TESTS_INSTRUCTIONS_SMALL_CITY_H_
