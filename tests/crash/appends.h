#ifndef MOKUHYO_TESTS_CRASH_APPENDS_H_
#define MOKUHYO_TESTS_CRASH_APPENDS_H_

#include <random>
#include <string>

#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore {

// The city and the caller of every append.
inline constexpr char kCity[] = "niigata";
inline constexpr char kCaller[] = "crash-writer";
inline constexpr char kMethod[] = "Append";

// An append with the request id `id` to two streams, of 2 to 6 events, a few hundred bytes large
// and now and then several blocks of the write-ahead log. The payloads say which event of how many
// each one is ("0/5 …"), so that a reader can tell whether the append is whole.
store::v1::AppendRequest MakeAppend(const std::string& id, std::mt19937& random);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_TESTS_CRASH_APPENDS_H_
