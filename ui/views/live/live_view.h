// Live: what happens now. Learning curves, best so far of the two families, and the runs of the chosen task, re-read at
// most four times a second while they change; of a study that is not running, how it ended.
// Thread: GUI. Blocking: never.
#pragma once

#include "engine/api/result.h"
#include "ui/bridge/throttle.h"
#include "ui/views/live/live_data.h"
#include "ui/views/view.h"

class QComboBox;
class QSplitter;
class QStackedWidget;

namespace touchstone::ui {

class BestSoFarPlot;
class EmptyPanel;
class LearningCurvesPlot;
class LiveHeader;
class PlotCard;
class RunsTable;

class LiveView : public View {
  Q_OBJECT

 public:
  explicit LiveView(const ViewContext& context, QWidget* parent = nullptr);

  void setActive(bool isActive) override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeCards();
  PlotCard* makeCurvesCard();
  PlotCard* makeBestCard();
  PlotCard* makeRunsCard();
  void arrange(bool isNarrow);
  void showState();
  void read();
  void take(Result<LiveData> answer);
  void showBestSubtitle();
  void showEnlarged(PlotCard* card);

  ViewContext m_context;
  Throttle m_throttle;
  QStackedWidget* m_pages;
  EmptyPanel* m_empty;
  LiveHeader* m_header;
  QSplitter* m_columns;
  QSplitter* m_side;
  PlotCard* m_curvesCard;
  PlotCard* m_bestCard;
  PlotCard* m_runsCard;
  LearningCurvesPlot* m_curves;
  BestSoFarPlot* m_best;
  QComboBox* m_costAxis;
  RunsTable* m_runs;
  PlotCard* m_enlarged = nullptr;
  bool m_isNarrow = false;
};

ViewEntry liveViewEntry();

}  // namespace touchstone::ui
