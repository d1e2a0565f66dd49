#ifndef MOKUHYO_LIBS_PROJECTION_DECLARED_TOTALS_H_
#define MOKUHYO_LIBS_PROJECTION_DECLARED_TOTALS_H_

#include "libs/projection/form_table.h"
#include "mokuhyo/sheets/v1/yearly_summary.pb.h"

namespace mokuhyo::projection {

// Adds the totals that the sheet prints, each beside the one recomputed from its rows, in printed
// order. Ratings that were printed or found come in the order of the scale of `form`. What is not
// printed cannot disagree. Where the form counts nothing, or the scope names no top goal, there is
// nothing to compare with: the recomputed figures are zeros and nothing agrees. Pure.
void CompareDeclaredTotals(
    const TableSheet& sheet, const forms::v1::Form& form,
    google::protobuf::RepeatedPtrField<sheets::v1::DeclaredComparison>& comparisons);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_DECLARED_TOTALS_H_
