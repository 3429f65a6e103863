#include "ui/models/project_state.h"

#include <QStringList>
#include <algorithm>
#include <map>

namespace touchstone::ui {
namespace {

constexpr int kReadIntervalMs = 250;
constexpr int kWriterIntervalMs = 1000;

template <typename Rows, typename IdType>
auto findById(const Rows& rows, IdType id) -> decltype(&rows[0]) {
  const auto found = std::find_if(rows.begin(), rows.end(), [id](const auto& row) { return row.id == id; });
  return found == rows.end() ? nullptr : &*found;
}

// The study to show first: a running one, else the newest.
StudyId preferredStudy(const std::vector<StudyRow>& studies) {
  for (const StudyRow& study : studies) {
    if (study.state == StudyState::kRunning) {
      return study.id;
    }
  }
  return studies.empty() ? StudyId{} : studies.back().id;
}

Result<ProjectSnapshot> readSnapshot(const ProjectView& view, StudyId wanted) {
  ProjectSnapshot snapshot;
  auto info = view.info();
  if (!info) {
    return info.error();
  }
  auto studies = view.studies();
  if (!studies) {
    return studies.error();
  }
  snapshot.info = std::move(*info);
  snapshot.studies = std::move(*studies);
  snapshot.study = snapshot.findStudy(wanted) != nullptr ? wanted : preferredStudy(snapshot.studies);
  if (!snapshot.study.isValid()) {
    return snapshot;
  }
  auto tasks = view.tasks(snapshot.study);
  if (!tasks) {
    return tasks.error();
  }
  auto contenders = view.contenders(snapshot.study);
  if (!contenders) {
    return contenders.error();
  }
  auto runs = view.runs(snapshot.study);
  if (!runs) {
    return runs.error();
  }
  snapshot.tasks = std::move(*tasks);
  snapshot.contenders = std::move(*contenders);
  snapshot.runs = std::move(*runs);
  return snapshot;
}

}  // namespace

const StudyRow* ProjectSnapshot::findStudy(StudyId id) const {
  return findById(studies, id);
}

const TaskRow* ProjectSnapshot::findTask(TaskId id) const {
  return findById(tasks, id);
}

const ContenderRow* ProjectSnapshot::findContender(ContenderId id) const {
  return findById(contenders, id);
}

std::vector<RunRow> ProjectSnapshot::runsOf(TaskId task) const {
  std::vector<RunRow> found;
  std::copy_if(runs.begin(), runs.end(), std::back_inserter(found), [task](const RunRow& r) { return r.task == task; });
  return found;
}

// Failed: some contender has no score at all. One failed seed among others is told by its run and in Problems.
State taskState(const ProjectSnapshot& snapshot, TaskId task) {
  int total = 0, over = 0, running = 0, paused = 0;
  std::map<ContenderId, bool> hasScore;
  for (const RunRow& run : snapshot.runs) {
    if (run.task != task) {
      continue;
    }
    ++total;
    over += run.state == RunState::kDone || run.state == RunState::kFailed;
    running += run.state == RunState::kRunning;
    paused += run.state == RunState::kPaused;
    hasScore[run.contender] |= run.state == RunState::kDone;
  }
  if (running > 0) {
    return State::kRunning;
  }
  if (total > 0 && over == total) {
    const bool isComplete = std::all_of(hasScore.begin(), hasScore.end(), [](const auto& each) { return each.second; });
    return isComplete ? State::kFinished : State::kFailed;
  }
  return paused > 0 ? State::kPaused : State::kQueued;
}

int trialsEnded(const StudyRow& study) {
  return study.trialsDone + study.trialsStopped + study.trialsFailed;
}

double spentShare(const StudyRow& study) {
  if (study.state == StudyState::kDone) {
    return 1.0;
  }
  const bool hasTrials = study.trialsPlanned > 0;
  const int over = hasTrials ? trialsEnded(study) : study.runsDone + study.runsFailed;
  const int planned = hasTrials ? study.trialsPlanned : study.runsTotal;
  return planned > 0 ? std::min(1.0, static_cast<double>(over) / planned) : 0.0;
}

std::optional<QString> failureOf(const std::vector<RunRow>& runs) {
  constexpr qsizetype kMost = 3;
  QStringList errors;
  for (const RunRow& run : runs) {
    if (run.state != RunState::kFailed) {
      return std::nullopt;
    }
    const QString error = QString::fromStdString(run.error).simplified();
    if (!error.isEmpty() && !errors.contains(error) && errors.size() < kMost) {
      errors << error;
    }
  }
  return runs.empty() ? std::nullopt : std::optional(errors.join(QLatin1Char('\n')));
}

ProjectState::ProjectState(EngineBridge& bridge, QObject* parent)
    : QObject(parent), m_bridge(bridge), m_throttle(kReadIntervalMs) {
  m_writerTimer.setInterval(kWriterIntervalMs);
  connect(&m_throttle, &Throttle::due, this, &ProjectState::read);
  connect(&bridge, &EngineBridge::projectOpened, this, [this] {
    clear();
    m_throttle.poke();
  });
  connect(&bridge, &EngineBridge::projectClosed, this, [this] {
    clear();
    emit changed();
    emit contextChanged();
  });
  const auto note = [this] { m_throttle.poke(); };
  connect(&m_writerTimer, &QTimer::timeout, this, note);
  connect(&bridge, &EngineBridge::projectChanged, this, note);
  connect(&bridge, &EngineBridge::studyChanged, this, note);
  connect(&bridge, &EngineBridge::runChanged, this, note);
  connect(&bridge, &EngineBridge::activityChanged, this, note);
}

void ProjectState::clear() {
  m_throttle.reset();
  m_writerTimer.stop();
  m_snapshot = {};
  m_study = {};
  m_task = {};
  m_isLoaded = m_isStudyChosen = m_isTaskChosen = false;
}

void ProjectState::read() {
  if (!m_bridge.hasProject()) {
    m_throttle.skip();
    return;
  }
  m_throttle.begin();
  const StudyId wanted = m_isStudyChosen ? m_study : StudyId{};
  m_bridge.ask<Result<ProjectSnapshot>>(
      "project/snapshot", this, [wanted](const ProjectView& view) { return readSnapshot(view, wanted); },
      [this](Result<ProjectSnapshot> answer) { take(std::move(answer)); });
}

void ProjectState::take(Result<ProjectSnapshot> answer) {
  m_throttle.end();
  if (!answer) {
    emit failed(QString::fromStdString(answer.error().text()));
    return;
  }
  m_snapshot = std::move(*answer);
  m_isLoaded = true;
  watchWriter();
  const auto before = std::pair(m_study, m_task);
  chooseContext();
  emit changed();
  if (before != std::pair(m_study, m_task)) {
    emit contextChanged();
  }
}

void ProjectState::watchWriter() {
  const std::vector<StudyRow>& studies = m_snapshot.studies;
  const bool isForeign =
      std::any_of(studies.begin(), studies.end(), [this](const StudyRow& study) { return isRunningElsewhere(study); });
  if (isForeign != m_writerTimer.isActive()) {
    isForeign ? m_writerTimer.start() : m_writerTimer.stop();
  }
}

// Keeps what the user chose; else follows what runs, without leaving a task that still has work to do.
void ProjectState::chooseContext() {
  if (m_study != m_snapshot.study) {
    m_isTaskChosen = false;
  }
  m_study = m_snapshot.study;
  if (m_isTaskChosen && m_snapshot.findTask(m_task) != nullptr) {
    return;
  }
  m_isTaskChosen = false;
  const bool isSettled = m_snapshot.findTask(m_task) != nullptr && taskState(m_snapshot, m_task) == State::kRunning;
  if (isSettled) {
    return;
  }
  for (const TaskRow& task : m_snapshot.tasks) {
    if (taskState(m_snapshot, task.id) == State::kRunning) {
      m_task = task.id;
      return;
    }
  }
  if (m_snapshot.findTask(m_task) == nullptr) {
    m_task = m_snapshot.tasks.empty() ? TaskId{} : m_snapshot.tasks.front().id;
  }
}

void ProjectState::selectStudy(StudyId study) {
  m_isStudyChosen = true;
  if (study == m_study) {
    return;
  }
  m_study = study;
  m_task = {};
  m_isTaskChosen = false;
  m_throttle.reset();
  read();
}

void ProjectState::selectTask(TaskId task) {
  if (m_snapshot.findTask(task) == nullptr) {
    return;
  }
  m_isTaskChosen = true;
  if (task == m_task) {
    return;
  }
  m_task = task;
  emit contextChanged();
}

bool ProjectState::isRunningElsewhere(const StudyRow& study) const {
  return study.state == StudyState::kRunning && m_snapshot.info.hasWriter && !m_bridge.isRunning(study.id) &&
         !m_bridge.isWriting();
}

bool ProjectState::canResume(const StudyRow& study) const {
  if (m_bridge.isRunning(study.id) || m_snapshot.info.isReadOnly) {
    return false;
  }
  switch (study.state) {
  case StudyState::kDone:
  case StudyState::kFailed:
    return false;
  case StudyState::kRunning:
    return !isRunningElsewhere(study);
  default:
    return true;
  }
}

int ProjectState::resumableCount() const {
  return static_cast<int>(std::count_if(m_snapshot.studies.begin(), m_snapshot.studies.end(),
                                        [this](const StudyRow& study) { return canResume(study); }));
}

}  // namespace touchstone::ui
