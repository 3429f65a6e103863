#include "ui/bridge/engine_bridge.h"

#include <QGuiApplication>
#include <QThread>
#include <algorithm>
#include <set>
#include <thread>
#include <type_traits>
#include <utility>

#include "ui/bridge/paths.h"

namespace touchstone::ui {
namespace {

constexpr int kDrainIntervalMs = 33;
constexpr int kPollIntervalMs = 1000;

Error asError(const SpecProblems& problems) {
  Error error;
  error.code = ErrorCode::kBadInput;
  error.context = problems.file.string();
  for (const SpecProblem& problem : problems.problems) {
    if (!error.message.empty()) {
      error.message += '\n';
    }
    error.message += std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " + problem.message;
  }
  return error;
}

}  // namespace

// What one drain found, so that ten thousand points become one signal.
struct EngineBridge::Changes {
  std::set<StudyId> studies, points;
  std::set<RunId> runs;
  std::vector<ProblemEvent> problems;
  bool isActivityChanged = false;
};

EngineBridge::EngineBridge(Backends backends, QObject* parent)
    : QObject(parent),
      m_backends(std::move(backends)),
      m_slotCount(static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))) {
  m_drainTimer.setSingleShot(true);
  connect(&m_drainTimer, &QTimer::timeout, this, &EngineBridge::drain);
  m_pollTimer.setInterval(kPollIntervalMs);
  connect(&m_pollTimer, &QTimer::timeout, this, &EngineBridge::poll);
  // Who comes back from another program may have changed the file there.
  if (auto* app = qobject_cast<QGuiApplication*>(QCoreApplication::instance())) {
    connect(app, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
      if (state == Qt::ApplicationActive) {
        poll();
      }
    });
  }
}

EngineBridge::~EngineBridge() {
  for (auto& worker : m_workers) {
    worker->wait();
  }
  m_reader.reset();
  m_engine.reset();
}

void EngineBridge::openProject(const QString& path) {
  closeProject();
  openReader(path);
}

void EngineBridge::closeProject() {
  ++m_attempt;
  m_isOpening = false;
  m_engine.reset();
  m_running.clear();
  m_isStarting = false;
  m_isWriting = false;
  m_writingPath.clear();
  closeReader();
}

void EngineBridge::closeReader() {
  m_pollTimer.stop();
  const bool hadProject = m_reader != nullptr;
  m_reader.reset();
  m_path.clear();
  m_dataVersion = -1;
  m_isLost = false;
  if (hadProject) {
    emit projectClosed();
  }
  emit activityChanged();
}

void EngineBridge::openReader(const QString& path) {
  m_isOpening = true;
  const quint64 attempt = ++m_attempt;
  auto wake = [this] { wakeUp(); };
  runInBackground([this, attempt, path, wake] {
    auto result = std::make_shared<Result<std::unique_ptr<Reader>>>(m_backends.openReader(toPath(path), wake));
    QMetaObject::invokeMethod(
        this, [this, attempt, path, result] { readerOpened(attempt, path, std::move(*result)); }, Qt::QueuedConnection);
  });
}

void EngineBridge::readerOpened(quint64 attempt, const QString& path, Result<std::unique_ptr<Reader>> result) {
  if (attempt != m_attempt) {
    return;
  }
  m_isOpening = false;
  if (!result) {
    emit failed(result.error());
    return;
  }
  m_reader = std::move(*result);
  m_path = path;
  m_pollTimer.start();
  poll();  // before anything else is read: what is committed from now on is a change
  emit projectOpened();
  emit activityChanged();
}

void EngineBridge::runInBackground(std::function<void()> work) {
  std::erase_if(m_workers, [](const auto& worker) { return worker->isFinished(); });
  m_workers.emplace_back(QThread::create(std::move(work)));
  m_workers.back()->start();
}

void EngineBridge::startStudy(const QString& path, StudySpec spec, bool isExample) {
  m_isStarting = true;
  openForWriting(path, isExample);
  engine().submit(StartStudy{std::move(spec)});
  emit activityChanged();
}

void EngineBridge::startPreset(const QString& path, const QString& preset) {
  runInBackground([this, path, preset] {
    auto read = std::make_shared<std::variant<StudySpec, SpecProblems>>(m_backends.readStudy(preset.toStdString()));
    QMetaObject::invokeMethod(
        this,
        [this, path, read] {
          if (auto* spec = std::get_if<StudySpec>(read.get())) {
            startStudy(path, std::move(*spec), true);
          } else {
            emit problem(ProblemEvent{{}, {}, asError(std::get<SpecProblems>(*read)), false});
          }
        },
        Qt::QueuedConnection);
  });
}

void EngineBridge::resume(StudyId study) {
  if (m_path.isEmpty()) {
    return;
  }
  m_isStarting = true;
  openForWriting(m_path);
  engine().submit(ResumeStudies{study});
  emit activityChanged();
}

void EngineBridge::pause(StudyId study) {
  if (m_engine) {
    m_engine->submit(PauseStudy{study});
  }
}

void EngineBridge::stop(StudyId study) {
  if (m_engine) {
    m_engine->submit(StopStudy{study});
  }
}

