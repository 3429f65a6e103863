// The New study sheet through mouse, keys and drops: from a dropped file to a started study, the same by keyboard, presets,
// every mistake beside its field, cancelling while the data are checked, hostile names, text and command.
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSemaphore>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>
#include <QUrl>
#include <QWindow>

#include "ui/dialogs/new_study/consequences.h"
#include "ui/dialogs/new_study/new_study_sheet.h"
#include "ui/dialogs/new_study/sheet_parts.h"
#include "ui/main_window/main_window.h"
#include "ui/plots/elided_label.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/widgets/drop_zone.h"
#include "ui/widgets/message_bar.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;

class NewStudyTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_home);
    qputenv("HOME", m_home.path().toUtf8());
    qputenv("XDG_DATA_HOME", m_home.filePath("data").toUtf8());
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void init() {
    QSettings().clear();
    m_gate = nullptr;
    auto data = sampleStudy(Progress::kInterrupted);
    m_log = std::make_shared<EngineLog>();
    Backends backends = fakeBackends(data, m_log);
    backends.readStudy = engineBackends().readStudy;
    backends.checkTask = [this, real = backends.checkTask](const TaskSpec& task, const std::filesystem::path& folder) {
      if (QSemaphore* gate = m_gate) {
        m_arrived.release();
        gate->acquire();
      }
      return real(task, folder);
    };
    m_window = std::make_unique<MainWindow>(std::move(backends), m_theme.get());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->activateWindow();
  }
  void cleanup() { m_window.reset(); }

  void droppedFileBecomesAStudyThatRuns() {
    drag({write("wind.csv", 200)});
    QVERIFY(m_window->findChild<DropZone*>()->isVisible());
    drop();
    QVERIFY(!m_window->findChild<DropZone*>()->isVisible());
    // naive, seasonal naive, Auto-AR and DLinear with three seeds, and Fracast-0 where its weights are
    QTRY_VERIFY2(footer().startsWith("Ready. 12 runs") || footer().startsWith("Ready. 15 runs"), qPrintable(footer()));
    QCOMPARE(field<QLineEdit>("studyName")->text(), QString("wind"));
    QTest::mouseClick(field<QPushButton>("start"), Qt::LeftButton);
    QTRY_COMPARE(m_log->count<StartStudy>(), 1);
    const StudySpec spec = startedStudy();
    QCOMPARE(spec.name, std::string("wind"));
    QCOMPARE(spec.tasks.size(), std::size_t(1));
    QVERIFY(spec.tasks[0].horizon > 0);
    QVERIFY(!spec.toml.empty());
    QCOMPARE(projectPath(), m_home.filePath("touchstone-results/wind.touchstone"));
    QTRY_VERIFY(sheet() == nullptr);
    QCOMPARE(m_window->currentView(), QString("live"));
  }

  void theSameByKeyboardAlone() {
    write("keys.csv", 150);
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    auto* dialog = m_window->findChild<QFileDialog*>("filesDialog");
    QVERIFY(dialog != nullptr);
    auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
    name->setCompleter(nullptr);  // its list would take the keys
    name->setFocus();
    dialog->setDirectory(m_home.path());
    QTest::keyClicks(name, "keys.csv");
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY2(footer().startsWith("Ready."), qPrintable(footer()));
    auto* study = field<QLineEdit>("studyName");
    m_window->activateWindow();  // there is no window manager to do it after the dialog
    QTRY_VERIFY(study->hasFocus());
    study->selectAll();
    QTest::keyClicks(study, "By hand");
    tabTo(field<QToolButton>("level0"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    tabTo(field<QToolButton>("editTask"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    tabTo(field<QSpinBox>("horizon"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), "7");
    QTRY_VERIFY(footer().startsWith("Ready."));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_log->count<StartStudy>(), 1);
    QCOMPARE(startedStudy().name, std::string("By hand"));
    QCOMPARE(startedStudy().tasks[0].horizon, 7);
    QCOMPARE(startedStudy().budget.trials, 9);
    QCOMPARE(startedStudy().seeds.size(), std::size_t(1));
  }

  void aPresetWithOtherContenders() {
    openPreset();
    QCOMPARE(sheet()->draft().chosenTasks(), 5);
    QTRY_VERIFY2(footer().startsWith("Ready. 75 runs, at most 560 trials"), qPrintable(footer()));
    click(contender("Auto-AR"));
    QTRY_VERIFY2(footer().startsWith("Ready. 60 runs"), qPrintable(footer()));
    choose("scheduler", "none");
    QTest::mouseClick(field<QPushButton>("start"), Qt::LeftButton);
    QTRY_COMPARE(m_log->count<StartStudy>(), 1);
    const StudySpec spec = startedStudy();
    QCOMPARE(spec.contenders.size(), std::size_t(4));
    QCOMPARE(spec.contenders[0].method, std::string("naive"));
    for (const ContenderSpec& each : spec.contenders) {
      QVERIFY(each.method != "auto-ar");
      QCOMPARE(each.options.contains("scheduler"), each.method == "dlinear");
    }
  }

  void wrongKindIsSaidInTheWindow() {
    drag({m_home.filePath("picture.png")});
    drop();
    auto* bar = m_window->findChild<MessageBar*>("messageBar");
    QVERIFY2(bar->isVisible() && bar->text().contains("picture.png"), qPrintable(bar->text()));
    QVERIFY(sheet() == nullptr);
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    // With the sheet open it is said there.
    drag({write("good.csv", 100), m_home.filePath("picture.png")});
    drop();
    auto* own = m_window->findChild<MessageBar*>("sheetMessages");
    QTRY_VERIFY(own != nullptr && own->isVisible() && own->text().contains("picture.png"));
    QCOMPARE(sheet()->draft().tasks().size(), std::size_t(1));
  }

  void aDamagedStudyFileIsToldWithItsPlaces() {
    QFile file(m_home.filePath("bad.toml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[study]\nname = \"x\"\nseedz = [0]\n");
    file.close();
    drag({file.fileName()});
    drop();
    auto* bar = m_window->findChild<MessageBar*>("sheetMessages");
    QTRY_VERIFY2(bar->text().contains("bad.toml:3:1") && bar->text().contains("seeds"), qPrintable(bar->text()));
  }

  void everyMistakeStandsBesideItsField() {
    openPreset();
    // no contender
    click(contender("Auto-AR"));
    click(contender("DLinear"));
    click(contender("Fracast-0 zero-shot"));
    QTRY_VERIFY2(problems().contains("Tick at least one contender."), qPrintable(problems().join('|')));
    QVERIFY2(footer().startsWith("1 thing is left"), qPrintable(footer()));
    // seeds
    auto* seeds = field<QLineEdit>("seeds");
    seeds->selectAll();
    QTest::keyClicks(seeds, "0 0");
    QVERIFY(footer().startsWith("2 things are left"));
    QVERIFY(!seeds->accessibleDescription().isEmpty());
    // name
    auto* name = field<QLineEdit>("studyName");
    name->selectAll();
    QTest::keyClick(name, Qt::Key_Backspace);
    QVERIFY(problems().contains("Give the study a name."));
    // horizon, and the name of another task
    click(field<QToolButton>("editTask"));
    auto* horizon = field<QSpinBox>("horizon");
    horizon->setFocus();
    horizon->selectAll();
    QTest::keyClicks(horizon, "40");
    QVERIFY2(problems().join('|').contains("longer than the test block"), qPrintable(problems().join('|')));
    auto* task = field<QLineEdit>("taskName");
    task->selectAll();
    QTest::keyClicks(task, "sunspots, 24 months");
    QVERIFY(problems().contains("Another task has this name."));
    auto* split = field<QLineEdit>("split");
    split->selectAll();
    QTest::keyClicks(split, "most of it");
    QVERIFY2(problems().join('|').contains("is not understood"), qPrintable(problems().join('|')));
    // no task
    for (QCheckBox* box : sheet()->findChildren<QCheckBox*>("taskChosen")) {
      click(box);
    }
    QVERIFY(problems().contains("Tick at least one task."));
    // Start leads to the first mistake and starts nothing.
    QTest::keyClick(sheet(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), name);
    QCOMPARE(m_log->count<StartStudy>(), 0);
  }

  void emptyFileAndTableOfTexts() {
    QFile(m_home.filePath("empty.csv")).open(QIODevice::WriteOnly);
    drag({m_home.filePath("empty.csv")});
    drop();
    QTRY_VERIFY2(problems().join('|').contains("is empty"), qPrintable(problems().join('|')));
    QVERIFY(footer().startsWith("1 thing is left"));
    drag({QStringLiteral(TOUCHSTONE_SOURCE_DIR "/resources/samples/genomics/splice_junctions.csv")});
    drop();
    QTRY_VERIFY2(problems().join('|').contains("columns of text"), qPrintable(problems().join('|')));
    // Taken out, they are no matter any more.
    while (auto* remove = sheet()->findChild<QToolButton*>("removeTask")) {
      if (!remove->isVisible()) break;
      click(remove);
      QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    QVERIFY(problems().contains("Add at least one task: a CSV file with a time series."));
  }

  void escapeEndsTheCheckAndThenTheSheet() {
    QSemaphore gate;
    openPreset();
    QTRY_VERIFY(footer().startsWith("Ready."));
    m_gate = &gate;
    QTest::keyClick(sheet(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(footer().startsWith("Checking"));
    m_arrived.acquire();
    QVERIFY(!field<QLineEdit>("studyName")->isEnabled());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY2(footer().startsWith("Ready."), qPrintable(footer()));
    QVERIFY(field<QLineEdit>("studyName")->isEnabled());
    m_gate = nullptr;
    gate.release();
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(m_log->count<StartStudy>(), 0);
    QCOMPARE(m_log->created, 0);
    QTest::keyClick(sheet(), Qt::Key_Escape);
    QTRY_VERIFY(sheet() == nullptr);
  }

  void dataThatFailsItsCheckStartsNothing() {
    const QString file = write("gone.csv", 120);
    drag({file});
    drop();
    QTRY_VERIFY(footer().startsWith("Ready."));
    QVERIFY(QFile::remove(file));
    QTest::mouseClick(field<QPushButton>("start"), Qt::LeftButton);
    auto* bar = m_window->findChild<MessageBar*>("sheetMessages");
    QTRY_VERIFY2(bar->isVisible() && bar->text().contains("gone.csv"), qPrintable(bar->text()));
    QCOMPARE(m_log->count<OpenProject>(), 0);
    QVERIFY(!QFile::exists(m_home.filePath("touchstone-results/gone.touchstone")));
  }

  void namesMayBeLongBrokenOrRightToLeft_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kept");
    QTest::newRow("300 characters") << QString(300, 'n') << QString(300, 'n');
    QTest::newRow("line breaks") << QString("two\nlines\r\n here") << QString("two lines here");
    QTest::newRow("right to left") << QString::fromUtf8("מהירות הרוח") << QString::fromUtf8("מהירות הרוח");
    QTest::newRow("quotes") << QString("a \"b\" 'c' \\d [e]") << QString("a \"b\" 'c' \\d [e]");
  }
  void namesMayBeLongBrokenOrRightToLeft() {
    QFETCH(QString, typed);
    QFETCH(QString, kept);
    drag({write("names.csv", 100)});
    drop();
    QTRY_VERIFY(footer().startsWith("Ready."));
    QApplication::clipboard()->setText(typed);
    auto* name = field<QLineEdit>("studyName");
    name->selectAll();
    name->setFocus();
    QTest::keyClick(name, Qt::Key_V, Qt::ControlModifier);
    click(field<QToolButton>("editTask"));
    auto* task = field<QLineEdit>("taskName");
    task->selectAll();
    QTest::keyClick(task, Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY2(footer().startsWith("Ready."), qPrintable(footer()));
    QVERIFY(sheet()->width() == m_window->width());
    QTest::keyClick(task, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_log->count<StartStudy>(), 1);
    QCOMPARE(QString::fromStdString(startedStudy().name), kept);
    QCOMPARE(QString::fromStdString(startedStudy().tasks[0].name), kept);
  }

  void aNameThatTheProjectHasIsRefused() {
    m_window->openProject("/tmp/first-study.touchstone");
    QTRY_VERIFY(m_window->state().isLoaded());
    const QString taken = QString::fromStdString(m_window->state().snapshot().studies.front().name);
    drag({write("more.csv", 100)});
    drop();
    QTRY_VERIFY(footer().startsWith("Ready."));
    auto* name = field<QLineEdit>("studyName");
    name->selectAll();
    QTest::keyClicks(name, taken);
    QTRY_VERIFY2(problems().join('|').contains("has a study of this name"), qPrintable(problems().join('|')));
    QTest::keyClicks(name, " again");
    QTRY_VERIFY(footer().startsWith("Ready."));
    QTest::mouseClick(field<QPushButton>("start"), Qt::LeftButton);
    QTRY_COMPARE(m_log->count<StartStudy>(), 1);
    QCOMPARE(projectPath(), QString("/tmp/first-study.touchstone"));
  }

  void tabStaysInTheSheet() {
    openPreset();
    QSet<QWidget*> visited;
    for (int i = 0; i < 200; ++i) {
      QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
      QVERIFY(sheet()->isAncestorOf(QApplication::focusWidget()));
      visited << QApplication::focusWidget();
    }
    // By rows, as the eye goes: the fields of a task follow its row.
    click(field<QToolButton>("editTask"));
    QWidget* order[] = {field<QLineEdit>("taskName"), field<QSpinBox>("horizon"), field<QSpinBox>("season"),
                        field<QLineEdit>("split"), field<QComboBox>("metric")};
    for (QWidget* each : order) {
      QCOMPARE(QApplication::focusWidget(), each);
      QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(QApplication::focusWidget()->objectName(), QString("taskChosen"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(QApplication::focusWidget(), order[4]);
    for (const char* id : {"studyName", "level2", "addFiles", "editTask", "contender", "seeds", "scheduler", "slots",
                           "projectFile", "copyCommand", "showToml", "save", "cancel", "start"}) {
      QVERIFY2(visited.contains(field<QWidget>(id)), id);
    }
    for (QWidget* each : visited) {
      const auto* button = qobject_cast<QAbstractButton*>(each);
      QVERIFY2(!each->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty()),
               qPrintable(each->objectName() + QLatin1String(each->metaObject()->className())));
    }
  }

  void textAndCommand() {
    openPreset();
    click(field<QPushButton>("copyCommand"));
    QVERIFY2(QApplication::clipboard()->text().startsWith("touchstone-cli run 'first-study' -p '"),
             qPrintable(QApplication::clipboard()->text()));
    QTest::mouseClick(field<QToolButton>("level2"), Qt::LeftButton);
    QCOMPARE(sheet()->draft().budget().trials, 81);
    click(field<QPushButton>("copyCommand"));
    QVERIFY(QApplication::clipboard()->text().startsWith("touchstone-cli run /dev/stdin"));
    QVERIFY(QApplication::clipboard()->text().endsWith("\nSTUDY\n"));
    click(field<QPushButton>("showToml"));
    auto* text = field<QPlainTextEdit>("toml");
    QTRY_VERIFY(text->isVisible());
    const auto read = studyFromText(text->toPlainText().toStdString(), "/");
    QVERIFY(std::holds_alternative<StudySpec>(read));
    QVERIFY(std::get<StudySpec>(read).tasks == sheet()->draft().spec().tasks);
    click(field<QPushButton>("copyToml"));
    QCOMPARE(QApplication::clipboard()->text(), text->toPlainText());
  }

  void savedStudiesAreListedAsPresets() {
    openPreset();
    click(field<QPushButton>("save"));
    QTRY_VERIFY(m_window->findChild<QFileDialog*>("saveDialog") != nullptr);
    auto* dialog = m_window->findChild<QFileDialog*>("saveDialog");
    auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
    name->setCompleter(nullptr);
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, m_home.filePath("data/touchstone/presets/mine.toml"));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(m_window->findChild<QAction*>("preset-mine") != nullptr);
    QFile::remove(m_home.filePath("data/touchstone/presets/mine.toml"));
  }

  void everythingFitsTheSmallestWindow() {
    openPreset();
    m_window->resize(1100, 700);
    QTRY_COMPARE(sheet()->width(), 1100);
    for (QPushButton* button : {field<QPushButton>("start"), field<QPushButton>("save")}) {
      const QRect place(button->mapTo(sheet(), QPoint(0, 0)), button->size());
      QVERIFY(sheet()->panel().contains(place));
    }
    for (QScrollArea* area : sheet()->findChildren<QScrollArea*>()) {
      QVERIFY(area->widget()->minimumSizeHint().width() <= area->viewport()->width());
    }
  }

 private:
  NewStudySheet* sheet() const { return m_window->findChild<NewStudySheet*>("newStudySheet"); }
  template <typename Widget>
  Widget* field(const char* id) const {
    return sheet() != nullptr ? sheet()->findChild<Widget*>(QLatin1String(id)) : nullptr;
  }
  QString footer() const {
    auto* text = field<ElidedLabel>("footer");
    return text != nullptr ? text->text() : QString();
  }
  QStringList problems() const {
    QStringList found;
    for (ProblemLabel* label : sheet()->findChildren<ProblemLabel*>()) {
      if (!label->isHidden() && !label->text().isEmpty()) {
        found << label->text();
      }
    }
    return found;
  }
  QCheckBox* contender(const QString& name) const {
    for (QCheckBox* box : sheet()->findChildren<QCheckBox*>("contender")) {
      if (box->accessibleName() == name) {
        return box;
      }
    }
    return nullptr;
  }
  // At its left end, where a check box has its box.
  static void click(QWidget* widget) {
    QVERIFY(widget != nullptr);
    QTest::mouseClick(widget, Qt::LeftButton, {}, QPoint(9, widget->height() / 2));
  }
  void choose(const char* id, const QString& data) {
    auto* combo = field<QComboBox>(id);
    combo->setFocus();
    for (int i = 0; i < combo->count() && combo->currentData().toString() != data; ++i) {
      QTest::keyClick(combo, i == 0 ? Qt::Key_Home : Qt::Key_Down);
    }
    QCOMPARE(combo->currentData().toString(), data);
  }
  void tabTo(QWidget* wanted) {
    for (int i = 0; i < 100 && QApplication::focusWidget() != wanted; ++i) {
      QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(QApplication::focusWidget(), wanted);
  }
  void openPreset() {
    QTRY_VERIFY(m_window->findChild<QAction*>("preset-first-study") != nullptr);
    m_window->findChild<QAction*>("preset-first-study")->trigger();
    QTRY_VERIFY(sheet() != nullptr && !sheet()->draft().isEmpty());
    QTRY_VERIFY(!sheet()->draft().isReading() && !sheet()->draft().project().isEmpty());
  }

  // As the system does it: to the native window, which finds the widget below the place.
  void drag(const QStringList& files) {
    m_mime = std::make_unique<QMimeData>();
    QList<QUrl> urls;
    for (const QString& file : files) {
      urls << QUrl::fromLocalFile(file);
    }
    m_mime->setUrls(urls);
    m_mime->setText(files.join('\n'));
    QDragEnterEvent enter(kPlace, Qt::CopyAction, m_mime.get(), Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window->windowHandle(), &enter);
    QDragMoveEvent move(kPlace, Qt::CopyAction, m_mime.get(), Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window->windowHandle(), &move);
    QVERIFY(move.isAccepted());
  }
  void drop() {
    QDropEvent dropped(kPlace, Qt::CopyAction, m_mime.get(), Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window->windowHandle(), &dropped);
    QVERIFY(dropped.isAccepted());
  }

  // A series with a season of 12.
  QString write(const QString& name, int rows) {
    QFile file(m_home.filePath(name));
    if (file.open(QIODevice::WriteOnly)) {
      file.write("value\n");
      for (int i = 0; i < rows; ++i) {
        file.write(QByteArray::number(10.0 + i % 12 + (i * 7919 % 101) / 101.0) + "\n");
      }
    }
    return file.fileName();
  }
  StudySpec startedStudy() const {
    for (const Command& command : m_log->commands) {
      if (const auto* start = std::get_if<StartStudy>(&command)) {
        return start->spec;
      }
    }
    return {};
  }
  QString projectPath() const {
    for (const Command& command : m_log->commands) {
      if (const auto* open = std::get_if<OpenProject>(&command)) {
        return QString::fromStdString(open->path.string());
      }
    }
    return {};
  }

  static constexpr QPoint kPlace{400, 180};

  QTemporaryDir m_home;
  std::unique_ptr<Theme> m_theme;
  std::shared_ptr<EngineLog> m_log;
  std::unique_ptr<MainWindow> m_window;
  std::unique_ptr<QMimeData> m_mime;
  std::atomic<QSemaphore*> m_gate{nullptr};
  QSemaphore m_arrived;
};

QTEST_MAIN(NewStudyTest)
#include "new_study_test.moc"
