#include "ui/views/tasks/tasks_view.h"

#include <QComboBox>
#include <QScrollArea>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/bridge/engine_bridge.h"
#include "ui/models/project_state.h"
#include "ui/plots/forecast_plot.h"
#include "ui/plots/plot_card.h"
#include "ui/plots/series_plot.h"
#include "ui/plots/stem_plot.h"
#include "ui/plots/step_error_plot.h"
#include "ui/theme/theme.h"
#include "ui/views/tasks/tasks_header.h"
#include "ui/views/tasks/window_picker.h"
#include "ui/widgets/check_menu.h"
#include "ui/widgets/empty_panel.h"

namespace touchstone::ui {
namespace {

const QString kHiddenKey = QStringLiteral("tasks/hidden-contenders");
constexpr int kMostListed = 20;  // channels in the open list; more scroll
constexpr int kChannelWidth = 200;
constexpr int kShares[] = {34, 40, 26};  // of the height: series, forecasts and errors, coefficients

}  // namespace

TasksView::TasksView(const ViewContext& context, QWidget* parent) : View(parent), m_context(context) {
  const QStringList hidden = QSettings().value(kHiddenKey).toStringList();
  m_hidden = QSet<QString>(hidden.begin(), hidden.end());
  m_pages = new QStackedWidget(this);
  m_empty = new EmptyPanel(m_pages);
  m_pages->addWidget(m_empty);
  m_pages->addWidget(makeCards());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_pages);
  connect(&context.state, &ProjectState::changed, this, &TasksView::showState);
  connect(&context.state, &ProjectState::contextChanged, this, &TasksView::showState);
  connect(&context.bridge, &EngineBridge::projectOpened, this, [this] {
    m_asked.reset();  // ids of another file mean nothing here
    showState();
  });
  setFocusProxy(m_series);
  showState();
}

QWidget* TasksView::makeCards() {
  auto* page = new QWidget(m_pages);
  m_header = new TasksHeader(page);
  m_rows = new QSplitter(Qt::Vertical);
  m_middle = new QSplitter(Qt::Horizontal, m_rows);
  m_seriesCard = makeSeriesCard();
  m_forecastCard = makeForecastCard();
  m_errorCard = makeErrorCard();
  m_autoArCard = makeAutoArCard();
  m_rows->addWidget(m_seriesCard);
  m_rows->addWidget(m_middle);
  m_rows->addWidget(m_autoArCard);
  m_middle->addWidget(m_forecastCard);
  m_middle->addWidget(m_errorCard);
  m_middle->setStretchFactor(0, 56);
  m_middle->setStretchFactor(1, 44);
  for (QSplitter* splitter : {m_rows, m_middle}) {
    splitter->setHandleWidth(frame::kSplitterHandle);
    splitter->setChildrenCollapsible(false);
  }
  connect(m_rows, &QSplitter::splitterMoved, this, [this] { m_isSharedByHand = true; });
  for (PlotCard* card : {m_seriesCard, m_forecastCard, m_errorCard, m_autoArCard}) connectCard(card);
  addWindowKeys(m_seriesCard);
  addWindowKeys(m_forecastCard);
  m_autoArCard->hide();
  // a low window scrolls rather than squeeze a plot
  auto* scroll = new QScrollArea(page);
  scroll->setWidget(m_rows);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(space::kPageSide, space::kPageTop, space::kPageSide, space::kPageTop);
  layout->setSpacing(space::kCardGapTight);
  layout->addWidget(m_header);
  layout->addWidget(scroll, 1);
  return page;
}

PlotCard* TasksView::makeSeriesCard() {
  auto* card = new PlotCard(tr("Series"));
  m_series = new SeriesPlot;
  card->setPlot(m_series);
  card->setExportName(QStringLiteral("series"));
  m_channels = new QComboBox(card);
  m_channels->setFixedHeight(frame::kControlInStrip);
  m_channels->setMaximumWidth(kChannelWidth);
  m_channels->setMaxVisibleItems(kMostListed);
  m_channels->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_channels->setMinimumContentsLength(10);
  m_channels->setAccessibleName(tr("Channel"));
  m_channels->setToolTip(tr("The channel that all cards show"));
  connect(m_channels, &QComboBox::currentIndexChanged, this, [this](int index) {
    if (index < 0) return;
    m_channel = m_channels->itemData(index).toInt();
    showState();
  });
  card->addTool(m_channels);
  connect(m_series, &PlotView::placeClicked, this, [this](QPointF place) { pickWindowAt(place.x()); });
  return card;
}

PlotCard* TasksView::makeForecastCard() {
  auto* card = new PlotCard(tr("Forecasts"));
  m_forecasts = new ForecastPlot;
  card->setPlot(m_forecasts);
  card->setExportName(QStringLiteral("forecasts"));
  m_window = new WindowPicker(card);
  connect(m_window, &WindowPicker::chosen, this, &TasksView::showForecasts);
  card->addTool(m_window);
  m_contenders = card->addToolButton(Icon::kFunnel, tr("Contenders that are drawn"));
  m_contenders->setPopupMode(QToolButton::InstantPopup);
  m_contenderMenu = new CheckMenu(m_contenders);
  m_contenders->setMenu(m_contenderMenu);
  return card;
}

PlotCard* TasksView::makeErrorCard() {
  auto* card = new PlotCard(tr("Error by step"));
  m_errors = new StepErrorPlot;
  card->setPlot(m_errors);
  card->setExportName(QStringLiteral("error-by-step"));
  return card;
}

