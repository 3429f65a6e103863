// Metrics of labelled tasks against scikit-learn (tests/golden/class_metrics.json), and what is refused.
#include "engine/data/examples/class_metrics.h"

#include "engine/data/metrics.h"
#include "unit/data/class_support.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

OwnedPredictions twoClasses() {
  OwnedPredictions made;
  made.targets.classes = {"exon", "intron"};
  made.targets.labels = {0, 1, 1};
  made.probabilities = {0.75f, 0.25f, 0.25f, 0.75f, 0.5f, 0.5f};
  return made;
}

}  // namespace

class ClassMetricsTest : public QObject {
  Q_OBJECT

 private slots:
  void equalsScikitLearn_data() {
    QTest::addColumn<int>("index");
    const auto golden = classGolden();
    QVERIFY(golden.contains("cases"));
    for (std::size_t i = 0; i < golden["cases"].size(); ++i) {
      QTest::newRow(golden["cases"][i]["name"].get<std::string>().c_str()) << static_cast<int>(i);
    }
  }

  void equalsScikitLearn() {
    QFETCH(int, index);
    const auto golden = classGolden()["cases"][static_cast<std::size_t>(index)];
    const OwnedPredictions made = fromGolden(golden);
    const auto scores = scoreClasses(made.view());
    VERIFY_OK(scores);
    std::size_t overall = 0;
    for (const std::string& metric : metricNames(made.targets.kind)) {
      QVERIFY2(golden["metrics"].contains(metric), metric.c_str());
      const auto& expected = golden["metrics"][metric];
      const MetricValue* value = findValue(*scores, metric);
      const auto alone = classMetric(metric, made.view());
      QCOMPARE(value == nullptr, expected.is_null());
      QCOMPARE(alone.ok(), value != nullptr);
      if (value != nullptr) {
        QVERIFY2(isClose(value->value, expected.get<double>()), metric.c_str());
        QCOMPARE(*alone, value->value);
        ++overall;
      }
    }
    std::size_t parts = 0;
    for (std::size_t k = 0; k < made.targets.classCount(); ++k) {
      for (const auto& [metric, expected] : golden["parts"][k].items()) {
        const MetricValue* value = findValue(*scores, metric, made.targets.classes[k]);
        if (metric == "support") {
          const MetricValue* recall = findValue(*scores, "recall", made.targets.classes[k]);
          QCOMPARE(recall != nullptr ? recall->items : 0, expected.get<std::int64_t>());
          continue;
        }
        QVERIFY2((value == nullptr) == expected.is_null(), metric.c_str());
        if (value != nullptr) {
          QVERIFY2(isClose(value->value, expected.get<double>()), metric.c_str());
          ++parts;
        }
      }
    }
    QCOMPARE(scores->size(), overall + parts);
  }

  void itemsAddUpToTheScores() {
    const auto all = classGolden();
    for (const auto& golden : all["cases"]) {
      const OwnedPredictions made = fromGolden(golden);
      if (made.targets.kind == TargetKind::kMask) {
        continue;
      }
      double errors = 0.0, losses = 0.0;
      const auto items = static_cast<double>(made.targets.count());
      for (std::size_t item = 0; item < made.targets.count(); ++item) {
        const ItemScore score = scoreLabels(made.view(), item);
        errors += score.error / items;
        losses += score.crossEntropy / items;
      }
      QVERIFY(isClose(losses, golden["metrics"]["cross-entropy"].get<double>()));
      if (made.targets.kind == TargetKind::kClass) {
        QVERIFY(isClose(1.0 - errors, golden["metrics"]["accuracy"].get<double>()));
      }
    }
  }

  void wrongLabelsOfAnItem() {
    OwnedPredictions made;
    made.targets = {TargetKind::kMultiLabel, {"a", "b", "c", "d"}, {}, {1, 0, 1, 0}, {}, 0};
    made.probabilities = {0.5f, 0.5f, 0.75f, 0.75f};  // 0.5 is not predicted: a and d are wrong
    QCOMPARE(scoreLabels(made.view(), 0).error, 0.5);
    QVERIFY(isClose(scoreLabels(made.view(), 0).crossEntropy,
                    -(std::log(0.5) + std::log(0.5) + std::log(0.75) + std::log(0.25)) / 4));
  }

