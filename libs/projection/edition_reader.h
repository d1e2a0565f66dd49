#ifndef MOKUHYO_LIBS_PROJECTION_EDITION_READER_H_
#define MOKUHYO_LIBS_PROJECTION_EDITION_READER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "libs/application/read_point.h"
#include "libs/base/resource_name.h"
#include "libs/eventstore/event_store.h"
#include "libs/projection/sheet_reader.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

// Editions as they were published. What an edition says are the bytes that its event holds: they
// are never rendered again, whatever the fold of the same position comes to say under a later
// program. May wait for reads of the store.
namespace mokuhyo::projection {

// Reads the canonical bytes of an edition. The reader of documents stands above this library, so it
// is handed in.
using ParseDocument = std::function<absl::StatusOr<documents::v1::SheetDocument>(std::string_view)>;

// The bytes of an edition.
struct PublishedDocument {
  std::string bytes;
  // Whether personal data were removed from them after the publication.
  bool redacted = false;
};

// The edition of the sheet as it stands at some time. NOT_FOUND if it has none of this number.
absl::StatusOr<sheets::v1::Edition> FindEdition(const sheets::v1::Sheet& sheet, uint32_t number);

// The bytes of an edition of the sheet, from the event that published it. Errors of FindEdition;
// DATA_LOSS if that event is not where the sheet says.
absl::StatusOr<PublishedDocument> ReadEdition(eventstore::EventStore& store,
                                              const sheets::v1::Sheet& sheet, uint32_t number);

// The place in the log at which an edition was published; `now` is where the question is asked.
application::ReadPoint PointOfEdition(const application::ReadPoint& now,
                                      const sheets::v1::Edition& edition);

// Gives the goals and indicators of an edition the ids of those that stand at the same place in
// `with_ids`, the fold of its position. Where the two are not built alike, none are given.
void TakeIds(const documents::v1::SheetDocument& with_ids, documents::v1::SheetDocument& edition);

// Answers SheetService.ListEditions.
absl::StatusOr<sheets::v1::ListEditionsResponse> ListEditions(
    SheetReader& reader, const sheets::v1::ListEditionsRequest& request);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_EDITION_READER_H_
