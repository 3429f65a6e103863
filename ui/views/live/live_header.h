// The line above the cards of the Live view: which task, who competes, how far it is and how long it still takes;
// when nothing runs, how the study ended. At its right end the buttons that say how many cards are shown.
// Thread: GUI.
#pragma once

#include <QWidget>
#include <array>

#include "ui/views/live/live_layout.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace touchstone::ui {

class ElidedLabel;
class ProjectState;
class StateLabel;

class LiveHeader : public QWidget {
  Q_OBJECT

 public:
  explicit LiveHeader(QWidget* parent = nullptr);

  void showState(const ProjectState& state);
  void setCards(LiveCards cards);

 signals:
  void cardsChosen(LiveCards cards);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyFonts();
  QWidget* makeButtons();

  QLabel* m_task;
  ElidedLabel* m_contenders;
  StateLabel* m_state;
  QLabel* m_counts;
  QProgressBar* m_bar;
  QLabel* m_eta;
  std::array<QToolButton*, 3> m_buttons{};  // one, two, all
};

}  // namespace touchstone::ui
