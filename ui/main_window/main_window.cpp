#include "ui/main_window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/main_window/context_strip.h"
#include "ui/main_window/demo_plan.h"
#include "ui/main_window/main_actions.h"
#include "ui/main_window/new_study_control.h"
#include "ui/main_window/palette_control.h"
#include "ui/main_window/start_page.h"
#include "ui/main_window/status_line.h"
#include "ui/main_window/study_control.h"
#include "ui/main_window/view_bar.h"
#include "ui/main_window/window_docks.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_bar.h"

namespace touchstone::ui {
namespace {

// Only the page that one sees asks for room: the others would take it from the panes below.
void showOnly(QStackedWidget& stack, int index) {
  stack.setCurrentIndex(index);
  for (int i = 0; i < stack.count(); ++i) {
    const QSizePolicy::Policy policy = i == index ? QSizePolicy::Preferred : QSizePolicy::Ignored;
    stack.widget(i)->setSizePolicy(policy, policy);
  }
}

}  // namespace

MainWindow::MainWindow(Backends backends, Theme* theme, QWidget* parent)
    : QMainWindow(parent),
      m_theme(theme),
      m_bridge(std::move(backends)),
      m_state(m_bridge),
      m_control(new StudyControl(m_bridge, m_state, this)),
      m_entries(viewRegistry()) {
  setMinimumSize(frame::kMinimumWidth, frame::kMinimumHeight);
  setDockNestingEnabled(false);
  // Made in the order in which Tab goes through them.
  makeHead();
  m_docks = new WindowDocks(m_bridge, m_state, m_selection, *m_actions, this);
  makeCentre();
  m_status = new StatusLine(m_bridge, m_state, this);
  m_docks->connectStatus(*m_status);
  setStatusBar(m_status);
  m_newStudy = new NewStudyControl(m_bridge, m_state, *m_actions, this);
  m_palette = new PaletteControl(m_bridge, m_state, *m_actions, this);
  connect(m_palette, &PaletteControl::projectWanted, this, &MainWindow::openProject);
  connectActions();
  connectNewStudy();
  connectTheme();
  connectBridge();
  m_docks->setDefaultLayout();
  m_settings.restoreWindow(*this);
  m_docks->takeUpLayout();
  showView(m_settings.lastView());
  showRecent();
  showPage();
  if (const QString lack = fontProblem(); !lack.isEmpty()) {
    m_docks->addProblem(lack);
  }
}

// The views and docks go first: they refer to the state and the bridge.
MainWindow::~MainWindow() {
  m_bridge.disconnect();
  m_state.disconnect();
  delete m_newStudy;
  delete takeCentralWidget();
  delete m_docks;
}

// Menu bar, view bar and context strip, one below the other.
void MainWindow::makeHead() {
  auto* head = new QWidget(this);
  auto* menus = new QMenuBar(head);
  menus->setAccessibleName(tr("Menus"));
  m_actions = new MainActions(menus, m_entries);
  m_viewBar = new ViewBar(m_entries, *m_actions, head);
  m_strip = new ContextStrip(m_state, head);
  connect(m_strip, &ContextStrip::taskChosen, &m_selection, &Selection::selectTask);
  head->setBackgroundRole(QPalette::Base);
  head->setAutoFillBackground(true);
  auto* layout = new QVBoxLayout(head);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  for (QWidget* part :
       {static_cast<QWidget*>(menus), static_cast<QWidget*>(m_viewBar), static_cast<QWidget*>(m_strip)}) {
    layout->addWidget(part);
  }
  setMenuWidget(head);
}

void MainWindow::makeCentre() {
  auto* centre = new QWidget(this);
  m_messages = new MessageBar(centre);
  m_pages = new QStackedWidget(centre);
  m_pages->setFocusPolicy(Qt::ClickFocus);
  m_start = new StartPage(m_bridge.slotCount());
  auto* start = new QScrollArea(m_pages);  // what the page needs is no demand on the window once a project is open
  start->setFrameShape(QFrame::NoFrame);
  start->setWidgetResizable(true);
  start->setFocusPolicy(Qt::NoFocus);
  start->viewport()->setAutoFillBackground(false);
  start->setWidget(m_start);
  m_start->setAutoFillBackground(false);
  m_failed = new EmptyPanel(m_pages);
  m_failed->setObjectName(QStringLiteral("failedPage"));
  m_viewStack = new QStackedWidget(m_pages);
  m_pages->insertWidget(kStart, start);
  m_pages->insertWidget(kFailed, m_failed);
  m_pages->insertWidget(kViews, m_viewStack);
  for (const ViewEntry& entry : m_entries) {
    View* view = entry.create({m_bridge, m_state, m_selection}, m_viewStack);
    view->setAccessibleName(entry.title);
    connect(view, &View::note, this, [this](const QString& text) { m_status->note(text); });
    connect(view, &View::problem, this, [this](const QString& text) {
      m_docks->addProblem(text);
      m_status->note(text);
    });
    m_views.push_back(view);
    m_viewStack->addWidget(view);
  }
  auto* layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_messages);
  layout->addWidget(m_pages, 1);
  setCentralWidget(centre);

