// The one object that owns the Engine and the Reader: commands go out, events come back as Qt signals that only say
// what changed, and questions to the project file are answered on the reader's thread and delivered here.
// A project is opened for viewing; it is opened for writing, and the engine made, only when a command needs it.
// Thread: GUI. Blocking: never, except the destructor, which waits for the engine's orderly stop (under a second).
// Errors: failed() when a project cannot be viewed, problem() for everything the engine reports later.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/api/engine.h"
#include "engine/api/reader.h"
#include "ui/bridge/backends.h"

namespace touchstone::ui {

class EngineBridge : public QObject {
  Q_OBJECT

 public:
  explicit EngineBridge(Backends backends, QObject* parent = nullptr);
  ~EngineBridge() override;

  // Opens for viewing; projectOpened() or failed() follows.
  void openProject(const QString& path);
  void closeProject();
  bool hasProject() const { return m_reader != nullptr; }
  bool isOpening() const { return m_isOpening; }
  const QString& projectPath() const { return m_path; }

  // Opens `path` for writing (made when missing), views it, and starts the study in it or goes on with it.
  // `isExample` marks a project that is made now as example data.
  void startStudy(const QString& path, StudySpec spec, bool isExample = false);
  // The same for a preset, whose data are the shipped samples; a faulty one is told by problem().
  void startPreset(const QString& path, const QString& preset);
  void resume(StudyId study);
  void pause(StudyId study);
  void stop(StudyId study);
  void saveViewState(const QString& key, const QString& json);

  bool isRunning() const { return m_isStarting || !m_running.empty(); }
  bool isRunning(StudyId study) const;
  // True once this process writes the open project.
  bool isWriting() const { return m_isWriting; }
  int slotCount() const { return m_slotCount; }
  // Before the first command that needs the engine.
  void setEngineOptions(EngineOptions options);
  const Backends& backends() const { return m_backends; }

  // Asks the project file on the reader's thread; `deliver` runs here, unless `receiver` is gone or a later question of
  // the same channel came first.
  template <typename T>
  void ask(std::string_view channel, QObject* receiver, std::function<T(const ProjectView&)> query,
           std::function<void(T)> deliver) {
    if (!m_reader) {
      return;
    }
    m_reader->request(channel,
                      [query = std::move(query), deliver = std::move(deliver),
                       guard = QPointer<QObject>(receiver)](const ProjectView& view) -> Reader::Deliver {
                        auto answer = std::make_shared<T>(query(view));
                        return [answer, deliver, guard] {
                          if (guard) {
                            deliver(std::move(*answer));
                          }
                        };
                      });
  }

 signals:
  void projectOpened();
  void projectClosed();
  void failed(const touchstone::Error& error);
  void studyChanged(touchstone::StudyId study);
  void runChanged(touchstone::RunId run);
  void pointsChanged(touchstone::StudyId study);
  void problem(const touchstone::ProblemEvent& problem);
  // Somebody committed to the file, in this process or another; looked for every second, and when the window is
  // returned to.
  void projectChanged();
  // The file that is shown is no longer under its name; once, until projectFound().
  void projectLost(const touchstone::Error& error);
  void projectFound();
  // isRunning() or isWriting() changed.
  void activityChanged();

 private:
  struct Changes;

  void wakeUp();
  void drain();
  void apply(const Event& event, Changes& changes);
  void applyStudy(const StudyEvent& event, Changes& changes);
  void applyProject(const ProjectEvent& event);
  void poll();
  void noteLost(const Result<std::int64_t>& version);
  void openReader(const QString& path);
  void readerOpened(quint64 attempt, const QString& path, Result<std::unique_ptr<Reader>> result);
  void closeReader();
  Engine& engine();
  void openForWriting(const QString& path, bool isExample = false);
  void runInBackground(std::function<void()> work);

  const Backends m_backends;
  EngineOptions m_options;
  int m_slotCount;
  QTimer m_drainTimer;
  QElapsedTimer m_sinceDrain;
  QTimer m_pollTimer;
  std::atomic<bool> m_isWakePosted{false};  // set by engine and reader threads, cleared here
  std::unique_ptr<Engine> m_engine;
  std::unique_ptr<Reader> m_reader;
  std::vector<std::unique_ptr<class QThread>> m_workers;
  QString m_path;
  QString m_writingPath;
  quint64 m_attempt = 0;
  bool m_isOpening = false;
  bool m_isWriting = false;
  bool m_isStarting = false;
  std::int64_t m_dataVersion = -1;
  bool m_isLost = false;
  std::unordered_map<StudyId, StudyState> m_running;
};

}  // namespace touchstone::ui

Q_DECLARE_METATYPE(touchstone::StudyId)
Q_DECLARE_METATYPE(touchstone::RunId)
Q_DECLARE_METATYPE(touchstone::TaskId)
Q_DECLARE_METATYPE(touchstone::Error)
Q_DECLARE_METATYPE(touchstone::ProblemEvent)
