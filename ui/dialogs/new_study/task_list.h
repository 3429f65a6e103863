// The tasks of the study: a row each with a check box, name, size and metric, and its fields below when it is opened.
// Thread: GUI. Blocking: never.
#pragma once

#include <QFrame>
#include <vector>

class QCheckBox;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace touchstone::ui {

class ElidedLabel;
class MutedLabel;
class ProblemLabel;
class StudyDraft;
class TaskForm;
struct DraftProblem;

class TaskLine : public QWidget {
  Q_OBJECT

 public:
  TaskLine(StudyDraft& draft, int index, QWidget* parent);

  int index() const { return m_index; }
  void setIndex(int index);
  // `problems`: those of the draft, which are worked out once for all.
  void showDraft(const std::vector<DraftProblem>& problems);
  void openForm(bool isOpen);
  void focusField(const QString& key);

 signals:
  void removeWanted();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void makeParts();
  void applyTheme();

  StudyDraft& m_draft;
  int m_index;
  QCheckBox* m_box;
  QLabel* m_kind;
  ElidedLabel* m_name;
  MutedLabel* m_size;
  MutedLabel* m_metric;
  QToolButton* m_edit;
  QToolButton* m_remove;
  ProblemLabel* m_problem;
  TaskForm* m_form = nullptr;
  QVBoxLayout* m_layout;
};

class TaskList : public QFrame {
  Q_OBJECT

 public:
  TaskList(StudyDraft& draft, QWidget* parent);

  // `problems`: those of the draft, which are worked out once for all.
  void showDraft(const std::vector<DraftProblem>& problems);
  void focusTask(int index, const QString& key);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void remove(TaskLine* row);

  StudyDraft& m_draft;
  MutedLabel* m_empty;
  QVBoxLayout* m_layout;
  std::vector<TaskLine*> m_rows;
};

}  // namespace touchstone::ui
