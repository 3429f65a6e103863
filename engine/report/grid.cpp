#include "engine/report/grid.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "engine/report/numbers.h"

namespace touchstone::report {

namespace {

using CellRuns = std::vector<const RunRow*>;

GridCell cellOf(const CellRuns& runs) {
  GridCell cell;
  CellRuns finished;
  for (const RunRow* run : runs) {
    ++cell.total;
    cell.failed += run->state == RunState::kFailed ? 1 : 0;
    cell.isRunning = cell.isRunning || run->state == RunState::kRunning;
    cell.isReported = cell.isReported || run->isReported;
    if (cell.leakage.empty()) cell.leakage = run->leakage;
    if (run->state == RunState::kDone && std::isfinite(run->score)) finished.push_back(run);
  }
  const Spread spread = spreadOf(finished);
  cell.mean = spread.mean;
  cell.deviation = spread.isDeterministic ? kNoValue : spread.deviation;
  cell.done = spread.count;
  return cell;
}

bool isBetter(const GridTask& task, double left, double right) {
  return task.lowerIsBetter ? left < right : left > right;
}

void markBest(Grid& grid, std::size_t column) {
  const GridTask& task = grid.tasks[column];
  GridCell* best = nullptr;
  GridCell* second = nullptr;
  for (GridRow& row : grid.rows) {
    GridCell& cell = row.cells[column];
    if (cell.isReported || std::isnan(cell.mean)) continue;
    if (best == nullptr || isBetter(task, cell.mean, best->mean)) {
      second = best;
      best = &cell;
    } else if (second == nullptr || isBetter(task, cell.mean, second->mean)) {
      second = &cell;
    }
  }
  if (best != nullptr) best->isBest = true;
  if (second != nullptr) second->isSecond = true;
}

bool isRanked(const GridRow& row, std::size_t column) {
  return row.family != Family::kReference && !row.cells[column].isReported && !std::isnan(row.cells[column].mean);
}

// Ties share the mean of their places, as in Friedman ranks.
void addRanks(Grid& grid) {
  for (GridRow& row : grid.rows) {
    double sum = 0.0;
    int tasks = 0;
    for (std::size_t column = 0; column < grid.tasks.size(); ++column) {
      if (!isRanked(row, column)) continue;
      double rank = 1.0;
      for (const GridRow& other : grid.rows) {
        if (&other == &row || !isRanked(other, column)) continue;
        const double mine = row.cells[column].mean;
        const double theirs = other.cells[column].mean;
        rank += theirs == mine ? 0.5 : isBetter(grid.tasks[column], theirs, mine) ? 1.0 : 0.0;
      }
      sum += rank;
      ++tasks;
    }
    if (tasks > 0) row.meanRank = sum / tasks;
  }
}

int groupOf(const GridRow& row) {
  if (row.family == Family::kReference) return 2;
  const bool isReported =
      std::any_of(row.cells.begin(), row.cells.end(), [](const GridCell& cell) { return cell.isReported; });
  return isReported && std::isnan(row.meanRank) ? 1 : 0;
}

void sortRows(Grid& grid) {
  std::stable_sort(grid.rows.begin(), grid.rows.end(), [](const GridRow& left, const GridRow& right) {
    const auto key = [](const GridRow& row) {
      return std::tuple(groupOf(row), std::isnan(row.meanRank) ? 1e9 : row.meanRank);
    };
    return key(left) < key(right);
  });
}

void chooseDecimals(Grid& grid) {
  for (std::size_t column = 0; column < grid.tasks.size(); ++column) {
    // the column's best score decides: a naive forecast ten times worse must not cost the others a digit
    double size = kNoValue;
    for (const GridRow& row : grid.rows) {
      const double mean = std::abs(row.cells[column].mean);
      if (std::isnan(mean)) continue;
      const bool isSmaller = grid.tasks[column].lowerIsBetter;
      size = std::isnan(size) ? mean : isSmaller ? std::min(size, mean) : std::max(size, mean);
    }
    grid.tasks[column].decimals = scoreDecimals(size);
  }
}

template <typename List, typename Id>
std::size_t indexIn(const List& list, Id id) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.id == id; });
  return static_cast<std::size_t>(found - list.begin());
}

