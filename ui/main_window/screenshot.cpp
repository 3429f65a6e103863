#include "ui/main_window/screenshot.h"

#include <QAction>
#include <QCoreApplication>
#include <QPixmap>
#include <QTextStream>
#include <QTimer>

#include "ui/main_window/main_window.h"

namespace touchstone::ui {
namespace {

constexpr int kLookEveryMs = 200;
constexpr double kMostWaitS = 600.0;
constexpr int kSettleMs = 1500;  // the last re-read and replot after the end

}  // namespace

Screenshot::Screenshot(MainWindow& window, ScreenshotOptions options)
    : QObject(&window), m_window(window), m_options(std::move(options)) {
  if (!m_options.view.isEmpty()) {
    window.showView(m_options.view);
  }
  if (m_options.when == ScreenshotOptions::When::kSeconds) {
    QTimer::singleShot(static_cast<int>(m_options.afterS * 1000.0), this, &Screenshot::prepare);
    return;
  }
  auto* timer = new QTimer(this);
  connect(timer, &QTimer::timeout, this, &Screenshot::look);
  timer->start(kLookEveryMs);
}

void Screenshot::look() {
  m_waitedS += kLookEveryMs / 1000.0;
  if (!isTime() && m_waitedS < kMostWaitS) {
    return;
  }
  static_cast<QTimer*>(sender())->stop();
  const bool isDone = m_options.when == ScreenshotOptions::When::kDone;
  QTimer::singleShot(isDone ? kSettleMs : 0, this, &Screenshot::prepare);
}

bool Screenshot::isTime() const {
  const StudyRow* study = m_window.state().currentStudy();
  if (study == nullptr) {
    return false;
  }
  if (m_options.when == ScreenshotOptions::When::kHalf) {
    return study->trialsPlanned > 0 && 2 * trialsEnded(*study) >= study->trialsPlanned;
  }
  const bool isOver = study->state == StudyState::kDone || study->state == StudyState::kFailed;
  return isOver && !m_window.bridge().isRunning();
}

void Screenshot::prepare() {
  if (!m_options.view.isEmpty()) {
    m_window.showView(m_options.view);
  }
  if (!m_options.trial.isValid() && m_options.command.isEmpty()) {
    take();
    return;
  }
  if (m_options.trial.isValid()) {
    m_window.selection().selectTrial(m_options.trial);
  }
  if (!m_options.command.isEmpty()) {
    if (auto* action = m_window.findChild<QAction*>(m_options.command)) {
      action->trigger();
    } else {
      QTextStream(stderr) << "touchstone: there is no command of this id: " << m_options.command << '\n';
    }
  }
  QTimer::singleShot(kSettleMs, this, &Screenshot::take);
}

void Screenshot::take() {
  const bool isSaved = m_window.grab().save(m_options.file, "PNG");
  if (!isSaved) {
    QTextStream(stderr) << "touchstone: the picture was not saved: " << m_options.file << '\n';
  }
  m_window.closeNow();
  QCoreApplication::exit(isSaved ? 0 : 1);
}

}  // namespace touchstone::ui
