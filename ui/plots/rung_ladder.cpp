#include "ui/plots/rung_ladder.h"

#include <algorithm>
#include <map>

namespace touchstone::ui {

namespace {

struct Standing {
  int number = 0;
  std::map<int, RungRow> decisions;  // the last one of each rung
};

// A place at the rung that a trial is heading for.
State headingState(TrialState state) {
  return state == TrialState::kRunning ? State::kRunning : stateOf(state);
}

// A trial that waited when the search ended was not promoted: it is stopped, whatever its rung said last.
State decidedState(const RungRow& row, TrialState trial, bool isTop) {
  if (!std::isfinite(row.value)) return State::kFailed;
  const State decided = stateOf(row.decision);
  if (decided != State::kPaused || !isTop) return decided;
  return trial == TrialState::kStopped || trial == TrialState::kFailed ? stateOf(trial) : decided;
}

Standing& standingOf(std::map<TrialId, Standing>& all, const RungRow& row) {
  Standing& standing = all[row.trial];
  standing.number = row.number;
  return standing;
}

std::map<TrialId, Standing> fold(const std::vector<RungRow>& rows) {
  std::map<TrialId, Standing> all;
  for (const RungRow& row : rows) {
    // a segment that ended between rungs and goes on was compared with nobody
    if (row.decision == RungDecision::kPromoted && row.rank == 0) continue;
    auto& decisions = standingOf(all, row).decisions;
    const auto before = decisions.find(row.rung);
    RungRow now = row;
    if (before != decisions.end() && now.rank == 0) {
      now.rank = before->second.rank;
      now.of = before->second.of;
      if (std::isnan(now.cutoff)) now.cutoff = before->second.cutoff;
    }
    decisions.insert_or_assign(row.rung, now);
  }
  return all;
}

class Ladder {
 public:
  void add(int rung, RungPlace place) { m_rungs[rung].places.push_back(place); }
  LadderRung& at(int rung) { return m_rungs[rung]; }

  std::vector<LadderRung> take() {
    std::vector<LadderRung> rungs;
    if (m_rungs.empty()) return rungs;
    rungs.resize(static_cast<std::size_t>(std::max(0, m_rungs.rbegin()->first)) + 1);
    for (auto& [rung, content] : m_rungs) {
      if (rung >= 0) rungs[static_cast<std::size_t>(rung)] = std::move(content);
    }
    for (LadderRung& rung : rungs) {
      std::sort(rung.places.begin(), rung.places.end(), [](const RungPlace& a, const RungPlace& b) {
        return std::pair(a.number, a.trial) < std::pair(b.number, b.trial);
      });
    }
    return rungs;
  }

 private:
  std::map<int, LadderRung> m_rungs;
};

// A rung where nobody was compared yet has its resource from the two below it, for ladders grow by one factor up to
// `most`; with one below it, from what is known of the study.
void nameRungs(std::vector<LadderRung>& rungs, const std::vector<double>& resources, int most) {
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    int& resource = rungs[i].resource;
    const int below = i > 0 ? rungs[i - 1].resource : 0;
    const int twoBelow = i > 1 ? rungs[i - 2].resource : 0;
    if (resource == 0 && below > 0 && twoBelow > 0) {
      const int next = below * (below / twoBelow);
      resource = most > 0 ? std::min(next, most) : next;
    }
    if (resource == 0 && i < resources.size()) resource = static_cast<int>(resources[i]);
    rungs[i].isLast = most > 0 && resource >= most;
  }
}

}  // namespace

int LadderRung::count(State state) const {
  return static_cast<int>(
      std::count_if(places.begin(), places.end(), [state](const RungPlace& place) { return place.state == state; }));
}

bool hasRungs(const std::vector<RungRow>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const RungRow& row) {
    const bool isBetween = row.decision == RungDecision::kPromoted || row.decision == RungDecision::kPaused;
    return isBetween || row.rung > 0 || std::isfinite(row.cutoff);
  });
}

std::vector<LadderRung> ladderOf(const std::vector<RungRow>& rows, const std::vector<TrialRow>& trials,
                                 const std::vector<double>& resources, int most) {
  if (!hasRungs(rows)) return {};
  std::map<TrialId, Standing> all = fold(rows);
  std::map<TrialId, const TrialRow*> known;
  for (const TrialRow& trial : trials) {
    known.emplace(trial.id, &trial);
    all[trial.id].number = trial.number;
  }
  Ladder ladder;
  for (const RungRow& row : rows) {
    LadderRung& rung = ladder.at(row.rung);
    // who ended by itself may have done so on the way to the rung
    const bool isThere = row.rank > 0 && std::isfinite(row.value) && row.decision != RungDecision::kFinished;
    if (isThere) rung.resource = std::max(rung.resource, row.resource);
    if (std::isfinite(row.cutoff)) rung.cutoff = row.cutoff;
  }
  for (const auto& [id, standing] : all) {
    const auto found = known.find(id);
    const TrialRow* trial = found == known.end() ? nullptr : found->second;
    const auto& decisions = standing.decisions;
    double last = kNoValue;
    for (const auto& [index, row] : decisions) {
      const bool isTop = index == decisions.rbegin()->first;
      const TrialState now = trial != nullptr ? trial->state : TrialState::kPaused;
      ladder.add(index, {id, standing.number, row.value, decidedState(row, now, isTop), row.rank, row.of, row.cutoff});
      last = row.value;
    }
    const bool isHeading = decisions.empty() || decisions.rbegin()->second.decision == RungDecision::kPromoted;
    if (!isHeading || trial == nullptr) continue;
    const double value = std::isfinite(trial->value) ? trial->value : last;
    const int next = decisions.empty() ? 0 : decisions.rbegin()->first + 1;
    ladder.add(next, {id, standing.number, value, headingState(trial->state), 0, 0, kNoValue});
  }
  std::vector<LadderRung> rungs = ladder.take();
  nameRungs(rungs, resources, most);
  return rungs;
}

}  // namespace touchstone::ui
