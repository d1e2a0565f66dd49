#ifndef MOKUHYO_LIBS_PROJECTION_COMPARE_TREE_H_
#define MOKUHYO_LIBS_PROJECTION_COMPARE_TREE_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::projection {

// A state of a sheet as it is compared.
struct ComparedSheet {
  // Resource name of the sheet.
  std::string name;
  // What is printed; goals and indicators bear their ids where these are known.
  documents::v1::SheetDocument document;
  // What goals and indicators were carried forward from, by their own resource names.
  std::map<std::string, std::string> carried_from = {};
};

// A sheet as it is compared, with all ids.
ComparedSheet ToComparedSheet(const sheets::v1::Sheet& sheet);

// The goals and indicators of a state, numbered in printed order, parents first.
class ComparedTree {
 public:
  struct Goal {
    const documents::v1::DocumentGoal* goal;
    // Number of the goal above; kNone at the top.
    size_t parent;
    // Place among its siblings.
    size_t place;
    // Numbers of the goals below and of its indicators, in order.
    std::vector<size_t> children = {};
    std::vector<size_t> indicators = {};
  };
  struct Indicator {
    const documents::v1::DocumentIndicator* indicator;
    // Number of its goal.
    size_t goal;
    size_t place;
  };

  // `sheet` must outlive this.
  explicit ComparedTree(const ComparedSheet& sheet);

  const ComparedSheet& sheet() const { return sheet_; }
  const std::vector<Goal>& goals() const { return goals_; }
  const std::vector<Indicator>& indicators() const { return indicators_; }
  // Numbers of the goals at the top.
  const std::vector<size_t>& top() const { return top_; }

  // Labels from the top down, joined by `/`; empty unless the goal itself has one.
  std::string LabelPath(size_t goal) const;
  // For people: the labels above it, its label and title. A title too long for a line is cut.
  std::string PathOfGoal(size_t goal) const;
  std::string PathOfIndicator(size_t indicator) const;
  // The same for the place where it stands: the path of the goal above, and `#` with the place from
  // 1.
  std::string PlaceOfGoal(size_t goal) const;
  std::string PlaceOfIndicator(size_t indicator) const;

 private:
  void Add(const google::protobuf::RepeatedPtrField<documents::v1::DocumentGoal>& goals,
           size_t parent);

  const ComparedSheet& sheet_;
  std::vector<Goal> goals_;
  std::vector<Indicator> indicators_;
  std::vector<size_t> top_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_COMPARE_TREE_H_
