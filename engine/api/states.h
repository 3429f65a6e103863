// The states of studies, runs and trials, and the decisions at rungs: one word each, the same in the project file, in
// JSON, in SQL views and in the window.
// Thread: value types.
#pragma once

#include <optional>
#include <string_view>

namespace touchstone {

enum class StudyState { kQueued, kRunning, kPaused, kInterrupted, kDone, kFailed };
enum class RunState { kQueued, kRunning, kPaused, kDone, kFailed };
// kPaused: waits at a rung for its promotion. kStopped: ended by the scheduler, the budget or a person. kFailed: an error,
// or a loss that became NaN. kFinished: reached its last epoch or stopped early by itself.
enum class TrialState { kRunning, kPaused, kStopped, kFinished, kFailed };
enum class RungDecision { kPromoted, kPaused, kStopped, kFinished };

const char* toWord(StudyState state);    // queued, running, paused, interrupted, done, failed
const char* toWord(RunState state);      // queued, running, paused, done, failed
const char* toWord(TrialState state);    // running, paused, stopped, finished, failed
const char* toWord(RungDecision word);   // promoted, paused, stopped, finished

std::optional<StudyState> studyStateFrom(std::string_view word);
std::optional<RunState> runStateFrom(std::string_view word);
std::optional<TrialState> trialStateFrom(std::string_view word);
std::optional<RungDecision> rungDecisionFrom(std::string_view word);

}  // namespace touchstone