PlotCard* TasksView::makeAutoArCard() {
  auto* card = new PlotCard(tr("Auto-AR coefficients"));
  m_stems = new StemPlot;
  card->setPlot(m_stems);
  card->setExportName(QStringLiteral("auto-ar-coefficients"));
  return card;
}

void TasksView::addWindowKeys(QWidget* widget) {
  const auto add = [&](Qt::Key key, void (WindowPicker::*go)()) {
    auto* shortcut = new QShortcut(QKeySequence(key), widget);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, m_window, go);
  };
  add(Qt::Key_PageUp, &WindowPicker::previous);
  add(Qt::Key_PageDown, &WindowPicker::next);
}

void TasksView::connectCard(PlotCard* card) {
  connect(card, &PlotCard::enlargeRequested, this, [this, card] { showEnlarged(card); });
  tellOf(card);
}

void TasksView::setActive(bool isActive) {
  m_isActive = isActive;
  if (isActive) showState();
}

void TasksView::showMessage(const QString& missing, const QString& advice) {
  m_empty->setContent(Icon::kTable, missing, advice);
  m_pages->setCurrentIndex(0);
}

void TasksView::showState() {
  const ProjectState& state = m_context.state;
  const TaskRow* task = state.currentTask();
  if (task == nullptr) {
    showMessage(state.isLoaded() ? tr("No task in this project yet") : tr("Reading the project"),
                state.isLoaded() ? tr("Start a study and its tasks appear here.") : QString());
    return;
  }
  if (task->modality != Modality::kTimeSeries) {
    showMessage(tr("This task is no time series"), tr("Its scores are in Compare, its curves in Live."));
    return;
  }
  m_pages->setCurrentIndex(1);
  m_header->showTask(*task);
  if (!m_isActive || !m_context.bridge.hasProject()) return;
  if (m_asked && m_asked->task != task->id) m_channel = 0;
  TaskQuery query = queryOf(*task);
  if (m_asked && *m_asked == query) return;
  m_asked = query;
  m_context.bridge.ask<Result<TaskRead>>(
      "tasks/data", this, [query](const ProjectView& view) { return readTask(view, query); },
      [this](Result<TaskRead> answer) { take(std::move(answer)); });
}

TaskQuery TasksView::queryOf(const TaskRow& task) const {
  const ProjectSnapshot& snapshot = m_context.state.snapshot();
  TaskQuery query;
  query.task = task.id;
  query.channel = m_channel;
  query.horizon = task.horizon;
  query.metric = task.metric;
  query.runs = chooseRuns(snapshot.runs, snapshot.contenders, task.id);
  for (const ChosenRun& run : query.runs) {
    const ContenderRow* contender = snapshot.findContender(run.contender);
    const bool isAutoAr = contender != nullptr && contender->method == "auto-ar";
    if (isAutoAr && !query.autoAr) query.autoAr = run.run;
  }
  return query;
}

void TasksView::take(Result<TaskRead> answer) {
  if (!answer) {
    m_asked.reset();
    emit problem(QString::fromStdString(answer.error().text()));
    return;
  }
  const TaskRow* task = m_context.state.currentTask();
  if (task == nullptr || answer->query.task != task->id) return;
  const bool isOther = m_read.query.task != answer->query.task || m_read.query.channel != answer->query.channel ||
                       m_read.forecasts.windows.empty();
  m_read = std::move(*answer);
  showRead(isOther);
}

// While a row splitter has no height yet, its cards get their shares with the first resize.
void TasksView::resizeEvent(QResizeEvent* event) {
  View::resizeEvent(event);
  shareHeight();
}

void TasksView::shareHeight() {
  if (m_isSharedByHand || m_rows->height() <= 0) return;
  const int rows = m_rows->height();
  m_rows->setSizes({rows * kShares[0] / 100, rows * kShares[1] / 100, rows * kShares[2] / 100});
}

// The enlarged card takes the page; the same button brings the others back.
void TasksView::showEnlarged(PlotCard* card) {
  m_enlarged = m_enlarged == card ? nullptr : card;
  const auto isOn = [this](PlotCard* each) { return m_enlarged == nullptr || m_enlarged == each; };
  m_seriesCard->setVisible(isOn(m_seriesCard));
  m_forecastCard->setVisible(isOn(m_forecastCard));
  m_errorCard->setVisible(isOn(m_errorCard));
  m_autoArCard->setVisible(isOn(m_autoArCard) && !m_stems->isEmpty());
  m_middle->setVisible(isOn(m_forecastCard) || isOn(m_errorCard));
}

void TasksView::switchContender(const QString& name, bool isShown) {
  if (isShown)
    m_hidden.remove(name);
  else
    m_hidden.insert(name);
  QSettings().setValue(kHiddenKey, QStringList(m_hidden.begin(), m_hidden.end()));
  showForecasts();
  showErrors();
}

ViewEntry tasksViewEntry() {
  ViewEntry entry;
  entry.id = QStringLiteral("tasks");
  entry.title = TasksView::tr("Tasks");
  entry.icon = Icon::kTable;
  entry.shortcut = QKeySequence(Qt::CTRL | Qt::Key_2);
  entry.create = [](const ViewContext& context, QWidget* parent) { return new TasksView(context, parent); };
  return entry;
}

}  // namespace touchstone::ui
