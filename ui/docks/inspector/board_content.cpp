#include "ui/docks/inspector/board_content.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/leaderboard.h"
#include "ui/models/words.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Inspector", text);
}

int columnOf(const Leaderboard& board, TaskId task) {
  const auto found = std::find_if(board.columns.begin(), board.columns.end(),
                                  [task](const LeaderboardColumn& column) { return column.task == task; });
  return found != board.columns.end() ? static_cast<int>(found - board.columns.begin()) : -1;
}

const LeaderboardRow* rowOf(const Leaderboard& board, ContenderId contender) {
  const auto found = std::find_if(board.rows.begin(), board.rows.end(),
                                  [contender](const LeaderboardRow& row) { return row.contender == contender; });
  return found != board.rows.end() ? &*found : nullptr;
}

InspectorSection seedSection(const std::vector<RunRow>& runs, int decimals) {
  InspectorSection section;
  section.title = tr("Seeds");
  for (const RunRow& run : runs) {
    const State state = stateOf(run.state);
    InspectorCell score = plainCell(fixedNumber(run.score, decimals));
    if (run.state != RunState::kDone) {
      score = {stateWord(state), false, false, state};
    }
    section.rows.push_back({mutedCell(tr("seed %1").arg(run.seed)), score});
  }
  if (std::any_of(runs.begin(), runs.end(), [](const RunRow& run) { return run.sameAs.has_value(); })) {
    section.paragraphs = {tr("This contender has no randomness: it ran once, and all seeds share the result.")};
  }
  return section;
}

// Differences of means, better first; plus is better for the contender shown.
InspectorSection othersSection(const Leaderboard& board, int column, const LeaderboardRow& own) {
  InspectorSection section;
  section.title = tr("Against the others");
  section.note = tr("+ is better here");
  const auto place = static_cast<std::size_t>(column);
  const LeaderboardColumn& head = board.columns[place];
  std::vector<std::pair<double, QString>> lines;
  for (const LeaderboardRow& row : board.rows) {
    if (row.contender != own.contender && row.cells[place].hasScore() && own.cells[place].hasScore()) {
      const double ahead = row.cells[place].mean - own.cells[place].mean;
      lines.emplace_back(head.lowerIsBetter ? ahead : -ahead, row.name);
    }
  }
  std::sort(lines.begin(), lines.end());
  for (const auto& [ahead, name] : lines) {
    const QString sign = ahead > 0.0 ? QStringLiteral("+") : QString();
    section.rows.push_back({plainCell(name), plainCell(sign + fixedNumber(ahead, head.decimals))});
  }
  return section;
}

InspectorSection ledgerSection(const std::vector<RunRow>& runs, const ContenderRow* contender) {
  InspectorSection section;
  section.title = tr("Cost, mean of seeds");
  double trials = 0.0, epochs = 0.0, cpu = 0.0, done = 0.0;
  std::int64_t parameters = 0;
  for (const RunRow& run : runs) {
    if (run.state == RunState::kDone && !run.sameAs) {
      trials += run.trials;
      epochs += run.epochs;
      cpu += run.cpuSeconds;
      parameters = std::max(parameters, run.parameters);
      done += 1.0;
    }
  }
  if (done == 0.0) {
    return {};
  }
  section.rows = {{mutedCell(tr("trials")), plainCell(count(std::round(trials / done)))},
                  {mutedCell(tr("epochs")), plainCell(count(std::round(epochs / done)))},
                  {mutedCell(tr("CPU time")), plainCell(shortDuration(cpu / done))},
                  {mutedCell(tr("trained weights")), plainCell(count(static_cast<double>(parameters)))}};
  if (contender != nullptr && contender->family == Family::kFoundation) {
    section.rows.push_back(
        {mutedCell(tr("weights in all")), plainCell(count(static_cast<double>(contender->parameters)))});
    if (!contender->pretraining.empty()) {
      section.paragraphs = {tr("Pretrained on %1.").arg(paragraphOf(contender->pretraining))};
    }
  }
  return section;
}

InspectorSection noteSection(const LeaderboardCell& cell) {
  InspectorSection section;
  if (!cell.leakage.isEmpty()) {
    section.paragraphs.push_back(paragraphOf(cell.leakage.toStdString()));
  }
  if (!cell.error.isEmpty()) {
    section.paragraphs.push_back(tr("%1 of %2 seeds failed: %3")
                                     .arg(cell.seedsFailed)
                                     .arg(cell.seedsTotal)
                                     .arg(paragraphOf(cell.error.toStdString())));
  }
  section.title = section.paragraphs.empty() ? QString() : tr("To know");
  return section;
}

