#ifndef MOKUHYO_LIBS_PROJECTION_COMPARE_ORDER_H_
#define MOKUHYO_LIBS_PROJECTION_COMPARE_ORDER_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

// How two orders of things differ. All functions are pure.
namespace mokuhyo::projection {

// Given the places that things had before, in the order that they have now: which of them moved,
// the fewest that explain the new order. If one thing jumps over nine, one moved and not ten.
std::vector<bool> FindMoved(const std::vector<size_t>& places_before);

// The places of elements that two lists have in common, in order: a longest common subsequence.
std::vector<std::pair<size_t, size_t>> FindCommon(const std::vector<std::string>& before,
                                                  const std::vector<std::string>& after);

// Merges two orders of pairs: what is now in its order, and what was only before behind what it
// stood behind. `partner_before[i]` is the place now of the i-th before, or kNone. Answers
// {true, i} for the i-th now and {false, i} for the i-th before, the latter only without partner.
inline constexpr size_t kNone = static_cast<size_t>(-1);
std::vector<std::pair<bool, size_t>> MergeOrders(const std::vector<size_t>& partner_before,
                                                 size_t now);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_COMPARE_ORDER_H_
