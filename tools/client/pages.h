#ifndef MOKUHYO_TOOLS_CLIENT_PAGES_H_
#define MOKUHYO_TOOLS_CLIENT_PAGES_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/client/connection.h"

namespace mokuhyo::client {

// Calls a List method until its last page and answers all pages as one response. The token of each
// page pins the position, so that the pages belong together. Returns what Connection::Call returns.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> CallForAllPages(Connection& connection, Stub& stub,
                                         grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                                         Request request) {
  constexpr int kLargestPage = 1000;
  request.set_page_size(kLargestPage);
  Response all;
  do {
    auto page = connection.Call(stub, method, request);
    if (!page.ok()) return page.status();
    request.set_page_token(page->next_page_token());
    all.MergeFrom(*page);  // Appends the rows; the other fields are those of the last page.
  } while (!request.page_token().empty());
  all.clear_next_page_token();
  return all;
}

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_PAGES_H_
