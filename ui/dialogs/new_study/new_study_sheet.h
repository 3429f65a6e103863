// The New study sheet: tasks, contenders and budget at the left, what follows from them at the right, and one Start.
// Everything that reads or writes files happens in the background; the study is handed to the bridge once its data are
// checked, and nothing is made before that.
// Thread: GUI. Blocking: never.
#pragma once

#include <QStringList>
#include <atomic>
#include <memory>

#include "ui/dialogs/new_study/study_draft.h"
#include "ui/dialogs/new_study/study_jobs.h"
#include "ui/widgets/sheet_frame.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace touchstone::ui {

class BudgetForm;
class Consequences;
class ContenderColumns;
class ElidedLabel;
class EngineBridge;
class LinkButton;
class MessageBar;
class ProblemLabel;
class ProjectState;
class SectionHead;
class TaskList;

class NewStudySheet : public SheetFrame {
  Q_OBJECT

 public:
  NewStudySheet(EngineBridge& bridge, ProjectState& state, QWidget* window);
  ~NewStudySheet() override;

  // An empty one, or the study of a preset or file.
  void load(const QString& presetOrFile);
  // CSV files become tasks; the first study file is loaded, or gives its tasks where there are some already.
  void addFiles(const QStringList& files);

  const StudyDraft& draft() const { return m_draft; }

 signals:
  void note(const QString& text);
  void problem(const QString& text);
  void filesWanted();  // asks for files to add
  void started();
  void presetSaved();

 protected:
  void paintGrounds(QPainter& painter) override;
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeForm();
  void makeName(QVBoxLayout* column);
  void makeProject(QVBoxLayout* column);
  QWidget* makeTomlPane();
  QWidget* makeRight();
  QWidget* makeFooter();
  void connectParts();
  void showDraft();
  void showProblems(const std::vector<DraftProblem>& problems);
  void showFooter(const std::vector<DraftProblem>& problems);
  void showTarget();
  void applyTheme();
  void readFiles();
  void take(LoadedStudy loaded, const QString& source);
  void readCosts();
  void proposeProject();
  void askForProject();
  void focusProblem(const DraftProblem& problem);
  void start();
  void finishStart(StartAnswer answer);
  void cancel();
  void setChecking(bool isChecking);
  void copyCommand();
  void showToml(bool isShown);
  void save();
  void complain(const QStringList& problems);

  EngineBridge& m_bridge;
  ProjectState& m_state;
  StudyDraft m_draft;
  QString m_source;  // what was loaded, for a short command
  StudySpec m_loaded;
  bool m_isProjectGiven = false;  // by hand
  bool m_isLoading = false;
  int m_proposals = 0;
  QStringList m_waiting;                       // files that came while the sheet was loading
  std::shared_ptr<std::atomic<bool>> m_check;  // of the check that runs; true: cancelled

  MessageBar* m_messages;
  QStackedWidget* m_pages;
  QWidget* m_form;
  QLineEdit* m_name;
  ProblemLabel* m_nameProblem;
  QList<QToolButton*> m_levels;
  SectionHead* m_tasksHead;
  TaskList* m_tasks;
  ProblemLabel* m_tasksProblem;
  ContenderColumns* m_contenders;
  ProblemLabel* m_contendersProblem;
  BudgetForm* m_budget;
  SectionHead* m_resultsHead;
  QLineEdit* m_project;
  QPushButton* m_chooseProject;
  ProblemLabel* m_projectProblem;
  QPlainTextEdit* m_toml;
  Consequences* m_consequences;
  LinkButton* m_copyLink;
  LinkButton* m_tomlLink;
  QWidget* m_right;
  QWidget* m_footer;
  QLabel* m_footerMark;
  ElidedLabel* m_footerText;
  QPushButton* m_save;
  QPushButton* m_cancel;
  QPushButton* m_start = nullptr;
};

}  // namespace touchstone::ui
