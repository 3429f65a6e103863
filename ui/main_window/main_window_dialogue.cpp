// What the window asks and answers: opening, the first study, resuming, closing, problems, help.
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDialog>
#include <QFileDialog>
#include <QLabel>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/shortcut_overlay.h"
#include "ui/main_window/demo_plan.h"
#include "ui/main_window/main_actions.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/new_study_control.h"
#include "ui/main_window/start_page.h"
#include "ui/main_window/status_line.h"
#include "ui/main_window/study_control.h"
#include "ui/main_window/window_docks.h"
#include "ui/models/words.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_bar.h"

namespace touchstone::ui {
namespace {

// The engine ends its segments within a second; the window does not wait longer than that.
constexpr int kPauseWaitMs = 1000;

QString headlineOf(const Error& error) {
  switch (error.code) {
  case ErrorCode::kNotFound:
    return MainWindow::tr("There is no such project file");
  case ErrorCode::kNotAProject:
    return MainWindow::tr("This file is not a Touchstone project");
  case ErrorCode::kNewerProject:
    return MainWindow::tr("This project was written by a newer Touchstone");
  case ErrorCode::kLocked:
    return MainWindow::tr("Another program is writing to this project");
  case ErrorCode::kReadOnly:
    return MainWindow::tr("This project can be read but not changed");
  case ErrorCode::kDiskFull:
    return MainWindow::tr("The disk is full");
  default:
    return MainWindow::tr("The project cannot be opened");
  }
}

}  // namespace

void MainWindow::askForProject() {
  auto* dialog =
      new QFileDialog(this, tr("Open a project"), QString(), tr("Touchstone projects (*.touchstone);;All files (*)"));
  dialog->setObjectName(QStringLiteral("openDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openProject);
  dialog->open();
}

void MainWindow::startFirstStudy(const QString& folder) {
  showView(QStringLiteral("live"));
  m_status->note(tr("Looking for an earlier first study…"));
  // Looking into project files blocks.
  inBackground<DemoPlan>(
      this, [folder, backends = m_bridge.backends()] { return planDemo(folder, backends); },
      [this](const DemoPlan& plan) {
        m_isFailed = false;
        m_isResumeAsked = true;
        m_bridge.startPreset(plan.path, QLatin1String(kFirstStudyPreset));
        m_status->note(plan.isNew ? tr("The first study starts") : tr("The first study goes on"));
      });
}

void MainWindow::connectNewStudy() {
  connect(m_start, &StartPage::dataWanted, m_newStudy, &NewStudyControl::askForData);
  connect(m_newStudy, &NewStudyControl::note, m_status, &StatusLine::note);
  connect(m_newStudy, &NewStudyControl::projectWanted, this, &MainWindow::openProject);
  connect(m_newStudy, &NewStudyControl::problem, this, [this](const QString& text) { m_docks->addProblem(text); });
  connect(m_newStudy, &NewStudyControl::complaint, this,
          [this](const QString& text) { m_messages->ask(QStringLiteral("files"), MessageBar::Kind::kError, text); });
  connect(m_newStudy, &NewStudyControl::started, this, [this] {
    m_isFailed = false;
    m_isResumeAsked = true;
    m_messages->dismiss(QStringLiteral("files"));
    showView(QStringLiteral("live"));
    showPage();
    m_status->note(tr("The study starts"));
  });
}

// Asked once for each project that is opened, and never for what was paused in this window.
void MainWindow::askToResume() {
  if (m_isResumeAsked || !m_state.isLoaded() || m_bridge.isRunning()) {
    return;
  }
  if (m_state.snapshot().info.isReadOnly) {
    m_isResumeAsked = true;
    m_messages->ask(
        QStringLiteral("resume"), MessageBar::Kind::kInfo,
        tr("This project can be read but not changed: a newer version of Touchstone made it, or its file or "
           "folder is write-protected."));
    return;
  }
  QStringList names;
  for (const StudyRow& study : m_state.snapshot().studies) {
    if (m_state.canResume(study) && !m_control->hasRunHere(study.id)) {
      names << isolated(briefName(study.name));
    }
  }
  if (names.isEmpty()) {
    return;
  }
  m_isResumeAsked = true;
  const QString text = names.size() == 1 ? tr("1 study was interrupted: %1.").arg(names.first())
                                         : tr("%1 studies were interrupted.").arg(names.size());
  m_messages->ask(QStringLiteral("resume"), MessageBar::Kind::kInfo, text,
                  {{tr("Resume"), [this] { m_bridge.resume(StudyId{}); }}});
}

void MainWindow::closeEvent(QCloseEvent* event) {
  const bool mayAsk = !m_isClosing && !qApp->isSavingSession();
  if (m_bridge.isRunning() && mayAsk) {
    event->ignore();
    askToClose();
    return;
  }
  m_docks->showHiddenByWidth();
  m_settings.saveWindow(*this);
  event->accept();
}

// A second click on the window's cross is an answer too.
void MainWindow::askToClose() {
  const QString key = QStringLiteral("close");
  if (m_messages->isShowing(key)) {
    pauseAndClose();
    return;
  }
  m_messages->ask(key, MessageBar::Kind::kWarning,
                  tr("A study is running. Paused, it goes on later from where it was."),
                  {{tr("Pause and close"), [this] { pauseAndClose(); }}, {tr("Cancel"), {}}});
}

void MainWindow::pauseAndClose() {
  if (m_isClosing) {
    return;
  }
  m_isClosing = true;
  m_status->note(tr("Pausing…"));
  m_bridge.pause(StudyId{});
  QTimer::singleShot(kPauseWaitMs, this, &QWidget::close);
}

void MainWindow::closeNow() {
  m_isClosing = true;
  if (m_bridge.isRunning()) {
    m_bridge.pause(StudyId{});
  }
  close();
}

void MainWindow::whenFailed(const Error& error) {
  m_isFailed = true;
  const QString text = QString::fromStdString(error.text());
  m_docks->addProblem(text);
  m_failed->setContent(Icon::kWarning, headlineOf(error), text, tr("Open another…"));
  showPage();
}

// What concerns the project or the engine stands above the views; what concerns one run is in Problems and in its row.
void MainWindow::whenProblem(const ProblemEvent& problem) {
  m_docks->addProblem(problem);
  const QString text = QString::fromStdString(problem.error.text());
  m_status->note(text.section(QLatin1Char('\n'), 0, 0));
  if (problem.isWarning || problem.run.isValid()) {
    return;
  }
  m_messages->ask(QStringLiteral("problem"), MessageBar::Kind::kError, text,
                  {{tr("Show problems"), [this] { m_docks->showProblems(); }}});
  showPage();
}

// What was read stays on the screen.
void MainWindow::whenLost(const Error& error) {
  const QString text = QString::fromStdString(error.text());
  m_docks->addProblem(text);
  m_messages->ask(QStringLiteral("lost"), MessageBar::Kind::kWarning, text,
                  {{tr("Open it again"), [this] { openProject(m_bridge.projectPath()); }},
                   {tr("Open another…"), [this] { askForProject(); }}});
}

// The nearest widget around the focus that can copy itself: tables, plots, fields.
void MainWindow::copyFromFocus() {
  for (QWidget* widget = QApplication::focusWidget(); widget != nullptr; widget = widget->parentWidget()) {
    for (const char* method : {"copy", "copyImage"}) {
      if (widget->metaObject()->indexOfMethod(QByteArray(method).append("()")) >= 0) {
        m_status->note(tr("Copied"));  // the view may say more
        QMetaObject::invokeMethod(widget, method);
        return;
      }
    }
  }
  m_status->note(tr("Nothing to copy: choose a table or a plot first"));
}

void MainWindow::showShortcuts() {
  if (auto* shown = findChild<ShortcutOverlay*>()) {
    shown->close();
    return;
  }
  new ShortcutOverlay(m_actions->shortcutGroups(), this);
}

void MainWindow::showAbout() {
  auto* dialog = new AboutDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

}  // namespace touchstone::ui
