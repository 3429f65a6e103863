// The strip below the view bar: which study and task the views show, and how much of the budget is used.
// Thread: GUI.
#pragma once

#include <QList>

#include "engine/api/ids.h"
#include "ui/main_window/bar.h"

class QComboBox;
class QLabel;
class QProgressBar;

namespace touchstone::ui {

class ProjectState;

class ContextStrip : public Bar {
  Q_OBJECT

 public:
  ContextStrip(ProjectState& state, QWidget* parent);

  void setNarrow(bool isNarrow);  // without its words

 signals:
  void taskChosen(touchstone::TaskId task);  // by the user

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void showState();
  void showBudget();
  void applyFonts();

  ProjectState& m_state;
  QLabel* m_nothing;
  QLabel* m_studyWord;
  QComboBox* m_study;
  QLabel* m_taskWord;
  QComboBox* m_task;
  QLabel* m_budgetWord;
  QProgressBar* m_budget;
  QLabel* m_share;
  QLabel* m_trials;
  QList<QWidget*> m_whenOpen;
  QList<QWidget*> m_words;
  bool m_isNarrow = false;
  bool m_isShowing = false;
};

}  // namespace touchstone::ui
