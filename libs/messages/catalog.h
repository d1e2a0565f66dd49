#ifndef MOKUHYO_LIBS_MESSAGES_CATALOG_H_
#define MOKUHYO_LIBS_MESSAGES_CATALOG_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mokuhyo::messages {

// English messages and what they are in Japanese, read from text in which each line is one entry:
//
//   goal '{}' is rated {} => 目標「{0}」の評価は {1} です
//
// `{}` stands for whatever a message says there, `{0}`, `{1}` … for the first, the second … of
// these. What stands in such a place is looked up too, unless it is quoted: it may be a phrase of
// ours. An entry without a letter beside its holes is nothing a message could be told by. `…` alone
// on the right: the text is part of longer messages and none by itself. Lines that are empty or
// begin with `#` are skipped. Immutable, thread-safe.
class Catalog {
 public:
  // `texts` must outlive the catalog. Lines that are no entries are skipped; tests/messages finds
  // them.
  explicit Catalog(const std::vector<std::string_view>& texts);

  // That of the product.
  static const Catalog& OfProduct();

  // The message in Japanese; absent if no entry fits. Where several do, the one with the most words
  // of its own is taken.
  std::optional<std::string> Translate(std::string_view english) const;

 private:
  struct Entry {
    std::vector<std::string_view> literals;  // Around the holes: one more than there are holes.
    std::string_view japanese;
    size_t literal_bytes = 0;
  };
  using Holes = std::vector<std::string_view>;

  static std::optional<Entry> Parse(std::string_view line);
  static std::optional<Holes> Match(const Entry& entry, std::string_view text);
  std::optional<std::string> Translate(std::string_view english, int depth) const;
  std::string Fill(const Entry& entry, const Holes& holes, int depth) const;

  std::vector<Entry> entries_;
};

}  // namespace mokuhyo::messages

#endif  // MOKUHYO_LIBS_MESSAGES_CATALOG_H_
