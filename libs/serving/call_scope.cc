#include "libs/serving/call_scope.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/messages/accept_language.h"
#include "libs/serving/grpc_status.h"

namespace mokuhyo::serving {
namespace {

constexpr char kActorKey[] = "x-mokuhyo-actor";
constexpr char kTraceKey[] = "traceparent";
constexpr char kLanguageKey[] = "accept-language";
constexpr char kAnonymous[] = "anonymous";
constexpr size_t kMaxActorLength = 100;

std::string Metadata(const grpc::CallbackServerContext& context, const char* key) {
  const auto& all = context.client_metadata();
  const auto found = all.find(key);
  return found == all.end() ? "" : std::string(found->second.data(), found->second.size());
}

// A field may come in several lines; they mean the same as one with commas between (RFC 9110,
// section 5.3).
std::string AllMetadata(const grpc::CallbackServerContext& context, const char* key) {
  const auto [begin, end] = context.client_metadata().equal_range(key);
  std::string joined;
  for (auto line = begin; line != end; ++line) {
    if (!joined.empty()) joined += ',';
    joined.append(line->second.data(), line->second.size());
  }
  return joined;
}

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return absl::InfiniteFuture();
  return absl::FromChrono(deadline);
}

bool IsActor(std::string_view text) {
  return !text.empty() && text.size() <= kMaxActorLength &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

// W3C Trace Context, section 3.2, version 00: `00-{32 digits}-{16 digits}-{2 digits}`. One that is
// malformed is to be ignored (section 4.3), not refused.
bool IsTraceParent(std::string_view text) {
  constexpr std::string_view kShape = "00-hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh-hhhhhhhhhhhhhhhh-hh";
  return text.size() == kShape.size() &&
         std::equal(text.begin(), text.end(), kShape.begin(), [](char c, char shape) {
           if (shape == 'h') return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           return c == shape;
         });
}

// True where somebody should look at the server.
bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

}  // namespace

CallScope::CallScope(grpc::CallbackServerContext& context, std::string_view method,
                     InFlightLimit& limit, CallMetrics& metrics, Log& log, const base::Clock& clock)
    : context_(context),
      limit_(limit),
      metrics_(metrics),
      log_(log),
      clock_(clock),
      started_(clock.Now()) {
  info_.method = method;
  info_.actor = kAnonymous;
  if (const std::string languages = AllMetadata(context, kLanguageKey); !languages.empty()) {
    info_.language = messages::ChooseLanguage(languages);
  }
  info_.deadline = DeadlineOf(context);
  info_.cancelled = [&context] { return context.IsCancelled(); };
  if (const std::string trace = Metadata(context, kTraceKey); IsTraceParent(trace)) {
    info_.trace_context = trace;
  }
}

CallScope::~CallScope() { Leave(); }

absl::Status CallScope::Admit() {
  entered_ = limit_.TryEnter();
  if (!entered_) {
    return base::ResourceExhausted(
        "TOO_MANY_CALLS", absl::StrCat("the server answers ", limit_.max(),
                                       " calls of this kind at a time; try again a little later"));
  }
  std::string actor = Metadata(context_, kActorKey);
  if (actor.empty()) return absl::OkStatus();
  if (!IsActor(actor)) {
    return base::InvalidArgument(
        kActorKey, "INVALID_ACTOR",
        absl::StrCat("must be 1 to ", kMaxActorLength, " visible ASCII characters"));
  }
  info_.actor = std::move(actor);
  return absl::OkStatus();
}

absl::Status CallScope::CheckWanted() const { return serving::CheckWanted(info_, clock_.Now()); }

grpc::Status CallScope::End(const absl::Status& status) {
  // The clock of a machine may be set back.
  const absl::Duration duration = std::max(clock_.Now() - started_, absl::ZeroDuration());
  metrics_.Count(info_.method, status.code(), duration);
  const std::string code = absl::StatusCodeToString(status.code());
  Log::Fields fields = {{"method", info_.method},
                        {"code", code},
                        {"ms", absl::ToDoubleMilliseconds(duration)},
                        {"actor", info_.actor}};
  if (!info_.trace_context.empty()) fields.emplace_back("traceparent", info_.trace_context);
  const std::string reason = status.ok() ? "" : base::ErrorReason(status);
  if (!status.ok()) {
    const absl::string_view message = status.message();
    fields.emplace_back("error", std::string_view(message.data(), message.size()));
    if (!reason.empty()) fields.emplace_back("reason", reason);
  }
  if (IsOurFault(status.code())) {
    log_.Error("call", fields);
  } else {
    log_.Info("call", fields);
  }
  Leave();
  return ToGrpcStatus(status, info_.language);
}

void CallScope::Leave() {
  if (!entered_) return;
  entered_ = false;
  limit_.Leave();
}

}  // namespace mokuhyo::serving