  connect(m_start, &StartPage::openWanted, this, &MainWindow::askForProject);
  connect(m_start, &StartPage::projectWanted, this, &MainWindow::openProject);
  connect(m_start, &StartPage::firstStudyWanted, m_actions->firstStudy, &QAction::trigger);
  connect(m_failed, &EmptyPanel::buttonClicked, this, &MainWindow::askForProject);
}

void MainWindow::connectActions() {
  connect(m_actions->open, &QAction::triggered, this, &MainWindow::askForProject);
  connect(m_actions->quit, &QAction::triggered, this, &MainWindow::close);
  connect(m_actions->firstStudy, &QAction::triggered, this, [this] { startFirstStudy(demoFolder()); });
  connect(m_actions->closeProject, &QAction::triggered, this, [this] {
    m_isFailed = false;
    m_messages->dismiss(QStringLiteral("resume"));
    m_bridge.closeProject();
    showPage();
  });
  connect(m_actions->copy, &QAction::triggered, this, &MainWindow::copyFromFocus);
  connect(m_actions->selectAll, &QAction::triggered, this, [] {
    if (QWidget* focus = QApplication::focusWidget()) {
      QMetaObject::invokeMethod(focus, "selectAll");
    }
  });
  for (int i = 0; i < static_cast<int>(m_actions->views.size()); ++i) {
    connect(m_actions->views[static_cast<std::size_t>(i)], &QAction::triggered, this, [this, i] {
      activateView(i);
      m_views[static_cast<std::size_t>(i)]->setFocus(Qt::ShortcutFocusReason);
    });
  }
  connect(m_viewBar, &ViewBar::chosen, this, &MainWindow::activateView);
  connect(m_actions->lastView, &QAction::triggered, this, [this] {
    if (m_previous >= 0) {
      m_actions->views[static_cast<std::size_t>(m_previous)]->trigger();
    }
  });
  connect(m_actions->run, &QAction::triggered, m_control, &StudyControl::run);
  connect(m_actions->pause, &QAction::triggered, m_control, &StudyControl::pause);
  connect(m_actions->stop, &QAction::triggered, m_control, &StudyControl::stop);
  connect(m_control, &StudyControl::changed, this, &MainWindow::showControls);
  connect(m_actions->shortcuts, &QAction::triggered, this, &MainWindow::showShortcuts);
  connect(m_actions->about, &QAction::triggered, this, &MainWindow::showAbout);
  connect(m_actions->fullScreen, &QAction::toggled, this, [this](bool isFull) {
    setWindowState(isFull ? windowState() | Qt::WindowFullScreen : windowState() & ~Qt::WindowFullScreen);
  });
  connect(m_actions->resetLayout, &QAction::triggered, this, [this] {
    m_settings.forgetLayout();
    m_docks->setDefaultLayout();
    adaptToWidth();
  });
}

void MainWindow::connectTheme() {
  const Theme::Mode mode = m_settings.themeMode();
  m_actions->themeLight->setChecked(mode == Theme::Mode::kLight);
  m_actions->themeDark->setChecked(mode == Theme::Mode::kDark);
  m_actions->themeSystem->setChecked(mode == Theme::Mode::kSystem);
  const auto choose = [this](Theme::Mode chosen) {
    m_settings.setThemeMode(chosen);
    if (m_theme != nullptr) {
      m_theme->setMode(chosen);
    }
  };
  connect(m_actions->themeSystem, &QAction::triggered, this, [choose] { choose(Theme::Mode::kSystem); });
  connect(m_actions->themeLight, &QAction::triggered, this, [choose] { choose(Theme::Mode::kLight); });
  connect(m_actions->themeDark, &QAction::triggered, this, [choose] { choose(Theme::Mode::kDark); });
  const auto scaleBy = [this](double step) {
    if (m_theme == nullptr) {
      return;
    }
    m_theme->setUiScale(m_theme->uiScale() + step);
    m_settings.setUiScale(m_theme->uiScale());
  };
  connect(m_actions->larger, &QAction::triggered, this, [scaleBy] { scaleBy(0.1); });
  connect(m_actions->smaller, &QAction::triggered, this, [scaleBy] { scaleBy(-0.1); });
}

