// How smooth the real window is while points arrive, how soon it stops a study, and how fast it shows a large project.
//   window_bench [SECONDS [PART]]    PART is slots or all (Live for SECONDS, default 20, while the curves of ten slots or
//                                    all curves grow), stop, open (a large project) or table (its trials, scrolled and
//                                    filtered, SECONDS each); without it, everything
// The window, its reader and the project file are the real ones; a thread in the engine's place writes the points. Needs
// a display or QT_QPA_PLATFORM=offscreen.
#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSettings>
#include <QTimer>
#include <QWheelEvent>
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
#include "tests/bench/pulse.h"
#include "ui/main_window/main_window.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/theme/theme.h"
#include "ui/views/trials/trials_model.h"
#include "ui/views/trials/trials_table.h"
#include "ui/views/trials/trials_view.h"

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

void benchOpen(const fs::path& path) {
  constexpr int kOpenings = 5;
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

// Does something every `everyMs` for some time, as a hand on a wheel or key does.
void repeat(int everyMs, double seconds, const std::function<void()>& act) {
  QTimer timer;
  timer.setTimerType(Qt::PreciseTimer);
  QObject::connect(&timer, &QTimer::timeout, act);
  timer.start(everyMs);
  const auto start = Clock::now();
  waitUntil("the time is over", [&] { return since(start) > seconds; });
}

void pressKey(QWidget& widget, int key, const QString& text = {}) {
  QCoreApplication::postEvent(&widget, new QKeyEvent(QEvent::KeyPress, key, Qt::NoModifier, text));
  QCoreApplication::postEvent(&widget, new QKeyEvent(QEvent::KeyRelease, key, Qt::NoModifier, text));
}

void turnWheel(QWidget& widget) {
  constexpr QPoint kNotch(0, -120);
  const QPointF at(widget.rect().center());
  QCoreApplication::postEvent(&widget, new QWheelEvent(at, widget.mapToGlobal(at), {}, kNotch, Qt::NoButton,
                                                       Qt::NoModifier, Qt::NoScrollPhase, false));
}

// Types the text as a fast hand does; tells how long after the last key the rows that match are there.
double typeFilter(QLineEdit& field, ui::TrialsModel& model, const QString& text) {
  constexpr double kKeyS = 0.06;
  field.selectAll();
  double waitS = -1.0;
  auto last = Clock::now();
  const auto watching = QObject::connect(&model, &ui::TrialsModel::loaded, &model, [&] {
    waitS = model.filter().text == text.toStdString() ? since(last) : -1.0;
  });
  for (const QChar letter : text) {
    last = Clock::now();
    pressKey(field, letter.toUpper().unicode(), letter);
    waitUntil("the next key", [&] { return since(last) > kKeyS; });
  }
  waitUntil("the rows that match", [&] { return waitS >= 0.0; });
  QObject::disconnect(watching);
  return waitS;
}

void benchTable(const fs::path& path, double seconds) {
  constexpr int kTrials = 20'000, kFrameMs = 16, kKeyRepeatMs = 33;
  Bench bench;
  bench.open(path);
  bench.window().showView("trials");
  auto* table = bench.window().findChild<ui::TrialsTable*>();
  auto* model = bench.window().findChild<ui::TrialsModel*>();
  auto* field = bench.window().findChild<ui::TrialsView*>()->findChild<QLineEdit*>();
  waitUntil("the table has its rows", [model] { return model->rowCount() == kTrials && model->find(0) != nullptr; });

  bench.pulse().restart();
  repeat(kFrameMs, seconds, [table] { turnWheel(*table->viewport()); });
  bench.pulse().print("Trials, 20,000 rows, wheel at 60 notches/s");
  bench.pulse().restart();
  repeat(kKeyRepeatMs, seconds, [table] { pressKey(*table, Qt::Key_PageDown); });
  bench.pulse().print("the same, Page Down held");
  std::printf("  rows scrolled past: %d\n", table->rowAt(0));
  std::vector<double> waits;
  bench.pulse().restart();
  for (const auto start = Clock::now(); since(start) < seconds;) {
    for (const char* text : {"t-118", "contender", "0.003", "t-19999", "no such thing", "t"}) {
      waits.push_back(typeFilter(*field, *model, text));
    }
  }
  bench.pulse().print("the same, filters typed");
  std::printf("  last key to the rows that match: median %.0f ms, slowest %.0f ms (%zu filters)\n",
              1e3 * percentile(waits, 0.5), 1e3 * percentile(waits, 1.0), waits.size());
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
  const fs::path large = folder / "large.touchstone";
  if (isWanted("open") || isWanted("table")) {
    writeLargeProject(*openWriter(large));
  }
  if (isWanted("open")) {
    benchOpen(large);
  }
  if (isWanted("table")) {
    benchTable(large, seconds);
  }
  fs::remove_all(folder);
}
