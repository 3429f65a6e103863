#include "ui/main_window/window_docks.h"

#include <QAction>
#include <QMainWindow>
#include <QTimer>
#include <utility>

#include "ui/docks/dock_frame.h"
#include "ui/docks/inspector/inspector_panel.h"
#include "ui/docks/message_pane.h"
#include "ui/docks/project_dock.h"
#include "ui/docks/queue_pane.h"
#include "ui/main_window/main_actions.h"
#include "ui/main_window/status_line.h"
#include "ui/models/selection.h"
#include "ui/theme/tokens.h"

namespace touchstone::ui {
namespace {

constexpr int kPaneHeight = 170;

}  // namespace

WindowDocks::WindowDocks(EngineBridge& bridge, ProjectState& state, Selection& selection, const MainActions& actions,
                         QMainWindow* window)
    : QObject(window),
      m_window(window),
      m_actions(actions),
      m_logFeed(bridge),
      m_problems(MessageModel::Shows::kProblems),
      m_log(MessageModel::Shows::kEverything),
      m_inspector(new InspectorPanel(bridge, state, selection)) {
  auto* project = new ProjectPanel(state);
  connect(project, &ProjectPanel::taskChosen, &selection, &Selection::selectTask);
  auto* problems = new MessagePane(tr("Problems"), tr("No problems."), &m_problems);
  auto* log = new MessagePane(tr("Log"), tr("The log is empty."), &m_log);
  m_projectDock = new DockFrame(tr("Project"), QStringLiteral("projectDock"), project, window);
  m_inspectorDock = new DockFrame(tr("Inspector"), QStringLiteral("inspectorDock"), m_inspector, window);
  m_queueDock = new DockFrame(tr("Queue"), QStringLiteral("queueDock"), new QueuePane(state), window);
  m_problemsDock = new DockFrame(tr("Problems"), QStringLiteral("problemsDock"), problems, window);
  m_logDock = new DockFrame(tr("Log"), QStringLiteral("logDock"), log, window);
  for (DockFrame* side : {m_projectDock, m_inspectorDock}) {  // the Inspector goes below by the width alone
    side->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
  }
  for (DockFrame* pane : {m_queueDock, m_problemsDock, m_logDock}) {
    pane->setAllowedAreas(Qt::BottomDockWidgetArea);
  }
  connect(m_inspector, &InspectorPanel::titleChanged, m_inspectorDock, &QWidget::setWindowTitle);
  connect(&m_logFeed, &LogFeed::arrived, &m_log, &MessageModel::addRows);
  connect(&m_logFeed, &LogFeed::arrived, &m_problems, &MessageModel::addRows);
  connect(&m_logFeed, &LogFeed::cleared, &m_log, &MessageModel::clear);
  connectActions();
}

WindowDocks::~WindowDocks() {
  delete m_queueDock;
  delete m_inspectorDock;
  delete m_projectDock;
}

void WindowDocks::connectActions() {
  const std::pair<QAction*, DockFrame*> panes[] = {{m_actions.project, m_projectDock},
                                                   {m_actions.inspector, m_inspectorDock},
                                                   {m_actions.queue, m_queueDock},
                                                   {m_actions.problems, m_problemsDock},
                                                   {m_actions.log, m_logDock}};
  for (const auto& [action, dock] : panes) {
    connect(action, &QAction::triggered, this, [this, dock = dock](bool isShown) { toggle(dock, isShown); });
    connect(dock, &QDockWidget::visibilityChanged, action, &QAction::setChecked);
  }
}

void WindowDocks::connectStatus(StatusLine& status) {
  status.addPaneButton(m_actions.queue, StatusLine::Badge::kPlain);
  status.addPaneButton(m_actions.problems, StatusLine::Badge::kAlarm);
  status.addPaneButton(m_actions.log, StatusLine::Badge::kPlain);
  connect(static_cast<QueuePane*>(m_queueDock->widget()), &QueuePane::countChanged, &status,
          [this, &status](int count) { status.setCount(m_actions.queue, count); });
  connect(&m_problems, &MessageModel::countChanged, &status,
          [this, &status] { status.setCount(m_actions.problems, m_problems.errorCount()); });
}

void WindowDocks::setDefaultLayout() {
  m_window->setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  m_window->setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  m_window->addDockWidget(Qt::LeftDockWidgetArea, m_projectDock);
  m_window->addDockWidget(Qt::RightDockWidgetArea, m_inspectorDock);
  m_inspector->setWide(false);
  for (DockFrame* pane : {m_queueDock, m_problemsDock, m_logDock}) {
    m_window->addDockWidget(Qt::BottomDockWidgetArea, pane);
    pane->hide();
  }
  m_window->tabifyDockWidget(m_queueDock, m_problemsDock);
  m_window->tabifyDockWidget(m_problemsDock, m_logDock);
  m_projectDock->show();
  m_inspectorDock->show();
  m_window->resizeDocks({m_projectDock, m_inspectorDock}, {frame::kProjectDock, frame::kInspector}, Qt::Horizontal);
}

void WindowDocks::takeUpLayout() {
  m_inspector->setWide(isInspectorBelow());
}

void WindowDocks::toggle(DockFrame* dock, bool isShown) {
  dock->setVisible(isShown);
  if (!isShown) {
    return;
  }
  dock->raise();
  if (dock == m_projectDock) {
    m_isProjectHiddenByWidth = false;
    return;
  }
  if (dock == m_inspectorDock) {
    m_isInspectorHiddenByWidth = false;
    placeInspector(m_window->width() < frame::kNarrowWindow);
    return;
  }
  m_window->resizeDocks({dock}, {kPaneHeight}, Qt::Vertical);
  dock->widget()->setFocus();
}

void WindowDocks::adaptToWidth(int width) {
  const bool hidesProject = width < frame::kNarrowProject;
  if (hidesProject && !m_isProjectHiddenByWidth && !m_projectDock->isHidden()) {
    m_isProjectHiddenByWidth = true;
    m_projectDock->hide();
  } else if (!hidesProject && std::exchange(m_isProjectHiddenByWidth, false)) {
    m_projectDock->show();
  }
  const bool isNarrow = width < frame::kNarrowWindow;
  if (isNarrow && !isInspectorBelow() && !m_inspectorDock->isHidden()) {
    m_isInspectorHiddenByWidth = true;
    m_inspectorDock->hide();
  } else if (!isNarrow) {
    placeInspector(false);
    if (std::exchange(m_isInspectorHiddenByWidth, false)) {
      m_inspectorDock->show();
    }
  }
}

void WindowDocks::showHiddenByWidth() {
  if (m_isProjectHiddenByWidth) {
    m_projectDock->show();
  }
  if (m_isInspectorHiddenByWidth) {
    m_inspectorDock->show();
  }
}

bool WindowDocks::isInspectorBelow() const {
  return m_window->dockWidgetArea(m_inspectorDock) == Qt::BottomDockWidgetArea;
}

// Beside the views, or in a narrow window below them, its sections side by side.
void WindowDocks::placeInspector(bool isBelow) {
  if (isBelow == isInspectorBelow()) {
    return;
  }
  m_inspector->setWide(isBelow);
  m_window->addDockWidget(isBelow ? Qt::BottomDockWidgetArea : Qt::RightDockWidgetArea, m_inspectorDock);
  // Once the new place has been laid out: before, the size would be that of the old one.
  QTimer::singleShot(0, this, [this, isBelow] {
    m_window->resizeDocks({m_inspectorDock}, {isBelow ? frame::kInspectorBelow : frame::kInspector},
                          isBelow ? Qt::Vertical : Qt::Horizontal);
  });
}

}  // namespace touchstone::ui
