#ifndef MOKUHYO_LIBS_PROJECTION_COMPARE_CAUSES_H_
#define MOKUHYO_LIBS_PROJECTION_COMPARE_CAUSES_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "libs/domain/sheet/sheet_state.h"
#include "libs/projection/compare_documents.h"
#include "libs/projection/compare_fields.h"
#include "mokuhyo/sheets/v1/comparison.pb.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::projection {

// Which event last changed which field of a sheet, found out by following its events one by one: an
// event changed what the document says differently after it. Not thread-safe.
class DifferenceCauses {
 public:
  // Takes the next event of the sheet; `state` is the fold including it. `counts`: whether it
  // stands between the two states that are compared, and so may be a cause.
  void Follow(const domain::SheetState& state, const store::v1::RecordedEvent& event, bool counts);

  // The last event that counts and that changed what the difference is in; null: there is none.
  // Valid as long as this.
  const sheets::v1::Cause* Find(const DocumentDifference& difference) const;

 private:
  // Ids of a goal and an indicator; both empty: the sheet itself.
  using Subject = std::pair<std::string, std::string>;
  // What became of a subject besides changes of fields.
  enum class Fate { kField, kWhole, kMoved, kNeighbourMoved };
  using Place = std::tuple<Subject, Fate, std::string>;

  void FollowGoals(const google::protobuf::RepeatedPtrField<sheets::v1::Goal>& goals,
                   const std::string& etag, std::map<Subject, std::string>& present);
  // The subject says `now`; absent before: it is new.
  void See(const Subject& subject, DocumentFields now);
  void SeeMove(const domain::SheetState& state, const std::string& goal);
  void Note(Subject subject, Fate fate, const std::string& field);
  const sheets::v1::Cause* At(const Subject& subject, Fate fate, const std::string& field) const;

  // What each subject said after the event before.
  std::map<Subject, DocumentFields> said_;
  // The goal above each goal.
  std::map<std::string, std::string> parents_;
  std::map<Place, sheets::v1::Cause> causes_;
  // Of the event under way; `counts_` as in Follow.
  sheets::v1::Cause cause_;
  bool counts_ = false;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_COMPARE_CAUSES_H_
