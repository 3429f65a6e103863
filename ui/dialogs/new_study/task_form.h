// The fields of one task, below its row: name, horizon, season, split and metric, each with its mistake beside it.
// Thread: GUI. Blocking: never.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace touchstone {
struct TaskSpec;
}

namespace touchstone::ui {

class MutedLabel;
class ProblemLabel;
class StudyDraft;
struct DraftProblem;
struct DraftTask;

class TaskForm : public QWidget {
  Q_OBJECT

 public:
  TaskForm(StudyDraft& draft, int index, QWidget* parent);

  void setIndex(int index) { m_index = index; }
  // `problems`: those of the draft, which are worked out once for all.
  void showDraft(const std::vector<DraftProblem>& problems);
  void focusFirst();
  // To the field of this key.
  void focusField(const QString& key);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void makeFields();
  void makeGrid();
  void change(const std::function<void(TaskSpec&)>& how);
  QString notesOf(const DraftTask& task) const;
  void applyFonts();

  StudyDraft& m_draft;
  int m_index;
  QLineEdit* m_name;
  QSpinBox* m_horizon;
  QSpinBox* m_season;
  QLineEdit* m_split;
  QComboBox* m_metric;
  MutedLabel* m_notes;
  ProblemLabel* m_nameProblem;
  ProblemLabel* m_horizonProblem;
  ProblemLabel* m_splitProblem;
  ProblemLabel* m_metricProblem;
  ProblemLabel* m_otherProblem;
};

}  // namespace touchstone::ui
