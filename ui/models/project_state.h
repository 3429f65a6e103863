// What every part of the window shows of the open project: its studies and the tasks, contenders and runs of the chosen
// study, read together so that they fit each other, and which study and task are chosen.
// Re-read at most four times a second while something changes. Views that need more ask the bridge themselves.
// Thread: GUI; the reading happens on the reader's thread. Blocking: never.
#pragma once

#include <QObject>
#include <QString>
#include <optional>
#include <vector>

#include "engine/api/read_models.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/throttle.h"
#include "ui/plots/marks.h"

namespace touchstone::ui {

struct ProjectSnapshot {
  ProjectInfo info;
  std::vector<StudyRow> studies;
  StudyId study;  // of the rows below
  std::vector<TaskRow> tasks;
  std::vector<ContenderRow> contenders;
  std::vector<RunRow> runs;

  const StudyRow* findStudy(StudyId id) const;
  const TaskRow* findTask(TaskId id) const;
  const ContenderRow* findContender(ContenderId id) const;
  std::vector<RunRow> runsOf(TaskId task) const;
};

// Why nothing came of these runs: the first error of each kind, when there is a run and every one has failed.
std::optional<QString> failureOf(const std::vector<RunRow>& runs);
// How a task stands within its study, for the mark in the tree.
State taskState(const ProjectSnapshot& snapshot, TaskId task);

// Trials that are over, whatever became of them.
int trialsEnded(const StudyRow& study);
// Share of what the study plans that is spent, 0..1: of its trials, or of its runs where no trials are planned.
double spentShare(const StudyRow& study);

class ProjectState : public QObject {
  Q_OBJECT

 public:
  explicit ProjectState(EngineBridge& bridge, QObject* parent = nullptr);

  bool isLoaded() const { return m_isLoaded; }
  const ProjectSnapshot& snapshot() const { return m_snapshot; }
  StudyId study() const { return m_study; }
  TaskId task() const { return m_task; }
  const StudyRow* currentStudy() const { return m_snapshot.findStudy(m_study); }
  const TaskRow* currentTask() const { return m_snapshot.findTask(m_task); }

  void selectStudy(StudyId study);
  void selectTask(TaskId task);
  void reload() { m_throttle.poke(); }

  // One that was paused, stopped or interrupted, and that nobody runs now.
  bool canResume(const StudyRow& study) const;
  bool isRunningHere(const StudyRow& study) const { return m_bridge.isRunning(study.id); }
  bool isRunningElsewhere(const StudyRow& study) const;  // in another process
  int resumableCount() const;

 signals:
  void changed();         // the snapshot is new
  void contextChanged();  // another study or task is chosen
  void failed(const QString& message);

 private:
  void clear();
  void read();
  void take(Result<ProjectSnapshot> answer);
  void watchWriter();
  void chooseContext();

  EngineBridge& m_bridge;
  Throttle m_throttle;
  QTimer m_writerTimer;  // on while another process runs a study: a killed one tells nobody
  ProjectSnapshot m_snapshot;
  StudyId m_study;
  TaskId m_task;
  bool m_isLoaded = false;
  bool m_isStudyChosen = false;  // by the user, not by us
  bool m_isTaskChosen = false;
};

}  // namespace touchstone::ui
