#include "app/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace touchstone::cli {

namespace {

constexpr double kTerminalEveryS = 0.2;
constexpr double kLogEveryS = 10.0;
constexpr int kBarWidth = 24;

double steadyS() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string durationText(double seconds) {
  const auto whole = static_cast<long>(std::llround(seconds));
  char text[32];
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  }
  return text;
}

}  // namespace

Progress::Progress() : m_isTerminal(isatty(STDERR_FILENO) != 0), m_lastS(steadyS()) {}

void Progress::trial(const TrialEvent& event) {
  m_trialsSeen += event.state == TrialState::kRunning && event.resource == 0 ? 1 : 0;
  m_isDirty = true;
}

void Progress::run(const RunEvent&) {
  m_isDirty = true;
}

void Progress::study(const StudyEvent& event) {
  m_study = event;
  m_isDirty = true;
}

std::string Progress::line() const {
  const int over = m_study.runsDone + m_study.runsFailed;
  const double share = m_study.runsTotal > 0 ? static_cast<double>(over) / m_study.runsTotal : 0.0;
  std::string bar;
  if (m_isTerminal) {
    const int filled = static_cast<int>(share * kBarWidth);
    bar = "[" + std::string(static_cast<std::size_t>(filled), '#') +
          std::string(static_cast<std::size_t>(kBarWidth - filled), '.') + "] ";
  }
  std::string text = bar + m_study.name + ": run " + std::to_string(over) + " of " + std::to_string(m_study.runsTotal) +
                     ", " + std::to_string(m_trialsSeen) + " trials";
  if (m_study.runsFailed > 0) {
    text += ", " + std::to_string(m_study.runsFailed) + " failed";
  }
  if (m_study.etaS >= 0.0 && m_study.state == StudyState::kRunning) {
    text += ", about " + durationText(m_study.etaS) + " left";
  }
  return text + (m_study.state == StudyState::kRunning ? "" : std::string(", ") + toWord(m_study.state));
}

void Progress::draw() {
  std::fprintf(stderr, m_isTerminal ? "\r\033[K%s" : "%s\n", line().c_str());
  std::fflush(stderr);
  m_isDrawn = m_isTerminal;
  m_lastS = steadyS();
  m_isDirty = false;
}

void Progress::tick() {
  const double every = m_isTerminal ? kTerminalEveryS : kLogEveryS;
  if (m_study.runsTotal > 0 && m_isDirty && steadyS() - m_lastS >= every) {
    draw();
  }
}

void Progress::clear() {
  if (m_isDrawn) {
    std::fprintf(stderr, "\r\033[K");
    m_isDrawn = false;
  }
}

void Progress::finish() {
  if (m_study.runsTotal > 0) {
    draw();
    if (m_isTerminal) {
      std::fprintf(stderr, "\n");
    }
  }
}

}  // namespace touchstone::cli
