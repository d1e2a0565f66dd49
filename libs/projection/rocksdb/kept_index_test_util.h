#ifndef MOKUHYO_LIBS_PROJECTION_ROCKSDB_KEPT_INDEX_TEST_UTIL_H_
#define MOKUHYO_LIBS_PROJECTION_ROCKSDB_KEPT_INDEX_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/projection/projection.h"
#include "libs/projection/rocksdb/rocksdb_projection_generations.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_index_fold.h"
#include "libs/projection/sheet_log_test_util.h"

namespace mokuhyo::projection {

inline std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

inline void WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// Names and sizes of all files in a directory and below.
inline std::set<std::pair<std::string, uintmax_t>> FilesIn(const std::filesystem::path& directory) {
  std::set<std::pair<std::string, uintmax_t>> files;
  std::error_code error;
  for (auto it = std::filesystem::recursive_directory_iterator(directory, error);
       !error && it != std::filesystem::recursive_directory_iterator(); it.increment(error)) {
    files.emplace(it->path().lexically_relative(directory).string(),
                  it->is_regular_file(error) ? it->file_size(error) : 0);
  }
  return files;
}

// Copies a directory as it is at one instant, although RocksDB may just remove what it has done
// with.
inline void CopyAtOnce(const std::filesystem::path& from, const std::filesystem::path& to) {
  while (true) {
    std::error_code error;
    std::filesystem::remove_all(to);
    const auto before = FilesIn(from);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive, error);
    if (!error && FilesIn(from) == before && FilesIn(to) == before) return;
  }
}

// The rules of another version of the program.
class OtherRules final : public ProjectionFold {
 public:
  std::string_view name() const override { return fold_.name(); }
  uint32_t schema_version() const override { return fold_.schema_version() + 1; }
  void Narrow(store::v1::ReadCityRequest& request) const override { fold_.Narrow(request); }
  absl::Status Fold(const store::v1::RecordedEvent& event, ProjectionPuts& puts) const override {
    return fold_.Fold(event, puts);
  }

 private:
  const SheetIndexFold fold_;
};

// An index as a process has it, from its start to its end.
struct Kept {
  Kept(const std::string& directory, const ProjectionFold& fold, eventstore::EventStore& log,
       const base::Clock& clock, uint32_t rebuild_threads = 1)
      : generations(*RocksDbProjectionGenerations::Open(directory)),
        index(fold, log, *generations, clock,
              {.page_events = 2,
               .rebuild_threads = rebuild_threads,
               .on_failed = [this](const absl::Status&) { ++failures; }}),
        sheets(index) {}

  int failures = 0;
  const std::unique_ptr<RocksDbProjectionGenerations> generations;
  Projection index;
  SheetDirectory sheets;
};

// An index of sheets on disk, over a log in memory.
class KeptIndexTest : public SheetLogTest {
 protected:
  // Opens what is in `directory`, and checks that it answers right about every position.
  std::unique_ptr<Kept> OpenIn(const std::string& directory) {
    return std::make_unique<Kept>(directory, fold_, store_, clock_);
  }
  std::unique_ptr<Kept> Open() { return OpenIn(directory_); }

  // `s0`, `s1` … of the city, up to `count` in all.
  void CreateSheets(uint64_t count, const std::string& city = "minato") {
    while (sheets_ < count) Create(city, absl::StrCat("s", sheets_++));
  }

  // Sheets were created one an event.
  void ExpectAnswers(Kept& kept) {
    for (uint64_t position = 1; position <= sheets_; ++position) {
      const auto entries = kept.sheets.List("minato", position);
      ASSERT_TRUE(entries.ok()) << entries.status();
      ASSERT_EQ(entries->size(), position);
    }
  }

  static uint64_t Generation(Kept& kept) { return kept.index.Describe()->generation(); }

  static std::set<std::string> Names(const std::string& directory) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
      names.insert(entry.path().filename().string());
    return names;
  }

  const SheetIndexFold fold_;
  uint64_t sheets_ = 0;
  const eventstore::conformance::ScratchDirectory scratch_;
  const std::string directory_ = scratch_.Path() + "/projections/sheet-index";
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_ROCKSDB_KEPT_INDEX_TEST_UTIL_H_
