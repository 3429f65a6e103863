// The Trials view on fakes, through real events: pages that come while one scrolls, filter, sorting, columns, copying,
// saving, and the selection that it shares.
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "ui/models/project_state.h"
#include "ui/models/selection.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/views/trials/trials_model.h"
#include "ui/views/trials/trials_table.h"
#include "ui/views/trials/trials_view.h"
#include "ui/widgets/empty_panel.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;

namespace {

TrialRow trialOf(int number) {
  TrialRow row;
  row.id = TrialId{number + 1};
  row.run = RunId{1};
  row.number = number;
  row.taskName = "ETTh1, 96 hours";
  row.contenderName = number % 2 == 0 ? "DLinear" : "Fracast-0 fine-tuned";
  row.family = number % 2 == 0 ? Family::kSupervised : Family::kFoundation;
  row.state = number % 3 == 0 ? TrialState::kStopped : TrialState::kFinished;
  row.configJson = R"({"learning rate": 0.00)" + std::to_string(1 + number % 9) + "}";
  row.value = 0.3 + 0.001 * ((number * 7919) % 1000);  // all different below 1,000 trials
  row.epochs = 3;
  row.seconds = 0.5 + number;
  if (row.state == TrialState::kStopped) row.stopReason = "At 3 epochs it ranked 20 of 27; one third goes on.";
  return row;
}

}  // namespace

class TrialsViewTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_folder);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void init() {
    QSettings().clear();
    m_data = sampleStudy(Progress::kDone);
    for (int number = 0; number < 1000; ++number) m_data->trials.push_back(trialOf(number));
    m_data->studies.front().trialsTotal = 1000;
    m_bridge = std::make_unique<EngineBridge>(fakeBackends(m_data, std::make_shared<EngineLog>()));
    m_state = std::make_unique<ProjectState>(*m_bridge);
    makeView();
    m_bridge->openProject("/tmp/a.touchstone");
    QTRY_COMPARE(model()->rowCount(), 1000);
  }
  void cleanup() {
    m_view.reset();
    m_state.reset();
    m_bridge.reset();
    m_selection.clear();
  }

  void rowsComeWhileOneScrolls() {
    QTRY_COMPARE(text(0, TrialsModel::kTrial), QString("t-000"));
    QCOMPARE(text(999, TrialsModel::kTrial), QString());
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_End, Qt::ControlModifier);
    QTRY_COMPARE(text(999, TrialsModel::kTrial), QString("t-999"));
    QCOMPARE(text(999, TrialsModel::kContender), QString("Fracast-0 fine-tuned"));
    QCOMPARE(text(999, TrialsModel::kSeconds), QString("16 min 40 s"));
  }

  void theModelKeepsItsPromises() {
    const QAbstractItemModelTester tester(model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int number = 1000; number < 1300; ++number) m_data->trials.push_back(trialOf(number));
    emit m_bridge->projectChanged();
    QTRY_COMPARE(model()->rowCount(), 1300);
    model()->sort(TrialsModel::kValue, Qt::DescendingOrder);
    QTRY_VERIFY(!text(0, TrialsModel::kValue).isEmpty() && model()->filter().descending);
    m_data->trials.resize(10);
    model()->reload();
    QTRY_COMPARE(model()->rowCount(), 10);
    m_data->trials.clear();
    model()->reload();
    QTRY_COMPARE(model()->rowCount(), 0);
  }

  void clicksOnTheHeaderSort() {
    const QHeaderView* header = table()->horizontalHeader();
    const QPoint value(header->sectionViewportPosition(TrialsModel::kValue) + 12, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, value);
    QTRY_COMPARE(text(0, TrialsModel::kValue), QString("0.3000"));
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, value);
    QTRY_COMPARE(text(0, TrialsModel::kValue), QString("1.299"));
    QCOMPARE(model()->rowCount(), 1000);
  }

  void wordsFilter() {
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(filter()->hasFocus());
    QTest::keyClicks(filter(), "t-118");
    QTRY_COMPARE(model()->rowCount(), 1);
    QTRY_COMPARE(text(0, TrialsModel::kTrial), QString("t-118"));
    filter()->selectAll();
    QTest::keyClicks(filter(), "DLinear");
    QTRY_COMPARE(model()->rowCount(), 500);
  }

  void aFilterWithoutMatchIsToldAndCleared() {
    QTest::keyClicks(filter(), "no such thing");
    QTRY_COMPARE(model()->rowCount(), 0);
    QTRY_VERIFY(shownPanel() != nullptr);
    const EmptyPanel* panel = shownPanel();
    QVERIFY2(panel->text().contains("No trial matches"), qPrintable(panel->text()));
    auto* clear = panel->findChild<QPushButton*>();
    clear->setFocus();
    QTest::keyClick(clear, Qt::Key_Space);
    QTRY_COMPARE(model()->rowCount(), 1000);
    QTRY_VERIFY(table()->isVisible());
    QVERIFY(filter()->text().isEmpty());
  }

  void statesFilter() {
    auto* states = m_view->findChildren<QComboBox*>().last();
    states->setFocus();
    QTest::keyClicks(states, "stopped");
    QTRY_COMPARE(model()->rowCount(), 334);
    QCOMPARE(text(0, TrialsModel::kState), QString("stopped"));
  }

  void copiesTheSelectedRowsExactly() {
    QTRY_COMPARE(text(0, TrialsModel::kTrial), QString("t-000"));
    table()->setFocus();
    table()->setCurrentIndex(model()->index(1, 0));
    QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
    table()->copy();
    QTRY_VERIFY(QApplication::clipboard()->text().contains("t-002"));
    const QStringList lines = QApplication::clipboard()->text().trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith("Trial\tContender\tTask"));
    const QStringList cells = lines[1].split('\t');
    QCOMPARE(cells[TrialsModel::kTrial], QString("t-001"));
    QCOMPARE(cells[TrialsModel::kValue].toDouble(), m_data->trials[1].value);
    QCOMPARE(cells[TrialsModel::kState], QString("finished"));
  }

  void savesEveryRowThatMatches() {
    QTest::keyClicks(filter(), "DLinear");
    QTRY_COMPARE(model()->rowCount(), 500);
    QToolButton* save = nullptr;
    for (QToolButton* button : m_view->findChildren<QToolButton*>()) {
      if (button->toolTip().contains("CSV")) save = button;
    }
    QVERIFY(save != nullptr);
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_VERIFY(m_view->findChild<QFileDialog*>() != nullptr);
    auto* dialog = m_view->findChild<QFileDialog*>();
    const QString file = m_folder.filePath("rows.csv");
    emit dialog->fileSelected(file);
    QTRY_VERIFY(QFile::exists(file));
    QFile saved(file);
    QVERIFY(saved.open(QIODevice::ReadOnly));
    QCOMPARE(saved.readAll().count('\n'), 501);
  }

  void hiddenColumnsStayHidden() {
    QHeaderView* header = table()->horizontalHeader();
    emit header->customContextMenuRequested(QPoint(5, 5));
    QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QAction* seed = nullptr;
    for (QAction* action : menu->actions()) {
      if (action->text() == "Seed") seed = action;
    }
    QVERIFY(seed != nullptr && seed->isChecked());
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(seed).center());
    QTRY_VERIFY(header->isSectionHidden(TrialsModel::kSeed));
    QTRY_VERIFY(!QSettings().value("tables/trials").isNull());
    m_view.reset();
    makeView();
    QVERIFY(table()->isColumnHidden(TrialsModel::kSeed));
    QVERIFY(!table()->isColumnHidden(TrialsModel::kTask));
  }

  void rowsAndSelectionGoTogether() {
    QTRY_COMPARE(text(5, TrialsModel::kTrial), QString("t-005"));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(model()->index(5, 1)).center());
    QCOMPARE(m_selection.trial(), TrialId{6});
    QTest::keyClick(table(), Qt::Key_Down);
    QCOMPARE(m_selection.trial(), TrialId{7});
    m_selection.selectTrial(TrialId{2});
    QCOMPARE(table()->currentIndex().row(), 1);
    QCOMPARE(m_selection.trial(), TrialId{2});
  }

  void refreshingKeepsPlaceAndSelection() {
    QTRY_COMPARE(text(5, TrialsModel::kTrial), QString("t-005"));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(model()->index(5, 1)).center());
    const int place = table()->verticalScrollBar()->value();
    m_data->trials.push_back(trialOf(1000));
    m_data->trials[5].epochs = 27;
    emit m_bridge->projectChanged();
    QTRY_COMPARE(model()->rowCount(), 1001);
    QTRY_COMPARE(text(5, TrialsModel::kEpochs), QString("27"));
    QCOMPARE(table()->currentIndex().row(), 5);
    QCOMPARE(table()->verticalScrollBar()->value(), place);
  }

  void refreshingMovesTheSelectionWithItsTrial() {
    table()->horizontalHeader()->setSortIndicator(TrialsModel::kValue, Qt::AscendingOrder);
    QTRY_COMPARE(text(1, TrialsModel::kValue), QString("0.3010"));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(model()->index(8, 1)).center());
    const TrialId chosen = m_selection.trial();
    QCOMPARE(model()->rowOf(chosen), 8);
    const int place = table()->verticalScrollBar()->value();
    m_data->trials[static_cast<std::size_t>(chosen.value - 1)].value = 0.2;
    emit m_bridge->projectChanged();
    QTRY_COMPARE(table()->currentIndex().row(), 0);
    QVERIFY(table()->selectionModel()->isRowSelected(0));
    QVERIFY(!table()->selectionModel()->isRowSelected(8));
    QCOMPARE(m_selection.trial(), chosen);
    QCOMPARE(table()->verticalScrollBar()->value(), place);
  }

  void sortingAndFilteringNeverSelectAnotherTrial() {
    QTRY_COMPARE(text(5, TrialsModel::kTrial), QString("t-005"));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(model()->index(5, 1)).center());
    QTest::keyClicks(filter(), "DLinear");  // t-005 is none
    QTRY_COMPARE(model()->rowCount(), 500);
    QVERIFY(!table()->selectionModel()->hasSelection());
    QCOMPARE(m_selection.trial(), TrialId{6});
    filter()->clear();
    QTRY_COMPARE(table()->currentIndex().row(), 5);
    QVERIFY(table()->selectionModel()->isRowSelected(5));
  }

  void aTrialFarAwayIsFoundAndShown() {
    m_selection.selectTrial(TrialId{901});
    QTRY_COMPARE(table()->currentIndex().row(), 900);
    QTRY_COMPARE(text(900, TrialsModel::kTrial), QString("t-900"));
    QVERIFY(table()->viewport()->rect().contains(table()->visualRect(model()->index(900, 0)).center()));
    QCOMPARE(m_selection.trial(), TrialId{901});
  }

  void aRowThatIsStillOnItsWayIsChosen() {
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_End, Qt::ControlModifier);
    QTRY_COMPARE(m_selection.trial(), TrialId{1000});
    QCOMPARE(table()->currentIndex().row(), 999);
  }

  void theArrowStaysWhereItTellsTheTruth() {
    const QHeaderView* header = table()->horizontalHeader();
    table()->scrollTo(model()->index(0, TrialsModel::kConfig));
    const QPoint config(header->sectionViewportPosition(TrialsModel::kConfig) + 12, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, config);
    QCOMPARE(header->sortIndicatorSection(), static_cast<int>(TrialsModel::kTrial));
    QCOMPARE(model()->filter().sortColumn, std::string("number"));
  }

  void theKeyboardSortsAndHides() {
    QMenu* menu = nullptr;
    for (QToolButton* button : m_view->findChildren<QToolButton*>()) {
      if (button->menu() != nullptr && (button->focusPolicy() & Qt::TabFocus)) menu = button->menu();
    }
    QVERIFY(menu != nullptr);
    menu->popup(m_view->mapToGlobal(QPoint(20, 20)));
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Right);  // "Sort by"
    auto* sorting = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(sorting != nullptr && sorting != menu);
    for (int i = 0; i < 20 && (sorting->activeAction() == nullptr || sorting->activeAction()->text() != "Validation");
         ++i) {
      QTest::keyClick(sorting, Qt::Key_Down);
    }
    QTest::keyClick(sorting, Qt::Key_Return);
    QTRY_COMPARE(text(0, TrialsModel::kValue), QString("0.3000"));
    QCOMPARE(table()->horizontalHeader()->sortIndicatorSection(), static_cast<int>(TrialsModel::kValue));

    menu->popup(m_view->mapToGlobal(QPoint(20, 20)));
    QTest::keyClick(menu, Qt::Key_Up);
    QTest::keyClick(menu, Qt::Key_Right);  // "Columns"
    auto* columns = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(columns != nullptr && columns != menu && columns->activeAction() != nullptr);
    QCOMPARE(columns->activeAction()->text(), QString("Trial"));
    QTest::keyClick(columns, Qt::Key_Space);
    QVERIFY(table()->isColumnHidden(TrialsModel::kTrial));
    QTest::keyClick(columns, Qt::Key_Escape);
    QTest::keyClick(menu, Qt::Key_Escape);
    table()->setFocus();
    table()->setCurrentIndex(model()->index(0, TrialsModel::kTask));
    table()->copy();
    QVERIFY(QApplication::clipboard()->text().startsWith("Contender\tTask\t"));
  }

  void aStudyWithoutTrialsSaysSo() {
    m_data->trials.clear();
    emit m_bridge->projectChanged();
    QTRY_COMPARE(model()->rowCount(), 0);
    const auto* panel = m_view->findChildren<EmptyPanel*>().last();
    QVERIFY(panel->isVisible());
    QVERIFY2(panel->text().contains("No trials yet"), qPrintable(panel->text()));
    QVERIFY(!panel->findChild<QPushButton*>()->isVisible());
  }

  void aViewThatIsNotShownReadsNothing() {
    m_view->setActive(false);
    const int reads = m_data->trialReads;
    m_data->trials.push_back(trialOf(1000));
    m_data->studies.front().trialsTotal = 1001;
    emit m_bridge->projectChanged();
    QTRY_COMPARE(m_state->snapshot().studies.front().trialsTotal, 1001);
    QCOMPARE(m_data->trialReads, reads);
    m_view->setActive(true);
    QTRY_COMPARE(model()->rowCount(), 1001);
  }

  void oddTextsStayOnTheirLine() {
    m_data->trials[0].contenderName = std::string(300, 'x') + "\nsecond line";
    m_data->trials[0].taskName = "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D";
    m_data->trials[0].configJson = "no json";
    m_data->trials[0].value = kNoValue;
    emit m_bridge->projectChanged();
    QTRY_VERIFY(text(0, TrialsModel::kContender).startsWith("xxx"));
    QVERIFY(!text(0, TrialsModel::kContender).contains('\n'));
    QCOMPARE(text(0, TrialsModel::kValue), QString(QChar(0x2013)));
    QCOMPARE(text(0, TrialsModel::kConfig), QString());
    QVERIFY(!m_view->grab().isNull());
  }

  void withoutAStudyItSaysSo() {
    m_data->studies.clear();
    m_data->tasks.clear();
    m_data->runs.clear();
    emit m_bridge->projectChanged();
    QTRY_VERIFY(shownPanel() != nullptr);
    QVERIFY2(shownPanel()->text().contains("No trials yet"), qPrintable(shownPanel()->text()));
  }

 private:
  void makeView() {
    m_view = std::make_unique<TrialsView>(ViewContext{*m_bridge, *m_state, m_selection});
    m_view->resize(1100, 600);
    m_view->setActive(true);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
  }
  TrialsTable* table() const { return m_view->findChild<TrialsTable*>(); }
  TrialsModel* model() const { return m_view->findChild<TrialsModel*>(); }
  const EmptyPanel* shownPanel() const {
    for (const EmptyPanel* panel : m_view->findChildren<EmptyPanel*>()) {
      if (panel->isVisible()) return panel;
    }
    return nullptr;
  }
  QLineEdit* filter() const { return m_view->findChild<QLineEdit*>(); }
  QString text(int row, int column) const { return model()->index(row, column).data().toString(); }

  QTemporaryDir m_folder;
  std::unique_ptr<Theme> m_theme;
  test::SharedData m_data;
  std::unique_ptr<EngineBridge> m_bridge;
  std::unique_ptr<ProjectState> m_state;
  Selection m_selection;
  std::unique_ptr<TrialsView> m_view;
};

QTEST_MAIN(TrialsViewTest)
#include "trials_view_test.moc"
