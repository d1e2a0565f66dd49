#include "libs/projection/feed_filter.h"

#include "absl/strings/str_cat.h"
#include "libs/application/city_folds.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/projection/feed_event.h"
#include "libs/projection/redacted_stream.h"

namespace mokuhyo::projection {
namespace {

using Texts = google::protobuf::RepeatedPtrField<std::string>;

constexpr int kMaxTerms = 50;

bool IsFew(const std::string& field, const Texts& texts, base::Violations& violations) {
  if (texts.size() <= kMaxTerms) return true;
  violations.Add(field, absl::StrCat("names ", texts.size(), ", at most ", kMaxTerms,
                                     " are taken; leave them all out to get everything"));
  return false;
}

}  // namespace

FeedFilter::FeedFilter(const std::string& city, const Texts& resources, const Texts& types,
                       base::Violations& violations)
    : city_(city) {
  const bool few_resources = IsFew("resources", resources, violations);
  const bool few_types = IsFew("types", types, violations);
  if (!few_resources || !few_types) return;
  for (int i = 0; i < resources.size(); ++i) {
    const std::string field = absl::StrCat("resources[", i, "]");
    const auto name = base::ParseSheetName(resources[i], field);
    if (!name.ok()) {
      violations.Add(name.status());
    } else if (name->city != city) {
      violations.Add(field, absl::StrCat("is a sheet of city \"", name->city,
                                         "\", the request is about \"", city, "\""));
    } else {
      streams_.insert(application::SheetStream(name->sheet));
    }
  }
  for (int i = 0; i < types.size(); ++i) {
    const auto type = FindEventType(types[i]);
    if (type.has_value()) {
      types_.insert(*type);
    } else {
      violations.Add(absl::StrCat("types[", i, "]"),
                     absl::StrCat("\"", types[i],
                                  "\" is no type of event; they are called like "
                                  "\"mokuhyo.events.v1.GoalCreated\" or \"GoalCreated\""));
    }
  }
}

absl::StatusOr<bool> FeedFilter::Wants(eventstore::EventStore& store,
                                       const store::v1::RecordedEvent& event) const {
  if (!NeedsReading(event)) return streams_.empty() || streams_.contains(event.stream());
  MOKUHYO_ASSIGN_OR_RETURN(const std::string stream, FindRedactedStream(store, city_, event));
  return streams_.contains(stream);
}

}  // namespace mokuhyo::projection
