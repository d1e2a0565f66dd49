#include "tools/client/input_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace mokuhyo::client {
namespace {

using Kind = InputFile::Kind;

TEST(InputFileTest, IsKnownByTheNamesAtItsTop) {
  EXPECT_EQ(KindOf(R"({"cities": []})"), Kind::kOrgUnits);
  EXPECT_EQ(KindOf(R"({"x": [{"y": 1}], "orgUnits": [)"), Kind::kOrgUnits);
  EXPECT_EQ(KindOf(R"({"name": "cities/c/sheets/s", "texts": {"cities": "x"}})"), Kind::kSheet);
  EXPECT_EQ(KindOf(R"([{"cities": []}])"), Kind::kSheet);
  EXPECT_EQ(KindOf(""), Kind::kSheet);
  EXPECT_EQ(KindOf("\xFF\xFE{"), Kind::kSheet);
}

TEST(InputFileTest, IsReadByteForByte) {
  const std::string path = ::testing::TempDir() + "/input_file_test.json";
  const std::string bytes = "{\r\n \"cities\": []}\n";
  std::ofstream(path, std::ios::binary) << bytes;
  const auto file = ReadInputFile(path);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->path, path);
  EXPECT_EQ(file->bytes, bytes);
  EXPECT_EQ(file->kind, Kind::kOrgUnits);
}

TEST(InputFileTest, SaysWhyItCannotBeRead) {
  EXPECT_EQ(ReadInputFile("/nonexistent/file").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReadInputFile(::testing::TempDir()).status().code(),
            absl::StatusCode::kInvalidArgument);
  const std::string path = ::testing::TempDir() + "/input_file_test_large.json";
  std::ofstream(path, std::ios::binary) << std::string(10 * 1024 * 1024, ' ');
  EXPECT_EQ(ReadInputFile(path).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(InputFileTest, UnitsAreSentBeforeSheets) {
  EXPECT_THAT(SendingOrder({{"a", "", Kind::kSheet},
                            {"b", "", Kind::kOrgUnits},
                            {"c", "", Kind::kSheet},
                            {"d", "", Kind::kOrgUnits}}),
              ::testing::ElementsAre(1, 3, 0, 2));
}

}  // namespace
}  // namespace mokuhyo::client
