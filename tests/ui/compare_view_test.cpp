// The Compare view on fakes, through real events: choosing a task, sorting by clicks on the header, copying, exporting,
// the leakage footnote, and the plot below the table.
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "ui/models/project_state.h"
#include "ui/models/selection.h"
#include "ui/models/text_file_writer.h"
#include "ui/plots/seed_dots_plot.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/leaderboard_export.h"
#include "ui/views/compare/leaderboard_table.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;

class CompareViewTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_settingsFolder);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void init() {
    m_data = sampleStudy(Progress::kDone);
    m_bridge = std::make_unique<EngineBridge>(fakeBackends(m_data, std::make_shared<EngineLog>()));
    m_state = std::make_unique<ProjectState>(*m_bridge);
    m_view = std::make_unique<CompareView>(ViewContext{*m_bridge, *m_state, m_selection});
    m_view->resize(900, 700);
    m_view->setActive(true);
    m_view->show();
    m_bridge->openProject("/tmp/a.touchstone");
    QTRY_COMPARE(table()->model()->rowCount(), 6);
  }
  void cleanup() {
    m_view.reset();
    m_state.reset();
    m_bridge.reset();
  }

  void startsSortedByRank() {
    double last = 0.0;
    for (int row = 0; row < 6; ++row) {
      const double rank = text(row, LeaderboardModel::kRank).toDouble();
      QVERIFY(rank >= last);
      last = rank;
    }
    QVERIFY(text(0, 0) != "naive");
    QCOMPARE(text(5, 0), QString("naive"));
  }

  void clickOnAHeaderSortsBestFirstThenWorstFirst() {
    const int column = LeaderboardModel::kFirstTask;
    clickHeader(column);
    QCOMPARE(text(0, 0), QString("Auto-AR"));
    clickHeader(column);
    QCOMPARE(text(0, 0), QString("naive"));
    clickHeader(LeaderboardModel::kName);
    QCOMPARE(text(0, 0), QString("Auto-AR"));
  }

  void clickOnACellChoosesItsTask() {
    const QModelIndex index = table()->model()->index(1, LeaderboardModel::kFirstTask + 1);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(index).center());
    QCOMPARE(m_state->task(), TaskId{2});
    QTRY_COMPARE(seeds()->data().task, QString("ETTm1, 96 quarters"));
    QTest::keyClick(table(), Qt::Key_Right);
    QCOMPARE(m_state->task(), TaskId{3});
    QTest::keyClick(table(), Qt::Key_Left);
    QTest::keyClick(table(), Qt::Key_Left);
    QCOMPARE(m_state->task(), TaskId{1});
  }

  void leakageStandsBelowTheTable() {
    bool isThere = false;
    for (const QLabel* label : m_view->findChildren<QLabel*>()) {
      isThere |= label->isVisible() && label->text().contains("trained on ETTm1: test not clean");
    }
    QVERIFY(isThere);
  }

  void failedSeedIsCounted() {
    const int column = LeaderboardModel::kFirstTask;
    for (int row = 0; row < 6; ++row) {
      if (text(row, 0) != "Fracast-0 fine-tuned") {
        continue;
      }
      const QString tip = table()->model()->index(row, column).data(Qt::ToolTipRole).toString();
      QVERIFY2(tip.contains("2 of 3") && tip.contains("Out of memory"), qPrintable(tip));
    }
  }

  void copiesTheSelectionAsTsv() {
    table()->setFocus();
    table()->selectionModel()->select(table()->model()->index(0, 0), QItemSelectionModel::ClearAndSelect);
    table()->selectionModel()->select(table()->model()->index(0, 2), QItemSelectionModel::Select);
    table()->copy();
    const QString copied = QApplication::clipboard()->text();
    QCOMPARE(copied.count('\n'), 2);
    QVERIFY(copied.contains('\t'));
    QVERIFY(!copied.contains(QChar(0x2212)));
  }

  void writesAFileInTheBackground() {
    QTemporaryDir folder;
    const QString file = folder.filePath("leaderboard.csv");
    QString error = "not called";
    writeTextFile(file, "a,b\n", m_view.get(), [&error](const QString&, const QString& message) { error = message; });
    QTRY_COMPARE(error, QString());
    QVERIFY(QFile::exists(file));
    writeTextFile(folder.filePath("no/such/folder.csv"), "a", m_view.get(),
                  [&error](const QString&, const QString& message) { error = message; });
    QTRY_VERIFY(error.contains("folder.csv"));
  }

  void exportMenuOffersThreeFormats() {
    int entries = 0;
    for (const QMenu* menu : m_view->findChildren<QMenu*>()) {
      for (const QAction* action : menu->actions()) {
        entries +=
            action->text().contains("LaTeX") || action->text().contains("Markdown") || action->text().contains("CSV");
      }
    }
    QVERIFY(entries >= 6);
  }

  void narrowTableKeepsItsFirstColumns() {
    m_view->resize(480, 700);
    QCoreApplication::processEvents();
    table()->scrollTo(table()->model()->index(0, LeaderboardModel::kFirstTask + 2));
    table()->setCurrentIndex(table()->model()->index(0, LeaderboardModel::kFirstTask + 2));
    auto* overlay = table()->findChild<QTableView*>();
    QVERIFY(overlay != nullptr);
    QTRY_VERIFY(overlay->isVisible());
    QCOMPARE(overlay->width(), table()->columnWidth(0) + table()->columnWidth(1));
  }

  void runningStudyFillsIn() {
    for (RunRow& run : m_data->runs) {
      if (run.task == TaskId{1}) {
        run.score = run.contender == ContenderId{5} ? 0.01 : run.score;
      }
    }
    emit m_bridge->projectChanged();
    QTRY_VERIFY(text(0, 0) == "naive" || text(1, 0) == "naive" || rankOf("naive") < 6.0);
  }

  void paintsInBothThemesAndAtTwiceTheSize() {
    for (const auto mode : {Theme::Mode::kDark, Theme::Mode::kLight}) {
      m_theme->setMode(mode);
      m_theme->setUiScale(mode == Theme::Mode::kDark ? 2.0 : 1.0);
      QVERIFY(!m_view->grab().isNull());
    }
  }

 private:
  LeaderboardTable* table() const { return m_view->findChild<LeaderboardTable*>(); }
  SeedDotsPlot* seeds() const { return m_view->findChild<SeedDotsPlot*>(); }
  QString text(int row, int column) const { return table()->model()->index(row, column).data().toString(); }
  double rankOf(const QString& name) const {
    for (int row = 0; row < 6; ++row) {
      if (text(row, 0) == name) {
        return text(row, LeaderboardModel::kRank).toDouble();
      }
    }
    return -1.0;
  }
  void clickHeader(int column) {
    QHeaderView* header = table()->horizontalHeader();
    const QPoint place(header->sectionViewportPosition(column) + header->sectionSize(column) / 2, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
  }

  QTemporaryDir m_settingsFolder;
  std::unique_ptr<Theme> m_theme;
  test::SharedData m_data;
  std::unique_ptr<EngineBridge> m_bridge;
  std::unique_ptr<ProjectState> m_state;
  Selection m_selection;
  std::unique_ptr<CompareView> m_view;
};

QTEST_MAIN(CompareViewTest)
#include "compare_view_test.moc"