void addSections(InspectorContent& content, std::vector<InspectorSection> sections) {
  for (InspectorSection& section : sections) {
    if (!section.title.isEmpty() && (!section.rows.empty() || !section.paragraphs.empty())) {
      content.sections.push_back(std::move(section));
    }
  }
}

InspectorSection splitSection(const TaskRow& task) {
  InspectorSection section;
  section.title = tr("Split");
  section.note = shortName(task.split);
  const auto add = [&section](const QString& name, std::int64_t rows) {
    if (rows > 0) {
      section.rows.push_back({mutedCell(name), plainCell(count(static_cast<double>(rows)))});
    }
  };
  add(tr("train rows"), task.trainRows);
  add(tr("validation rows"), task.validationRows);
  add(tr("test rows"), task.testRows);
  add(tr("test items, all scored"), task.testItems);
  add(tr("channels"), task.channels);
  return section;
}

InspectorSection scoreSection(const Leaderboard& board, int column) {
  InspectorSection section;
  const auto place = static_cast<std::size_t>(column);
  const LeaderboardColumn& head = board.columns[place];
  section.title = tr("Test score");
  section.note = head.metric;
  std::vector<const LeaderboardRow*> rows;
  for (const LeaderboardRow& row : board.rows) {
    if (row.cells[place].hasScore()) {
      rows.push_back(&row);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const LeaderboardRow* a, const LeaderboardRow* b) {
    const double x = a->cells[place].mean, y = b->cells[place].mean;
    return head.lowerIsBetter ? x < y : x > y;
  });
  for (const LeaderboardRow* row : rows) {
    const LeaderboardCell& cell = row->cells[place];
    const QString mean = fixedNumber(cell.mean, head.decimals);
    const QString spread = std::isnan(cell.spread) ? QString() : spreadNumber(cell.spread, head.decimals);
    section.rows.push_back({plainCell(row->name), cell.isBest ? boldCell(mean) : plainCell(mean), mutedCell(spread)});
  }
  return section;
}

InspectorSection dataSection(const TaskRow& task) {
  InspectorSection section;
  section.title = tr("Data");
  section.note = shortName(task.dataset);
  for (const std::string& note : task.notes) {
    section.paragraphs.push_back(paragraphOf(note));
  }
  return section;
}

QString seedsNote(const LeaderboardCell& cell, int decimals) {
  const QString seeds = counted(cell.seedsDone, tr("%1 seed"), tr("%1 seeds"));
  return std::isnan(cell.spread) ? seeds : tr("± %1, %2").arg(fixedNumber(cell.spread, decimals), seeds);
}

}  // namespace

InspectorContent cellContent(const ProjectSnapshot& snapshot, TaskId task, ContenderId contender) {
  const Leaderboard board = buildLeaderboard(snapshot);
  const int column = columnOf(board, task);
  const LeaderboardRow* row = rowOf(board, contender);
  InspectorContent content;
  if (column < 0 || row == nullptr) {
    return content;
  }
  const LeaderboardColumn& head = board.columns[static_cast<std::size_t>(column)];
  const LeaderboardCell& cell = row->cells[static_cast<std::size_t>(column)];
  content.kind = tr("cell");
  content.title = row->name;
  content.family = row->family;
  content.chip = familyWord(row->family);
  const QString origin = cell.isReported ? tr("reported") : tr("measured here");
  content.subtitle = tr("%1 · %2 · %3").arg(isolated(briefName(head.name.toStdString())), head.metric, origin);
  if (cell.hasScore()) {
    content.number = fixedNumber(cell.mean, head.decimals);
    content.numberNote = seedsNote(cell, head.decimals);
  }
  std::vector<RunRow> runs = snapshot.runsOf(task);
  std::erase_if(runs, [contender](const RunRow& run) { return run.contender != contender; });
  addSections(content, {noteSection(cell), seedSection(runs, head.decimals), othersSection(board, column, *row),
                        ledgerSection(runs, snapshot.findContender(contender))});
  return content;
}

InspectorContent taskContent(const ProjectSnapshot& snapshot, TaskId id) {
  const TaskRow* task = snapshot.findTask(id);
  InspectorContent content;
  if (task == nullptr) {
    return content;
  }
  content.kind = tr("task");
  content.title = shortName(task->name);
  content.state = taskState(snapshot, id);
  content.subtitle =
      tr("time series · horizon %1 · %2").arg(task->horizon).arg(metricText(task->metric, task->lowerIsBetter));
  const Leaderboard board = buildLeaderboard(snapshot);
  const int column = columnOf(board, id);
  addSections(content,
              {column < 0 ? InspectorSection() : scoreSection(board, column), splitSection(*task), dataSection(*task)});
  return content;
}

}  // namespace touchstone::ui
