#include "libs/messages/catalog.h"

#include <algorithm>
#include <cctype>

#include "libs/messages/catalog_texts.h"

namespace mokuhyo::messages {
namespace {

constexpr std::string_view kArrow = " => ";
constexpr std::string_view kHole = "{}";
constexpr std::string_view kPartOnly = "…";
// Phrases stand in messages, and words in phrases.
constexpr int kMaxDepth = 4;

bool HasPrefix(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool IsQuote(char c) { return c == '\'' || c == '"' || c == '`'; }

}  // namespace

Catalog::Catalog(const std::vector<std::string_view>& texts) {
  for (std::string_view text : texts) {
    while (!text.empty()) {
      const size_t end = std::min(text.find('\n'), text.size());
      if (auto entry = Parse(text.substr(0, end)); entry.has_value()) {
        entries_.push_back(*std::move(entry));
      }
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }
}

const Catalog& Catalog::OfProduct() {
  static const auto* const catalog = new Catalog(CatalogTexts());
  return *catalog;
}

std::optional<Catalog::Entry> Catalog::Parse(std::string_view line) {
  const size_t arrow = line.find(kArrow);
  if (line.empty() || line.front() == '#' || arrow == std::string_view::npos) return std::nullopt;
  Entry entry;
  entry.japanese = line.substr(arrow + kArrow.size());
  if (entry.japanese == kPartOnly) return std::nullopt;
  std::string_view english = line.substr(0, arrow);
  for (size_t hole = english.find(kHole); hole != std::string_view::npos;
       hole = english.find(kHole)) {
    entry.literals.push_back(english.substr(0, hole));
    english.remove_prefix(hole + kHole.size());
  }
  entry.literals.push_back(english);
  bool has_letter = false;
  for (const std::string_view literal : entry.literals) {
    entry.literal_bytes += literal.size();
    has_letter |= std::any_of(literal.begin(), literal.end(),
                              [](unsigned char c) { return std::isalpha(c) != 0; });
  }
  if (!has_letter) return std::nullopt;
  return entry;
}

std::optional<Catalog::Holes> Catalog::Match(const Entry& entry, std::string_view text) {
  if (text.size() < entry.literal_bytes || !HasPrefix(text, entry.literals.front())) {
    return std::nullopt;
  }
  if (entry.literals.size() == 1) {
    return text == entry.literals.front() ? std::optional(Holes{}) : std::nullopt;
  }
  text.remove_prefix(entry.literals.front().size());
  const std::string_view last = entry.literals.back();
  if (text.size() < last.size() || text.substr(text.size() - last.size()) != last) {
    return std::nullopt;
  }
  text.remove_suffix(last.size());
  Holes holes;
  // Each literal is taken where it first stands: if any way of filling the holes fits, this does.
  for (size_t i = 1; i + 1 < entry.literals.size(); ++i) {
    const size_t found = text.find(entry.literals[i]);
    if (found == std::string_view::npos) return std::nullopt;
    holes.push_back(text.substr(0, found));
    text.remove_prefix(found + entry.literals[i].size());
  }
  holes.push_back(text);
  return holes;
}

std::string Catalog::Fill(const Entry& entry, const Holes& holes, int depth) const {
  std::string filled;
  const std::string_view text = entry.japanese;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_place = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' &&
                          std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0;
    const size_t hole = is_place ? static_cast<size_t>(text[i + 1] - '0') : holes.size();
    if (!is_place || hole >= holes.size()) {
      filled += text[i];
      continue;
    }
    const std::string_view before = entry.literals[hole];
    const bool quoted = !before.empty() && IsQuote(before.back());
    const auto phrase = quoted ? std::nullopt : Translate(holes[hole], depth + 1);
    filled += phrase.has_value() ? *phrase : std::string(holes[hole]);
    i += 2;
  }
  return filled;
}

std::optional<std::string> Catalog::Translate(std::string_view english) const {
  return Translate(english, 0);
}

std::optional<std::string> Catalog::Translate(std::string_view english, int depth) const {
  if (depth > kMaxDepth) return std::nullopt;
  const Entry* best = nullptr;
  Holes best_holes;
  for (const Entry& entry : entries_) {
    if (best != nullptr && entry.literal_bytes <= best->literal_bytes) continue;
    if (auto holes = Match(entry, english); holes.has_value()) {
      best = &entry;
      best_holes = *std::move(holes);
    }
  }
  if (best == nullptr) return std::nullopt;
  return Fill(*best, best_holes, depth);
}

}  // namespace mokuhyo::messages
