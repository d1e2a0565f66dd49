#ifndef MOKUHYO_LIBS_MESSAGES_LOCALIZE_H_
#define MOKUHYO_LIBS_MESSAGES_LOCALIZE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/rpc/error_details.pb.h"
#include "mokuhyo/common/v1/language.pb.h"

namespace mokuhyo::messages {

// A text of ours, which is English, in the language. What the catalog does not know stays English.
std::string InLanguage(std::string_view english, common::v1::Language language);

// What `status` says, for people: what is wrong, where, and the remedy; of several violations one
// line each. At most `max_bytes`, at least 100: lines that do not fit are left out and counted in
// the last one, together with `omitted` others that the status does not hold any more. A detail
// LocalizedMessage that it bears is disregarded.
google::rpc::LocalizedMessage Localize(const absl::Status& status, common::v1::Language language,
                                       size_t max_bytes, int omitted = 0);

}  // namespace mokuhyo::messages

#endif  // MOKUHYO_LIBS_MESSAGES_LOCALIZE_H_
