// The real engine and real project files for a window, with scripted contenders that wait at a gate after each epoch's
// start: a study runs as long as the test wants, and ends at once when the gate opens.
#pragma once

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSettings>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <string>

#include "engine/api/project_view.h"
#include "tests/fault/store/child_process.h"
#include "tests/support/engine_fixture.h"
#include "ui/bridge/backends.h"
#include "ui/dialogs/new_study/new_study_sheet.h"
#include "ui/main_window/main_window.h"
#include "ui/models/leaderboard_model.h"
#include "ui/support/on_screen.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/views/compare/leaderboard_table.h"
#include "ui/views/live/live_view.h"

namespace touchstone::test {

class GatedRegistry : public ScriptedRegistry {
 public:
  // `options` are set on every contender, such as fail_above.
  GatedRegistry(std::shared_ptr<ScriptedState> state, Options options)
      : ScriptedRegistry(std::move(state)), m_options(std::move(options)) {}
  Result<std::shared_ptr<const contenders::Contender>> make(const ContenderSpec& spec,
                                                            const std::optional<contenders::ModelCard>& model,
                                                            const std::string& device) const override {
    ContenderSpec gated = spec;
    gated.options.insert({"wait_for_gate", true});
    gated.options.insert(m_options.begin(), m_options.end());
    return ScriptedRegistry::make(gated, model, device);
  }

 private:
  const Options m_options;
};

inline ui::Backends gatedBackends(std::shared_ptr<ScriptedState> state, Options options) {
  ui::Backends backends = ui::engineBackends();
  backends.createEngine = [state = std::move(state), contender = std::move(options)](EngineOptions engine) {
    engine.slotCount = 2;
    return std::make_unique<exec::EngineImpl>(std::move(engine), std::make_unique<GatedRegistry>(state, contender));
  };
  return backends;
}

// Two contenders on a shipped sample.
inline std::string gatedStudyText() {
  return "[study]\nname = \"killed\"\nseeds = [0]\n[budget]\ntrials = 4\nresource = 3\n[[task]]\nname = \"nottem\"\n"
         "modality = \"time-series\"\ndata = \"" TOUCHSTONE_SOURCE_DIR
         "/resources/samples/timeseries/nottem.csv\"\nsplit = \"70/10/20\"\nhorizon = 12\nseason = 12\n"
         "metric = \"mse\"\n[[contender]]\nmethod = \"auto-ar\"\n[[contender]]\nmethod = \"dlinear\"\n";
}

// The work of a child process that is killed: runs the study in a new project at `path`, and calls `isRunning` once its
// first trials wait at the gate and the file says so; they wait for ever.
template <typename IsRunning>
int runUntilKilled(const std::filesystem::path& path, IsRunning isRunning) {
  auto read = studyFromText(gatedStudyText(), path.parent_path());
  auto* spec = std::get_if<StudySpec>(&read);
  if (spec == nullptr) {
    return 2;
  }
  for (ContenderSpec& contender : spec->contenders) {
    contender.options.insert({"wait_for_gate", true});
  }
  EngineFixture fixture;
  fixture.engine().submit(OpenProject{path});
  fixture.engine().submit(StartStudy{std::move(*spec)});
  const bool isWorking = fixture.waitUntil([&] { return fixture.state().segments >= 2; }) && fixture.waitUntil([&path] {
    const auto view = ProjectView::open(path);
    if (!view) {
      return false;
    }
    const auto studies = (*view)->studies();
    return studies && !studies->empty() && studies->front().state == StudyState::kRunning;
  });
  if (!isWorking) {
    return 3;
  }
  isRunning();
  return 0;
}

// A window on the engine above, with settings and a home folder of its own, and what one reads in it.
class WayFixture {
 public:
  WayFixture() {
    keepSettingsIn(m_home);
    qputenv("HOME", m_home.path().toUtf8());
    qputenv("XDG_DATA_HOME", m_home.filePath("data").toUtf8());
    m_theme = std::make_unique<ui::Theme>(*qApp, ui::Theme::Mode::kLight);
  }

  // `options`: of every contender.
  void start(Options options = {}) {
    m_state = std::make_shared<ScriptedState>();
    m_window = std::make_unique<ui::MainWindow>(gatedBackends(m_state, std::move(options)), m_theme.get());
    m_window->resize(1440, 900);  // the offscreen screen is smaller than the window's default size
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
  }
  void close() { m_window.reset(); }
  ui::MainWindow& window() { return *m_window; }
  void openGate() { m_state->gate.open(); }

  // A project whose process was killed in the middle of its study, among the recent ones; empty: it could not be made.
  QString killedProject() {
    const QString folder = m_home.filePath(QStringLiteral("project-%1").arg(++m_projects));
    QDir().mkpath(folder);
    const QString path = folder + QStringLiteral("/killed.touchstone");
    ChildProcess child("run", path.toStdString());
    const bool isRunning = child.hear() == 1;
    child.kill();
    ui::WindowSettings().addRecentProject(path);
    return isRunning ? path : QString();
  }
  // A series with a season of 12.
  QString write(const QString& name) const {
    QFile file(m_home.filePath(name));
    if (file.open(QIODevice::WriteOnly)) {
      file.write("value\n");
      for (int i = 0; i < 150; ++i) {
        file.write(QByteArray::number(10.0 + i % 12 + (i * 7919 % 101) / 101.0) + "\n");
      }
    }
    return file.fileName();
  }

  QString live() const { return onScreen(m_window->findChild<ui::LiveView*>()); }
  QString status() const { return onScreen(m_window->findChild<QStatusBar*>()); }
  // "finished 12:41, took 00:05"
  bool isFinished() const {
    static const QRegularExpression end(QStringLiteral("finished \\d\\d:"));
    return end.match(live()).hasMatch();
  }
  ui::NewStudySheet* sheet() const { return m_window->findChild<ui::NewStudySheet*>("newStudySheet"); }
  QString sheetText() const { return sheet() != nullptr ? onScreen(sheet()) : QString(); }
  // Waits until the leaderboard has these contenders, each with a score.
  void verifyAllHaveScores(const QStringList& contenders) const {
    const auto* table = m_window->findChild<ui::LeaderboardTable*>();
    QTRY_VERIFY(table->isVisible() && table->model()->rowCount() == contenders.size());
    for (int row = 0; row < contenders.size(); ++row) {
      const auto text = [&](int column) { return table->model()->index(row, column).data().toString(); };
      QVERIFY2(contenders.contains(text(0)), qPrintable(text(0)));
      QTRY_VERIFY2(text(ui::LeaderboardModel::kFirstTask).at(0).isDigit(),
                   qPrintable(text(ui::LeaderboardModel::kFirstTask)));
    }
  }

 private:
  QTemporaryDir m_home;
  std::unique_ptr<ui::Theme> m_theme;
  std::shared_ptr<ScriptedState> m_state;
  std::unique_ptr<ui::MainWindow> m_window;
  int m_projects = 0;
};

}  // namespace touchstone::test

// Instead of QTEST_MAIN, for tests that use killedProject().
#define WAY_TEST_MAIN(TestClass)                                                                                       \
  int main(int argc, char** argv) {                                                                                    \
    if (argc == 4 && std::string_view(argv[1]) == "--child") {                                                         \
      return touchstone::test::runUntilKilled(argv[3], [] {                                                            \
        touchstone::test::tell(1);                                                                                     \
        touchstone::test::listen();                                                                                    \
      });                                                                                                              \
    }                                                                                                                  \
    const QApplication application(argc, argv);                                                                        \
    TestClass test;                                                                                                    \
    return QTest::qExec(&test, argc, argv);                                                                            \
  }
