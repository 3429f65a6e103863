#include "ui/views/live/live_view.h"

#include <QComboBox>
#include <QDateTime>
#include <QResizeEvent>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <cmath>

#include "engine/api/metric_name.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/models/project_state.h"
#include "ui/models/runs_model.h"
#include "ui/models/selection.h"
#include "ui/models/words.h"
#include "ui/plots/best_so_far_plot.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/plot_card.h"
#include "ui/plots/rung_flow_plot.h"
#include "ui/plots/timeline_plot.h"
#include "ui/theme/theme.h"
#include "ui/views/live/live_header.h"
#include "ui/views/live/live_settings.h"
#include "ui/views/live/rung_flow_card.h"
#include "ui/views/live/runs_table.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/whole_rows.h"

namespace touchstone::ui {
namespace {

constexpr int kReadIntervalMs = 250;
constexpr int kLeastRunsWidth = 320;  // contender, seed, bar and time left without cuts

}  // namespace

LiveView::LiveView(const ViewContext& context, QWidget* parent)
    : View(parent), m_context(context), m_throttle(kReadIntervalMs) {
  m_pages = new QStackedWidget(this);
  m_empty = new EmptyPanel(m_pages);
  m_pages->addWidget(m_empty);
  m_pages->addWidget(makeCards());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_pages);

  setFocusProxy(m_curves);
  m_throttle.setEnabled(false);
  connect(&m_throttle, &Throttle::due, this, &LiveView::read);
  const auto poke = [this] { m_throttle.poke(); };
  connect(&context.bridge, &EngineBridge::pointsChanged, this, poke);
  connect(&context.bridge, &EngineBridge::studyChanged, this, poke);
  connect(&context.bridge, &EngineBridge::projectChanged, this, poke);
  connect(&context.state, &ProjectState::contextChanged, &m_throttle, &Throttle::hurry);
  const auto choose = [this](std::int64_t id) { m_context.selection.selectTrial(TrialId{id}); };
  connect(m_curves, &PlotView::clicked, this, choose);
  connect(m_rungsCard->flow(), &PlotView::clicked, this, choose);
  connect(m_timeline, &PlotView::clicked, this, choose);
  connect(&context.selection, &Selection::changed, this,
          [this] { m_curves->setSelected(m_context.selection.trial()); });
  connect(&context.state, &ProjectState::changed, this, &LiveView::showState);
  connect(&context.state, &ProjectState::contextChanged, this, &LiveView::showState);
  showMissing();
  showState();
}

QWidget* LiveView::makeCards() {
  auto* page = new QWidget(m_pages);
  m_header = new LiveHeader(page);
  m_layout = new LiveLayout(page);
  m_rungsCard = new RungFlowCard;
  addCard(LiveCard::kCurves, m_curvesCard = makeCurvesCard());
  addCard(LiveCard::kBest, m_bestCard = makeBestCard());
  addCard(LiveCard::kRungs, m_rungsCard);
  addCard(LiveCard::kRuns, makeRunsCard());
  addCard(LiveCard::kTimeline, makeTimelineCard());
  connect(m_rungsCard, &RungFlowCard::runChosen, &m_throttle, &Throttle::hurry);

  const LiveCards cards = LiveSettings().cards();
  m_header->setCards(cards);
  m_layout->setCards(cards);
  connect(m_header, &LiveHeader::cardsChosen, this, [this](LiveCards chosen) {
    m_layout->setCards(chosen);
    LiveSettings().setCards(chosen);
  });

  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(space::kPageSide, space::kPageTop, space::kPageSide, space::kPageTop);
  layout->setSpacing(space::kCardGap);
  layout->addWidget(m_header);
  layout->addWidget(m_layout, 1);
  return page;
}

void LiveView::addCard(LiveCard which, PlotCard* card) {
  m_layout->setCard(which, card);
  connect(card, &PlotCard::enlargeRequested, m_layout, [this, which] { m_layout->toggleEnlarged(which); });
  tellOf(card);
}

