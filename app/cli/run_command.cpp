#include <sys/eventfd.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/exit_codes.h"
#include "app/cli/progress.h"
#include "engine/api/engine.h"
#include "engine/api/report.h"

namespace touchstone::cli {

namespace {

int g_wakeFd = -1;                          // written by the signal handler and by the engine
volatile sig_atomic_t g_isInterrupted = 0;  // set by the signal handler

void wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(g_wakeFd, &one, sizeof one);
}

void onSignal(int) {
  g_isInterrupted = 1;
  wake();
}

void catchSignals() {
  g_wakeFd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  struct sigaction action {};
  action.sa_handler = onSignal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

// Follows one session of the engine from its events until nothing is left to do.
class Session {
 public:
  explicit Session(const RunArguments& arguments) : m_asJson(arguments.asJson) {
    EngineOptions options;
    options.slotCount = arguments.slotCount;
    options.device = arguments.device;
    options.wake = wake;
    m_engine = Engine::create(std::move(options));
  }

  Engine& engine() { return *m_engine; }

  int follow() {
    while (!m_isOver) {
      waitForNews();
      for (const Event& event : m_engine->drainEvents()) {
        if (m_asJson) {
          std::cout << eventLine(event) << "\n";
        }
        std::visit([this](const auto& what) { on(what); }, event.what);
      }
      if (m_asJson) {
        std::cout.flush();
      }
      m_progress.tick();
      if (g_isInterrupted != 0 && !m_isStopping) {
        m_isStopping = true;
        m_engine->submit(StopStudy{});
        if (!m_hasStudy) {
          m_isOver = true;
        }
      }
    }
    m_engine.reset();  // everything committed before the last word
    m_progress.finish();
    return exitCode();
  }

 private:
  void waitForNews() {
    pollfd wait{g_wakeFd, POLLIN, 0};
    constexpr int kTickMs = 500;
    poll(&wait, 1, kTickMs);
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = read(g_wakeFd, &count, sizeof count);
  }

  void on(const PointEvent&) {}
  void on(const TrialEvent& event) { m_progress.trial(event); }
  void on(const RungReached&) {}
  void on(const RunEvent& event) { m_progress.run(event); }
  void on(const ProjectEvent& event) { m_isOver = m_isOver || !event.isOpen; }
  void on(const ProblemEvent& event) {
    m_progress.clear();
    if (event.isWarning) {
      std::fprintf(stderr, "touchstone-cli: warning: %s\n", event.error.text().c_str());
      return;
    }
    printError(event.error.text());
    const bool stopsEverything = !event.run.isValid() && !event.study.isValid();
    if (stopsEverything) {
      m_error = event.error;
    }
  }
  void on(const StudyEvent& event) {
    m_hasStudy = true;
    m_progress.study(event);
    m_runsFailed = event.runsFailed;
    const bool isAtRest = event.state != StudyState::kRunning && event.state != StudyState::kQueued;
    if (isAtRest) {
      m_state = event.state;
      m_isOver = true;
    }
  }

  int exitCode() const {
    if (m_error) {
      return exitCodeOf(*m_error);
    }
    if (m_isStopping || m_state == StudyState::kInterrupted || m_state == StudyState::kPaused) {
      return kInterrupted;
    }
    return m_runsFailed > 0 || m_state == StudyState::kFailed ? kSomeFailed : kAllDone;
  }

  const bool m_asJson;
  std::unique_ptr<Engine> m_engine;
  Progress m_progress;
  bool m_isOver = false, m_isStopping = false, m_hasStudy = false;
  int m_runsFailed = 0;
  StudyState m_state = StudyState::kDone;
  std::optional<Error> m_error;
};

std::filesystem::path projectFor(const RunArguments& arguments) {
  if (!arguments.project.empty()) {
    return arguments.project;
  }
  return std::filesystem::path(arguments.study).stem().string() + ".touchstone";
}

}  // namespace

int runStudy(const RunArguments& arguments) {
  auto read = readStudyFile(arguments.study, arguments.overrides);
  if (const auto* problems = std::get_if<SpecProblems>(&read)) {
    for (const SpecProblem& problem : problems->problems) {
      std::string where = problems->file.string();
      if (problem.line > 0) {
        where += ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column);
      }
      printError(where + ": " + problem.message);
    }
    return kBadInput;
  }
  catchSignals();
  Session session(arguments);
  session.engine().submit(OpenProject{projectFor(arguments)});
  session.engine().submit(StartStudy{std::move(std::get<StudySpec>(read))});
  return session.follow();
}

int resumeProject(const RunArguments& arguments) {
  auto view = ProjectView::open(arguments.project);
  if (!view) {
    return fail(view.error());
  }
  auto studies = (*view)->studies();
  if (!studies) {
    return fail(studies.error());
  }
  int open = 0;
  for (const StudyRow& study : *studies) {
    open += study.state != StudyState::kDone ? 1 : 0;
  }
  if (open == 0) {
    std::fprintf(stderr, "Nothing to resume: every study of %s is done.\n", arguments.project.c_str());
    return kAllDone;
  }
  view->reset();
  catchSignals();
  Session session(arguments);
  session.engine().submit(OpenProject{arguments.project});
  session.engine().submit(ResumeStudies{});
  return session.follow();
}

}  // namespace touchstone::cli
