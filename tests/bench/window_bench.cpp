// How smooth the real window is while points arrive, how soon it stops a study, and how fast it shows a large project.
//   window_bench [SECONDS [PART]]    PART is slots or all (Live for SECONDS, default 20, while the curves of ten slots or
//                                    all curves grow), stop, or open; without it, everything
// The window, its reader and the project file are the real ones; a thread in the engine's place writes the points. Needs
// a display or QT_QPA_PLATFORM=offscreen.
#include <QAction>
#include <QApplication>
#include <QEventLoop>
#include <QPaintEvent>
#include <QSettings>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/bench_project.h"
#include "ui/main_window/main_window.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/theme/theme.h"

namespace {

namespace fs = std::filesystem;
using namespace touchstone;
using namespace touchstone::bench;
using namespace touchstone::store;
using touchstone::ui::LearningCurvesPlot;
using touchstone::ui::MainWindow;

constexpr int kCurves = 1000;
constexpr int kPointsBefore = 200;
constexpr int kPointsAtEnd = 1000;
constexpr int kPointsPerTick = 100;
constexpr auto kTick = std::chrono::milliseconds(10);  // 10,000 points/s
constexpr double kMostWaitS = 60.0;

// Lets the window work until `isThere`; tells how long that took.
double waitUntil(const char* what, const std::function<bool()>& isThere) {
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

double percentile(std::vector<double> values, double share) {
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

// In the engine's place: trials that run at the same time get their points, end, and others begin.
class Feeder {
 public:
  // `pointsEach`: what one trial gets at a time; the trials take turns.
  Feeder(const fs::path& path, int running, int pointsEach) : m_writer(openWriter(path)), m_pointsEach(pointsEach) {
    m_writer->push(studyRows());
    m_writer->push(
        {SetStudyState{{1}, StudyState::kRunning, kStartS}, SetRunState{{1}, RunState::kRunning, kStartS, {}, {}}});
    for (int id = 1; id <= kCurves; ++id) {
      m_writer->push({trialRow(id, kStartS + id), pointRows(id, 0, kPointsBefore)});
      if (id <= kCurves - running) {
        m_writer->push(trialEnd(id, kPointsBefore));
      } else {
        m_trials.push_back({id, kPointsBefore});
      }
    }
    flush(*m_writer);
  }
  ~Feeder() {
    m_isOver = true;
    m_thread.join();
  }
  Feeder(const Feeder&) = delete;
  Feeder& operator=(const Feeder&) = delete;

  void start() {
    m_thread = std::thread([this] {
      for (auto next = Clock::now(); !m_isOver; next += kTick) {
        std::this_thread::sleep_until(next);
        pushTick();
      }
    });
  }
  std::int64_t pushed() const { return m_pushed; }

 private:
  struct Trial {
    std::int64_t id = 0, points = 0;
  };

  void pushTick() {
    WriteBatch batch;
    for (int i = 0; i < kPointsPerTick / m_pointsEach; ++i) {
      Trial& trial = m_trials[m_next];
      m_next = (m_next + 1) % m_trials.size();
      batch.push_back(pointRows(trial.id, trial.points, trial.points + m_pointsEach));
      trial.points += m_pointsEach;
      if (trial.points >= kPointsAtEnd) {
        replace(trial, batch);
      }
    }
    m_writer->push(std::move(batch));
    m_pushed += kPointsPerTick;
  }
  void replace(Trial& trial, WriteBatch& batch) {
    for (WriteOp& op : trialEnd(trial.id, trial.points)) {
      batch.push_back(std::move(op));
    }
    trial = {++m_last, 0};
    batch.push_back(trialRow(trial.id, kStartS + static_cast<double>(trial.id)));
  }

  std::unique_ptr<ProjectWriter> m_writer;
  const int m_pointsEach;
  std::vector<Trial> m_trials;
  std::size_t m_next = 0;
  std::int64_t m_last = kCurves;
  std::atomic<std::int64_t> m_pushed = 0;
  std::atomic<bool> m_isOver = false;
  std::thread m_thread;
};

// The window of the program, with what is asked of it in every measurement.
class Bench {
 public:
  Bench() : m_window(ui::engineBackends(), &theme()) {
    m_window.show();
    m_pulse = new Pulse(m_window);
    m_curves = m_window.findChild<LearningCurvesPlot*>();
    constexpr std::size_t kSettled = 20;
    waitUntil("the start page is painted", [this] { return m_pulse->frameCount() > kSettled; });
  }

  MainWindow& window() { return m_window; }
  Pulse& pulse() { return *m_pulse; }

  // Seconds until the Live view has painted the project's curves.
  double open(const fs::path& path) {
    PaintProbe probe(*m_curves);
    const auto start = Clock::now();
    m_window.openProject(QString::fromStdString(path.string()));
    m_window.showView("live");
    waitUntil("the curves are painted", [&probe] { return probe.isPainted(); });
    return since(start);
  }

  // What the engine tells of ten thousand points a second comes out of the bridge once a drain.
  void follow(double seconds) {
    constexpr int kDrainMs = 33;
    QTimer drain;
    QObject::connect(&drain, &QTimer::timeout, &m_window, [this] {
      emit m_window.bridge().runChanged({1});
      emit m_window.bridge().pointsChanged({1});
    });
    drain.start(kDrainMs);
    const auto start = Clock::now();
    waitUntil("the time is over", [&] { return since(start) > seconds; });
  }

 private:
  // The first paint of the plot that has data.
  class PaintProbe : public QObject {
   public:
    explicit PaintProbe(LearningCurvesPlot& plot) : m_plot(plot) { qApp->installEventFilter(this); }
    bool isPainted() const { return m_isPainted; }
    bool eventFilter(QObject* watched, QEvent* event) override {
      const auto* widget = qobject_cast<QWidget*>(watched);
      if (event->type() == QEvent::Paint && widget != nullptr && m_plot.isAncestorOf(widget) &&
          !m_plot.data().curves.empty()) {
        QTimer::singleShot(0, this, [this] { m_isPainted = true; });  // the whole window is painted in this turn
      }
      return false;
    }

   private:
    LearningCurvesPlot& m_plot;
    bool m_isPainted = false;
  };

  static ui::Theme& theme() {
    static ui::Theme theme(*qApp, ui::Theme::Mode::kLight);
    return theme;
  }

  MainWindow m_window;
  Pulse* m_pulse = nullptr;
  LearningCurvesPlot* m_curves = nullptr;
};

void benchLive(const fs::path& path, const char* name, int running, int pointsEach, double seconds) {
  constexpr double kWarmS = 2.0;
  Feeder feeder(path, running, pointsEach);
  Bench bench;
  bench.open(path);
  feeder.start();
  bench.follow(kWarmS);
  bench.pulse().restart();
  const auto before = feeder.pushed();
  const auto start = Clock::now();
  bench.follow(seconds);
  bench.pulse().print(name);
  std::printf("  points written: %.0f/s\n", static_cast<double>(feeder.pushed() - before) / since(start));
}

// From the stop action to the engine's word that the study is stopped, some time after its start.
void benchStop(const fs::path& folder, double afterS) {
  Bench bench;
  ui::EngineBridge& bridge = bench.window().bridge();
  bench.window().startFirstStudy(QString::fromStdString(folder.string()));
  auto* stop = bench.window().findChild<QAction*>("stop");
  waitUntil("the first study runs", [stop] { return stop->isEnabled(); });
  const auto running = Clock::now();
  waitUntil("the time to stop", [&] { return since(running) > afterS || !bridge.isRunning(); });
  if (!bridge.isRunning()) {
    std::printf("first study, stop after %.1f s: the study was over before\n", afterS);
    return;
  }
  bench.pulse().restart();
  stop->trigger();
  const double stopS = waitUntil("the study is stopped", [&] { return !bridge.isRunning(); });
  std::printf("first study, stop after %.1f s: confirmed in %5.1f ms, longest stall %5.1f ms\n", afterS, 1e3 * stopS,
              1e3 * bench.pulse().stallS());
}

// What is done in the open project (scrolling and filtering a table) is measured here, with the pulse of the same window.
void benchLarge(const fs::path& path) {
  constexpr int kOpenings = 5;
  writeLargeProject(*openWriter(path));
  std::vector<double> times, stalls;
  for (int i = 0; i < kOpenings; ++i) {
    Bench bench;
    bench.pulse().restart();
    times.push_back(bench.open(path));
    stalls.push_back(bench.pulse().stallS());
  }
  std::printf("20,000 trials, 2 million points: open to painted curves, median %.0f ms, slowest %.0f ms, longest stall "
              "%.0f ms (%d openings)\n",
              1e3 * percentile(times, 0.5), 1e3 * percentile(times, 1.0), 1e3 * percentile(stalls, 1.0), kOpenings);
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 20.0;
  const std::string part = argc > 2 ? argv[2] : "";
  const auto isWanted = [&part](const char* name) { return part.empty() || part == name; };
  const fs::path folder = makeFolder("touchstone-window-bench");
  QCoreApplication::setApplicationName("touchstone-window-bench");
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, QString::fromStdString(folder.string()));
  const QApplication app(argc, argv);
  if (isWanted("slots")) {
    benchLive(folder / "slots.touchstone", "Live, 1,000 curves, 10 of them grow", 10, 10, seconds);
  }
  if (isWanted("all")) {
    benchLive(folder / "all.touchstone", "Live, 1,000 curves, all of them grow", kCurves, 1, seconds);
  }
  for (const double afterS : {0.5, 1.0, 2.0, 3.0, 4.0}) {
    if (isWanted("stop")) {
      benchStop(folder / std::to_string(afterS), afterS);
    }
  }
  if (isWanted("open")) {
    benchLarge(folder / "large.touchstone");
  }
  fs::remove_all(folder);
}
