#include "engine/exec/engine_impl.h"

#include <pthread.h>

#include <algorithm>

#include "engine/base/clock.h"
#include "engine/exec/study_file.h"

namespace touchstone::exec {

namespace {

// Waking a thread costs some 50 microseconds here; a bundle of short jobs stays below a tenth of a second.
constexpr double kShortJobSeconds = 0.0005;
constexpr std::size_t kMostInBundle = 16;

}  // namespace

EngineImpl::EngineImpl(EngineOptions options, std::unique_ptr<contenders::Registry> registry)
    : m_options(std::move(options)),
      m_events(m_options.wake),
      m_registry(std::move(registry)),
      m_thread([this] { loop(); }) {}

EngineImpl::~EngineImpl() {
  put(Close{});
  m_thread.join();
}

void EngineImpl::submit(Command command) {
  put(std::move(command));
}

void EngineImpl::put(Message message) {
  {
    const std::lock_guard lock(m_mutex);
    m_inbox.push_back(std::move(message));
  }
  m_changed.notify_one();
}

void EngineImpl::loop() {
  pthread_setname_np(pthread_self(), "engine");
  std::deque<Message> messages;
  while (!m_isClosing || m_bundlesOut > 0) {
    {
      std::unique_lock lock(m_mutex);
      const auto hasMail = [this] { return !m_inbox.empty(); };
      const bool isTimed = std::any_of(m_studies.begin(), m_studies.end(), [](const auto& study) {
        return study->hasTimeLimit() && study->state() == StudyState::kRunning;
      });
      if (isTimed) {
        constexpr auto kTick = std::chrono::milliseconds(50);
        m_changed.wait_for(lock, kTick, hasMail);
      } else {
        m_changed.wait(lock, hasMail);
      }
      messages.swap(m_inbox);
    }
    while (!messages.empty()) {
      Message message = std::move(messages.front());
      messages.pop_front();
      handle(std::move(message));
      if (m_openNext && m_bundlesOut == 0) {
        openNext();
      }
    }
    for (const auto& study : m_studies) {
      if (study->hasTimeLimit()) {
        study->checkTime();
      }
    }
    dispatch();
  }
  m_slots.reset();
  closeSession();
}

void EngineImpl::handle(Message message) {
  if (auto* then = std::get_if<Continuation>(&message)) {
    --m_bundlesOut;
    (*then)();
  } else if (const auto* command = std::get_if<Command>(&message)) {
    if (m_openNext) {
      m_held.push_back(*command);
    } else {
      std::visit([this](const auto& c) { carryOut(c); }, *command);
    }
  } else if (const auto* failed = std::get_if<WriteFailed>(&message)) {
    onWriteFailed(failed->error);
  } else {
    m_isClosing = true;
    carryOut(StopStudy{});
  }
}

void EngineImpl::openNext() {
  carryOut(*std::exchange(m_openNext, std::nullopt));
  for (const Command& command : std::exchange(m_held, {})) {
    std::visit([this](const auto& c) { carryOut(c); }, command);
  }
}

void EngineImpl::carryOut(const OpenProject& command) {
  if (m_bundlesOut > 0) {
    carryOut(StopStudy{});
    m_openNext = command;
    return;
  }
  closeSession();
  auto session = ProjectSession::open(command.path, command.isExample, m_events,
                                      [this](const Error& error) { put(WriteFailed{error}); });
  if (!session) {
    report(session.error());
    m_events.post({base::wallClockS(), ProjectEvent{command.path.string(), false, false}});
    return;
  }
  m_session = std::move(*session);
  markInterrupted();
  m_events.post({base::wallClockS(), ProjectEvent{command.path.string(), true, false}});
}

// Studies that a killed process left "running" are interrupted: nobody works on them.
void EngineImpl::markInterrupted() {
  const auto studies = m_session->replay().studies();
  if (!studies) {
    report(studies.error());
    return;
  }
  for (const auto& study : *studies) {
    if (study.state == StudyState::kRunning || study.state == StudyState::kQueued ||
        study.state == StudyState::kPaused) {
      m_session->write({store::SetStudyState{study.id, StudyState::kInterrupted, base::wallClockS()}});
    }
  }
}

void EngineImpl::carryOut(const StartStudy& command) {
  if (m_session == nullptr) {
    report({ErrorCode::kBadInput, "No project is open for writing. Open or make one first.", command.spec.name});
    return;
  }
  startStudy(command.spec);
}

void EngineImpl::startStudy(StudySpec spec) {
  const auto same = std::find_if(m_studies.begin(), m_studies.end(),
                                 [&spec](const auto& study) { return study->name() == spec.name; });
  if (same != m_studies.end()) {
    (*same)->resume();
    return;
  }
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const int slotCount = m_options.slotCount > 0     ? m_options.slotCount
                        : spec.budget.slotCount > 0 ? spec.budget.slotCount
                                                    : cores;
  if (m_slots == nullptr) {
    m_slots = std::make_unique<TrialSlots>(slotCount);
  }
  const std::string name = spec.name;
  auto study = std::make_shared<StudyRunner>(std::move(spec), *m_session, *m_registry,
                                             StudyOptions{m_slots->count(), m_options.device});
  if (auto started = study->start(); !started) {
    // Not into the log: nothing was started, so nothing is changed.
    m_session->post(ProblemEvent{{}, {}, started.error(), false});
    m_session->post(StudyEvent{{}, name, StudyState::kFailed, 0, 0, 0, -1.0});
    return;
  }
  m_studies.push_back(std::move(study));
}

void EngineImpl::carryOut(const ResumeStudies& command) {
  if (m_session == nullptr) {
    report({ErrorCode::kBadInput, "No project is open for writing. Open it first.", ""});
    return;
  }
  for (const auto& study : m_studies) {
    if (!command.study.isValid() || study->id() == command.study) {
      study->resume();
    }
  }
  resumeStored(command.study);
}

// Studies of earlier sessions: their text is in the file.
void EngineImpl::resumeStored(StudyId only) {
  const auto studies = m_session->replay().studies();
  if (!studies) {
    report(studies.error());
    return;
  }
  for (const auto& stored : *studies) {
    const bool isLoaded =
        std::any_of(m_studies.begin(), m_studies.end(), [&](const auto& study) { return study->id() == stored.id; });
    if (isLoaded || stored.state == StudyState::kDone || (only.isValid() && stored.id != only)) {
      continue;
    }
    auto read = readStudyText(stored.specToml, m_session->path(), stored.folder);
    if (auto* spec = std::get_if<StudySpec>(&read)) {
      startStudy(std::move(*spec));
    } else {
      for (const SpecProblem& problem : std::get<SpecProblems>(read).problems) {
        report({ErrorCode::kBadInput, problem.message, "study \"" + stored.name + "\""});
      }
      m_session->post(StudyEvent{stored.id, stored.name, StudyState::kInterrupted, 0, 0, 0, -1.0});
    }
  }
}

void EngineImpl::carryOut(const PauseStudy& command) {
  for (const auto& study : m_studies) {
    if (!command.study.isValid() || study->id() == command.study) {
      study->pause(StudyState::kPaused);
    }
  }
}

void EngineImpl::carryOut(const StopStudy& command) {
  for (const auto& study : m_studies) {
    if (!command.study.isValid() || study->id() == command.study) {
      study->pause(StudyState::kInterrupted);
    }
  }
}

void EngineImpl::carryOut(const SaveViewState& command) {
  if (m_session != nullptr) {
    m_session->write({store::SetViewState{command.key, command.json, base::wallClockS()}});
  }
}

// The file takes nothing any more (disk full, quota, removed): stop working for nothing.
void EngineImpl::onWriteFailed(const Error& error) {
  report(error);
  for (const auto& study : m_studies) {
    study->abandon();
  }
}

// Long jobs go to the slots one by one. Jobs so short that waking a slot would take longer than they do go in bundles:
// one slot does what there is and hands all results back at once.
void EngineImpl::dispatch() {
  while (m_slots != nullptr && m_bundlesOut < m_slots->count()) {
    std::vector<Work> bundle;
    const std::size_t most = m_meanJobSeconds < kShortJobSeconds ? kMostInBundle : 1;
    while (bundle.size() < most) {
      auto work = nextWork();
      if (!work) {
        break;
      }
      bundle.push_back(std::move(*work));
    }
    if (bundle.empty()) {
      return;
    }
    startBundle(std::move(bundle));
  }
}

std::optional<Work> EngineImpl::nextWork() {
  for (const auto& study : m_studies) {
    if (auto work = study->nextWork()) {
      return work;
    }
  }
  return std::nullopt;
}

void EngineImpl::startBundle(std::vector<Work> bundle) {
  ++m_bundlesOut;
  m_slots->start([this, bundle = std::move(bundle)](int slot) {
    const double start = base::steadyS();
    std::vector<Continuation> results;
    for (const Work& work : bundle) {
      results.push_back(work.run(slot));
    }
    const double seconds = (base::steadyS() - start) / static_cast<double>(bundle.size());
    put(Continuation([this, seconds, results = std::move(results)] {
      constexpr double kWeight = 0.05;
      m_meanJobSeconds += kWeight * (seconds - m_meanJobSeconds);
      for (const Continuation& then : results) {
        then();
      }
    }));
  });
}

void EngineImpl::closeSession() {
  m_studies.clear();
  m_session.reset();
}

void EngineImpl::report(const Error& error, StudyId study) {
  if (m_session != nullptr && m_session->error() == nullptr) {
    m_session->problem(error, false, study);
  } else {
    m_events.post({base::wallClockS(), ProblemEvent{study, {}, error, false}});
  }
}

}  // namespace touchstone::exec

namespace touchstone {

std::unique_ptr<Engine> Engine::create(EngineOptions options) {
  return std::make_unique<exec::EngineImpl>(std::move(options), contenders::makeRegistry());
}

}  // namespace touchstone
