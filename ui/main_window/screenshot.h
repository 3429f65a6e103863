// Pictures for the documentation: shows a view, waits for the study or for some seconds, saves the window as PNG and
// quits. Asked for by the developer options `touchstone --screenshot FILE [--view ID] [--after half|done|SECONDS]
// [--trial ID] [--trigger COMMAND]`.
// Thread: GUI.
#pragma once

#include <QObject>
#include <QString>

#include "engine/api/ids.h"

namespace touchstone::ui {

class MainWindow;

struct ScreenshotOptions {
  enum class When { kSeconds, kHalf, kDone };

  QString file;
  QString view;     // empty: as it comes up
  TrialId trial;    // selected, if there is one
  QString command;  // id of an action that is triggered before
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
  void prepare();
  void take();

  MainWindow& m_window;
  const ScreenshotOptions m_options;
  double m_waitedS = 0.0;
};

}  // namespace touchstone::ui
