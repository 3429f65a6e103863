// Live: what happens now. Learning curves, best so far of the two families, the ladder of one run, the runs of the chosen
// task and what the slots do, re-read at most four times a second while they change; of a study that is not running, how
// it ended.
// Thread: GUI. Blocking: never.
#pragma once

#include "engine/api/result.h"
#include "ui/bridge/throttle.h"
#include "ui/views/live/live_data.h"
#include "ui/views/live/live_layout.h"
#include "ui/views/view.h"

class QComboBox;
class QStackedWidget;

namespace touchstone::ui {

class BestSoFarPlot;
class EmptyPanel;
class LearningCurvesPlot;
class LiveHeader;
class PlotCard;
class RungFlowCard;
class RunsTable;
class TimelinePlot;

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
  PlotCard* makeTimelineCard();
  void addCard(LiveCard which, PlotCard* card);
  void showState();
  void showMissing();
  void read();
  void take(Result<LiveData> answer);
  void takeCurves(LiveData& answer, const TaskRow& task);
  void takeTimeline(LiveData& answer);
  void showBestSubtitle();

  ViewContext m_context;
  Throttle m_throttle;
  QStackedWidget* m_pages;
  EmptyPanel* m_empty;
  LiveHeader* m_header;
  LiveLayout* m_layout;
  PlotCard* m_curvesCard;
  PlotCard* m_bestCard;
  RungFlowCard* m_rungsCard;
  LearningCurvesPlot* m_curves;
  BestSoFarPlot* m_best;
  QComboBox* m_costAxis;
  RunsTable* m_runs;
  TimelinePlot* m_timeline;
};

ViewEntry liveViewEntry();

}  // namespace touchstone::ui
