// Pictures for the documentation: shows a view, waits until the study is done or for some seconds, saves the window as
// PNG and quits. Asked for by the developer option `touchstone --screenshot FILE [--view ID] [--after done|SECONDS]`.
// Thread: GUI.
#pragma once

#include <QObject>
#include <QString>

namespace touchstone::ui {

class MainWindow;

struct ScreenshotOptions {
  QString file;
  QString view;  // empty: as it comes up
  double afterS = 1.0;
  bool waitsForEnd = false;  // until no study runs any more; at most ten minutes
};

class Screenshot : public QObject {
  Q_OBJECT

 public:
  Screenshot(MainWindow& window, ScreenshotOptions options);

 private:
  void look();
  void take();

  MainWindow& m_window;
  const ScreenshotOptions m_options;
  double m_waitedS = 0.0;
};

}  // namespace touchstone::ui
