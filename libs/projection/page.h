#ifndef MOKUHYO_LIBS_PROJECTION_PAGE_H_
#define MOKUHYO_LIBS_PROJECTION_PAGE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
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

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_PAGE_H_
