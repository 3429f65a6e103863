// The paged model of the Trials view on a reader that answers when the test says so: late, in any order, with totals that
// grow and shrink, and with errors.
#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

#include "ui/bridge/engine_bridge.h"
#include "ui/support/sample_study.h"
#include "ui/views/trials/trials_model.h"
#include "ui/views/trials/trials_text.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::FakeData;
using touchstone::test::FakeView;
using touchstone::test::SharedData;

namespace {

// Answers to questions for trials, in the order of the questions; each is made when it is asked and delivered by hand.
struct Held {
  std::string channel;
  Reader::Deliver deliver;
};
using SharedHeld = std::shared_ptr<std::vector<Held>>;

class HeldReader : public Reader {
 public:
  HeldReader(SharedData data, SharedHeld held) : m_view(std::move(data)), m_held(std::move(held)) {}

  Token request(std::string_view channel, Query query) override {
    Deliver deliver = query(m_view);
    if (channel.substr(0, 7) == "trials/") {
      m_held->push_back({std::string(channel), std::move(deliver)});
    }
    return ++m_token;
  }
  void drain() override {}

 private:
  FakeView m_view;
  SharedHeld m_held;
  Token m_token = 0;
};

TrialRow trialOf(int number) {
  TrialRow row;
  row.id = TrialId{number + 1};
  row.run = RunId{1};
  row.number = number;
  row.contenderName = "DLinear";
  row.value = 0.001 * number;
  return row;
}

}  // namespace

class TrialsModelTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_data = test::sampleStudy(test::Progress::kDone);
    m_held = std::make_shared<std::vector<Held>>();
    resize(1000);
    Backends backends = test::fakeBackends(m_data, std::make_shared<test::EngineLog>());
    backends.openReader = [this](const std::filesystem::path&, std::function<void()>) {
      return Result<std::unique_ptr<Reader>>(std::make_unique<HeldReader>(m_data, m_held));
    };
    m_bridge = std::make_unique<EngineBridge>(std::move(backends));
    m_bridge->openProject("/tmp/a.touchstone");
    QTRY_VERIFY(m_bridge->hasProject());
    m_model = std::make_unique<TrialsModel>(*m_bridge);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
  }
  void cleanup() {
    m_tester.reset();
    m_model.reset();
    m_bridge.reset();
  }

  void pagesComeLateAndInAnyOrder() {
    start();
    m_held->clear();
    m_model->reload();  // forgets what the tester looked at
    deliverAll();
    for (const int row : {300, 600, 999}) QCOMPARE(text(row), QString());
    QCOMPARE(m_held->size(), std::size_t{3});
    for (const int row : {301, 601, 998}) QCOMPARE(text(row), QString());
    QCOMPARE(m_held->size(), std::size_t{3});  // on their way: not asked for twice
    deliver(2);
    QCOMPARE(text(999), QString("t-999"));
    QCOMPARE(text(300), QString());
    deliver(0);
    deliver(1);
    QCOMPARE(text(300), QString("t-300"));
    QCOMPARE(text(600), QString("t-600"));
    QCOMPARE(m_model->rowCount(), 1000);
  }

  void twentyThousandRowsCostOnePage() {
    resize(20000);
    m_model->setFilter(ofStudy());
    QCOMPARE(m_held->size(), std::size_t{1});
    m_tester.reset();  // it looks at rows by itself
    deliverAll();
    QCOMPARE(m_model->rowCount(), 20000);
    QCOMPARE(m_held->size(), std::size_t{0});
    QCOMPARE(text(19999), QString());
    deliverAll();
    QCOMPARE(text(19999), QString("t-19999"));
  }

  void lateAnswersToAnEarlierListAreDropped() {
    TrialFilter first = ofStudy();
    first.text = "t-5";
    m_model->setFilter(first);
    m_model->setFilter(ofStudy());
    QCOMPARE(m_held->size(), std::size_t{2});
    deliver(0);
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(!m_model->isLoaded());
    deliver(1);
    QCOMPARE(m_model->rowCount(), 1000);
  }

  // What is committed while the first page or a later one is being read is read after it.
  void aChangeDuringAnAnswerIsReadAfterIt() {
    m_tester.reset();  // it looks at rows by itself
    m_model->setFilter(ofStudy());
    m_data->trials[0].number = 7000;
    m_model->reload();
    QCOMPARE(m_held->size(), std::size_t{1});
    deliver(0);
    QCOMPARE(text(0), QString("t-000"));
    QCOMPARE(m_held->size(), std::size_t{2});
    m_data->trials[0].number = 8000;
    m_model->reload();
    deliver(1);
    QCOMPARE(text(0), QString("t-001"));  // the one that was first is the last now
    QCOMPARE(text(999), QString());
    QCOMPARE(m_held->back().channel, std::string("trials/page/3"));
    deliverAll();
    m_held->clear();
    QCOMPARE(text(999), QString("t-8000"));
    QVERIFY(m_held->empty());  // and once is enough
  }

  void anOlderTotalDoesNotTakeBackANewerOne() {
    start();
    QCOMPARE(text(999), QString());
    const std::size_t older = m_held->size() - 1;
    resize(1200);
    m_model->reload();
    const std::size_t newer = m_held->size() - 1;
    QVERIFY(newer != older);
    deliver(newer);
    QCOMPARE(m_model->rowCount(), 1200);
    deliver(older);
    QCOMPARE(m_model->rowCount(), 1200);
    QCOMPARE(text(999), QString("t-999"));
  }

  void totalsShrinkToNothingAndGrowAgain() {
    start();
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    for (const int count : {10, 0, 300, 255, 256, 257, 0}) {
      resize(count);
      m_model->reload();
      deliverAll();
      QCOMPARE(m_model->rowCount(), count);
      QCOMPARE(m_model->trialAt(count).isValid(), false);
    }
    QCOMPARE(resets.count(), 0);  // a view keeps its place
  }

  void whatHoldsARowGoesWithItsTrial() {
    m_model->sort(TrialsModel::kValue, Qt::AscendingOrder);
    start();
    const QPersistentModelIndex third = m_model->index(3, TrialsModel::kValue);
    const QPersistentModelIndex other = m_model->index(7, 0);
    QCOMPARE(m_model->trialAt(third.row()), TrialId{4});
    m_data->trials[3].value = -1.0;  // now the best
    m_model->reload();
    deliverAll();
    QCOMPARE(third.row(), 0);
    QCOMPARE(third.column(), static_cast<int>(TrialsModel::kValue));
    QCOMPARE(m_model->trialAt(third.row()), TrialId{4});
    QCOMPARE(other.row(), 7);
    m_data->trials[3].value = 100.0;  // now on the last page
    m_model->reload();
    deliverAll();
    QVERIFY(!third.isValid());
  }

  void aFailedStartIsToldAndTriedAgain() {
    QSignalSpy failed(m_model.get(), &TrialsModel::failed);
    m_data->trialsError = Error{ErrorCode::kInternal, "The file cannot be read.", ""};
    m_model->setFilter(ofStudy());
    deliverAll();
    QCOMPARE(failed.count(), 1);
    QVERIFY(failed[0][0].toString().contains("cannot be read"));
    m_data->trialsError.reset();
    m_model->reload();
    deliverAll();
    QCOMPARE(m_model->rowCount(), 1000);
  }

  void aTrialFarAwayIsLocated() {
    start();
    QSignalSpy located(m_model.get(), &TrialsModel::located);
    QCOMPARE(m_model->rowOf(TrialId{901}), -1);
    m_model->locate(TrialId{901});
    deliverAll();
    QCOMPARE(located.count(), 1);
    QCOMPARE(located[0][0].value<TrialId>(), TrialId{901});
    QCOMPARE(located[0][1].toInt(), 900);
    m_model->locate(TrialId{5000});
    deliverAll();
    QCOMPARE(located.count(), 1);
  }

  void sortsByWhatTheFileCanSortBy() {
    start();
    m_held->clear();
    QVERIFY(!TrialsModel::canSort(TrialsModel::kConfig));
    m_model->sort(TrialsModel::kConfig, Qt::DescendingOrder);
    QCOMPARE(m_held->size(), std::size_t{0});
    m_model->sort(TrialsModel::kValue, Qt::DescendingOrder);
    deliverAll();
    QCOMPARE(text(0), QString("t-999"));
    m_model->setFilter(ofStudy());  // another filter keeps the order
    deliverAll();
    QCOMPARE(text(0), QString("t-999"));
  }

  void textsAreExactAndQuoted() {
    TrialRow row = trialOf(7);
    row.contenderName = "a \"b\",\nc";
    row.taskName = "tab\there";
    row.configJson = R"({"kernel": 25})";
    row.value = -0.1;
    TrialRow none = trialOf(8);
    none.value = kNoValue;
    const QString tsv = trialsTsv({row, none}, {TrialsModel::kTask, TrialsModel::kValue});
    QCOMPARE(tsv, QString("Task\tValidation\ntab here\t-0.10000000000000001\n\t\n"));
    const QString csv = trialsCsv({row, none});
    QVERIFY2(csv.contains(R"(t-007,"a ""b"", c",tab here,0,running,-0.10000000000000001,)"), qPrintable(csv));
    QVERIFY2(csv.contains(R"("{""kernel"": 25}")"), qPrintable(csv));
    QCOMPARE(csv.count('\n'), 3);
  }

 private:
  static TrialFilter ofStudy() {
    TrialFilter filter;
    filter.study = StudyId{1};
    return filter;
  }
  void resize(int count) {
    m_data->trials.clear();
    for (int number = 0; number < count; ++number) m_data->trials.push_back(trialOf(number));
  }
  void start() {
    m_model->setFilter(ofStudy());
    deliver(m_held->size() - 1);
    QCOMPARE(m_model->rowCount(), 1000);
    QCOMPARE(text(0), QString("t-000"));
  }
  void deliver(std::size_t index) {
    const Reader::Deliver deliver = std::exchange(m_held->at(index).deliver, nullptr);
    if (deliver) deliver();
  }
  void deliverAll() {
    for (std::size_t i = 0; i < m_held->size(); ++i) deliver(i);
    m_held->clear();
  }
  QString text(int row) const { return m_model->index(row, TrialsModel::kTrial).data().toString(); }

  SharedData m_data;
  SharedHeld m_held;
  std::unique_ptr<EngineBridge> m_bridge;
  std::unique_ptr<TrialsModel> m_model;
  std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_MAIN(TrialsModelTest)
#include "trials_model_test.moc"
