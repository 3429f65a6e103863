// What the engine tells its listeners: that something changed, never what to show. Views read the project file.
// Points coalesce per (trial, metric) while the listener lags: the newest value survives, `merged` says how many it
// stands for. State changes are never dropped and keep their order.
// Thread: value types; produced by the engine and the slots, drained by one listener.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/api/ids.h"
#include "engine/api/result.h"
#include "engine/api/states.h"

namespace touchstone {

struct PointEvent {
  StudyId study;
  RunId run;
  TrialId trial;
  std::string metric;
  std::int64_t step = 0;
  double value = 0.0;
  int merged = 1;  // points since the listener last looked, this one included
};

struct TrialEvent {
  StudyId study;
  RunId run;
  TrialId trial;
  int number = 0;  // within its run, from 0
  TrialState state = TrialState::kRunning;
  double value = 0.0;  // best validation value so far; NaN before the first
  int resource = 0;
};

struct RungReached {
  StudyId study;
  RunId run;
  TrialId trial;
  int rung = 0;
  int resource = 0;
  double value = 0.0;
  RungDecision decision = RungDecision::kPaused;
};

struct RunEvent {
  StudyId study;
  RunId run;
  RunState state = RunState::kQueued;
  double score = 0.0;     // test score once done; NaN before
  double progress = 0.0;  // 0..1
};

struct StudyEvent {
  StudyId study;
  std::string name;
  StudyState state = StudyState::kQueued;
  int runsDone = 0;
  int runsFailed = 0;
  int runsTotal = 0;
  double etaS = -1.0;  // seconds left; negative: not known yet
};

// Something the user should read: an entry for Problems and the log.
struct ProblemEvent {
  StudyId study;  // 0: concerns the project or the engine
  RunId run;
  Error error;
  bool isWarning = false;
};

// The project file was opened, or cannot be written any more.
struct ProjectEvent {
  std::string path;
  bool isOpen = false;
  bool isReadOnly = false;
};

struct Event {
  double timeS = 0.0;  // seconds since 1970
  std::variant<PointEvent, TrialEvent, RungReached, RunEvent, StudyEvent, ProblemEvent, ProjectEvent> what;
};

}  // namespace touchstone
