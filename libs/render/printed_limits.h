#ifndef MOKUHYO_LIBS_RENDER_PRINTED_LIMITS_H_
#define MOKUHYO_LIBS_RENDER_PRINTED_LIMITS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "libs/render/printed_sheet.h"

// How large a document for people may become. A table has a row for each indicator and a column for
// each past year that any of them has, a CSV says in each row again what was said of the goal, and
// the name of an indicator stands before each of its interim results: a sheet within its own limits
// (1.5 MiB as a document) could come to hundreds of MiB, all of them in the memory of the server.
// JSON repeats nothing and has no such limit.
namespace mokuhyo::render {

// Cells of the table, and texts below its goals. A page takes about 1.6 KiB of memory for each
// while it is made. The largest sheet of a city that we know, a ward's progress table with 280
// goals, has 1,100; 1,000 goals with two indicators each in 20 columns have 40,000.
inline constexpr size_t kMaxPrintedCells = 50'000;

// Bytes of a CSV, and of the texts of a page or workbook: ten times the largest document, and two
// hundred times what that table has.
inline constexpr size_t kMaxPrintedBytes = size_t{16} << 20;

// What a sheet comes to when it is printed.
struct PrintedSize {
  size_t cells = 0;
  size_t bytes = 0;
};

PrintedSize SizeOf(const PrintedSheet& sheet);

// RESOURCE_EXHAUSTED with reason EXPORT_TOO_LARGE and the figures as metadata (`cells` and
// `max_cells`, or `bytes` and `max_bytes`) if `size` is above one of the limits.
absl::Status RequirePrintable(const PrintedSize& size);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_PRINTED_LIMITS_H_
