#ifndef MOKUHYO_LIBS_PROJECTION_PAGE_H_
#define MOKUHYO_LIBS_PROJECTION_PAGE_H_

#include <google/protobuf/message.h>
#include <google/protobuf/repeated_ptr_field.h>

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/application/read_point.h"
#include "libs/base/clock.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/event_store.h"
#include "libs/projection/page_token.h"

namespace mokuhyo::projection {

// Which page of a list a request asks for.
struct Page {
  // Where all pages of the list are read.
  application::ReadPoint point;
  // The day that the list is about, YYYY-MM-DD.
  std::string date;
  // Key of the last element before the page; empty for the first page.
  std::string after;
  // At most so many elements: 1 to 1,000.
  int size = 0;
};

// What PageOf takes out of a request.
struct PageQuestion {
  int page_size = 0;
  std::string at_least_position;
  std::string as_of_time;
  std::string effective_date;
};

// The day of a question: as asked for, else today in Tokyo. INVALID_ARGUMENT if it is no day.
absl::StatusOr<std::string> DayOf(const std::string& effective_date, const base::Clock& clock);

// Resolves a page: the place and day of the first page are kept for all. `request` is only needed
// for its token. Errors of ResolveReadPoint and DecodePageToken.
absl::StatusOr<Page> ResolvePage(const PageQuestion& question,
                                 const google::protobuf::Message& request,
                                 eventstore::EventStore& store, const base::Clock& clock,
                                 const std::string& city);

// The same for any request of a list method, by the names of its fields.
template <typename Request>
absl::StatusOr<Page> PageOf(const Request& request, eventstore::EventStore& store,
                            const base::Clock& clock, const std::string& city) {
  PageQuestion question{request.page_size(), request.at_least_position(), request.as_of_time(), ""};
  if constexpr (requires { request.effective_date(); })
    question.effective_date = request.effective_date();
  return ResolvePage(question, request, store, clock, city);
}

// The token of the page behind `page`, whose last element has the key `last`.
std::string NextPageToken(const Page& page, std::string last,
                          const google::protobuf::Message& request);

// Number of the first element of a page in a list whose keys are numbers. INVALID_ARGUMENT with
// reason PAGE_TOKEN_MALFORMED if its key is none.
absl::StatusOr<int> FirstOf(const Page& page);

// So many bytes of elements are on a page at most, that no answer outgrows what clients of gRPC
// take (4 MiB unless told otherwise) however long the texts are; what stands around the elements
// has the rest. A single element may be as large (see domain::kMaxSheetBytes).
inline constexpr size_t kMaxPageBytes = size_t{2} << 20;

// Puts the elements of a list on a page, one after the other, as long as the page has room by
// number and by bytes.
template <typename Element>
class PageFill {
 public:
  // Both must outlive this. `elements` is empty.
  PageFill(const Page& page, google::protobuf::RepeatedPtrField<Element>& elements)
      : page_(page), elements_(elements) {}

  // Moves `element` onto the page; its key in the list is `key`. False if the page ends before it:
  // then nothing is moved. The first one always has room: a list always gets on.
  bool Take(Element&& element, std::string key) {
    const size_t bytes = element.ByteSizeLong();
    const bool has_room = elements_.size() < page_.size && bytes_ + bytes <= kMaxPageBytes;
    if (!has_room && !elements_.empty()) return false;
    bytes_ += bytes;
    *elements_.Add() = std::move(element);
    last_ = std::move(key);
    return true;
  }

  // The token of the page that begins with the element for which there was no room.
  std::string NextToken(const google::protobuf::Message& request) const {
    return NextPageToken(page_, last_, request);
  }

 private:
  const Page& page_;
  google::protobuf::RepeatedPtrField<Element>& elements_;
  size_t bytes_ = 0;
  std::string last_;
};

// Moves the elements of `all` that belong on `page` into `elements`, and returns the token of the
// next page; empty if this is the last. For lists that are computed as a whole: the elements of a
// pinned position do not change, so the number of those up to one is its key. Errors of a token
// that was not made here: INVALID_ARGUMENT.
template <typename List, typename Element>
absl::StatusOr<std::string> CutPage(const Page& page, const google::protobuf::Message& request,
                                    List& all,
                                    google::protobuf::RepeatedPtrField<Element>& elements) {
  MOKUHYO_ASSIGN_OR_RETURN(const int first, FirstOf(page));
  PageFill<Element> fill(page, elements);
  for (int i = first; i < static_cast<int>(all.size()); ++i) {
    if (!fill.Take(std::move(all.begin()[i]), std::to_string(i + 1)))
      return fill.NextToken(request);
  }
  return std::string();
}

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_PAGE_H_
