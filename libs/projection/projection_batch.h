#ifndef MOKUHYO_LIBS_PROJECTION_PROJECTION_BATCH_H_
#define MOKUHYO_LIBS_PROJECTION_PROJECTION_BATCH_H_

#include <string>
#include <utility>
#include <vector>

namespace mokuhyo::projection {

// Changes of a ProjectionStore that are made together or not at all.
class ProjectionBatch {
 public:
  enum class Kind { kPut, kDeletePrefix };
  struct Change {
    Kind kind;
    // What is put; or how all that is deleted begins.
    std::string key;
    std::string value;
  };

  void Put(std::string key, std::string value) {
    changes_.push_back({Kind::kPut, std::move(key), std::move(value)});
  }
  // Deletes all keys that begin with `prefix`, which is not empty.
  void DeletePrefix(std::string prefix) {
    changes_.push_back({Kind::kDeletePrefix, std::move(prefix), ""});
  }

  const std::vector<Change>& changes() const { return changes_; }

 private:
  std::vector<Change> changes_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_PROJECTION_BATCH_H_
