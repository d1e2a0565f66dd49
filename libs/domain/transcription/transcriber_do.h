#ifndef MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBER_DO_H_
#define MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBER_DO_H_

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/results/decide_results.h"
#include "libs/domain/transcription/transcriber.h"

namespace mokuhyo::domain {

// Entries that a bulk command takes at once.
inline constexpr int kMaxBulkEntries = 1000;

template <typename Command>
absl::Status Transcriber::Do(Command command, const std::string& target) {
  command.set_reason(reason_);
  // What GoalService takes is about the goals, all else about results and evaluation.
  const bool is_of_goals =
      Command::descriptor()->file() == goals::v1::CreateGoalRequest::descriptor()->file();
  const SheetContext& context = is_of_goals ? context_ : results_context_;
  MOKUHYO_ASSIGN_OR_RETURN(SheetEvents events, Decide(done_.state, command, context));
  if (events.empty()) return absl::OkStatus();
  for (events::v1::SheetEvent& event : events) {
    const auto revision = done_.state.revision();
    // Position and time are not known before the commit, and no decision looks at them.
    done_.state.Evolve(event, {.revision = revision.has_value() ? *revision + 1 : 0,
                               .transcribed = context.transcribed,
                               .actor = context.actor,
                               .effective_date = context.effective_date,
                               .reason = reason_});
    done_.events.push_back(std::move(event));
  }
  // `CreateGoalRequest` → `CreateGoal`
  const std::string& name = Command::descriptor()->name();
  done_.changes.push_back(
      {name.substr(0, name.size() - std::string_view("Request").size()), target});
  return absl::OkStatus();
}

template <typename Command, typename Entry>
absl::Status Transcriber::DoInParts(
    Command command, google::protobuf::RepeatedPtrField<Entry>* (Command::*mutable_entries)(),
    int entries_at_once, const std::string& target) {
  google::protobuf::RepeatedPtrField<Entry> entries;
  entries.Swap((command.*mutable_entries)());
  for (int begin = 0; begin < entries.size(); begin += entries_at_once) {
    Command part = command;
    const int end = std::min(entries.size(), begin + entries_at_once);
    for (int i = begin; i < end; ++i) *(part.*mutable_entries)()->Add() = std::move(entries[i]);
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(part), target));
  }
  return absl::OkStatus();
}

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBER_DO_H_
