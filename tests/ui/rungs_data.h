// Ladders and timelines whose places are known, for the tests of rung flow and timeline.
#pragma once

#include <cmath>

#include "ui/plots/rung_flow_plot.h"
#include "ui/plots/timeline_plot.h"

namespace touchstone::test {

inline RungRow rungRow(int trial, int rung, double value, RungDecision decision, double cutoff = kNoValue, int rank = 1,
                       int of = 1) {
  constexpr int kResources[] = {1, 3, 9, 27};
  RungRow row;
  row.trial = {trial};
  row.number = trial;
  row.rung = rung;
  row.resource = kResources[rung];
  row.value = value;
  row.decision = decision;
  row.cutoff = cutoff;
  row.rank = rank;
  row.of = of;
  return row;
}

inline TrialRow trialRow(int trial, TrialState state, double value = kNoValue) {
  TrialRow row;
  row.id = {trial};
  row.number = trial;
  row.state = state;
  row.value = value;
  return row;
}

struct RungStory {
  std::vector<RungRow> rows;
  std::vector<TrialRow> trials;
};

// Of six trials: 1 climbs to the top and is finished, 2 is running towards the second rung, 3 waits at the first and
// 4 waited there until the search ended, 5 diverged, 6 has just begun.
inline RungStory smallLadder() {
  using enum RungDecision;
  RungStory story;
  story.rows = {rungRow(1, 0, 0.70, kPaused, kNoValue, 1, 1),  rungRow(2, 0, 0.80, kPaused, kNoValue, 2, 2),
                rungRow(3, 0, 0.90, kPaused, 0.75, 3, 3),      rungRow(1, 0, 0.70, kPromoted, 0.75, 1, 3),
                rungRow(4, 0, 0.95, kPaused, 0.75, 4, 4),      rungRow(5, 0, std::nan(""), kStopped, 0.75, 5, 5),
                rungRow(2, 0, 0.80, kPromoted, 0.85, 2, 6),    rungRow(1, 1, 0.50, kPromoted, 0.55, 1, 3),
                rungRow(1, 2, 0.40, kFinished, kNoValue, 1, 1)};
  story.trials = {trialRow(1, TrialState::kFinished, 0.40), trialRow(2, TrialState::kRunning, 0.78),
                  trialRow(3, TrialState::kPaused, 0.90),   trialRow(4, TrialState::kStopped, 0.95),
                  trialRow(5, TrialState::kFailed),         trialRow(6, TrialState::kRunning)};
  return story;
}

inline ui::RungFlowData flowOf(const RungStory& story, int most = 9) {
  ui::RungFlowData data;
  data.rungs = ui::ladderOf(story.rows, story.trials, {1, 3, 9}, most);
  data.task = QStringLiteral("ETTh1-96");
  data.metric = QStringLiteral("validation MSE");
  data.contender = QStringLiteral("DLinear");
  data.seed = 3;
  return data;
}

// `count` trials of which every third goes on; all at different scores.
inline RungStory longLadder(int count) {
  RungStory story;
  for (int rung = 0, step = 1; rung < 4; ++rung, step *= 3) {
    for (int trial = 1; trial <= count; trial += step) {
      const bool goesOn = rung < 3 && (trial - 1) % (3 * step) == 0;
      const double value = 0.3 + 0.6 * trial / count - 0.05 * rung;
      story.rows.push_back(rungRow(trial, rung, value,
                                   goesOn      ? RungDecision::kPromoted
                                   : rung == 3 ? RungDecision::kFinished
                                               : RungDecision::kStopped,
                                   0.5 - 0.05 * rung, trial, count));
    }
  }
  for (int trial = 1; trial <= count; ++trial) story.trials.push_back(trialRow(trial, TrialState::kStopped));
  return story;
}

inline constexpr double kNoonS = 1764072000.0;  // 2025-11-25 12:00 UTC

inline SlotSpan spanOf(int slot, int trial, double fromS, double toS, TrialState end = TrialState::kStopped,
                       Family family = Family::kSupervised) {
  SlotSpan span;
  span.slot = slot;
  span.trial = {trial};
  span.run = {1};
  span.number = trial;
  span.contenderName = family == Family::kFoundation ? "Fracast-0" : "DLinear";
  span.family = family;
  span.startS = kNoonS + fromS;
  span.endS = kNoonS + toS;
  span.endState = std::isnan(toS) ? TrialState::kRunning : end;
  return span;
}

// Two slots and ten minutes: trial 1 is promoted and goes on in slot 1, trial 4 runs and is expected to take as long as
// the other first segments (200 s).
inline ui::TimelineData smallTimeline() {
  ui::TimelineData data;
  data.spans = {spanOf(0, 1, 0, 200, TrialState::kPaused), spanOf(1, 2, 10, 210, TrialState::kStopped),
                spanOf(0, 3, 210, 400, TrialState::kFinished, Family::kFoundation),
                spanOf(1, 1, 220, 500, TrialState::kFinished), spanOf(0, 4, 500, std::nan(""))};
  data.nowS = kNoonS + 600;
  return data;
}

}  // namespace touchstone::test