  void itemsOfMasks() {
    OwnedPredictions made;
    made.targets = {TargetKind::kMask, {"land", "water"}, {}, {}, {0, 0, 1, 255, 255, 255, 255, 255}, 4};
    made.probabilities.resize(16, 0.5f);
    const std::vector<float> land = {0.75f, 0.25f, 0.25f, 0.25f};
    for (std::size_t pixel = 0; pixel < 4; ++pixel) {
      made.probabilities[pixel] = land[pixel];
      made.probabilities[4 + pixel] = 1.0f - land[pixel];
    }
    const MaskCounts first = countMask(made.view(), 0), second = countMask(made.view(), 1);
    QCOMPARE(first.confusion, ConfusionMatrix(2, {1, 1, 0, 1}));
    QCOMPARE(first.pixels(), std::int64_t{3});
    QVERIFY(isClose(first.error(), 1.0 / 3) && isClose(first.iou(), 0.5));
    QVERIFY(isClose(first.crossEntropy(), -(2 * std::log(0.75) + std::log(0.25)) / 3));
    QVERIFY(second.pixels() == 0 && std::isnan(second.error()) && std::isnan(second.iou()) &&
            std::isnan(second.crossEntropy()));
    const auto scores = scoreClasses(made.view());
    VERIFY_OK(scores);
    QCOMPARE(findValue(*scores, "miou")->items, std::int64_t{3});
    QCOMPARE(findValue(*scores, "iou", "water")->value, 0.5);
  }

  void probabilitiesThatAreNone() {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    OwnedPredictions made = twoClasses();
    VERIFY_OK(checkPredictions(made.view()));
    for (const auto& [value, text] :
         {std::pair{nan, "nan"}, {1.5f, "1.5"}, {-0.25f, "-0.25"}, {std::numeric_limits<float>::infinity(), "inf"}}) {
      made.probabilities[3] = value;
      const std::string message =
          std::string("The prediction of item 2 gives class \"intron\" the probability ") + text + ".";
      VERIFY_ERROR(scoreClasses(made.view()), message);
      VERIFY_ERROR(classMetric("auroc", made.view()), message);
    }
    made = twoClasses();
    made.probabilities[5] = 0.75f;
    VERIFY_ERROR(classMetric("mcc", made.view()), "item 3 has probabilities that sum to 1.25");
    made.targets = {TargetKind::kMultiLabel, {"exon", "intron"}, {}, {0, 1, 1, 0, 0, 0}, {}, 0};
    VERIFY_OK(classMetric("macro-map", made.view()));  // labels need no sum of 1
    made.probabilities.pop_back();
    VERIFY_ERROR(scoreClasses(made.view()), "There are 5 probabilities, but 3 items of 2 classes need 6.");
    made = twoClasses();
    made.targets.labels[1] = 2;
    VERIFY_ERROR(scoreClasses(made.view()), "outside the task's classes");
  }

  void masksThatAreNone() {
    OwnedPredictions made = randomPredictions(TargetKind::kMask, 3, 2, 3, 4);
    VERIFY_OK(scoreClasses(made.view()));
    made.probabilities[2 * 8 + 4 + 1] = 7.0f;
    VERIFY_ERROR(classMetric("miou", made.view()),
                 "The prediction of item 3 gives class \"class 1\" the probability 7.");
    made = randomPredictions(TargetKind::kMask, 3, 2, 3, 4);
    made.targets.masks[0] = 2;
    VERIFY_ERROR(scoreClasses(made.view()), "outside the task's classes");
  }

  void metricsThatDoNotApply() {
    const OwnedPredictions made = twoClasses();
    VERIFY_ERROR(classMetric("miou", made.view()), "The metric \"miou\" is not one of such a task. Known: accuracy, ");
    VERIFY_ERROR(classMetric("mse", made.view()), "The metric \"mse\" is not");
    VERIFY_ERROR(classMetric("", made.view()), "Known: accuracy, ");
    VERIFY_ERROR(maskMetric("auroc", MaskCounts(2)), "Known: accuracy, ");
  }

  void whatIsNotDefined() {
    OwnedPredictions made = twoClasses();
    made.targets.labels = {1, 1, 1};
    VERIFY_ERROR(classMetric("auroc", made.view()), "auroc is not defined on these 3 items");
    QVERIFY(findValue(*scoreClasses(made.view()), "auroc") == nullptr);
    QCOMPARE(findValue(*scoreClasses(made.view()), "average-precision")->value, 1.0);
    made.targets.labels.clear();
    made.probabilities.clear();
    VERIFY_ERROR(classMetric("accuracy", made.view()), "There is nothing to compute accuracy on.");
    QVERIFY(scoreClasses(made.view())->empty());
    VERIFY_ERROR(maskMetric("miou", MaskCounts(2)), "There is nothing to compute miou on.");
  }
};

QTEST_GUILESS_MAIN(ClassMetricsTest)
#include "class_metrics_test.moc"
