#include "engine/api/states.h"

#include "engine/api/word_table.h"

namespace touchstone {

namespace {

constexpr WordTable<StudyState, 6> kStudyWords{{{StudyState::kQueued, "queued"},
                                                {StudyState::kRunning, "running"},
                                                {StudyState::kPaused, "paused"},
                                                {StudyState::kInterrupted, "interrupted"},
                                                {StudyState::kDone, "done"},
                                                {StudyState::kFailed, "failed"}}};
constexpr WordTable<RunState, 5> kRunWords{{{RunState::kQueued, "queued"},
                                            {RunState::kRunning, "running"},
                                            {RunState::kPaused, "paused"},
                                            {RunState::kDone, "done"},
                                            {RunState::kFailed, "failed"}}};
constexpr WordTable<TrialState, 5> kTrialWords{{{TrialState::kRunning, "running"},
                                                {TrialState::kPaused, "paused"},
                                                {TrialState::kStopped, "stopped"},
                                                {TrialState::kFinished, "finished"},
                                                {TrialState::kFailed, "failed"}}};
constexpr WordTable<RungDecision, 4> kDecisionWords{{{RungDecision::kPromoted, "promoted"},
                                                     {RungDecision::kPaused, "paused"},
                                                     {RungDecision::kStopped, "stopped"},
                                                     {RungDecision::kFinished, "finished"}}};

}  // namespace

const char* toWord(StudyState state) {
  return wordOf(kStudyWords, state);
}
const char* toWord(RunState state) {
  return wordOf(kRunWords, state);
}
const char* toWord(TrialState state) {
  return wordOf(kTrialWords, state);
}
const char* toWord(RungDecision word) {
  return wordOf(kDecisionWords, word);
}

std::optional<StudyState> studyStateFrom(std::string_view word) {
  return valueOf(kStudyWords, word);
}
std::optional<RunState> runStateFrom(std::string_view word) {
  return valueOf(kRunWords, word);
}
std::optional<TrialState> trialStateFrom(std::string_view word) {
  return valueOf(kTrialWords, word);
}
std::optional<RungDecision> rungDecisionFrom(std::string_view word) {
  return valueOf(kDecisionWords, word);
}

}  // namespace touchstone
