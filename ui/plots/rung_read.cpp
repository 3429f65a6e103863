#include "ui/plots/rung_read.h"

#include "ui/plots/rung_ladder.h"

namespace touchstone::ui {

namespace {

constexpr std::int64_t kMostTrials = 20000;

// Copies, reported scores and methods of one step have no rungs; queued runs have none yet.
bool mayHaveRungs(const RunRow& run) {
  return !run.sameAs && !run.isReported && run.state != RunState::kQueued && run.resource != 1;
}

// What is known of a run that is over stays so; one that runs may come to its first rung any time.
bool isSettled(const RungQuery& query, const RunRow& run) {
  const auto known = query.known.find(run.id);
  if (known == query.known.end()) return false;
  return known->second || run.state == RunState::kDone || run.state == RunState::kFailed;
}

RunId meantRun(const RungQuery& query, const std::map<RunId, bool>& known) {
  RunId newest;
  RunId running;
  for (const RunRow& run : query.runs) {
    const auto found = known.find(run.id);
    if (found == known.end() || !found->second) continue;
    if (run.id == query.chosen) return run.id;
    newest = run.id;
    if (run.state == RunState::kRunning) running = run.id;
  }
  return running.isValid() ? running : newest;
}

}  // namespace

Result<RungRead> readRungFlow(const ProjectView& view, const RungQuery& query) {
  RungRead read;
  for (const RunRow& run : query.runs) {
    if (!mayHaveRungs(run)) continue;
    if (isSettled(query, run)) {
      read.known[run.id] = query.known.at(run.id);
      continue;
    }
    auto rows = view.rungs(run.id);
    if (!rows) return rows.error();
    read.known[run.id] = hasRungs(*rows);
  }
  read.run = meantRun(query, read.known);
  if (!read.run.isValid()) return read;
  auto rows = view.rungs(read.run);
  if (!rows) return rows.error();
  read.rows = std::move(*rows);
  TrialFilter filter;
  filter.run = read.run;
  filter.limit = kMostTrials;
  auto page = view.trials(filter);
  if (!page) return page.error();
  read.trials = std::move(page->rows);
  return read;
}

}  // namespace touchstone::ui
