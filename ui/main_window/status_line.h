// The status bar: buttons that open the Queue, Problems and Log panes, a short note of what just happened, and at the right
// what runs, how long it takes, on what, and that it is saved.
// Thread: GUI.
#pragma once

#include <QStatusBar>
#include <QTimer>

class QAction;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace touchstone::ui {

class ElidedLabel;
class EngineBridge;
class ProjectState;
class StateLabel;

class StatusLine : public QStatusBar {
  Q_OBJECT

 public:
  StatusLine(EngineBridge& bridge, ProjectState& state, QWidget* parent);

  enum class Badge { kPlain, kAlarm };  // how its count looks
  void addPaneButton(QAction* action, Badge badge);
  // The number behind a pane's name; 0 shows none.
  void setCount(QAction* action, int count);
  // Shown for some seconds.
  void note(const QString& text);
  QString noteText() const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void showState();
  void applyFonts();

  EngineBridge& m_bridge;
  ProjectState& m_state;
  QTimer m_noteTimer;
  QHBoxLayout* m_row;
  QList<QToolButton*> m_buttons;
  ElidedLabel* m_note;
  StateLabel* m_running;
  QLabel* m_eta;
  QLabel* m_device;
  QLabel* m_saved;
};

}  // namespace touchstone::ui
