#ifndef MOKUHYO_LIBS_PROJECTION_COMPARE_DOCUMENTS_H_
#define MOKUHYO_LIBS_PROJECTION_COMPARE_DOCUMENTS_H_

#include <string>
#include <vector>

#include "libs/projection/compare_tree.h"
#include "mokuhyo/sheets/v1/comparison.pb.h"

namespace mokuhyo::projection {

// A difference, and the field that it is in without the place in a list (`initiatives` of
// `initiatives[2]`).
struct DocumentDifference {
  sheets::v1::Difference difference;
  std::string whole_field;
};

// Tells field by field what differs between two states, as CompareSheet answers it, without causes:
// first the sheet itself, then its goals in the order of the later state, each with its indicators
// and before the goals below it. Of a goal or indicator that is only in one of the two, its fields
// follow. What changed its place is said to have moved, and what stood around it is not. Pure.
std::vector<DocumentDifference> CompareDocuments(const ComparedSheet& before,
                                                 const ComparedSheet& after);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_COMPARE_DOCUMENTS_H_
