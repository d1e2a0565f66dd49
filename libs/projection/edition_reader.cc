#include "libs/projection/edition_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/position_token.h"
#include "libs/base/status_macros.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/eventstore/blocking.h"
#include "libs/projection/page.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::projection {
namespace {

using documents::v1::DocumentGoal;
using google::protobuf::RepeatedPtrField;

void TakeIds(const RepeatedPtrField<DocumentGoal>& with_ids,
             RepeatedPtrField<DocumentGoal>& goals) {
  if (with_ids.size() != goals.size()) return;
  for (int i = 0; i < goals.size(); ++i) {
    goals[i].set_id(with_ids[i].id());
    TakeIds(with_ids[i].goals(), *goals[i].mutable_goals());
    if (with_ids[i].indicators_size() != goals[i].indicators_size()) continue;
    for (int j = 0; j < goals[i].indicators_size(); ++j)
      goals[i].mutable_indicators(j)->set_id(with_ids[i].indicators(j).id());
  }
}

}  // namespace

absl::StatusOr<sheets::v1::Edition> FindEdition(const sheets::v1::Sheet& sheet, uint32_t number) {
  const auto edition = std::find_if(
      sheet.editions().begin(), sheet.editions().end(),
      [&](const sheets::v1::Edition& candidate) { return candidate.number() == number; });
  if (edition != sheet.editions().end()) return *edition;
  return base::NotFound(sheet.name(), absl::StrCat(sheet.name(), " has ", sheet.editions_size(),
                                                   " edition(s); there is no edition ", number));
}

absl::StatusOr<PublishedDocument> ReadEdition(eventstore::EventStore& store,
                                              const sheets::v1::Sheet& sheet, uint32_t number) {
  MOKUHYO_ASSIGN_OR_RETURN(const sheets::v1::Edition edition, FindEdition(sheet, number));
  MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName name, base::ParseSheetName(sheet.name(), "name"));
  store::v1::ReadCityRequest request;
  request.set_city(name.city);
  request.set_from_position(edition.position());
  request.set_max_events(1);
  MOKUHYO_ASSIGN_OR_RETURN(const auto page, eventstore::ReadCityNow(store, std::move(request)));
  if (page.events().empty()) {
    return base::DataLoss("EVENT_MISSING",
                          absl::StrCat("there is no event at position ", edition.position()));
  }
  events::v1::SheetEvent event;
  const store::v1::RecordedEvent& recorded = page.events(0);
  if (recorded.type() == events::v1::EditionPublished::descriptor()->full_name()) {
    MOKUHYO_RETURN_IF_ERROR(domain::DecodeEvent(recorded.type(), recorded.payload(),
                                                recorded.schema_version(), &event));
  }
  if (!event.has_edition_published() || event.edition_published().number() != number) {
    return base::DataLoss("EVENT_MISSING",
                          absl::StrCat("the event at position ", edition.position(),
                                       " does not publish edition ", number));
  }
  return PublishedDocument{
      std::move(*event.mutable_edition_published()->mutable_canonical_document()),
      recorded.redacted()};
}

application::ReadPoint PointOfEdition(const application::ReadPoint& now,
                                      const sheets::v1::Edition& edition) {
  // The point was formatted by us, so it parses.
  base::PositionToken token = *base::ParsePositionToken(now.token, "position");
  token.number = edition.position();
  return {.position = edition.position(), .token = base::FormatPositionToken(token)};
}

void TakeIds(const documents::v1::SheetDocument& with_ids, documents::v1::SheetDocument& edition) {
  TakeIds(with_ids.goals(), *edition.mutable_goals());
}

absl::StatusOr<sheets::v1::ListEditionsResponse> ListEditions(
    SheetReader& reader, const sheets::v1::ListEditionsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName name,
                           base::ParseSheetName(request.parent(), "parent"));
  MOKUHYO_ASSIGN_OR_RETURN(const Page page, reader.PageFor(name.city, request));
  MOKUHYO_ASSIGN_OR_RETURN(const SheetReading reading, reader.ReadAt(name, page.point));
  const auto& editions = reading.sheet->state.sheet().editions();
  std::vector<sheets::v1::Edition> newest_first(editions.rbegin(), editions.rend());
  sheets::v1::ListEditionsResponse response;
  response.set_position(page.point.token);
  MOKUHYO_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                           CutPage(page, request, newest_first, *response.mutable_editions()));
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader.store(), page.point));
  return response;
}

}  // namespace mokuhyo::projection