Grid gridOf(const std::vector<const RunRow*>& runs) {
  Grid grid{.study = runs.front()->studyName, .seeds = 0, .tasks = {}, .rows = {}};
  std::map<std::pair<ContenderId, TaskId>, CellRuns> cells;
  for (const RunRow* run : runs) {
    if (indexIn(grid.tasks, run->task) == grid.tasks.size()) {
      grid.tasks.push_back({run->task, run->taskName, run->metric, run->lowerIsBetter, 3});
    }
    if (indexIn(grid.rows, run->contender) == grid.rows.size()) {
      grid.rows.push_back({run->contender, run->contenderName, run->family, kNoValue, {}});
    }
    cells[{run->contender, run->task}].push_back(run);
  }
  for (GridRow& row : grid.rows) {
    for (const GridTask& task : grid.tasks) {
      row.cells.push_back(cellOf(cells[{row.id, task.id}]));
      grid.seeds = std::max(grid.seeds, row.cells.back().total);
    }
  }
  for (std::size_t column = 0; column < grid.tasks.size(); ++column) markBest(grid, column);
  addRanks(grid);
  sortRows(grid);
  chooseDecimals(grid);
  return grid;
}

}  // namespace

Spread spreadOf(const std::vector<const RunRow*>& finished) {
  Spread spread;
  spread.count = static_cast<int>(finished.size());
  if (finished.empty()) return spread;
  const double count = static_cast<double>(finished.size());
  const double sum = std::accumulate(finished.begin(), finished.end(), 0.0,
                                     [](double total, const RunRow* run) { return total + run->score; });
  spread.mean = sum / count;
  const auto copies =
      std::count_if(finished.begin(), finished.end(), [](const RunRow* run) { return run->sameAs.has_value(); });
  spread.isDeterministic = copies > 0 && static_cast<std::size_t>(copies) + 1 >= finished.size();
  if (spread.isDeterministic) {
    spread.mean = finished.front()->score;  // exactly, not a rounded mean of equal numbers
    spread.deviation = 0.0;
  } else if (finished.size() > 1) {
    double squares = 0.0;
    for (const RunRow* run : finished) squares += (run->score - spread.mean) * (run->score - spread.mean);
    spread.deviation = std::sqrt(squares / (count - 1.0));
  }
  return spread;
}

std::vector<Grid> gridsOf(const std::vector<RunRow>& runs) {
  std::vector<std::pair<StudyId, std::vector<const RunRow*>>> studies;
  for (const RunRow& run : runs) {
    auto found =
        std::find_if(studies.begin(), studies.end(), [&](const auto& entry) { return entry.first == run.study; });
    if (found == studies.end()) found = studies.insert(studies.end(), {run.study, {}});
    found->second.push_back(&run);
  }
  std::vector<Grid> grids;
  grids.reserve(studies.size());
  for (const auto& [id, rows] : studies) grids.push_back(gridOf(rows));
  return grids;
}

namespace {

// "A", "A and B", "A, B and C".
std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += i == 0 ? "" : i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace

std::vector<std::string> leakageNotes(const Grid& grid) {
  std::vector<std::string> notes;
  for (const GridRow& row : grid.rows) {
    std::vector<std::pair<std::string, std::vector<std::string>>> tasksOf;  // by note, in the order of the columns
    for (std::size_t column = 0; column < grid.tasks.size(); ++column) {
      const std::string& leakage = row.cells[column].leakage;
      if (leakage.empty()) continue;
      auto known =
          std::find_if(tasksOf.begin(), tasksOf.end(), [&](const auto& entry) { return entry.first == leakage; });
      if (known == tasksOf.end()) known = tasksOf.insert(tasksOf.end(), {leakage, {}});
      known->second.push_back(grid.tasks[column].name);
    }
    for (const auto& [leakage, tasks] : tasksOf) {
      const bool isEverywhere = tasks.size() == grid.tasks.size() && tasks.size() > 1;
      notes.push_back(row.name + (isEverywhere ? " on every task" : " on " + listed(tasks)) + ": " + leakage);
    }
  }
  return notes;
}

}  // namespace touchstone::report
