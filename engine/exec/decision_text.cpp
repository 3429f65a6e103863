#include "engine/exec/decision_text.h"

namespace touchstone::exec {

namespace {

std::string amount(int resource, const std::string& unit) {
  return std::to_string(resource) + " " + unit + (resource == 1 ? "" : "s");
}

}  // namespace

TrialState stateAfter(const search::RungEvent& event, const std::string& segmentOutcome) {
  if (segmentOutcome == "diverged") {
    return TrialState::kFailed;
  }
  if (segmentOutcome == "time") {
    return TrialState::kStopped;
  }
  switch (event.decision) {
  case RungDecision::kPromoted:
    return TrialState::kRunning;
  case RungDecision::kPaused:
    return TrialState::kPaused;
  case RungDecision::kStopped:
    return TrialState::kStopped;
  case RungDecision::kFinished:
    return TrialState::kFinished;
  }
  return TrialState::kRunning;
}

std::string reasonText(const search::RungEvent& event, const std::string& segmentOutcome, const std::string& unit) {
  if (segmentOutcome == "diverged") {
    return "The loss became NaN or infinite by " + amount(event.resource, unit) + ".";
  }
  return segmentOutcome == "time" ? outOfTimeText(event.resource, unit) : search::describe(event, unit, unit + "s");
}

std::string notPromotedText(int resource, const std::string& unit) {
  return "It waited at " + amount(resource, unit) + " and was not among the best when the search ended.";
}

std::string outOfTimeText(int resource, const std::string& unit) {
  return "The time of the run was used up when it had " + amount(resource, unit) + ".";
}

}  // namespace touchstone::exec