PlotCard* LiveView::makeCurvesCard() {
  auto* card = new PlotCard(tr("Learning curves"));
  m_curves = new LearningCurvesPlot;
  card->setPlot(m_curves);
  card->setExportName(QStringLiteral("learning-curves"));
  return card;
}

PlotCard* LiveView::makeBestCard() {
  auto* card = new PlotCard(tr("Best so far"));
  m_best = new BestSoFarPlot;
  card->setPlot(m_best);
  card->setExportName(QStringLiteral("best-so-far"));
  m_costAxis = new QComboBox(card);
  m_costAxis->setFixedHeight(frame::kControlInStrip);
  m_costAxis->setAccessibleName(tr("Cost axis of best so far"));
  m_costAxis->setToolTip(tr("What the values are drawn against"));
  m_costAxis->addItem(tr("compute"), static_cast<int>(CostAxis::kSeconds));
  m_costAxis->addItem(tr("epochs"), static_cast<int>(CostAxis::kEpochs));
  m_costAxis->addItem(tr("trials"), static_cast<int>(CostAxis::kTrials));
  connect(m_costAxis, &QComboBox::currentIndexChanged, this,
          [this] { m_best->setCostAxis(static_cast<CostAxis>(m_costAxis->currentData().toInt())); });
  card->addTool(m_costAxis);
  return card;
}

PlotCard* LiveView::makeRunsCard() {
  auto* card = new PlotCard(tr("Runs"));
  card->setSubtitle(tr("test score, or time left"));
  m_runs = new RunsTable;
  m_runs->setMinimumWidth(kLeastRunsWidth);
  card->setBody(new WholeRows(m_runs));
  return card;
}

PlotCard* LiveView::makeTimelineCard() {
  auto* card = new PlotCard(tr("Timeline"));
  m_timeline = new TimelinePlot;
  card->setPlot(m_timeline);
  card->setSubtitle(tr("colour: family · ▲ promoted ■ stopped · dashed: expected"));
  card->setEmptyMessage(Icon::kClock, tr("No trial has started yet"), tr("Each slot gets a row, each trial a bar."));
  card->setExportName(QStringLiteral("timeline"));
  return card;
}

void LiveView::setActive(bool isActive) {
  m_throttle.setEnabled(isActive);
  if (isActive) {
    m_throttle.hurry();
  }
}

void LiveView::resizeEvent(QResizeEvent* event) {
  View::resizeEvent(event);
  m_layout->setNarrow(window()->width() < frame::kNarrowWindow || width() < live::kTwoColumns);
}

void LiveView::showState() {
  const ProjectState& state = m_context.state;
  const StudyRow* study = state.currentStudy();
  if (study == nullptr) {
    m_empty->setContent(Icon::kPulse, state.isLoaded() ? tr("No study in this project yet") : tr("Reading the project"),
                        state.isLoaded() ? tr("Start one and its runs appear here.") : QString());
    m_pages->setCurrentIndex(0);
    return;
  }
  m_pages->setCurrentIndex(1);
  m_header->showState(state);
  m_runs->runs().setRuns(state.snapshot(), state.task());
  m_runs->showRunning();
  showMissing();
  if (const TaskRow* task = state.currentTask()) {
    const QString metric = metricText(task->metric, task->lowerIsBetter);
    m_curvesCard->setSubtitle(tr("validation %1").arg(metric));
    showBestSubtitle();
  }
}

// In place of the plots that have nothing to draw: what is missing, or why nothing will come.
void LiveView::showMissing() {
  const ProjectState& state = m_context.state;
  if (const auto why = failureOf(state.snapshot().runsOf(state.task()))) {
    m_curvesCard->setEmptyMessage(Icon::kWarning, tr("Every run on this task failed"), *why);
    m_bestCard->setEmptyMessage(Icon::kWarning, tr("Every run on this task failed"),
                                tr("Problems (Alt+2) lists them all."));
    return;
  }
  m_curvesCard->setEmptyMessage(
      Icon::kPulse, tr("No learning curves on this task"),
      tr("Contenders that learn in epochs draw one curve a trial. The others have a score at once."));
  m_bestCard->setEmptyMessage(Icon::kPulse, tr("No validation value yet"),
                              tr("The first finished trial starts this plot."));
}

