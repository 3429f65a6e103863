// The window program. Thin: reads the command line, makes the theme and the window, and hands over to Qt.
// Options for the documentation's pictures are in --help-all.
#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QSocketNotifier>
#include <csignal>
#include <cstring>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

#include "touchstone_version.h"
#include "ui/main_window/demo_plan.h"
#include "ui/main_window/first_paint.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/screenshot.h"
#include "ui/theme/theme.h"

namespace {

using namespace touchstone::ui;

struct Options {
  QString project;
  bool isDemo = false;
  QString demoFolder;
  QString theme;
  QSize size;
  int slotCount = 0;
  ScreenshotOptions screenshot;
  bool tellsFirstPaint = false;
};

QCommandLineOption hidden(const QString& name, const QString& what, const QString& value) {
  QCommandLineOption option(name, what, value);
  option.setFlags(QCommandLineOption::HiddenFromHelp);
  return option;
}

Options readOptions(const QCoreApplication& app) {
  QCommandLineParser parser;
  parser.setApplicationDescription("Is the foundation model worth it on your task, or does a well-tuned supervised "
                                   "model match it?\nExample: touchstone --demo");
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument("PROJECT", "Project file to open; without it, the start page.", "[PROJECT]");
  parser.addOption({"demo", "Run the first study and watch it."});
  parser.addOption({"slots", "Trials at a time; one a core by default.", "N"});
  parser.addOption(hidden("demo-folder", "Folder of the first study's project files.", "DIR"));
  parser.addOption(hidden("theme", "light or dark, for this start only.", "THEME"));
  parser.addOption(hidden("size", "Size of the window, for this start only.", "WxH"));
  parser.addOption(hidden("screenshot", "Save a picture of the window and quit.", "FILE"));
  parser.addOption(hidden("view", "View of the picture: tasks, live, trials, compare.", "ID"));
  parser.addOption(hidden("after", "When the picture is taken: half, done, or seconds.", "WHEN"));
  parser.addOption(hidden("trial", "Trial that is selected in the picture.", "ID"));
  parser.addOption(hidden("trigger", "Command given before the picture, by its id: newStudy, find, queue.", "ID"));
  parser.addOption(hidden("first-paint", "Print the monotonic clock (ns) once the window is painted, and quit.", ""));
  parser.process(app);

  Options options;
  options.project = parser.positionalArguments().value(0);
  options.isDemo = parser.isSet("demo");
  options.demoFolder = parser.isSet("demo-folder") ? parser.value("demo-folder") : demoFolder();
  options.theme = parser.value("theme");
  options.slotCount = parser.value("slots").toInt();
  const QStringList size = parser.value("size").split('x');
  if (size.size() == 2) {
    options.size = QSize(size[0].toInt(), size[1].toInt());
  }
  options.screenshot.file = parser.value("screenshot");
  options.screenshot.view = parser.value("view");
  options.screenshot.trial = touchstone::TrialId{parser.value("trial").toLongLong()};
  options.screenshot.command = parser.value("trigger");
  const QString after = parser.value("after");
  using When = ScreenshotOptions::When;
  options.screenshot.when = after == "done" ? When::kDone : after == "half" ? When::kHalf : When::kSeconds;
  options.screenshot.afterS = std::max(0.2, after.toDouble());
  options.tellsFirstPaint = parser.isSet("first-paint");
  return options;
}

// --help and --version must work where there is no display.
bool needsNoWindow(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    for (const char* word : {"-h", "--help", "--help-all", "-v", "--version"}) {
      if (std::strcmp(argv[i], word) == 0) {
        return true;
      }
    }
  }
  return false;
}

void setNames() {
  QCoreApplication::setOrganizationName("touchstone");
  QCoreApplication::setApplicationName("touchstone");
  const QString version = QString::fromLatin1(touchstone::kVersion);
  const QString commit = QString::fromLatin1(touchstone::kCommit);
  QCoreApplication::setApplicationVersion(commit.isEmpty() ? version : version + " (" + commit + ")");
}

int signalPipe[2] = {-1, -1};

void onSignal(int) {
  const char byte = 1;
  [[maybe_unused]] const ssize_t written = ::write(signalPipe[0], &byte, 1);
}

// SIGTERM and Ctrl+C close the window in order: what runs is paused, nothing is asked.
void closeOnSignals(MainWindow& window) {
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, signalPipe) != 0) {
    return;
  }
  auto* notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, &window);
  QObject::connect(notifier, &QSocketNotifier::activated, &window, &MainWindow::closeNow);
  std::signal(SIGTERM, onSignal);
  std::signal(SIGINT, onSignal);
}

Theme::Mode themeFor(const QString& word) {
  if (word == "dark") {
    return Theme::Mode::kDark;
  }
  return word == "light" ? Theme::Mode::kLight : WindowSettings().themeMode();
}

}  // namespace

int main(int argc, char** argv) {
  setNames();
  if (needsNoWindow(argc, argv)) {
    const QCoreApplication app(argc, argv);
    readOptions(app);
    return 0;
  }
  QApplication app(argc, argv);
  const Options options = readOptions(app);
  QApplication::setWindowIcon(QIcon(":/icons/touchstone.svg"));
  QGuiApplication::setDesktopFileName("touchstone");
  Theme theme(app, themeFor(options.theme));
  theme.setUiScale(WindowSettings().uiScale());
  MainWindow window(engineBackends(), &theme);
  if (options.size.isValid()) {
    window.resize(options.size);
  }
  touchstone::EngineOptions engine;
  engine.slotCount = options.slotCount;
  window.bridge().setEngineOptions(std::move(engine));
  closeOnSignals(window);
  if (options.tellsFirstPaint) {
    new FirstPaint(window);
  }
  window.show();
  if (options.isDemo) {
    window.startFirstStudy(options.demoFolder);
  } else if (!options.project.isEmpty()) {
    window.openProject(options.project);
  }
  if (!options.screenshot.file.isEmpty()) {
    new Screenshot(window, options.screenshot);
  }
  return QApplication::exec();
}
