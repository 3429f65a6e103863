// The linear contender on real data: the product's samples, and promoters where TOUCHSTONE_DATA has them. Floors are a little
// below what was measured (tests/bench/RESULTS.md).
#include "unit/contenders/labelled_files.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include <QObject>
#include <QTest>

using namespace touchstone;
using namespace touchstone::contenders;

class LinearDataTest : public QObject {
  Q_OBJECT

 private slots:
  void splice() {
    double sum = 0.0;
    for (const std::uint64_t seed : {0, 1, 2}) {
      const testing::LabelledTask task = testing::readSplice(seed);
      QVERIFY(!task.isEmpty());
      LinearOptions options;
      options.features = {{FeatureKind::kOneHot}};
      const data::Targets seen = task.seen();
      const auto choice =
          chooseLinear(testing::viewOf(*testing::seenInputs(task), seen, task.trainCount, "accuracy"), options, {}, {});
      QVERIFY(choice.ok() && choice->isConverged);
      sum += task.score(choice->model, "accuracy") / 3;
    }
    qInfo("accuracy %.4f", sum);
    QVERIFY(sum > 0.95);
  }

  void promoters() {
    const testing::LabelledTask task = testing::readGue("prom/prom_core_tata");
    if (task.isEmpty()) {
      QSKIP("no GUE in TOUCHSTONE_DATA");
    }
    const data::Targets seen = task.seen();
    const auto choice =
        chooseLinear(testing::viewOf(*testing::seenInputs(task), seen, task.trainCount, "mcc"), {}, {}, {});
    QVERIFY(choice.ok() && choice->isConverged);
    const double mcc = task.score(choice->model, "mcc");
    qInfo("MCC %.3f with %s", mcc, toText(choice->model.maker.spec()).c_str());
    QVERIFY(mcc > 0.71);
  }

  void landsat() {
    const testing::LabelledTask task = testing::readLandsat();
    QVERIFY(!task.isEmpty());
    const data::Targets seen = task.seen();
    const auto choice =
        chooseLinear(testing::viewOf(*testing::seenInputs(task), seen, task.trainCount, "accuracy"), {}, {}, {});
    QVERIFY(choice.ok() && choice->isConverged);
    const double accuracy = task.score(choice->model, "accuracy");
    qInfo("accuracy %.4f with %s", accuracy, toText(choice->model.maker.spec()).c_str());
    QVERIFY(accuracy > 0.85);
  }
};

QTEST_GUILESS_MAIN(LinearDataTest)
#include "linear_data_test.moc"
