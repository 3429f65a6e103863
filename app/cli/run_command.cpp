#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>
#include <set>

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

// Without a project: the study had not begun.
void printInterrupted(const std::string& project) {
  if (project.empty()) {
    std::fprintf(stderr, "Interrupted before the study began. Start it again with the same command.\n");
    return;
  }
  std::fprintf(stderr, "Interrupted; everything finished is saved. Go on with: touchstone-cli resume %s\n",
               project.c_str());
}

// Follows one session of the engine from its events until nothing is left to do.
class Session {
 public:
  Session(const RunArguments& arguments, std::filesystem::path project)
      : m_asJson(arguments.asJson), m_project(std::move(project)) {
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
        if (m_isOver) {
          break;  // what follows is only a consequence
        }
      }
      if (m_asJson) {
        std::cout.flush();
      }
      m_progress.tick();
      if (g_isInterrupted != 0 && !m_isStopping) {
        m_isStopping = true;
        m_engine->submit(StopStudy{});
        m_isOver = m_isOver || m_studies.empty();
      }
    }
    m_engine.reset();  // everything committed before the last word
    m_progress.finish();
    const int code = exitCode();
    if (code == kInterrupted) {
      printInterrupted(m_studies.empty() ? std::string() : m_project.string());
    }
    return code;
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
  // resume may follow several studies; all of them are announced before the first can end.
  void on(const StudyEvent& event) {
    m_progress.study(event);
    m_studies[event.name] = event;
    m_isOver =
        std::all_of(m_studies.begin(), m_studies.end(), [](const auto& study) { return isAtRest(study.second.state); });
  }

  static bool isAtRest(StudyState state) { return state != StudyState::kRunning && state != StudyState::kQueued; }
  static bool isResumable(StudyState state) {
    return state == StudyState::kInterrupted || state == StudyState::kPaused;
  }

  int exitCode() const {
    if (m_error) {
      return exitCodeOf(*m_error);
    }
    bool hasFailed = false, canGoOn = m_studies.empty();
    for (const auto& [name, study] : m_studies) {
      hasFailed = hasFailed || study.runsFailed > 0 || study.state == StudyState::kFailed;
      canGoOn = canGoOn || isResumable(study.state);
    }
    return canGoOn ? kInterrupted : hasFailed ? kSomeFailed : kAllDone;
  }

  const bool m_asJson;
  const std::filesystem::path m_project;
  std::unique_ptr<Engine> m_engine;
  Progress m_progress;
  bool m_isOver = false, m_isStopping = false;
  std::map<std::string, StudyEvent> m_studies;  // the last news of each
  std::optional<Error> m_error;
};

std::filesystem::path projectFor(const RunArguments& arguments) {
  if (!arguments.project.empty()) {
    return arguments.project;
  }
  return std::filesystem::path(arguments.study).stem().string() + ".touchstone";
}

// Bad data is told before anything is made: all of it at once, each problem once, though several tasks may share a file.
int checkData(const StudySpec& spec, const std::string& studyFile) {
  std::set<std::string> told;
  int code = kAllDone;
  for (const TaskSpec& task : spec.tasks) {
    const auto checked = checkTaskData(task, spec.folder);
    if (g_isInterrupted != 0) {
      printInterrupted("");
      return kInterrupted;
    }
    if (checked) {
      continue;
    }
    const bool isAboutTask = checked.error().context.starts_with("task ");
    const std::string text = (isAboutTask ? studyFile + ": " : std::string()) + checked.error().text();
    if (told.insert(text).second) {
      printError(text);
    }
    code = code == kAllDone ? exitCodeOf(checked.error()) : code;
  }
  return code;
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
  auto& spec = std::get<StudySpec>(read);
  if (const int code = checkData(spec, arguments.study); code != kAllDone) {
    return code;
  }
  const std::filesystem::path project = projectFor(arguments);
  Session session(arguments, project);
  session.engine().submit(OpenProject{project});
  session.engine().submit(StartStudy{std::move(spec)});
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
  Session session(arguments, arguments.project);
  session.engine().submit(OpenProject{arguments.project});
  session.engine().submit(ResumeStudies{});
  return session.follow();
}

}  // namespace touchstone::cli