void MainWindow::connectBridge() {
  connect(&m_bridge, &EngineBridge::failed, this, &MainWindow::whenFailed);
  connect(&m_bridge, &EngineBridge::problem, this, &MainWindow::whenProblem);
  connect(&m_bridge, &EngineBridge::projectLost, this, &MainWindow::whenLost);
  const auto isThere = [this] { m_messages->dismiss(QStringLiteral("lost")); };
  connect(&m_bridge, &EngineBridge::projectFound, this, isThere);
  connect(&m_bridge, &EngineBridge::projectClosed, this, isThere);
  connect(&m_bridge, &EngineBridge::projectOpened, this, [this] {
    m_selection.clear();  // ids of another file mean nothing here
    m_isFailed = false;
    m_isResumeAsked = false;
    m_settings.addRecentProject(m_bridge.projectPath());
    showRecent();
    showPage();
  });
  connect(&m_bridge, &EngineBridge::projectClosed, &m_selection, &Selection::clear);
  connect(&m_bridge, &EngineBridge::projectClosed, this, &MainWindow::showPage);
  connect(&m_bridge, &EngineBridge::activityChanged, this, [this] {
    m_viewBar->setActivity(m_bridge.isRunning());
    if (m_bridge.isRunning()) {
      m_messages->dismiss(QStringLiteral("resume"));
    }
    if (m_isClosing && !m_bridge.isRunning()) {
      close();
    }
  });
  connect(&m_state, &ProjectState::changed, this, [this] {
    showTitle();
    askToResume();
  });
  connect(&m_state, &ProjectState::failed, this, [this](const QString& text) {
    m_docks->addProblem(text);
    m_status->note(text);
  });
}

void MainWindow::openProject(const QString& path) {
  const QFileInfo info(path);
  m_isFailed = false;
  m_bridge.openProject(info.absoluteFilePath());
  showPage();
}

void MainWindow::showView(const QString& id) {
  for (int i = 0; i < static_cast<int>(m_entries.size()); ++i) {
    if (m_entries[static_cast<std::size_t>(i)].id == id) {
      activateView(i);
      return;
    }
  }
  activateView(m_current);
}

QString MainWindow::currentView() const {
  return m_entries[static_cast<std::size_t>(m_current)].id;
}

void MainWindow::activateView(int index) {
  if (index < 0 || index >= static_cast<int>(m_views.size())) {
    return;
  }
  if (index != m_current) {
    m_previous = m_current;
  }
  m_current = index;
  m_viewBar->setCurrent(index);
  showOnly(*m_viewStack, index);
  const bool isShown = m_pages->currentIndex() == kViews;
  for (int i = 0; i < static_cast<int>(m_views.size()); ++i) {
    m_views[static_cast<std::size_t>(i)]->setActive(isShown && i == index);
  }
  m_settings.setLastView(currentView());
}

void MainWindow::showPage() {
  const bool isOpen = m_bridge.hasProject() || m_bridge.isOpening() || m_bridge.isRunning();
  showOnly(*m_pages, m_isFailed ? kFailed : isOpen ? kViews : kStart);
  // The first Tab goes to what the page offers, wherever the focus was before.
  if (!isOpen) {
    m_pages->setFocus(Qt::OtherFocusReason);
  }
  m_viewBar->setViewsEnabled(isOpen);
  for (QAction* view : m_actions->views) {
    view->setEnabled(isOpen);
  }
  m_actions->lastView->setEnabled(isOpen);
  m_actions->closeProject->setEnabled(isOpen || m_isFailed);
  activateView(m_current);
  showTitle();
  showControls();
}

void MainWindow::showTitle() {
  QString title = QStringLiteral("Touchstone");
  if (m_bridge.hasProject()) {
    const QString name = QFileInfo(m_bridge.projectPath()).fileName();
    const bool isExample = m_state.snapshot().info.isExample;
    title = isExample ? tr("%1 — example data — Touchstone").arg(name) : tr("%1 — Touchstone").arg(name);
  }
  setWindowTitle(title);
}

void MainWindow::showControls() {
  m_actions->run->setEnabled(m_control->canRun());
  m_actions->pause->setEnabled(m_control->canPause());
  m_actions->stop->setEnabled(m_control->canStop());
  if (m_control->isEnding()) {
    m_status->note(tr("Ending what runs…"));
  }
}

void MainWindow::showRecent() {
  const QStringList paths = m_settings.recentProjects();
  m_start->setRecent(paths);
  m_actions->recent->clear();
  for (const QString& path : paths) {
    QAction* action =
        m_actions->recent->addAction(QFileInfo(path).fileName(), this, [this, path] { openProject(path); });
    action->setToolTip(path);
    action->setStatusTip(path);
  }
  m_actions->recent->setEnabled(!paths.isEmpty());
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  adaptToWidth();
}

// Narrow: the strip drops its words, the tabs their icons, and the docks give way.
void MainWindow::adaptToWidth() {
  const bool isNarrow = width() < frame::kNarrowWindow;
  m_strip->setNarrow(isNarrow);
  m_viewBar->setNarrow(isNarrow);
  m_docks->adaptToWidth(width());
}

}  // namespace touchstone::ui
