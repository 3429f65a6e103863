// The line above the cards of the Live view: which task, who competes, how far it is and how long it still takes;
// when nothing runs, how the study ended.
// Thread: GUI.
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;

namespace touchstone::ui {

class ElidedLabel;
class ProjectState;
class StateLabel;

class LiveHeader : public QWidget {
  Q_OBJECT

 public:
  explicit LiveHeader(QWidget* parent = nullptr);

  void showState(const ProjectState& state);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyFonts();

  QLabel* m_task;
  ElidedLabel* m_contenders;
  StateLabel* m_state;
  QLabel* m_counts;
  QProgressBar* m_bar;
  QLabel* m_eta;
};

}  // namespace touchstone::ui
