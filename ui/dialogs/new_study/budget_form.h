// The budget that every contender gets: trials, epochs and time per run, seeds, and how trials are stopped early.
// Thread: GUI. Blocking: never.
#pragma once

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLineEdit;

namespace touchstone::ui {

class BudgetField;
class MutedLabel;
class ProblemLabel;
class StudyDraft;

class BudgetForm : public QWidget {
  Q_OBJECT

 public:
  // `cores`: what "all" means for the slots.
  BudgetForm(StudyDraft& draft, int cores, QWidget* parent);

  void showDraft();
  void focusSeeds();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void makeFields();
  void makeLine(QHBoxLayout* line);
  void connectFields();
  void showScheduler();
  void applyFonts();

  StudyDraft& m_draft;
  const int m_cores;
  BudgetField* m_trials;
  BudgetField* m_epochs;
  BudgetField* m_time;
  QLineEdit* m_seeds;
  QComboBox* m_scheduler;
  QComboBox* m_reduction;
  QComboBox* m_slots;
  ProblemLabel* m_problem;
  QList<MutedLabel*> m_words;
};

}  // namespace touchstone::ui
