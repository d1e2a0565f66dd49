#ifndef MOKUHYO_TESTS_SCENARIOS_STACK_H_
#define MOKUHYO_TESTS_SCENARIOS_STACK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/eventstore/memory/memory_event_store.h"
#include "tests/scenarios/calls.h"

namespace mokuhyo::scenarios {

// All services in one process as services/allinone/main.cc wires them, over an event store in
// memory and without gRPC. A call is over when it returns. Thread-safe but for Rebuild and Restart.
class Stack {
 public:
  // `clock` must outlive this.
  explicit Stack(const base::Clock& clock);
  ~Stack();

// A write or a read by `actor`, one overload a method.
#define MOKUHYO_SCENARIO_CALL(package, method)                                                  \
  absl::StatusOr<package::v1::method##Response> Do(const package::v1::method##Request& request, \
                                                   const std::string& actor);
  MOKUHYO_SCENARIO_UNIT_WRITES(MOKUHYO_SCENARIO_CALL)
  MOKUHYO_SCENARIO_WRITES(MOKUHYO_SCENARIO_CALL)
  MOKUHYO_SCENARIO_READS(MOKUHYO_SCENARIO_CALL)
#undef MOKUHYO_SCENARIO_CALL

  // The bytes of ExportSheet.
  absl::StatusOr<std::string> Export(const sheets::v1::ExportSheetRequest& request);

  // Throws everything away that is derived from the log while the services go on, as
  // RebuildProjections does.
  absl::Status Rebuild();

  // Ends the services and starts them anew: nothing is left but the log.
  void Restart();

 private:
  struct Services;

  const base::Clock& clock_;
  eventstore::MemoryEventStore log_;
  std::unique_ptr<Services> services_;
};

}  // namespace mokuhyo::scenarios

#endif  // MOKUHYO_TESTS_SCENARIOS_STACK_H_
