#ifndef MOKUHYO_LIBS_RENDER_TABLE_LINES_TEST_UTIL_H_
#define MOKUHYO_LIBS_RENDER_TABLE_LINES_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "libs/render/display_width.h"

namespace mokuhyo::render {

// The terminal columns at which the stroke stands in a line.
inline std::vector<int> StrokeColumns(const std::string& line, const std::string& stroke) {
  std::vector<int> columns;
  for (size_t at = line.find(stroke); at != std::string::npos; at = line.find(stroke, at + 1)) {
    columns.push_back(DisplayWidth(line.substr(0, at)));
  }
  return columns;
}

// Expects that no line of a drawing is wider than `width`, that none ends in a space, and that the
// strokes of each table stand under one another.
inline void ExpectAligned(const std::string& drawing, int width) {
  std::istringstream lines(drawing);
  std::vector<int> crossings;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(DisplayWidth(line), width) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
    if (line.find("┼") != std::string::npos) crossings = StrokeColumns(line, "┼");
    const std::vector<int> strokes = StrokeColumns(line, "│");
    if (strokes.empty()) continue;
    // A line may end before the last strokes, having nothing behind them.
    const std::vector<int> expected(crossings.begin(),
                                    crossings.begin() + static_cast<long>(strokes.size()));
    EXPECT_EQ(strokes, expected) << line;
  }
}

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_TABLE_LINES_TEST_UTIL_H_
