// The whole way of a user by keyboard alone, on the real engine with scripted contenders: a project whose process was
// killed is opened from the start page and resumed, paused, stopped and finished; a CSV file becomes a study that runs;
// contenders are chosen. Every key goes to the window that has the focus.
#include <QAbstractButton>
#include <QCheckBox>
#include <QFileDialog>

#include "ui/main_window/start_page.h"
#include "ui/support/keyboard.h"
#include "ui/support/scripted_window.h"
#include "ui/widgets/message_bar.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::Keyboard;
using touchstone::test::WayFixture;

class KeyboardWayTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_way = std::make_unique<WayFixture>(); }
  void init() { QSettings().clear(); }
  void cleanup() { m_way->close(); }

  void aKilledStudyIsResumedPausedStoppedAndFinished() {
    const QString path = m_way->killedProject();
    QVERIFY(!path.isEmpty());
    start();
    QVERIFY(m_way->window().findChild<StartPage*>()->isVisible());
    QVERIFY(m_keys->tabToName(path) != nullptr);
    m_keys->press(Qt::Key_Return);
    QTRY_COMPARE(m_way->window().windowTitle(), QString("killed.touchstone — Touchstone"));
    QVERIFY(!m_way->window().findChild<StartPage*>()->isVisible());

    const auto* bar = m_way->window().findChild<MessageBar*>("messageBar");
    QTRY_VERIFY(bar->isVisible());
    QVERIFY2(bar->text().contains("1 study was interrupted: killed"), qPrintable(bar->text()));
    m_keys->press(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY2(m_way->live().contains("interrupted"), qPrintable(m_way->live()));
    QVERIFY(tabToButton("Resume", true));
    m_keys->press(Qt::Key_Return);
    QTRY_VERIFY2(m_way->status().contains("running"), qPrintable(m_way->status()));
    QVERIFY(!bar->isVisible());
    QTRY_VERIFY2(m_way->live().contains("no estimate yet"), qPrintable(m_way->live()));

    m_keys->press(Qt::Key_F6);
    QTRY_VERIFY2(m_way->live().contains("paused") && m_way->status().contains("idle"), qPrintable(m_way->live()));
    m_keys->press(Qt::Key_F5);
    QTRY_VERIFY2(m_way->status().contains("running"), qPrintable(m_way->status()));
    QTRY_VERIFY2(!m_way->live().contains("paused"), qPrintable(m_way->live()));
    m_keys->press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_VERIFY2(m_way->live().contains("interrupted") && m_way->status().contains("idle"), qPrintable(m_way->live()));
    m_way->openGate();
    m_keys->press(Qt::Key_F5);
    QTRY_VERIFY2(m_way->isFinished(), qPrintable(m_way->live()));
    m_keys->press(Qt::Key_6, Qt::ControlModifier);
    m_way->verifyAllHaveScores({"Auto-AR", "DLinear"});
  }

  void aTypedCsvBecomesAStudyThatRuns() {
    start();
    m_keys->press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    chooseFile(m_way->write("wind.csv"));
    QVERIFY(m_way->sheet() != nullptr);
    chooseSmallBudget();
    m_keys->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_way->window().windowTitle(), QString("wind.touchstone — Touchstone"));
    QTRY_VERIFY2(m_way->status().contains("running"), qPrintable(m_way->status()));
    QVERIFY(m_way->sheet() == nullptr);
    QVERIFY(m_way->window().findChild<LiveView*>()->isVisible());
    m_way->openGate();
    QTRY_VERIFY2(m_way->isFinished(), qPrintable(m_way->live()));
  }

  // From the start page's card instead of the shortcut, and with other contenders than those ticked at first.
  void contendersAreChosenByKeys() {
    start();
    QVERIFY(tabToButton("Choose files"));
    m_keys->press(Qt::Key_Return);
    chooseFile(m_way->write("tide.csv"));
    QVERIFY(m_way->sheet() != nullptr);
    chooseSmallBudget();
    for (const QCheckBox* box : m_way->sheet()->findChildren<QCheckBox*>("contender")) {
      const bool isWanted = box->accessibleName() == "Auto-AR";
      if (box->isEnabled() && box->isChecked() != isWanted) {
        QVERIFY2(m_keys->tabTo([box](const QWidget* widget) { return widget == box; }), qPrintable(box->text()));
        m_keys->press(Qt::Key_Space);
        QCOMPARE(box->isChecked(), isWanted);
      }
    }
    QVERIFY(tabToButton("Start"));
    m_way->openGate();
    m_keys->press(Qt::Key_Return);
    QTRY_COMPARE(m_way->window().windowTitle(), QString("tide.touchstone — Touchstone"));
    QTRY_VERIFY2(m_way->isFinished(), qPrintable(m_way->live()));
    m_keys->press(Qt::Key_6, Qt::ControlModifier);
    m_way->verifyAllHaveScores({"Auto-AR", "naive", "seasonal naive"});  // the references are always there
  }

  void newStudyOpensByKeyAndGoesByEscape() {
    start();
    m_keys->press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(m_way->sheet() != nullptr);
    QVERIFY2(m_way->sheetText().contains("Add at least one task"), qPrintable(m_way->sheetText()));
    m_keys->press(Qt::Key_Escape);
    QTRY_VERIFY(m_way->sheet() == nullptr);
    QVERIFY(m_way->window().findChild<StartPage*>()->isVisible());
  }

 private:
  void start() {
    m_way->start();
    m_keys = std::make_unique<Keyboard>(&m_way->window());
  }
  bool tabToButton(const QString& text, bool isBackwards = false) const {
    const auto isWanted = [&text](const QWidget* widget) {
      const auto* button = qobject_cast<const QAbstractButton*>(widget);
      return button != nullptr && button->text() == text;
    };
    return m_keys->tabTo(isWanted, isBackwards) != nullptr;
  }
  void chooseFile(const QString& path) {
    const auto dialog = [this] { return m_way->window().findChild<QFileDialog*>("filesDialog"); };
    QTRY_VERIFY(dialog() != nullptr);
    QVERIFY(QTest::qWaitForWindowActive(dialog()));
    m_keys->type(path);
    m_keys->press(Qt::Key_Return);
    QTRY_VERIFY(dialog() == nullptr);
    QTRY_VERIFY(m_way->sheet() != nullptr);
  }
  void chooseSmallBudget() {
    QTRY_VERIFY2(m_way->sheetText().contains("Ready."), qPrintable(m_way->sheetText()));
    QVERIFY(m_keys->tabTo([](const QWidget* widget) { return widget->objectName() == "level0"; }) != nullptr);
    m_keys->press(Qt::Key_Space);
    QTRY_VERIFY2(m_way->sheetText().contains("Ready."), qPrintable(m_way->sheetText()));
  }

  std::unique_ptr<WayFixture> m_way;
  std::unique_ptr<Keyboard> m_keys;
};

WAY_TEST_MAIN(KeyboardWayTest)
#include "keyboard_way_test.moc"
