// The Inspector: its content as pure functions of what was read, its sheet with odd texts, and the panel on a project that
// changes, loses a trial, or is hidden.
#include <QApplication>
#include <QClipboard>
#include <QDateTime>
#include <QLabel>
#include <QScrollArea>
#include <QSettings>
#include <QTest>
#include <algorithm>

#include "ui/bridge/engine_bridge.h"
#include "ui/docks/inspector/board_content.h"
#include "ui/docks/inspector/inspector_panel.h"
#include "ui/docks/inspector/inspector_sheet.h"
#include "ui/docks/inspector/trial_content.h"
#include "ui/models/config_text.h"
#include "ui/models/project_state.h"
#include "ui/models/selection.h"
#include "ui/models/words.h"
#include "ui/plots/elided_label.h"
#include "ui/support/sample_study.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;
using touchstone::test::snapshotOf;

namespace {

constexpr const char* kHebrew = "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D";

TrialDetails detailsOf(TrialState state) {
  TrialDetails details;
  details.trial.id = TrialId{119};
  details.trial.run = RunId{4};
  details.trial.number = 118;
  details.trial.taskName = "ETTh1, 96 hours";
  details.trial.contenderName = "DLinear";
  details.trial.seed = 3;
  details.trial.state = state;
  details.trial.value = 0.3571;
  details.trial.epochs = 9;
  details.trial.seconds = 221.0;
  details.trial.cpuSeconds = 300.0;
  details.trial.parameters = 1420000;
  details.trial.configJson = R"({"kernel": 25, "learning rate": 0.0032, "loss": "huber"})";
  details.run.id = RunId{4};
  details.run.metric = "mse";
  details.run.resourceUnit = "epoch";
  details.configs = {R"({"kernel": 13, "learning rate": 0.001, "loss": "mse"})", details.trial.configJson,
                     R"({"kernel": 49, "learning rate": 0.01, "loss": "mse"})"};
  return details;
}

RungRow rungOf(int rung, int resource, double value, RungDecision decision, double cutoff) {
  RungRow row;
  row.trial = TrialId{119};
  row.rung = rung;
  row.resource = resource;
  row.value = value;
  row.decision = decision;
  row.cutoff = cutoff;
  row.rank = 2;
  row.of = 27;
  return row;
}

const InspectorSection* section(const InspectorContent& content, const QString& title) {
  for (const InspectorSection& each : content.sections) {
    if (each.title == title) return &each;
  }
  return nullptr;
}

QStringList cells(const InspectorSection* section, std::size_t row) {
  QStringList texts;
  if (section != nullptr && row < section->rows.size()) {
    for (const InspectorCell& cell : section->rows[row]) texts << cell.text;
  }
  return texts;
}

}  // namespace

class InspectorTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight); }
  void init() {
    m_data = sampleStudy(Progress::kDone);
    for (int number = 0; number < 3; ++number) {
      TrialRow row = detailsOf(TrialState::kFinished).trial;
      row.id = TrialId{number + 1};
      row.number = number;
      row.run = RunId{4};
      m_data->trials.push_back(row);
    }
    m_bridge = std::make_unique<EngineBridge>(fakeBackends(m_data, std::make_shared<EngineLog>()));
    m_state = std::make_unique<ProjectState>(*m_bridge);
    m_panel = std::make_unique<InspectorPanel>(*m_bridge, *m_state, m_selection);
    m_panel->setWide(false);
    m_panel->resize(288, 700);
    m_panel->show();
    m_bridge->openProject("/tmp/a.touchstone");
    QTRY_VERIFY(m_state->isLoaded());
  }
  void cleanup() {
    m_panel.reset();
    m_selection.clear();
    m_state.reset();
    m_bridge.reset();
  }

  void whyComesFirst_data() {
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("title");
    const auto add = [](const char* name, TrialState state, const char* reason, const char* title) {
      QTest::newRow(name) << static_cast<int>(state) << QString(reason) << QString(title);
    };
    add("stopped", TrialState::kStopped, "At 3 epochs it ranked 20 of 27.", "Why stopped?");
    add("failed", TrialState::kFailed, "The loss was NaN at epoch 2.", "Why failed?");
    add("paused", TrialState::kPaused, "It waits at 9 epochs.", "Why paused?");
    add("promoted", TrialState::kFinished, "", "Why promoted?");
    add("running after a promotion", TrialState::kRunning, "", "Why promoted?");
    add("finished", TrialState::kFinished, "It had all it could get.", "Why promoted?");
  }
  void whyComesFirst() {
    QFETCH(int, state);
    QFETCH(QString, reason);
    QFETCH(QString, title);
    TrialDetails details = detailsOf(static_cast<TrialState>(state));
    details.trial.stopReason = reason.toStdString();
    details.rungs = {rungOf(0, 3, 0.4, RungDecision::kPromoted, 0.41),
                     rungOf(1, 9, 0.3571, RungDecision::kStopped, 0.35)};
    const InspectorContent content = trialContent(details);
    QCOMPARE(content.sections.front().title, title);
    QCOMPARE(content.state, std::optional(stateOf(static_cast<TrialState>(state))));
    const QString promoted =
        "At 3 epochs it scored <b>0.4000</b>, rank 2 of 27; the cut-off was 0.4100, so it went on.";
    const std::vector<QString>& texts = content.sections.front().paragraphs;
    QCOMPARE(texts.front(), title == "Why promoted?" ? promoted : reason);
    QCOMPARE(texts.back(), reason.isEmpty() ? promoted : reason);
  }

  void aTrialWithoutRungsSaysHowItEnded() {
    TrialDetails details = detailsOf(TrialState::kFinished);
    details.trial.stopReason = "It had all it could get.";
    details.trial.finishedS = 1467331200.0;
    const InspectorContent content = trialContent(details);
    QCOMPARE(content.sections.front().title, QString("How it ended"));
    const QString time = QDateTime::fromSecsSinceEpoch(1467331200).toString("HH:mm");
    QCOMPARE(content.subtitle, "ETTh1, 96 hours, seed 3 · ended " + time);
  }

  void aTrialTellsItsRungsConfigurationAndCost() {
    TrialDetails details = detailsOf(TrialState::kStopped);
    details.run.bestTrial = TrialId{119};
    details.rungs = {rungOf(0, 3, 0.4, RungDecision::kPromoted, kNoValue),
                     rungOf(1, 9, kNoValue, RungDecision::kStopped, 0.35)};
    const InspectorContent content = trialContent(details);
    QCOMPARE(content.kind, QString("trial"));
    QCOMPARE(content.title, QString("t-118"));
    QCOMPARE(content.chip, QString("DLinear"));
    QCOMPARE(content.subtitle, QString("ETTh1, 96 hours, seed 3"));
    QCOMPARE(content.number, QString("0.3571"));
    QCOMPARE(content.numberNote, QString("validation MSE ↓ · chosen for the test"));
    const InspectorSection* rungs = section(content, "Rungs");
    QCOMPARE(cells(rungs, 0), QStringList({"epochs", "score", "cut-off", "rank", "decision"}));
    QCOMPARE(cells(rungs, 1), QStringList({"3", "0.4000", "", "2 / 27", "promoted"}));
    QCOMPARE(cells(rungs, 2), QStringList({"9", "–", "0.3500", "2 / 27", "stopped"}));
    QCOMPARE(rungs->rows[2][4].state, std::optional(State::kStopped));
    const InspectorSection* config = section(content, "Configuration");
    QCOMPARE(config->note, QString("vs median of 3"));
    QCOMPARE(cells(config, 0), QStringList({"kernel", "25", "25"}));
    QCOMPARE(cells(config, 1), QStringList({"learning rate", "0.00320", "0.00320"}));
    QCOMPARE(cells(config, 2), QStringList({"loss", "huber", "mse"}));
    const InspectorSection* cost = section(content, "Cost");
    QCOMPARE(cells(cost, 0), QStringList({"epochs", "9"}));
    QCOMPARE(cells(cost, 1), QStringList({"time", "3 min 41 s"}));
    QCOMPARE(cells(cost, 3), QStringList({"trained weights", "1.42 M"}));
  }

  void aRunningTrialHasNothingThatItDoesNotKnow() {
    TrialDetails details = detailsOf(TrialState::kRunning);
    details.trial.value = kNoValue;
    details.trial.seconds = kNoValue;
    details.trial.configJson = "no json";
    const InspectorContent content = trialContent(details);
    QVERIFY(content.number.isEmpty() && content.numberNote.isEmpty());
    QCOMPARE(content.sections.size(), std::size_t{1});
    QCOMPARE(content.sections.front().title, QString("Cost"));
    QCOMPARE(cells(&content.sections.front(), 1), QStringList({"time", "–"}));
  }

  void namesCannotBreakThePage() {
    TrialDetails details = detailsOf(TrialState::kStopped);
    details.trial.contenderName = std::string(300, 'W') + "\nsecond";
    details.trial.taskName = kHebrew;
    details.trial.stopReason = "loss < 3 & \"x\" <img src=a>\nnext";
    const InspectorContent content = trialContent(details);
    QCOMPARE(content.chip, QString(300, 'W'));
    QCOMPARE(content.subtitle, QString("%1, seed 3").arg(isolated(QString::fromUtf8(kHebrew))));
    QVERIFY(content.subtitle.startsWith(QChar(0x2068)));
    details.trial.taskName = std::string(300, 'M');
    QCOMPARE(trialContent(details).subtitle, QString(59, 'M') + "…, seed 3");
    const QString why = content.sections.front().paragraphs.front();
    QVERIFY2(why.contains("loss &lt; 3 &amp; ") && !why.contains("<img"), qPrintable(why));
    QVERIFY(withBreaks(QString(60, 'r')).count(QChar(0x200B)) == 2);
    QCOMPARE(withoutBreaks(withBreaks(QString(60, 'r'))), QString(60, 'r'));
    QVERIFY(asText(content).contains("loss < 3 & \"x\" <img src=a> next"));
  }

  void aCellTellsItsSeedsAndItsDistanceToTheOthers() {
    const InspectorContent content = cellContent(snapshotOf(*m_data), TaskId{1}, ContenderId{4});
    QCOMPARE(content.kind, QString("cell"));
    QCOMPARE(content.title, QString("Fracast-0 fine-tuned"));
    QCOMPARE(content.chip, QString("foundation"));
    QCOMPARE(content.subtitle, QString("ETTh1, 96 hours · MSE ↓ · measured here"));
    QVERIFY2(content.numberNote.endsWith("2 seeds"), qPrintable(content.numberNote));
    const InspectorSection* seeds = section(content, "Seeds");
    QCOMPARE(seeds->rows.size(), std::size_t{3});
    QCOMPARE(cells(seeds, 1), QStringList({"seed 1", "failed"}));
    QCOMPARE(seeds->rows[1][1].state, std::optional(State::kFailed));
    double sum = 0.0;
    for (const RunRow& run : m_data->runs) {
      if (run.task == TaskId{1} && run.contender == ContenderId{4} && run.state == RunState::kDone) sum += run.score;
    }
    QCOMPARE(content.number, QString::number(sum / 2.0, 'f', 3));
    const InspectorSection* others = section(content, "Against the others");
    QCOMPARE(others->rows.size(), std::size_t{5});
    QCOMPARE(others->rows.back().front().text, QString("naive"));  // the one it is farthest ahead of
    QVERIFY(others->rows.back().back().text.startsWith('+'));
    QVERIFY(section(content, "To know")->paragraphs.front().contains("1 of 3 seeds failed: Out of memory."));
    QVERIFY(cellContent(snapshotOf(*m_data), TaskId{1}, ContenderId{99}).isEmpty());
    QVERIFY(cellContent(snapshotOf(*m_data), TaskId{99}, ContenderId{4}).isEmpty());
  }

  void aTaskTellsItsScoresBestFirst() {
    m_data->tasks[0].notes = {"3 rows were missing & <skipped>."};
    m_data->tasks[0].trainRows = 8640;
    const InspectorContent content = taskContent(snapshotOf(*m_data), TaskId{1});
    QCOMPARE(content.kind, QString("task"));
    QCOMPARE(content.subtitle, QString("time series · horizon 96 · MSE ↓"));
    const InspectorSection* scores = section(content, "Test score");
    QCOMPARE(scores->rows.size(), std::size_t{6});
    QVERIFY(scores->rows.front()[1].isBold);
    QCOMPARE(scores->rows.back()[0].text, QString("naive"));
    QCOMPARE(cells(section(content, "Split"), 0), QStringList({"train rows", "8,640"}));
    QCOMPARE(section(content, "Data")->paragraphs.front(), QString("3 rows were missing &amp; &lt;skipped&gt;."));
    QVERIFY(taskContent(snapshotOf(*m_data), TaskId{99}).isEmpty());
  }

  void noSelectionIsAHint() {
    QVERIFY(m_panel->findChild<EmptyPanel*>()->isVisible());
    QVERIFY(m_panel->findChild<EmptyPanel*>()->text().contains("Nothing selected"));
    m_selection.selectTrial(TrialId{1});
    QTRY_COMPARE(title(), QString("t-000"));
    QVERIFY(!m_panel->findChild<EmptyPanel*>()->isVisible());
    m_selection.clear();
    QVERIFY(m_panel->findChild<EmptyPanel*>()->isVisible());
  }

  void theSelectionIsReadAndFollowed() {
    QStringList titles;
    connect(m_panel.get(), &InspectorPanel::titleChanged, this, [&titles](const QString& text) { titles << text; });
    m_selection.selectTrial(TrialId{2});
    QTRY_COMPARE(title(), QString("t-001"));
    m_data->trials[1].epochs = 27;
    m_data->trials[1].state = TrialState::kFailed;
    emit m_bridge->projectChanged();
    QTRY_COMPARE(m_panel->sheet().content().state, std::optional(State::kFailed));
    m_selection.selectCell(TaskId{1}, ContenderId{2});
    QCOMPARE(title(), QString("DLinear"));
    m_selection.selectTask(TaskId{2});
    QCOMPARE(title(), QString("ETTm1, 96 quarters"));
    QCOMPARE(titles.first(), QString("Inspector: trial"));
    QCOMPARE(titles.last(), QString("Inspector: task"));
  }

  void aTrialThatIsGoneIsToldInPlace() {
    m_selection.selectTrial(TrialId{3});
    QTRY_COMPARE(title(), QString("t-002"));
    m_data->trials.pop_back();
    emit m_bridge->projectChanged();
    auto* hint = m_panel->findChild<EmptyPanel*>();
    QTRY_VERIFY(hint->isVisible());
    QVERIFY2(hint->text().contains("no longer in the project"), qPrintable(hint->text()));
    m_selection.selectTrial(TrialId{1});
    QTRY_VERIFY(!hint->isVisible());
  }

  void hiddenItReadsNothingAndCatchesUp() {
    m_selection.selectTrial(TrialId{1});
    QTRY_COMPARE(title(), QString("t-000"));
    m_panel->hide();
    const int reads = m_data->trialReads;
    m_selection.selectTrial(TrialId{2});
    emit m_bridge->projectChanged();
    QTRY_COMPARE(m_state->snapshot().studies.size(), std::size_t{1});
    QCOMPARE(m_data->trialReads, reads);
    m_panel->show();
    QTRY_COMPARE(title(), QString("t-001"));
  }

  void nothingIsWiderThanTheDock() {
    m_data->trials[0].contenderName = std::string(300, 'W');
    m_data->trials[0].taskName = std::string(300, 'M');
    m_data->trials[0].configJson =
        "{\"" + std::string(300, 'k') + "\": \"" + std::string(300, 'v') + "\", \"rate\": 1e-9}";
    m_data->trials[0].stopReason = std::string(300, 'r') + " " + kHebrew;
    m_data->trials[0].state = TrialState::kStopped;
    m_selection.selectTrial(TrialId{1});
    QTRY_COMPARE(title(), QString("t-000"));
    const auto* scroll = m_panel->findChild<QScrollArea*>();
    QTRY_VERIFY(scroll->widget()->width() <= scroll->viewport()->width());
    const auto* name = m_panel->findChild<ElidedLabel*>();
    QCOMPARE(name->text(), QString("t-000"));
    QVERIFY(name->width() >= name->sizeHint().width());  // however long the contender's name is
    for (const QWidget* part : scroll->widget()->findChildren<QWidget*>()) {
      const int right = part->mapTo(scroll->widget(), QPoint(part->width(), 0)).x();
      QVERIFY2(right <= scroll->viewport()->width(), part->metaObject()->className());
    }
  }

  void textIsSelectedAndCopied() {
    m_data->trials[0].stopReason = "Stopped early.";
    m_data->trials[0].state = TrialState::kStopped;
    m_selection.selectTrial(TrialId{1});
    QTRY_COMPARE(title(), QString("t-000"));
    m_panel->copy();
    const QString all = QApplication::clipboard()->text();
    QVERIFY2(all.startsWith("t-000\tDLinear\tstopped\n") && all.contains("\nStopped early.\n") &&
                 all.contains("kernel\t25"),
             qPrintable(all));
    QLabel* why = nullptr;
    for (QLabel* label : m_panel->findChildren<QLabel*>()) {
      if (label->text() == "Stopped early.") why = label;
    }
    QVERIFY(why != nullptr);
    QTest::mouseDClick(why, Qt::LeftButton, {}, QPoint(8, why->height() / 2));
    m_panel->copy();
    QCOMPARE(QApplication::clipboard()->text(), QString("Stopped"));
  }

  void sameContentKeepsWhatIsSelected() {
    m_selection.selectTrial(TrialId{1});
    QTRY_COMPARE(title(), QString("t-000"));
    const QPointer<QLabel> label = m_panel->sheet().findChild<QLabel*>();
    emit m_bridge->projectChanged();
    m_data->trials[1].epochs = 50;  // another trial
    m_selection.selectTask(TaskId{1});
    QVERIFY(label.isNull());
    const QPointer<QLabel> kept = m_panel->sheet().findChild<QLabel*>();
    m_selection.clear();
    m_selection.selectTask(TaskId{1});
    QVERIFY(!kept.isNull());
  }

  void sideBySideInALowDock() {
    m_data->rungsOf[RunId{4}] = {rungOf(0, 3, 0.4, RungDecision::kPromoted, 0.41)};
    m_data->rungsOf[RunId{4}].front().trial = TrialId{1};
    m_data->trials[0].taskName = std::string(300, 'W');
    m_selection.selectTrial(TrialId{1});
    QTRY_COMPARE(title(), QString("t-000"));
    m_panel->setWide(true);
    m_panel->resize(1100, 240);
    QLabel *configuration = nullptr, *cost = nullptr;
    for (QLabel* label : m_panel->findChildren<QLabel*>()) {
      configuration = label->text() == "Configuration" ? label : configuration;
      cost = label->text() == "Cost" ? label : cost;
    }
    QVERIFY(configuration != nullptr && cost != nullptr);
    const auto place = [this](const QLabel* label) { return label->mapTo(m_panel.get(), QPoint()); };
    QTRY_VERIFY(place(cost).x() > place(configuration).x() + 160);
    QCOMPARE(place(configuration).y(), place(cost).y());
    for (const QLabel* label : m_panel->sheet().findChildren<QLabel*>()) {  // none is cut
      QVERIFY2(label->height() >= std::max(label->heightForWidth(label->width()), 1), qPrintable(label->text()));
      QVERIFY2(label->wordWrap() || label->width() >= label->sizeHint().width(), qPrintable(label->text()));
    }
  }

 private:
  QString title() const { return m_panel->sheet().content().title; }

  std::unique_ptr<Theme> m_theme;
  test::SharedData m_data;
  std::unique_ptr<EngineBridge> m_bridge;
  std::unique_ptr<ProjectState> m_state;
  Selection m_selection;
  std::unique_ptr<InspectorPanel> m_panel;
};

QTEST_MAIN(InspectorTest)
#include "inspector_test.moc"
