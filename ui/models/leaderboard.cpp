#include "ui/models/leaderboard.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/models/words.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {
namespace {

double meanOf(const std::vector<double>& values) {
  if (values.empty()) {
    return kNoValue;
  }
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double spreadOf(const std::vector<double>& values) {
  if (values.size() < 2) {
    return kNoValue;
  }
  const double mean = meanOf(values);
  double sum = 0.0;
  for (double value : values) {
    sum += (value - mean) * (value - mean);
  }
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

State cellState(const std::vector<const RunRow*>& runs) {
  if (runs.empty()) {
    return State::kQueued;
  }
  const auto count = [&runs](RunState state) {
    return std::count_if(runs.begin(), runs.end(), [state](const RunRow* run) { return run->state == state; });
  };
  const auto total = static_cast<std::ptrdiff_t>(runs.size());
  if (count(RunState::kFailed) == total) {
    return State::kFailed;
  }
  if (count(RunState::kRunning) > 0) {
    return State::kRunning;
  }
  if (count(RunState::kDone) + count(RunState::kFailed) == total) {
    return State::kFinished;
  }
  return count(RunState::kPaused) > 0 ? State::kPaused : State::kQueued;
}

LeaderboardCell buildCell(const ProjectSnapshot& snapshot, TaskId task, ContenderId contender) {
  LeaderboardCell cell;
  std::vector<const RunRow*> runs;
  for (const RunRow& run : snapshot.runs) {
    if (run.task != task || run.contender != contender) {
      continue;
    }
    runs.push_back(&run);
    if (run.state == RunState::kFailed && cell.error.isEmpty()) {
      cell.error = QString::fromStdString(run.error);
    }
    if (cell.leakage.isEmpty()) {
      cell.leakage = QString::fromStdString(run.leakage);
    }
    cell.seedsFailed += run.state == RunState::kFailed;
    cell.isReported |= run.isReported;
    cell.isDeterministic |= run.sameAs.has_value();
    if (run.state != RunState::kDone || !std::isfinite(run.score)) {
      continue;
    }
    ++cell.seedsDone;
    // Copies of another seed's run add no evidence: neither a dot nor a spread.
    if (!run.sameAs) {
      cell.seeds.push_back(run.score);
    }
  }
  cell.seedsTotal = static_cast<int>(runs.size());
  cell.state = cell.isReported ? State::kReported : cellState(runs);
  cell.mean = meanOf(cell.seeds);
  cell.spread = spreadOf(cell.seeds);
  return cell;
}

LeaderboardRow buildRow(const ProjectSnapshot& snapshot, const ContenderRow& contender) {
  LeaderboardRow row;
  row.contender = contender.id;
  row.name = shortName(contender.name);
  row.family = contender.family;
  row.familyIndex = contender.familyIndex;
  row.detail = familyWord(contender.family);
  if (!contender.adapt.empty()) {
    row.detail += QStringLiteral(" · ") + QString::fromStdString(contender.adapt);
  }
  for (const TaskRow& task : snapshot.tasks) {
    row.cells.push_back(buildCell(snapshot, task.id, contender.id));
  }
  row.isReported = std::any_of(row.cells.begin(), row.cells.end(), [](const auto& cell) { return cell.isReported; });
  return row;
}

// The strip shows the better half well: it ends at 2.5 times the distance from the best to the median mean.
void chooseScale(LeaderboardColumn& column, std::vector<double> means, const std::vector<double>& seeds) {
  if (means.empty()) {
    return;
  }
  const double sign = column.lowerIsBetter ? -1.0 : 1.0;
  for (double& mean : means) {
    mean *= sign;
  }
  std::sort(means.begin(), means.end(), std::greater<>());
  double top = means.front(), bottom = means.front();
  for (double seed : seeds) {
    top = std::max(top, seed * sign);
    bottom = std::min(bottom, seed * sign);
  }
  const double median = means[means.size() / 2];
  bottom = std::max(bottom, means.front() - 2.5 * std::max(means.front() - median, top - means.front()));
  const double room = std::max(top - bottom, 1e-12 + std::abs(top) * 1e-6) * 0.08;
  column.scaleFrom = (bottom - room) * sign;
  column.scaleTo = (top + room) * sign;
}

// Average ranks of one task: measured scores by goodness, then the failed ones.
void rankColumn(Leaderboard& board, std::size_t column) {
  const bool lowerIsBetter = board.columns[column].lowerIsBetter;
  std::vector<LeaderboardCell*> scored, failed;
  for (LeaderboardRow& row : board.rows) {
    LeaderboardCell& cell = row.cells[column];
    if (cell.isReported) {
      continue;
    }
    if (cell.hasScore()) {
      scored.push_back(&cell);
    } else if (cell.state == State::kFailed) {
      failed.push_back(&cell);
    }
  }
  std::sort(scored.begin(), scored.end(), [lowerIsBetter](const LeaderboardCell* a, const LeaderboardCell* b) {
    return lowerIsBetter ? a->mean < b->mean : a->mean > b->mean;
  });
  for (std::size_t first = 0; first < scored.size();) {
    std::size_t last = first;
    while (last + 1 < scored.size() && scored[last + 1]->mean == scored[first]->mean) {
      ++last;
    }
    for (std::size_t i = first; i <= last; ++i) {
      scored[i]->rank = 1.0 + static_cast<double>(first + last) / 2.0;
    }
    first = last + 1;
  }
  const double lastRank = static_cast<double>(scored.size()) + (static_cast<double>(failed.size()) + 1.0) / 2.0;
  for (LeaderboardCell* cell : failed) {
    cell->rank = lastRank;
  }
}

void finishColumn(Leaderboard& board, std::size_t index) {
  LeaderboardColumn& column = board.columns[index];
  std::vector<double> means, seeds, shown;
  for (const LeaderboardRow& row : board.rows) {
    const LeaderboardCell& cell = row.cells[index];
    if (!cell.hasScore()) {
      continue;
    }
    shown.push_back(cell.mean);
    if (cell.isReported) {
      continue;
    }
    means.push_back(cell.mean);
    seeds.insert(seeds.end(), cell.seeds.begin(), cell.seeds.end());
  }
  column.decimals = columnDecimals(shown);
  if (!means.empty()) {
    const auto [low, high] = std::minmax_element(means.begin(), means.end());
    column.best = column.lowerIsBetter ? *low : *high;
  }
  chooseScale(column, means, seeds);
  rankColumn(board, index);
  for (LeaderboardRow& row : board.rows) {
    LeaderboardCell& cell = row.cells[index];
    cell.isBest = !cell.isReported && cell.hasScore() && cell.mean == column.best;
  }
}

}  // namespace

Leaderboard buildLeaderboard(const ProjectSnapshot& snapshot) {
  Leaderboard board;
  for (const TaskRow& task : snapshot.tasks) {
    LeaderboardColumn column;
    column.task = task.id;
    column.name = shortName(task.name);
    column.metric = metricText(task.metric, task.lowerIsBetter);
    column.lowerIsBetter = task.lowerIsBetter;
    board.columns.push_back(std::move(column));
  }
  for (const ContenderRow& contender : snapshot.contenders) {
    board.rows.push_back(buildRow(snapshot, contender));
  }
  for (std::size_t i = 0; i < board.columns.size(); ++i) {
    finishColumn(board, i);
  }
  for (LeaderboardRow& row : board.rows) {
    double sum = 0.0;
    for (const LeaderboardCell& cell : row.cells) {
      if (std::isnan(cell.rank)) {
        continue;
      }
      sum += cell.rank;
      ++row.rankedTasks;
    }
    if (row.rankedTasks > 0) {
      row.rank = sum / row.rankedTasks;
    }
  }
  return board;
}

std::vector<QString> Leaderboard::leakageNotes() const {
  struct Note {
    QString text;
    QStringList contenders, tasks;
  };
  std::vector<Note> notes;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::vector<Note> here;
    for (const LeaderboardRow& row : rows) {
      const QString& text = row.cells[i].leakage;
      if (text.isEmpty()) {
        continue;
      }
      auto known = std::find_if(here.begin(), here.end(), [&text](const Note& note) { return note.text == text; });
      if (known == here.end()) {
        known = here.insert(here.end(), Note{text, {}, {columns[i].name}});
      }
      known->contenders << row.name;
    }
    // The same sentence about the same contenders on another task stands once, with both tasks.
    for (Note& note : here) {
      const auto same = std::find_if(notes.begin(), notes.end(), [&note](const Note& other) {
        return other.text == note.text && other.contenders == note.contenders;
      });
      if (same == notes.end()) {
        notes.push_back(std::move(note));
      } else {
        same->tasks << columns[i].name;
      }
    }
  }
  std::vector<QString> lines;
  for (const Note& note : notes) {
    const bool isEveryTask = note.tasks.size() > 1 && note.tasks.size() == static_cast<qsizetype>(columns.size());
    const QString tasks =
        isEveryTask ? QCoreApplication::translate("Leaderboard", "all tasks") : note.tasks.join(QStringLiteral("; "));
    lines.push_back(QStringLiteral("%1 · %2 · %3").arg(tasks, note.contenders.join(QStringLiteral(", ")), note.text));
  }
  return lines;
}

double stripPosition(const LeaderboardColumn& column, double score) {
  const double length = column.scaleTo - column.scaleFrom;
  return length == 0.0 ? 0.5 : (score - column.scaleFrom) / length;
}

}  // namespace touchstone::ui
