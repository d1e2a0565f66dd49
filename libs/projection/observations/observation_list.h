#ifndef MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVATION_LIST_H_
#define MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVATION_LIST_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mokuhyo/sheets/v1/observation.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::projection {

// Collects the observations on a sheet, whatever the order in which the rules find them.
class ObservationList {
 public:
  // The sheet must outlive this.
  explicit ObservationList(const sheets::v1::Sheet& sheet);

  // Adds an observation on the sheet as a whole, a goal, or an indicator of it, with all that says
  // where it is. `cause` tells it from others of the kind at this place and becomes the end of the
  // id; may be empty. The observation stays where it is until Take.
  sheets::v1::Observation& Add(sheets::v1::ObservationKind kind, std::string_view cause);
  sheets::v1::Observation& Add(sheets::v1::ObservationKind kind, const sheets::v1::Goal& goal,
                               std::string_view cause);
  sheets::v1::Observation& Add(sheets::v1::ObservationKind kind,
                               const sheets::v1::Indicator& indicator, std::string_view cause);

  // All of them: on the sheet as a whole, then by place, kind and the order of adding.
  std::vector<sheets::v1::Observation> Take();

 private:
  // Where a goal or indicator stands in the printed order, and what it is called.
  struct Place {
    size_t ordinal = 0;
    const sheets::v1::Goal* goal = nullptr;
    std::string label;
  };
  struct Entry {
    size_t ordinal = 0;
    sheets::v1::Observation observation;
  };

  void Enter(const google::protobuf::RepeatedPtrField<sheets::v1::Goal>& goals,
             std::vector<std::string>& labels);
  sheets::v1::Observation& AddAt(const Place& place, sheets::v1::ObservationKind kind,
                                 const std::string& id, std::string_view cause);

  const sheets::v1::Sheet& sheet_;
  // By id; goals and indicators may have the same one.
  std::map<std::string, Place> goals_;
  std::map<std::string, Place> indicators_;
  size_t next_ordinal_ = 1;
  std::deque<Entry> entries_;
};

// Adds a piece of evidence. `source` is the resource name of where it stands; `fiscal_year` 0: that
// of the sheet.
sheets::v1::Evidence& AddEvidence(sheets::v1::Observation& observation,
                                  sheets::v1::Evidence::Role role, std::string_view value,
                                  std::string source, int32_t fiscal_year = 0);

// Resource names of what stands in a sheet.
std::string ResourceOf(const sheets::v1::Sheet& sheet, const sheets::v1::Goal& goal);
std::string ResourceOf(const sheets::v1::Sheet& sheet, const sheets::v1::Indicator& indicator);

// Calls `visit` for the goals in printed order; for those that were withdrawn and all below them it
// does not.
void ForEachGoal(const google::protobuf::RepeatedPtrField<sheets::v1::Goal>& goals,
                 const std::function<void(const sheets::v1::Goal&)>& visit);
// The same for the indicators of these goals.
void ForEachIndicator(
    const sheets::v1::Sheet& sheet,
    const std::function<void(const sheets::v1::Goal&, const sheets::v1::Indicator&)>& visit);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVATION_LIST_H_
