// The engine thread: takes commands and results from one inbox, hands work to the slots, and owns project and studies.
// Thread: submit() and drainEvents() from the facade's user; everything else on the engine thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/api/engine.h"
#include "engine/contenders/registry.h"
#include "engine/exec/event_queue.h"
#include "engine/exec/project_session.h"
#include "engine/exec/study_runner.h"
#include "engine/exec/trial_slots.h"

namespace touchstone::exec {

class EngineImpl : public Engine {
 public:
  // A registry of its own lets tests and benchmarks run contenders that are not in the catalogue.
  EngineImpl(EngineOptions options, std::unique_ptr<contenders::Registry> registry);
  ~EngineImpl() override;

  void submit(Command command) override;
  std::vector<Event> drainEvents() override { return m_events.drain(); }

 private:
  struct WriteFailed {
    Error error;
  };
  struct Close {};
  using Message = std::variant<Command, Continuation, WriteFailed, Close>;

  void put(Message message);
  void loop();
  void handle(Message message);
  void openNext();
  void carryOut(const OpenProject& command);
  void carryOut(const StartStudy& command);
  void carryOut(const ResumeStudies& command);
  void carryOut(const PauseStudy& command);
  void carryOut(const StopStudy& command);
  void carryOut(const SaveViewState& command);
  void startStudy(StudySpec spec);
  void resumeStored(StudyId only);
  void markInterrupted();
  void onWriteFailed(const Error& error);
  void dispatch();
  std::optional<Work> nextWork();
  void startBundle(std::vector<Work> bundle);
  void closeSession();
  void report(const Error& error, StudyId study = {});

  const EngineOptions m_options;
  EventQueue m_events;

  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<Message> m_inbox;  // guarded by m_mutex

  // Engine thread only, from here on.
  const std::unique_ptr<contenders::Registry> m_registry;
  std::unique_ptr<ProjectSession> m_session;
  std::vector<std::shared_ptr<StudyRunner>> m_studies;
  std::unique_ptr<TrialSlots> m_slots;
  int m_bundlesOut = 0;                   // on slots; a bundle is one job, or several short ones
  double m_meanJobSeconds = 1.0;          // running mean
  std::optional<OpenProject> m_openNext;  // waits until the work of the project before has come back
  std::vector<Command> m_held;            // came after it
  bool m_isClosing = false;

  std::thread m_thread;  // last: starts when all above is there
};

}  // namespace touchstone::exec
