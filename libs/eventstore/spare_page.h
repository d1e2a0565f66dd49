#ifndef MOKUHYO_LIBS_EVENTSTORE_SPARE_PAGE_H_
#define MOKUHYO_LIBS_EVENTSTORE_SPARE_PAGE_H_

#include <algorithm>
#include <cstddef>
#include <utility>

namespace mokuhyo::eventstore {

// The memory of a page that was read and looked at, for the next one that the thread reads: making
// the messages of a page and their strings costs more than reading them. Whoever reads many pages
// gives each back; who does not, loses nothing but time. `Page` is a response with events.
template <typename Page>
class SparePage {
 public:
  // An empty page, in the memory of the one that this thread gave back last.
  static Page Take() { return std::exchange(Kept(), Page()); }

  // Gives a page back.
  static void Give(Page page) {
    // A thread must not hold the memory of the largest events it ever saw.
    const auto& events = page.events();
    if (std::any_of(events.begin(), events.end(), [](const auto& event) {
          return event.payload().capacity() > kMaxKeptPayload;
        })) {
      return;
    }
    page.Clear();
    Kept() = std::move(page);
  }

 private:
  static constexpr size_t kMaxKeptPayload = 16 << 10;

  static Page& Kept() {
    thread_local Page kept;
    return kept;
  }
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_SPARE_PAGE_H_