void LiveView::read() {
  const StudyId study = m_context.state.study();
  const TaskId task = m_context.state.task();
  if (!m_context.bridge.hasProject() || !study.isValid() || !task.isValid()) {
    m_throttle.skip();
    return;
  }
  m_throttle.begin();
  const RungQuery rungs = m_rungsCard->query(task, m_context.state.snapshot().runsOf(task));
  m_context.bridge.ask<Result<LiveData>>(
      "live/data", this, [study, task, rungs](const ProjectView& view) { return readLive(view, study, task, rungs); },
      [this](Result<LiveData> answer) { take(std::move(answer)); });
}

void LiveView::take(Result<LiveData> answer) {
  m_throttle.end();
  if (!answer) {
    emit problem(QString::fromStdString(answer.error().text()));
    return;
  }
  const TaskRow* task = m_context.state.currentTask();
  if (task == nullptr || answer->task != task->id) {
    m_throttle.poke();
    return;
  }
  // before the curves: their answer is moved out
  m_rungsCard->showFlow(answer->rungs, *task, m_context.state.snapshot().runsOf(task->id),
                        answer->learning.rungResources);
  takeCurves(*answer, *task);
  takeTimeline(*answer);
  showBestSubtitle();
}

void LiveView::takeCurves(LiveData& answer, const TaskRow& task) {
  const QString metric = tr("validation %1").arg(QString::fromStdString(metricName(task.metric)));
  LearningCurvesData curves;
  curves.curves = std::move(answer.learning.curves);
  curves.rungResources = std::move(answer.learning.rungResources);
  curves.task = shortName(task.name);
  curves.metric = metric;
  curves.lowerIsBetter = task.lowerIsBetter;
  for (const RunRow& run : m_context.state.snapshot().runsOf(task.id)) {
    if (run.resource > 1) {  // 1: a method that trains in one step and has no curve
      curves.mostResource = std::fmax(curves.mostResource, run.resource);
    }
  }
  curves.selected = m_context.selection.trial();
  m_curves->setData(std::move(curves));
  BestSoFarData best;
  best.runs = std::move(answer.best);
  best.task = shortName(task.name);
  best.metric = metric;
  best.lowerIsBetter = task.lowerIsBetter;
  m_best->setData(std::move(best));
}

void LiveView::takeTimeline(LiveData& answer) {
  const StudyRow* study = m_context.state.currentStudy();
  TimelineData timeline;
  timeline.spans = std::move(answer.spans);
  if (study != nullptr && study->state == StudyState::kRunning) {
    constexpr double kMsPerS = 1000.0;
    timeline.nowS = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / kMsPerS;
  }
  m_timeline->setData(std::move(timeline));
}

// What the band is belongs to the picture; a narrow card drops it first.
void LiveView::showBestSubtitle() {
  const TaskRow* task = m_context.state.currentTask();
  if (task == nullptr) {
    return;
  }
  const QString metric = metricText(task->metric, task->lowerIsBetter);
  const QString band = m_best->bandNote();
  m_bestCard->setSubtitle(band.isEmpty() ? metric : QStringLiteral("%1 · %2").arg(metric, band));
}

ViewEntry liveViewEntry() {
  ViewEntry entry;
  entry.id = QStringLiteral("live");
  entry.title = LiveView::tr("Live");
  entry.icon = Icon::kPulse;
  entry.shortcut = QKeySequence(Qt::CTRL | Qt::Key_4);
  entry.showsActivity = true;
  entry.create = [](const ViewContext& context, QWidget* parent) { return new LiveView(context, parent); };
  return entry;
}

}  // namespace touchstone::ui
