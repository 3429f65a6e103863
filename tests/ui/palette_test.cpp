// The command palette: matching by hand-checked cases and against a search through all placings, the model under
// QAbstractItemModelTester, and the palette in the whole window through keys and mouse.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QRandomGenerator>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include "ui/dialogs/palette/command_palette.h"
#include "ui/dialogs/palette/palette_match.h"
#include "ui/dialogs/palette/palette_model.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/status_line.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;

namespace {

PaletteItem command(const QString& name, const QString& detail = "File") {
  return {name, detail, "Ctrl+X", {}, true, [] {}};
}
PaletteItem task(const QString& name) {
  return {name, "Task", {}, {}, false, [] {}};
}

QStringList namesIn(const QAbstractItemModel& model) {
  QStringList names;
  for (int row = 0; row < model.rowCount(); ++row) {
    names << model.index(row, 0).data().toString();
  }
  return names;
}

bool isSubsequence(const QString& name, const QString& letters) {
  qsizetype at = 0;
  for (const QChar letter : name) {
    at += at < letters.size() && letter.toCaseFolded() == letters[at].toCaseFolded();
  }
  return at == letters.size();
}

}  // namespace

class PaletteTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_settingsFolder);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void init() {
    QSettings().clear();
    m_data = sampleStudy(Progress::kInterrupted);
    m_log = std::make_shared<EngineLog>();
    m_window = std::make_unique<MainWindow>(fakeBackends(m_data, m_log), m_theme.get());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
  }
  void cleanup() { m_window.reset(); }

  void lettersFitInTheirOrder() {
    QVERIFY(matchLetters(u"Open", u"opn").has_value());
    QVERIFY(!matchLetters(u"Open", u"npo").has_value());
    QVERIFY(!matchLetters(u"", u"a").has_value());
    QCOMPARE(matchLetters(u"Open", u"")->score, 0);
    QCOMPARE(matchLetters(u"New Study", u"n STU")->positions, (QList<int>{0, 4, 5, 6}));
  }

  void wordStartsComeBeforeLettersInside() {
    QCOMPARE(matchLetters(u"Close project", u"p")->positions, QList<int>{6});
    QCOMPARE(matchLetters(u"transport port", u"port")->positions, (QList<int>{10, 11, 12, 13}));
    QVERIFY(matchLetters(u"Run or resume", u"rr")->score > matchLetters(u"Arrange", u"rr")->score);
    QVERIFY(matchLetters(u"Log", u"log")->score > matchLetters(u"Later on go", u"log")->score);
  }

  void matchesAreSubsequencesAndNothingElse() {
    QRandomGenerator random(5);
    const auto word = [&random](int most) {
      QString text;
      for (int i = random.bounded(most); i >= 0; --i) {
        text += QStringLiteral("abA -")[random.bounded(5)];
      }
      return text;
    };
    for (int i = 0; i < 3000; ++i) {
      const QString name = word(14);
      const QString letters = word(4).remove(QLatin1Char(' '));
      const auto match = matchLetters(name, letters);
      QCOMPARE(match.has_value(), isSubsequence(name, letters));
      for (int at = 0; match && at < letters.size(); ++at) {
        QCOMPARE(name[match->positions[at]].toCaseFolded(), letters[at].toCaseFolded());
        QVERIFY(at == 0 || match->positions[at - 1] < match->positions[at]);
      }
    }
  }

  void modelRanksAndFilters() {
    PaletteModel model({command("Copy table or plot"), command("Open…"), command("Dark", "View › Theme"),
                        task("open water"), task("topographic pen")});
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 5);
    model.setQuery("open");
    QCOMPARE(namesIn(model), QStringList({"Open…", "open water", "topographic pen"}));
    QCOMPARE(model.index(0).data(kPaletteLettersRole).value<QList<int>>(), (QList<int>{0, 1, 2, 3}));
    model.setQuery("> open");
    QCOMPARE(namesIn(model), QStringList({"Open…"}));
    model.setQuery("theme da");
    QCOMPARE(namesIn(model), QStringList({"Dark"}));
    QCOMPARE(model.index(0).data(kPaletteLettersRole).value<QList<int>>(), (QList<int>{0, 1}));
    model.setQuery("@open");
    QCOMPARE(model.rowCount(), 0);
    model.setQuery(">");
    QCOMPARE(model.rowCount(), 3);
  }

  void longAndRightToLeftNamesAreFoundAndDrawn() {
    const QString longName = QString(298, QLatin1Char('x')) + "yz";
    const QString hebrew = QString::fromUtf8("ניסוי ראשון");
    m_data->tasks[0].name = longName.toStdString();
    m_data->tasks[1].name = hebrew.toStdString();
    open();
    openPalette();
    QTest::keyClicks(field(), "xyz");
    QCOMPARE(namesIn(*list()->model()).first(), longName);
    QVERIFY(!m_window->grab().isNull());
    field()->setText(hebrew.mid(6, 2));
    QCOMPARE(namesIn(*list()->model()), QStringList(hebrew));
    QVERIFY(!m_window->grab().isNull());
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(m_window->state().task(), TaskId{2});
  }

  void enterRunsTheAction() {
    open();
    openPalette();
    QTest::keyClicks(field(), "compare");
    QTest::keyClick(field(), Qt::Key_Return);
    QCOMPARE(m_window->currentView(), QString("compare"));
    QTRY_VERIFY(palette() == nullptr);
  }

  void arrowsWalkWhileTheCursorStaysInTheField() {
    open();
    openPalette();
    QCOMPARE(list()->currentIndex().row(), 0);
    QTest::keyClick(field(), Qt::Key_Down);
    QTest::keyClick(field(), Qt::Key_Down);
    QCOMPARE(list()->currentIndex().row(), 2);
    QTest::keyClick(field(), Qt::Key_Up);
    QCOMPARE(list()->currentIndex().row(), 1);
    QTest::keyClick(field(), Qt::Key_Up);
    QTest::keyClick(field(), Qt::Key_Up);
    QCOMPARE(list()->currentIndex().row(), list()->model()->rowCount() - 1);
    QVERIFY(field()->hasFocus());
    QVERIFY(!field()->accessibleDescription().isEmpty());
  }

  void aClickChooses() {
    open();
    openPalette();
    QTest::keyClicks(field(), "ETTm1");
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                      list()->visualRect(list()->model()->index(0, 0)).center());
    QCOMPARE(m_window->state().task(), TaskId{2});
    QTRY_VERIFY(palette() == nullptr);
  }

  void escapeGivesTheFocusBack() {
    open();
    auto* tree = m_window->findChild<QTreeView*>();
    tree->setFocus();
    openPalette();
    QTest::keyClick(field(), Qt::Key_Escape);
    QTRY_VERIFY(palette() == nullptr);
    QVERIFY(tree->hasFocus());
  }

  void theSameKeysCloseIt() {
    open();
    openPalette();
    QTest::keyClick(field(), Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(palette() == nullptr);
  }

  void lostFocusAndClicksElsewhereCloseIt() {
    open();
    openPalette();
    auto* tree = m_window->findChild<QTreeView*>();
    tree->setFocus();
    QTRY_VERIFY(palette() == nullptr);
    QVERIFY(tree->hasFocus());
    openPalette();
    QTest::mouseClick(m_window->findChild<StatusLine*>(), Qt::LeftButton);
    QTRY_VERIFY(palette() == nullptr);
  }

  void disabledActionsAndItselfAreAbsent() {
    openPalette();
    QVERIFY(!namesIn(*list()->model()).contains("Pause"));
    QVERIFY(!namesIn(*list()->model()).contains("Close project"));
    QVERIFY(!namesIn(*list()->model()).contains("Find or run…"));
    QVERIFY(namesIn(*list()->model()).contains("About and licences"));
  }

  void nothingFoundIsSaidAndEnterDoesNothing() {
    openPalette();
    QTest::keyClicks(field(), "@qqqq");
    QVERIFY(!list()->isVisible());
    QCOMPARE(field()->accessibleDescription(), QString("Nothing found"));
    QTest::keyClick(field(), Qt::Key_Return);
    QVERIFY(palette()->isVisible());
    field()->clear();
    QVERIFY(list()->isVisible());
  }

  void recentProjectsAreOpened() {
    open();
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QTRY_VERIFY(!m_window->bridge().hasProject());
    openPalette();
    QTest::keyClicks(field(), "first-study.t");
    QCOMPARE(namesIn(*list()->model()).first(), QString("first-study.touchstone"));
    QTest::keyClick(field(), Qt::Key_Return);
    QTRY_VERIFY(m_window->state().isLoaded());
  }

  void anotherProjectClosesIt() {
    open();
    openPalette();
    m_window->openProject("/tmp/second.touchstone");
    QTRY_VERIFY(palette() == nullptr);
  }

  void theFieldOfTheViewBarOpensItAndShrinks() {
    auto* find = m_window->findChild<QToolButton*>("findField");
    QVERIFY(find->width() > 100);
    QTest::mouseClick(find, Qt::LeftButton);
    QVERIFY(palette() != nullptr && field()->hasFocus());
    m_window->resize(1120, 760);
    QTRY_COMPARE(find->width(), find->height());
    QVERIFY(m_window->rect().contains(palette()->geometry()));
  }

 private:
  void open() {
    m_window->openProject("/tmp/first-study.touchstone");
    QTRY_VERIFY(m_window->state().isLoaded());
  }
  void openPalette() {
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(palette() != nullptr && palette()->isVisible());
    QVERIFY(field()->hasFocus());
  }
  CommandPalette* palette() const { return m_window->findChild<CommandPalette*>(); }
  QLineEdit* field() const { return palette()->findChild<QLineEdit*>(); }
  QListView* list() const { return palette()->findChild<QListView*>(); }

  QTemporaryDir m_settingsFolder;
  std::unique_ptr<Theme> m_theme;
  test::SharedData m_data;
  test::SharedEngineLog m_log;
  std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(PaletteTest)
#include "palette_test.moc"
