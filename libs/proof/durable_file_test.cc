#include "libs/proof/durable_file.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"
#include "libs/base/errors.h"

namespace mokuhyo::proof {
namespace {

class DurableFileTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = testing::TempDir() + "/durable_file_test";
    std::filesystem::remove_all(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string directory_;
};

TEST_F(DurableFileTest, WhatIsWrittenIsReadAndReplaced) {
  const std::string path = directory_ + "/a/b/file";
  EXPECT_EQ(ReadWhole(path, 10).status().code(), absl::StatusCode::kNotFound);
  for (const std::string text : {"first", "", "0123456789"}) {
    ASSERT_TRUE(WriteDurably(path, text).ok());
    const auto bytes = ReadWhole(path, 10);
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    EXPECT_EQ(*bytes, text);
  }
}

TEST_F(DurableFileTest, WhatIsTooLargeIsRefusedAndNotCut) {
  const std::string path = directory_ + "/file";
  ASSERT_TRUE(WriteDurably(path, "0123456789+").ok());
  const auto refused = ReadWhole(path, 10);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kDataLoss) << refused.status();
  EXPECT_EQ(base::ErrorReason(refused.status()), "FILE_TOO_LARGE");
}

TEST_F(DurableFileTest, WhatIsRemovedIsGone) {
  const std::string path = directory_ + "/file";
  ASSERT_TRUE(WriteDurably(path, "text").ok());
  EXPECT_TRUE(RemoveDurably(path).ok());
  EXPECT_EQ(ReadWhole(path, 10).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(RemoveDurably(path).ok());
}

TEST_F(DurableFileTest, TheLimitCostsNothing) {
  const std::string path = directory_ + "/file";
  ASSERT_TRUE(WriteDurably(path, "short").ok());
  const auto bytes = ReadWhole(path, size_t{256} << 20);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_LT(bytes->capacity(), size_t{1} << 10);
}

}  // namespace
}  // namespace mokuhyo::proof