void EngineBridge::saveViewState(const QString& key, const QString& json) {
  // Only a writer keeps it in the project: looking at a project must not open it for writing.
  if (m_isWriting) {
    m_engine->submit(SaveViewState{key.toStdString(), json.toStdString()});
  }
}

void EngineBridge::setEngineOptions(EngineOptions options) {
  if (options.slotCount > 0) {
    m_slotCount = options.slotCount;
  }
  m_options = std::move(options);
  emit activityChanged();
}

bool EngineBridge::isRunning(StudyId study) const {
  return m_running.contains(study);
}

Engine& EngineBridge::engine() {
  if (!m_engine) {
    EngineOptions options = m_options;
    options.wake = [this] { wakeUp(); };
    m_engine = m_backends.createEngine(std::move(options));
  }
  return *m_engine;
}

void EngineBridge::openForWriting(const QString& path, bool isExample) {
  if (m_writingPath == path) {
    return;
  }
  if (!m_path.isEmpty() && m_path != path) {
    closeProject();
  }
  m_writingPath = path;
  engine().submit(OpenProject{toPath(path), isExample});
}

// Called on engine and reader threads: posts at most one note at a time. What comes after a silence is taken at once.
void EngineBridge::wakeUp() {
  if (m_isWakePosted.exchange(true)) {
    return;
  }
  QMetaObject::invokeMethod(
      this,
      [this] {
        if (!m_drainTimer.isActive()) {
          const qint64 elapsed = m_sinceDrain.isValid() ? m_sinceDrain.elapsed() : kDrainIntervalMs;
          m_drainTimer.start(static_cast<int>(std::max<qint64>(0, kDrainIntervalMs - elapsed)));
        }
      },
      Qt::QueuedConnection);
}

void EngineBridge::drain() {
  m_isWakePosted = false;
  m_sinceDrain.start();
  if (m_reader) {
    m_reader->drain();
  }
  if (!m_engine) {
    return;
  }
  Changes changes;
  for (const Event& event : m_engine->drainEvents()) {
    apply(event, changes);
  }
  for (const ProblemEvent& item : changes.problems) {
    emit problem(item);
  }
  for (RunId run : changes.runs) {
    emit runChanged(run);
  }
  for (StudyId study : changes.points) {
    emit pointsChanged(study);
  }
  for (StudyId study : changes.studies) {
    emit studyChanged(study);
  }
  if (changes.isActivityChanged) {
    emit activityChanged();
  }
}

void EngineBridge::apply(const Event& event, Changes& changes) {
  std::visit(
      [&](const auto& what) {
        using What = std::decay_t<decltype(what)>;
        if constexpr (std::is_same_v<What, StudyEvent>) {
          applyStudy(what, changes);
        } else if constexpr (std::is_same_v<What, ProblemEvent>) {
          changes.problems.push_back(what);
          // A command that could not be carried out will not be followed by a study event.
          if (!what.isWarning && !what.study.isValid() && m_isStarting) {
            m_isStarting = false;
            changes.isActivityChanged = true;
            if (!m_isWriting) {
              m_writingPath.clear();
            }
          }
        } else if constexpr (std::is_same_v<What, ProjectEvent>) {
          applyProject(what);
          changes.isActivityChanged = true;
        } else if constexpr (std::is_same_v<What, RunEvent>) {
          changes.runs.insert(what.run);
          changes.studies.insert(what.study);
        } else {
          changes.points.insert(what.study);
          if constexpr (std::is_same_v<What, TrialEvent>) {
            changes.runs.insert(what.run);
          }
        }
      },
      event.what);
}

void EngineBridge::applyStudy(const StudyEvent& event, Changes& changes) {
  const bool wasRunning = isRunning();
  if (event.state == StudyState::kRunning) {
    m_running[event.study] = event.state;
    m_isStarting = false;
  } else if (event.state != StudyState::kQueued) {
    m_running.erase(event.study);
    m_isStarting = false;
  }
  changes.studies.insert(event.study);
  changes.isActivityChanged |= wasRunning != isRunning();
}

void EngineBridge::applyProject(const ProjectEvent& event) {
  m_isWriting = event.isOpen && !event.isReadOnly;
  if (!m_isWriting) {
    m_writingPath.clear();
    m_running.clear();
    m_isStarting = false;
    return;
  }
  if (!m_reader && !m_isOpening) {
    openReader(m_writingPath);
  }
}

void EngineBridge::noteLost(const Result<std::int64_t>& version) {
  const bool isLost = !version && version.error().code == ErrorCode::kNotFound;
  if (std::exchange(m_isLost, isLost) == isLost) {
    return;
  }
  if (isLost) {
    emit projectLost(version.error());
  } else {
    emit projectFound();
  }
}

void EngineBridge::poll() {
  ask<Result<std::int64_t>>(
      "bridge/version", this, [](const ProjectView& view) { return view.dataVersion(); },
      [this](Result<std::int64_t> version) {
        noteLost(version);
        if (!version || *version == m_dataVersion) {
          return;
        }
        const bool isFirst = m_dataVersion < 0;
        m_dataVersion = *version;
        if (!isFirst) {
          emit projectChanged();
        }
      });
}

}  // namespace touchstone::ui
