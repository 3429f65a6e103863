// What a user of the window waits: a spot that asks to be painted every 16 ms, and a timer of 1 ms beside it.
// Thread: GUI. Blocking: waitUntil, while the window works. Errors: after a minute in vain, printed, exit code 1.
#pragma once

#include <QCoreApplication>
#include <QEventLoop>
#include <QPaintEvent>
#include <QTimer>
#include <QWidget>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "tests/bench/bench_project.h"

namespace touchstone::bench {

inline constexpr double kMostWaitS = 60.0;

// Lets the window work until `isThere`; tells how long that took.
inline double waitUntil(const char* what, const std::function<bool()>& isThere) {
  const auto start = Clock::now();
  while (!isThere()) {
    if (since(start) > kMostWaitS) {
      std::fprintf(stderr, "window_bench: waited in vain: %s\n", what);
      std::exit(1);
    }
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }
  return since(start);
}

inline double percentile(std::vector<double> values, double share) {
  if (values.empty()) {
    return 0.0;
  }
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

// A spot in the corner of the window that wants to be painted every 16 ms, as an animation does, and a timer of 1 ms
// beside it. What either waits is what a user's frame or key waits.
class Pulse : public QWidget {
 public:
  explicit Pulse(QWidget& window) : QWidget(&window) {
    constexpr int kSide = 4;
    constexpr int kFrameMs = 16;
    resize(kSide, kSide);
    show();
    for (QTimer* timer : {&m_frame, &m_tick}) {
      timer->setTimerType(Qt::PreciseTimer);
    }
    connect(&m_frame, &QTimer::timeout, this, qOverload<>(&QWidget::update));
    connect(&m_tick, &QTimer::timeout, this,
            [this] { m_stallS = std::max(m_stallS, lap(m_lastTick) - kTickMs / 1e3); });
    m_frame.start(kFrameMs);
    m_tick.start(kTickMs);
    restart();
  }

  void restart() {
    m_frames.clear();
    m_stallS = 0.0;
    m_lastTick = m_lastFrame = Clock::now();
  }
  void print(const char* name) const {
    std::printf("%-44s frame p50 %5.1f  p99 %5.1f  max %5.1f ms, longest stall %5.1f ms (%zu frames)\n", name,
                1e3 * percentile(m_frames, 0.5), 1e3 * percentile(m_frames, 0.99), 1e3 * percentile(m_frames, 1.0),
                1e3 * m_stallS, m_frames.size());
  }
  std::size_t frameCount() const { return m_frames.size(); }
  double stallS() const { return m_stallS; }

 protected:
  void paintEvent(QPaintEvent*) override { m_frames.push_back(lap(m_lastFrame)); }

 private:
  static constexpr int kTickMs = 1;

  static double lap(Clock::time_point& last) {
    const auto now = Clock::now();
    const double passed = std::chrono::duration<double>(now - last).count();
    last = now;
    return passed;
  }

  QTimer m_frame, m_tick;
  Clock::time_point m_lastFrame, m_lastTick;
  std::vector<double> m_frames;
  double m_stallS = 0.0;
};

}  // namespace touchstone::bench
