#include "libs/render/display_width.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <cstdlib>
#include <memory>

#include "libs/render/printable.h"

namespace mokuhyo::render {
namespace {

int CodePointWidth(UChar32 code_point, AmbiguousWidth ambiguous) {
  constexpr UChar32 kSoftHyphen = 0x00AD;
  constexpr UChar32 kFirstJoiningJamo = 0x1160;  // Vowels and finals, drawn into the initial.
  constexpr UChar32 kLastJoiningJamo = 0x11FF;
  if (code_point == kSoftHyphen) return 1;
  if (code_point >= kFirstJoiningJamo && code_point <= kLastJoiningJamo) return 0;
  switch (u_charType(code_point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  switch (u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH:
      return 2;
    case U_EA_AMBIGUOUS:
      return static_cast<int>(ambiguous);
    default:
      return 1;
  }
}

int WidthOf(const icu::UnicodeString& text, int32_t begin, int32_t end, AmbiguousWidth ambiguous) {
  int width = 0;
  for (int32_t i = begin; i < end; i = text.moveIndex32(i, 1)) {
    width += CodePointWidth(text.char32At(i), ambiguous);
  }
  return width;
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

// Rules are compiled once a thread: iterators are not thread-safe, and making one is slow.
icu::BreakIterator& LineBreaks() {
  thread_local const auto breaks = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> iterator(
        icu::BreakIterator::createLineInstance(icu::Locale::getJapanese(), error));
    if (U_FAILURE(error)) std::abort();  // ICU without its data: a broken installation.
    return iterator;
  }();
  return *breaks;
}

icu::BreakIterator& ClusterBreaks() {
  thread_local const auto breaks = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> iterator(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getJapanese(), error));
    if (U_FAILURE(error)) std::abort();
    return iterator;
  }();
  return *breaks;
}

// Fills the lines of one paragraph (a text without line breaks).
class LineFiller {
 public:
  LineFiller(int width, AmbiguousWidth ambiguous, std::vector<std::string>& lines)
      : width_(width), ambiguous_(ambiguous), lines_(lines) {}

  void Fill(const icu::UnicodeString& paragraph) {
    icu::BreakIterator& breaks = LineBreaks();
    breaks.setText(paragraph);
    int32_t begin = breaks.first();
    for (int32_t end = breaks.next(); end != icu::BreakIterator::DONE; end = breaks.next()) {
      TakePiece(paragraph, begin, end);
      begin = end;
    }
    Flush();
  }

 private:
  // A piece may be followed by a break and holds none, except the spaces at its end.
  void TakePiece(const icu::UnicodeString& text, int32_t begin, int32_t end) {
    int32_t word_end = end;
    while (word_end > begin && text.charAt(word_end - 1) == u' ') --word_end;
    const int word_width = WidthOf(text, begin, word_end, ambiguous_);
    if (line_width_ + word_width > width_ && !line_.isEmpty()) Flush();
    if (word_width > width_) {
      TakeClusters(text, begin, word_end);
    } else {
      Append(text, begin, word_end, word_width);
    }
    Append(text, word_end, end, WidthOf(text, word_end, end, ambiguous_));
  }

  void TakeClusters(const icu::UnicodeString& text, int32_t begin, int32_t end) {
    icu::BreakIterator& breaks = ClusterBreaks();
    breaks.setText(text);
    for (int32_t next = breaks.following(begin); begin < end; next = breaks.next()) {
      TakeCluster(text, begin, next);
      begin = next;
    }
  }

  // A cluster that no line can hold (a family of emoji) is taken by its code points, none of which
  // is wider than two columns.
  void TakeCluster(const icu::UnicodeString& text, int32_t begin, int32_t end) {
    const int width = WidthOf(text, begin, end, ambiguous_);
    if (width > width_) {
      for (int32_t next = begin; begin < end; begin = next) {
        next = text.moveIndex32(begin, 1);
        TakeCluster(text, begin, next);
      }
      return;
    }
    if (line_width_ + width > width_) Flush();
    Append(text, begin, end, width);
  }

  void Append(const icu::UnicodeString& text, int32_t begin, int32_t end, int width) {
    line_.append(text, begin, end - begin);
    line_width_ += width;
  }

  void Flush() {
    while (line_.endsWith(u" ", 1)) line_.truncate(line_.length() - 1);
    lines_.push_back(ToUtf8(line_));
    line_.remove();
    line_width_ = 0;
  }

  const int width_;
  const AmbiguousWidth ambiguous_;
  std::vector<std::string>& lines_;
  icu::UnicodeString line_;
  int line_width_ = 0;
};

}  // namespace

int DisplayWidth(std::string_view text, AmbiguousWidth ambiguous) {
  const auto unicode =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  return WidthOf(unicode, 0, unicode.length(), ambiguous);
}

std::vector<std::string> Wrap(std::string_view text, int width, AmbiguousWidth ambiguous) {
  const std::string utf8 = Printable(text);
  const auto printable =
      icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
  std::vector<std::string> lines;
  LineFiller filler(width, ambiguous, lines);
  for (int32_t begin = 0; begin <= printable.length();) {
    int32_t end = printable.indexOf(u'\n', begin);
    if (end < 0) end = printable.length();
    filler.Fill(printable.tempSubStringBetween(begin, end));
    begin = end + 1;
  }
  return lines;
}

std::string Pad(std::string_view text, int width, Align align, AmbiguousWidth ambiguous) {
  const int missing = width - DisplayWidth(text, ambiguous);
  if (missing <= 0) return std::string(text);
  const std::string spaces(static_cast<size_t>(missing), ' ');
  return align == Align::kLeft ? std::string(text) + spaces : spaces + std::string(text);
}

}  // namespace mokuhyo::render
