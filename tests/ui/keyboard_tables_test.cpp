// Tables and exports by keyboard alone, from the start page on: trials are sorted, filtered and copied, the leaderboard is
// sorted and exported in every format, a plot is saved in every format, and the list of shortcuts names these keys.
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>

#include "ui/dialogs/shortcut_overlay.h"
#include "ui/main_window/main_window.h"
#include "ui/models/leaderboard_model.h"
#include "ui/support/keyboard.h"
#include "ui/support/on_screen.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/views/compare/leaderboard_table.h"
#include "ui/views/trials/trials_model.h"
#include "ui/views/trials/trials_table.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Keyboard;
using touchstone::test::onScreen;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;

class KeyboardTablesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_home);
    qputenv("HOME", m_home.path().toUtf8());
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void init() {
    QSettings().clear();
    WindowSettings().addRecentProject("/tmp/first-study.touchstone");
    m_data = sampleStudy(Progress::kDone);
    for (int number = 0; number < 40; ++number) {
      TrialRow row;
      row.id = TrialId{number + 1};
      row.run = RunId{1};
      row.number = number;
      row.contenderName = number % 2 == 0 ? "DLinear" : "Auto-AR";
      row.state = TrialState::kFinished;
      row.value = 0.3 + 0.001 * ((number * 7) % 40);
      m_data->trials.push_back(row);
    }
    m_data->studies.front().trialsTotal = 40;
    m_window = std::make_unique<MainWindow>(fakeBackends(m_data, std::make_shared<EngineLog>()), m_theme.get());
    m_keys = std::make_unique<Keyboard>(m_window.get());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QVERIFY(m_keys->tabToName("/tmp/first-study.touchstone") != nullptr);
    m_keys->press(Qt::Key_Return);
    QTRY_VERIFY(m_window->state().isLoaded());
  }
  void cleanup() { m_window.reset(); }

  void trialsAreSortedFromTheMenu() {
    openTrials();
    QVERIFY(!QTest::currentTestFailed());
    chooseInMenu({"Sort by", "Validation"});
    QTRY_COMPARE(trial(0, TrialsModel::kValue), QString("0.3000"));
    QTRY_COMPARE(trial(1, TrialsModel::kValue), QString("0.3010"));
    chooseInMenu({"Sort by", "Largest first"});
    QTRY_COMPARE(trial(0, TrialsModel::kValue), QString("0.3390"));
    QCOMPARE(trials()->horizontalHeader()->sortIndicatorSection(), static_cast<int>(TrialsModel::kValue));
  }

  void trialsAreFilteredAndCopied() {
    openTrials();
    QVERIFY(!QTest::currentTestFailed());
    m_keys->press(Qt::Key_F, Qt::ControlModifier);
    QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr);
    m_keys->type("DLinear");
    QTRY_COMPARE(trials()->model()->rowCount(), 20);
    QVERIFY2(onScreen(m_window.get()).contains("20 of 40"), qPrintable(onScreen(m_window.get())));
    m_keys->press(Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget(), trials());
    m_keys->press(Qt::Key_Down);
    m_keys->press(Qt::Key_Down, Qt::ShiftModifier);
    m_keys->press(Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(onScreen(m_window->statusBar()).contains("Copied 2 trials"));
    const QStringList lines = QApplication::clipboard()->text().trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines[0].startsWith("Trial\tContender\tTask"), qPrintable(lines[0]));
    QVERIFY2(lines[1].contains("\tDLinear\t"), qPrintable(lines[1]));
    m_keys->press(Qt::Key_A, Qt::ControlModifier);
    m_keys->press(Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(QApplication::clipboard()->text().trimmed().split('\n').size(), 21);
  }

  void trialsAreSaved() {
    openTrials();
    QVERIFY(!QTest::currentTestFailed());
    m_keys->press(Qt::Key_E, Qt::ControlModifier);
    QCOMPARE(save("saveTrials", "trials.csv").count('\n'), 41);
  }

  void aPlotIsSaved_data() {
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("contains");
    QTest::newRow("pdf") << "pdf" << QByteArray("%PDF");
    QTest::newRow("svg") << "svg" << QByteArray("<svg");
    QTest::newRow("png") << "png" << QByteArray("\x89PNG");
    QTest::newRow("csv") << "csv" << QByteArray("DLinear");
  }
  void aPlotIsSaved() {
    QFETCH(QString, suffix);
    QFETCH(QByteArray, contains);
    m_keys->press(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(QApplication::focusWidget()->inherits("touchstone::ui::LearningCurvesPlot"));
    m_keys->press(Qt::Key_E, Qt::ControlModifier);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr);
    walkTo(menu, suffix.toUpper());
    m_keys->press(Qt::Key_Return);
    const QByteArray written = save("saveFigure", "figure." + suffix);
    QVERIFY2(written.contains(contains), written.left(60).constData());
  }

  void theLeaderboardIsSortedFromTheMenu() {
    m_keys->press(Qt::Key_6, Qt::ControlModifier);
    QTRY_COMPARE(board()->model()->rowCount(), 6);
    QCOMPARE(QApplication::focusWidget(), board());
    m_keys->press(Qt::Key_Down);
    chooseInMenu({"Sort by", "ETTm1, 96 quarters"});
    QTRY_COMPARE(leader(0), QString("Fracast-0 fine-tuned"));
    QCOMPARE(leader(5), QString("naive"));
    chooseInMenu({"Sort by", "ETTm1, 96 quarters"});  // again: the other way round
    QTRY_COMPARE(leader(0), QString("naive"));
  }

  void theLeaderboardIsExported_data() {
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("contains");
    QTest::newRow("CSV") << "CSV"
                         << "csv" << QByteArray(",DLinear,");
    QTest::newRow("Markdown") << "Markdown"
                              << "md" << QByteArray("| DLinear ");
    QTest::newRow("LaTeX") << "LaTeX"
                           << "tex" << QByteArray("\\toprule");
  }
  void theLeaderboardIsExported() {
    QFETCH(QString, format);
    QFETCH(QString, suffix);
    QFETCH(QByteArray, contains);
    m_keys->press(Qt::Key_6, Qt::ControlModifier);
    QTRY_COMPARE(board()->model()->rowCount(), 6);
    m_keys->press(Qt::Key_E, Qt::ControlModifier);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr);
    walkTo(menu, "Save as " + format);
    m_keys->press(Qt::Key_Return);
    const QByteArray written = save("saveLeaderboard", "board." + suffix);
    QVERIFY2(written.contains(contains), written.constData());
  }

  void theLeaderboardIsCopiedAsLatex() {
    m_keys->press(Qt::Key_6, Qt::ControlModifier);
    QTRY_COMPARE(board()->model()->rowCount(), 6);
    m_keys->press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY2(QApplication::clipboard()->text().contains("\\toprule"), qPrintable(QApplication::clipboard()->text()));
    QVERIFY(onScreen(m_window->statusBar()).contains("Copied the leaderboard as LaTeX"));
  }

  void theShortcutsNameTheKeys() {
    m_keys->press(Qt::Key_Question);
    const auto* overlay = m_window->findChild<ShortcutOverlay*>();
    QVERIFY(overlay != nullptr && overlay->isVisible());
    for (const char* keys : {"Shift+F10", "Ctrl+E", "Ctrl+Shift+L", "Ctrl+F"}) {
      QVERIFY2(overlay->accessibleDescription().contains(keys), keys);
    }
  }

 private:
  TrialsTable* trials() const { return m_window->findChild<TrialsTable*>(); }
  LeaderboardTable* board() const { return m_window->findChild<LeaderboardTable*>(); }
  QString trial(int row, int column) const { return trials()->model()->index(row, column).data().toString(); }
  QString leader(int row) const { return board()->model()->index(row, 0).data().toString(); }

  void openTrials() {
    m_keys->press(Qt::Key_5, Qt::ControlModifier);
    QTRY_COMPARE(trials()->model()->rowCount(), 40);
    QTRY_COMPARE(trial(0, TrialsModel::kTrial), QString("t-000"));
    QCOMPARE(QApplication::focusWidget(), trials());
  }
  void walkTo(const QMenu* menu, const QString& text) const {
    const auto isThere = [&] {
      return menu->activeAction() != nullptr && menu->activeAction()->text().startsWith(text);
    };
    for (int i = 0; i < 20 && !isThere(); ++i) {
      m_keys->press(Qt::Key_Down);
    }
    QVERIFY2(isThere(), qPrintable(text));
  }
  // Through the menu that Shift+F10 opens on the table in focus.
  void chooseInMenu(const QStringList& path) const {
    m_keys->press(Qt::Key_F10, Qt::ShiftModifier);
    for (const QString& entry : path) {
      const auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
      QVERIFY(menu != nullptr);
      walkTo(menu, entry);
      m_keys->press(entry == path.last() ? Qt::Key_Return : Qt::Key_Right);
    }
    QTRY_VERIFY(QApplication::activePopupWidget() == nullptr);
  }
  // Types the name into the dialog; the file's content once it is there, and the status bar says so.
  QByteArray save(const char* dialogName, const QString& name) const {
    const QString path = m_home.filePath(name);
    QFile::remove(path);
    [&] {
      const auto dialog = [&] { return m_window->findChild<QFileDialog*>(dialogName); };
      QTRY_VERIFY(dialog() != nullptr);
      QVERIFY(QTest::qWaitForWindowActive(dialog()));
      m_keys->press(Qt::Key_A, Qt::ControlModifier);
      m_keys->type(path);
      m_keys->press(Qt::Key_Return);
      QTRY_VERIFY(dialog() == nullptr);
      QTRY_VERIFY2(onScreen(m_window->statusBar()).contains(path), qPrintable(onScreen(m_window->statusBar())));
    }();
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  QTemporaryDir m_home;
  std::unique_ptr<Theme> m_theme;
  test::SharedData m_data;
  std::unique_ptr<MainWindow> m_window;
  std::unique_ptr<Keyboard> m_keys;
};

QTEST_MAIN(KeyboardTablesTest)
#include "keyboard_tables_test.moc"
