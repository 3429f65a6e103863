// The same way by mouse, on the real engine with scripted contenders: a project whose process was killed is opened from
// the start page, resumed, paused, stopped and finished by its buttons; plots, leaderboard and trials are exported, sorted
// and filtered. Every click goes to the window, at the place where one sees what is clicked.
#include <QAbstractButton>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QTabBar>
#include <QTimer>
#include <QToolButton>
#include <QWindow>

#include "ui/main_window/start_page.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/plot_card.h"
#include "ui/support/scripted_window.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/trials/trials_model.h"
#include "ui/views/trials/trials_table.h"
#include "ui/views/trials/trials_view.h"
#include "ui/widgets/message_bar.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::WayFixture;

class MouseWayTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_way = std::make_unique<WayFixture>(); }
  void init() { QSettings().clear(); }
  void cleanup() { m_way->close(); }

  void aKilledStudyIsResumedPausedStoppedAndFinished() {
    openKilled();
    QVERIFY(!QTest::currentTestFailed());
    const auto* bar = m_way->window().findChild<MessageBar*>("messageBar");
    QVERIFY2(bar->text().contains("1 study was interrupted: killed"), qPrintable(bar->text()));
    clickTab("Live");
    QTRY_VERIFY2(m_way->live().contains("interrupted"), qPrintable(m_way->live()));
    click(button("Resume"));
    QTRY_VERIFY2(m_way->live().contains("no estimate yet") && m_way->status().contains("running"),
                 qPrintable(m_way->live()));
    QVERIFY(!bar->isVisible());
    click(button("Pause"));
    QTRY_VERIFY2(m_way->live().contains("paused") && m_way->status().contains("idle"), qPrintable(m_way->live()));
    click(button("Run or resume"));
    QTRY_VERIFY2(m_way->live().contains("no estimate yet") && m_way->status().contains("running"),
                 qPrintable(m_way->live()));
    click(button("Stop"));
    QTRY_VERIFY2(m_way->live().contains("interrupted") && m_way->status().contains("idle"), qPrintable(m_way->live()));
    m_way->openGate();
    click(button("Run or resume"));
    QTRY_VERIFY2(m_way->isFinished(), qPrintable(m_way->live()));
    clickTab("Compare");
    m_way->verifyAllHaveScores({"Auto-AR", "DLinear"});
  }

  void resultsAreSortedFilteredAndExported() {
    openKilled();
    QVERIFY(!QTest::currentTestFailed());
    m_way->openGate();
    click(button("Resume"));
    clickTab("Live");
    QTRY_VERIFY2(m_way->isFinished(), qPrintable(m_way->live()));
    auto* curves = m_way->window().findChild<LearningCurvesPlot*>();
    QTRY_VERIFY(curves->isVisible());
    QVERIFY(exportBy(buttonIn(cardOf(curves), "Save the figure (Ctrl+E)"), "CSV, what is drawn…", "saveFigure", "c.csv")
                .contains("DLinear"));

    clickTab("Compare");
    auto* compare = m_way->window().findChild<CompareView*>();
    m_way->verifyAllHaveScores({"Auto-AR", "DLinear"});
    QVERIFY(exportBy(buttonIn(compare, "Export the leaderboard (Ctrl+E)"), "Save as LaTeX…", "saveLeaderboard", "l.tex")
                .contains("\\toprule"));

    clickTab("Trials");
    auto* table = m_way->window().findChild<TrialsTable*>();
    QTRY_COMPARE(table->model()->rowCount(), 8);
    const QHeaderView* header = table->horizontalHeader();
    const int left = header->sectionViewportPosition(TrialsModel::kValue);
    clickAt(header->viewport(), QPoint(left + 12, header->height() / 2));
    clickAt(header->viewport(), QPoint(left + 12, header->height() / 2));
    const auto value = [&](int row) { return table->model()->index(row, TrialsModel::kValue).data().toDouble(); };
    QTRY_VERIFY2(value(0) > value(7) && value(7) > 0.0, qPrintable(QString("%1 %2").arg(value(0)).arg(value(7))));
    auto* filter = m_way->window().findChild<TrialsView*>()->findChild<QLineEdit*>();
    click(filter);
    QTRY_COMPARE(QApplication::focusWidget(), filter);
    QTest::keyClicks(filter, "dlinear");
    QTRY_COMPARE(table->model()->rowCount(), 4);
  }

 private:
  void openKilled() {
    const QString path = m_way->killedProject();
    QVERIFY(!path.isEmpty());
    m_way->start();
    QVERIFY(m_way->window().findChild<StartPage*>()->isVisible());
    click(button(path));
    QTRY_COMPARE(m_way->window().windowTitle(), QString("killed.touchstone — Touchstone"));
    QTRY_VERIFY(m_way->window().findChild<MessageBar*>("messageBar")->isVisible());
  }

  // By the name that a screen reader says, else by its text.
  QAbstractButton* button(const QString& name) const { return buttonIn(&m_way->window(), name); }
  static QAbstractButton* buttonIn(const QWidget* parent, const QString& name) {
    for (QAbstractButton* each : parent->findChildren<QAbstractButton*>()) {
      if (each->isVisible() && each->isEnabled() && (each->accessibleName() == name || each->text() == name)) {
        return each;
      }
    }
    return nullptr;
  }
  static const QWidget* cardOf(const QWidget* plot) {
    const QWidget* card = plot;
    while (card != nullptr && qobject_cast<const PlotCard*>(card) == nullptr) {
      card = card->parentWidget();
    }
    return card;
  }
  static void clickAt(const QWidget* widget, QPoint place) {
    QTest::mouseClick(widget->window()->windowHandle(), Qt::LeftButton, {}, widget->mapTo(widget->window(), place));
  }
  static void click(const QWidget* widget) {
    QVERIFY(widget != nullptr);
    clickAt(widget, widget->rect().center());
  }
  void clickTab(const QString& title) const {
    const auto* tabs = m_way->window().findChild<QTabBar*>("viewTabs");
    for (int i = 0; i < tabs->count(); ++i) {
      if (tabs->tabText(i) == title) {
        clickAt(tabs, tabs->tabRect(i).center());
        return;
      }
    }
    QFAIL(qPrintable(title));
  }
  // The button's menu runs a loop of its own: its entry is clicked from a timer. Then the name is typed, and Save clicked.
  QByteArray exportBy(const QAbstractButton* save, const QString& entry, const char* dialogName, const QString& name) {
    QTemporaryDir folder;
    const QString path = folder.filePath(name);
    [&] {
      QTimer::singleShot(0, this, [&entry] {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu != nullptr);
        for (const QAction* action : menu->actions()) {
          if (action->text() == entry) {
            clickAt(menu, menu->actionGeometry(const_cast<QAction*>(action)).center());
            return;
          }
        }
        menu->close();
        QFAIL(qPrintable(entry));
      });
      click(save);
      QTRY_VERIFY(m_way->window().findChild<QFileDialog*>(dialogName) != nullptr);
      auto* dialog = m_way->window().findChild<QFileDialog*>(dialogName);
      auto* field = dialog->findChild<QLineEdit*>("fileNameEdit");
      field->setCompleter(nullptr);  // its list would lie over the button
      field->selectAll();
      QTest::keyClicks(field, path);
      click(buttonIn(dialog, "&Save"));
      QTRY_VERIFY2(m_way->status().contains(path), qPrintable(m_way->status()));
      m_way->window().activateWindow();  // there is no window manager to do it after the dialog
    }();
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  std::unique_ptr<WayFixture> m_way;
};

WAY_TEST_MAIN(MouseWayTest)
#include "mouse_way_test.moc"
