// Tables remember which columns are shown and in which order, through real events: the leaderboard by its tasks, the runs, the
// panes at the bottom, and the data of a plot. What is copied follows.
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "ui/docks/message_pane.h"
#include "ui/models/leaderboard.h"
#include "ui/models/leaderboard_model.h"
#include "ui/models/message_model.h"
#include "ui/models/runs_model.h"
#include "ui/plots/plot_table.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/views/compare/leaderboard_table.h"
#include "ui/views/live/runs_table.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;
using touchstone::test::snapshotOf;

namespace {

// The menu of the header, opened by a right click on it.
QMenu* headerMenu(QTableView& table) {
  QHeaderView* header = table.horizontalHeader();
  const QPoint place(header->sectionViewportPosition(header->logicalIndex(0)) + 5, 5);
  QContextMenuEvent event(QContextMenuEvent::Mouse, place, header->viewport()->mapToGlobal(place));
  QApplication::sendEvent(header->viewport(), &event);
  return qobject_cast<QMenu*>(QApplication::activePopupWidget());
}

// Switches or calls the entry `text` of the header's menu by keyboard.
void toggle(QTableView& table, const QString& text) {
  QMenu* menu = headerMenu(table);
  QVERIFY(menu != nullptr);
  for (int i = 0; i < 20 && (menu->activeAction() == nullptr || menu->activeAction()->text() != text); ++i) {
    QTest::keyClick(menu, Qt::Key_Down);
  }
  QVERIFY2(menu->activeAction() != nullptr && menu->activeAction()->text() == text, qPrintable(text));
  QTest::keyClick(menu, menu->activeAction()->isCheckable() ? Qt::Key_Space : Qt::Key_Return);
  if (menu->isVisible()) QTest::keyClick(menu, Qt::Key_Escape);
}

// Drags the header of one column onto the middle of another.
void drag(QTableView& table, int from, int to) {
  QHeaderView* header = table.horizontalHeader();
  const auto middle = [header](int column) {
    return QPoint(header->sectionViewportPosition(column) + header->sectionSize(column) / 2, header->height() / 2);
  };
  const QPoint start = middle(from);
  const QPoint end = middle(to) + QPoint(to > from ? 20 : -20, 0);
  QTest::mousePress(header->viewport(), Qt::LeftButton, {}, start);
  for (int step = 1; step <= 10; ++step) {
    const QPoint place = start + (end - start) * step / 10;
    QMouseEvent move(QEvent::MouseMove, place, header->viewport()->mapToGlobal(place), Qt::NoButton, Qt::LeftButton,
                     {});
    QApplication::sendEvent(header->viewport(), &move);
  }
  QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, end);
}

QString firstLine(const QString& text) {
  return text.section('\n', 0, 0);
}

}  // namespace

class TableColumnsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_folder);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void init() { QSettings().clear(); }

  void tasksOfTheLeaderboardMoveAndHide() {
    LeaderboardModel model;
    model.setBoard(boardOf());
    {
      LeaderboardTable table(&model);
      show(table);
      QCOMPARE(order(table).first(), LeaderboardModel::kFirstTask);
      drag(table, LeaderboardModel::kFirstTask, LeaderboardModel::kFirstTask + 1);
      QCOMPARE(order(table).first(), LeaderboardModel::kFirstTask + 1);
      toggle(table, model.board().columns[2].name);
      QVERIFY(table.isColumnHidden(LeaderboardModel::kFirstTask + 2));
      table.copy();
      const QString head = firstLine(QApplication::clipboard()->text());
      QVERIFY2(!head.contains(model.board().columns[2].name), qPrintable(head));
      QVERIFY(head.indexOf(model.board().columns[1].name) < head.indexOf(model.board().columns[0].name));
    }
    LeaderboardTable table(&model);
    show(table);
    QCOMPARE(order(table).first(), LeaderboardModel::kFirstTask + 1);
    QVERIFY(table.isColumnHidden(LeaderboardModel::kFirstTask + 2));
    model.setBoard({});
    model.setBoard(boardOf());  // another project and back
    QCOMPARE(order(table).first(), LeaderboardModel::kFirstTask + 1);
    QVERIFY(table.isColumnHidden(LeaderboardModel::kFirstTask + 2));
    toggle(table, QStringLiteral("Columns as at first"));
    QCOMPARE(order(table).first(), LeaderboardModel::kFirstTask);
    QVERIFY(!table.isColumnHidden(LeaderboardModel::kFirstTask + 2));
  }

  void contenderAndRankStayAtTheLeft() {
    LeaderboardModel model;
    model.setBoard(boardOf());
    LeaderboardTable table(&model);
    show(table);
    drag(table, LeaderboardModel::kName, LeaderboardModel::kFirstTask + 1);
    QTRY_COMPARE(table.horizontalHeader()->visualIndex(LeaderboardModel::kName), 0);
    drag(table, LeaderboardModel::kFirstTask + 1, LeaderboardModel::kName);
    QTRY_COMPARE(table.horizontalHeader()->visualIndex(LeaderboardModel::kName), 0);
    QCOMPARE(table.horizontalHeader()->visualIndex(LeaderboardModel::kRank), 1);
  }

  void oneTaskStays() {
    LeaderboardModel model;
    model.setBoard(boardOf());
    LeaderboardTable table(&model);
    show(table);
    const auto& columns = model.board().columns;
    for (const LeaderboardColumn& column : columns) toggle(table, column.name);
    QCOMPARE(table.horizontalHeader()->hiddenSectionCount(), static_cast<int>(columns.size()) - 1);
    QVERIFY(!table.isColumnHidden(LeaderboardModel::kFirstTask + static_cast<int>(columns.size()) - 1));
  }

  void runsSortAndHideByTheirMenu() {
    const auto data = sampleStudy(Progress::kDone);
    const ProjectSnapshot snapshot = snapshotOf(*data);
    {
      RunsTable table;
      table.runs().setRuns(snapshot, TaskId{1});
      show(table);
      toggle(table, QStringLiteral("Seed"));
      QVERIFY(table.isColumnHidden(RunsModel::kSeed));
      table.sortByColumn(RunsModel::kResult, Qt::AscendingOrder);
      QCOMPARE(table.columnWidth(RunsModel::kSeed), 0);
      QCOMPARE(table.horizontalHeader()->length(), table.viewport()->width());
    }
    RunsTable table;
    table.runs().setRuns(snapshot, TaskId{1});
    show(table);
    QVERIFY(table.isColumnHidden(RunsModel::kSeed));
    double last = 0.0;
    const int rows = table.model()->rowCount();
    for (int row = 0; row < rows - 1; ++row) {
      const double score = table.model()->index(row, RunsModel::kResult).data().toDouble();
      QVERIFY2(score >= last, qPrintable(QString::number(row)));
      last = score;
    }
    QCOMPARE(table.model()->index(rows - 1, RunsModel::kResult).data().toString(), QString("failed"));
    table.copy();
    QCOMPARE(firstLine(QApplication::clipboard()->text()), QString("Contender\tProgress\tScore or time left"));
  }

  void messagesSortAndHide() {
    MessageModel model(MessageModel::Shows::kEverything);
    model.addRows(logRows());
    {
      MessagePane pane("Log", "Empty", &model);
      pane.resize(700, 200);
      pane.show();
      auto* table = pane.findChild<QTableView*>();
      const auto text = [table](int row) { return table->model()->index(row, MessageModel::kText).data().toString(); };
      QCOMPARE(text(0), QString("third in the alphabet: z"));
      QHeaderView* header = table->horizontalHeader();
      QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                        {header->sectionViewportPosition(MessageModel::kText) + 20, header->height() / 2});
      QCOMPARE(text(0), QString("a first"));
      toggle(*table, QStringLiteral("Level"));
      QVERIFY(table->isColumnHidden(MessageModel::kLevel));
    }
    MessagePane pane("Log", "Empty", &model);
    auto* table = pane.findChild<QTableView*>();
    QVERIFY(table->isColumnHidden(MessageModel::kLevel));
    QCOMPARE(table->model()->index(0, MessageModel::kText).data().toString(), QString("a first"));
    // Problems keep their own.
    MessageModel problems(MessageModel::Shows::kProblems);
    MessagePane other("Problems", "None", &problems);
    QVERIFY(!other.findChild<QTableView*>()->isColumnHidden(MessageModel::kLevel));
  }

  void dataOfAPlotHidesColumns() {
    TidyRow row;
    row.series = "Auto-AR";
    row.x = 1.0;
    row.y = 0.5;
    {
      PlotTable table({row}, nullptr);
      table.show();
      toggle(*table.view(), QStringLiteral("family"));
      QCOMPARE(firstLine(table.selectionAsTsv()), QString("series\ttask\tseeds\tx\ty\tlo\thi"));
    }
    PlotTable table({row}, nullptr);
    QVERIFY(table.view()->isColumnHidden(1));
  }

 private:
  static Leaderboard boardOf() { return buildLeaderboard(snapshotOf(*sampleStudy(Progress::kDone))); }
  static std::vector<LogRow> logRows() {
    std::vector<LogRow> rows(3);
    const char* texts[] = {"third in the alphabet: z", "a first", "m second"};
    for (int i = 0; i < 3; ++i) {
      rows[static_cast<std::size_t>(i)].timeS = 100.0 + i;
      rows[static_cast<std::size_t>(i)].level = "info";
      rows[static_cast<std::size_t>(i)].text = texts[i];
    }
    return rows;
  }
  static void show(QTableView& table) {
    table.resize(900, 300);
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
  }
  // Columns of tasks from left to right.
  static QList<int> order(const QTableView& table) {
    QList<int> columns;
    for (int visual = LeaderboardModel::kFirstTask; visual < table.horizontalHeader()->count(); ++visual) {
      columns << table.horizontalHeader()->logicalIndex(visual);
    }
    return columns;
  }

  QTemporaryDir m_folder;
  std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(TableColumnsTest)
#include "table_columns_test.moc"
