// Pictures for the documentation: shows a view, waits for the study or for some seconds, saves the window as PNG and
// quits. Asked for by the developer option `touchstone --screenshot FILE [--view ID] [--after half|done|SECONDS]`.
// Thread: GUI.
#pragma once

#include <QObject>
#include <QString>

namespace touchstone::ui {

class MainWindow;

struct ScreenshotOptions {
  enum class When { kSeconds, kHalf, kDone };

  QString file;
  QString view;  // empty: as it comes up
  // Half: half of the planned trials have ended; done: no study runs any more. Either waits ten minutes at most.
  When when = When::kSeconds;
  double afterS = 1.0;
};

class Screenshot : public QObject {
  Q_OBJECT

 public:
  Screenshot(MainWindow& window, ScreenshotOptions options);

 private:
  void look();
  bool isTime() const;
  void take();

  MainWindow& m_window;
  const ScreenshotOptions m_options;
  double m_waitedS = 0.0;
};

}  // namespace touchstone::ui
