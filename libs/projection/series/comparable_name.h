#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_COMPARABLE_NAME_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_COMPARABLE_NAME_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mokuhyo::projection {

// A text made ready for being held against many others. Immutable, copyable, thread-safe.
class ComparableName {
 public:
  // Of the text only the first 200 characters are looked at, folded and without white space.
  explicit ComparableName(std::string_view text);

  // The folded text.
  const std::u32string& folded() const { return folded_; }

  // How many of the pairs of neighbouring characters are in both, 0 to 100: 100 for texts with the
  // same pairs, 0 where one is empty. Symmetric.
  friend int LikenessOf(const ComparableName& a, const ComparableName& b);

  // The same of a short text and a long one of which it may be a part: out of the pairs of the
  // shorter one, as if that had at least four, lest every text with 実施 in it is like 実施.
  friend int InclusionOf(const ComparableName& a, const ComparableName& b);

 private:
  static size_t Common(const ComparableName& a, const ComparableName& b);

  std::u32string folded_;
  // Each once, in order.
  std::vector<uint64_t> pairs_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_COMPARABLE_NAME_H_
