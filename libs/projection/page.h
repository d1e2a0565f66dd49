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

// How much is on a page. Pages are limited by number and by bytes, so that no answer outgrows what
// clients of gRPC take (4 MiB unless told otherwise) however long the texts are.
class PageFill {
 public:
  // `page` must outlive this.
  explicit PageFill(const Page& page) : page_(page) {}

  // True if the page ends here. Never on an empty page: a list always gets on.
  bool full() const { return elements_ == page_.size || bytes_ >= kMaxPageBytes; }

  void Add(const google::protobuf::Message& element) {
    ++elements_;
    bytes_ += element.ByteSizeLong();
  }

 private:
  static constexpr size_t kMaxPageBytes = 2 * 1024 * 1024;

  const Page& page_;
  int elements_ = 0;
  size_t bytes_ = 0;
};

// The token of the page behind `page`, whose last element has the key `last`.
std::string NextPageToken(const Page& page, std::string last,
                          const google::protobuf::Message& request);

// Number of the first element of a page in a list whose keys are numbers. INVALID_ARGUMENT with
// reason PAGE_TOKEN_MALFORMED if its key is none.
absl::StatusOr<int> FirstOf(const Page& page);

// Moves the elements of `all` that belong on `page` into `elements`, and returns the token of the
// next page; empty if this is the last. For lists that are computed as a whole: the elements of a
// pinned position do not change, so their number in the list is their key. Errors of a token that
// was not made here: INVALID_ARGUMENT.
template <typename List, typename Element>
absl::StatusOr<std::string> CutPage(const Page& page, const google::protobuf::Message& request,
                                    List& all,
                                    google::protobuf::RepeatedPtrField<Element>& elements) {
  MOKUHYO_ASSIGN_OR_RETURN(int next, FirstOf(page));
  PageFill fill(page);
  for (; next < static_cast<int>(all.size()); ++next) {
    if (fill.full()) return NextPageToken(page, std::to_string(next), request);
    Element& element = all.begin()[next];
    fill.Add(element);
    *elements.Add() = std::move(element);
  }
  return std::string();
}

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_PAGE_H_
