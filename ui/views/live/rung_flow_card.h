// The Rung flow card: the ladder of one run, and, where several runs of the task have rungs, a combo to choose it.
// Thread: GUI.
#pragma once

#include "engine/api/read_models.h"
#include "ui/plots/plot_card.h"
#include "ui/plots/rung_read.h"

class QComboBox;

namespace touchstone::ui {

class RungFlowPlot;

class RungFlowCard : public PlotCard {
  Q_OBJECT

 public:
  explicit RungFlowCard(QWidget* parent = nullptr);

  // What to read for these runs of the task.
  RungQuery query(TaskId task, std::vector<RunRow> runs);
  // `resources`: the study's ladder as far as it is known.
  void showFlow(const RungRead& read, const TaskRow& task, const std::vector<RunRow>& runs,
                const std::vector<double>& resources);
  RungFlowPlot* flow() const { return m_flow; }

 signals:
  void runChosen();  // another run is wanted: read again

 private:
  void fillRuns(const RungRead& read, const std::vector<RunRow>& runs);
  void showMessage(const std::vector<RunRow>& runs);

  RungFlowPlot* m_flow;
  QComboBox* m_runs;
  TaskId m_task;
  RunId m_chosen;  // 0: the newest
  std::map<RunId, bool> m_known;
};

}  // namespace touchstone::ui
