// What must hold for any predictions: brute force, order of the items, perfect and constant answers, sums of parts.
#include <numeric>

#include "engine/data/examples/class_metrics.h"
#include "engine/data/examples/ranking_scores.h"
#include "engine/data/metrics.h"
#include "unit/data/class_support.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

constexpr TargetKind kKinds[] = {TargetKind::kClass, TargetKind::kMultiLabel, TargetKind::kMask};

std::size_t pixelsOf(TargetKind kind) {
  return kind == TargetKind::kMask ? 7 : 1;
}

// By the definition: every pair of a positive and a negative.
double aurocByPairs(const std::vector<float>& scores, const std::vector<std::uint8_t>& isPositive) {
  double right = 0.0, pairs = 0.0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (isPositive[i] != 0 && isPositive[j] == 0) {
        right += scores[i] > scores[j] ? 1.0 : scores[i] == scores[j] ? 0.5 : 0.0;
        pairs += 1.0;
      }
    }
  }
  return right / pairs;
}

// By the definition: at each positive's score, the precision among all that score at least as much.
double precisionByThresholds(const std::vector<float>& scores, const std::vector<std::uint8_t>& isPositive) {
  double sum = 0.0, positives = 0.0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (isPositive[i] == 0) {
      continue;
    }
    double hits = 0.0, called = 0.0;
    for (std::size_t j = 0; j < scores.size(); ++j) {
      hits += scores[j] >= scores[i] && isPositive[j] != 0 ? 1.0 : 0.0;
      called += scores[j] >= scores[i] ? 1.0 : 0.0;
    }
    sum += hits / called;
    positives += 1.0;
  }
  return sum / positives;
}

OwnedPredictions inOrder(const OwnedPredictions& made, const std::vector<std::int64_t>& order) {
  std::vector<std::uint32_t> items(order.begin(), order.end());
  OwnedPredictions other;
  other.targets = made.targets.select(items);
  for (const std::uint32_t item : items) {
    const auto row = made.view().of(item);
    other.probabilities.insert(other.probabilities.end(), row.begin(), row.end());
  }
  return other;
}

// The truth itself as the prediction.
OwnedPredictions perfect(OwnedPredictions made) {
  const std::size_t classes = made.targets.classCount(), pixels = pixelsOf(made.targets.kind);
  std::fill(made.probabilities.begin(), made.probabilities.end(), 0.0f);
  for (std::size_t i = 0; i < made.targets.count() * pixels; ++i) {
    for (std::size_t k = 0; k < classes; ++k) {
      bool isTrue = false;
      if (made.targets.kind == TargetKind::kClass) {
        isTrue = made.targets.labels[i] == static_cast<std::int32_t>(k);
      } else if (made.targets.kind == TargetKind::kMultiLabel) {
        isTrue = made.targets.bits[i * classes + k] != 0;
      } else {
        isTrue = made.targets.masks[i] == k || (made.targets.masks[i] == kIgnoredPixel && k == 0);
      }
      made.probabilities[(i / pixels * classes + k) * pixels + i % pixels] = isTrue ? 1.0f : 0.0f;
    }
  }
  return made;
}

}  // namespace

class ClassMetricsPropertiesTest : public QObject {
  Q_OBJECT

 private slots:
  void rankingsByBruteForce() {
    base::RandomStream random({1, 2});
    for (int round = 0; round < 200; ++round) {
      const auto n = static_cast<std::size_t>(2 + random.below(40));
      const auto steps = 1 + random.below(20);
      std::vector<float> scores(n);
      std::vector<std::uint8_t> isPositive(n);
      for (std::size_t i = 0; i < n; ++i) {
        scores[i] = static_cast<float>(random.below(steps)) / 20.0f;
        isPositive[i] = random.uniform() < 0.3 ? 1 : 0;
      }
      const auto positives = std::accumulate(isPositive.begin(), isPositive.end(), std::size_t{0});
      if (positives == 0 || positives == n) {
        QVERIFY(std::isnan(auroc(scores, isPositive)));
        QCOMPARE(averagePrecision(scores, isPositive), positives == 0 ? 0.0 : 1.0);
        continue;
      }
      QCOMPARE(auroc(scores, isPositive), aurocByPairs(scores, isPositive));  // to the last bit: whole numbers
      QVERIFY(isClose(averagePrecision(scores, isPositive), precisionByThresholds(scores, isPositive)));
    }
    QVERIFY(std::isnan(auroc({}, {})) && std::isnan(averagePrecision({}, {})));
  }

  // A monotone map of the scores changes no ranking; turning them round gives 1 - AUROC.
  void rankingsSeeTheOrderAlone() {
    const OwnedPredictions made = randomPredictions(TargetKind::kMultiLabel, 60, 1, 4);
    std::vector<float> mapped, turned;
    for (const float p : made.probabilities) {
      mapped.push_back(p * p * p);
      turned.push_back(-p);
    }
    const double value = auroc(made.probabilities, made.targets.bits);
    QCOMPARE(auroc(mapped, made.targets.bits), value);
    QVERIFY(isClose(auroc(turned, made.targets.bits), 1.0 - value));
    QCOMPARE(averagePrecision(mapped, made.targets.bits), averagePrecision(made.probabilities, made.targets.bits));
  }

  void orderOfItemsDoesNotMatter() {
    base::RandomStream random({8, 9});
    for (const TargetKind kind : kKinds) {
      const OwnedPredictions made = randomPredictions(kind, 40, 4, 7, pixelsOf(kind));
      std::vector<std::int64_t> order(40);
      std::iota(order.begin(), order.end(), 0);
      random.shuffle(order);
      const auto scores = scoreClasses(made.view()), others = scoreClasses(inOrder(made, order).view());
      VERIFY_OK(scores);
      QCOMPARE(others->size(), scores->size());
      for (std::size_t i = 0; i < scores->size(); ++i) {
        QVERIFY2(isClose((*scores)[i].value, (*others)[i].value, 1e-13), (*scores)[i].metric.c_str());
        QCOMPARE((*scores)[i].items, (*others)[i].items);
      }
    }
  }

  void perfectPredictions() {
    for (const TargetKind kind : kKinds) {
      const OwnedPredictions made = perfect(randomPredictions(kind, 50, 3, 11, pixelsOf(kind)));
      const auto scores = scoreClasses(made.view());
      VERIFY_OK(scores);
      QVERIFY(scores->size() >= metricNames(kind).size() + 3 * 4);
      for (const MetricValue& score : *scores) {
        const MetricCard* card = findMetric(score.metric);
        const bool isLoss = card != nullptr && card->lowerIsBetter;
        QVERIFY2(isClose(score.value, isLoss ? 0.0 : 1.0, 2e-7), score.metric.c_str());
      }
    }
  }

  void constantPredictions() {
    OwnedPredictions made = randomPredictions(TargetKind::kClass, 60, 3, 12);
    for (std::size_t i = 0; i < made.probabilities.size(); ++i) {
      made.probabilities[i] = i % 3 == 1 ? 0.5f : 0.25f;
    }
    const auto share = static_cast<double>(std::count(made.targets.labels.begin(), made.targets.labels.end(), 1)) / 60;
    QVERIFY(isClose(*classMetric("accuracy", made.view()), share));
    QVERIFY(isClose(*classMetric("balanced-accuracy", made.view()), 1.0 / 3));
    QVERIFY(isClose(*classMetric("macro-f1", made.view()), 2 * share / (1 + share) / 3));
    QVERIFY(isClose(*classMetric("average-precision", made.view()), 1.0 / 3));  // the mean of the shares
    QVERIFY(isClose(*classMetric("ece", made.view()), std::abs(share - 0.5)));
    QCOMPARE(*classMetric("mcc", made.view()), 0.0);
    QCOMPARE(*classMetric("auroc", made.view()), 0.5);
  }

  // Two classes: scores of the second class do not depend on how the first is written, and MCC is the phi coefficient.
  void mccOfTwoClassesIsPhi() {
    base::RandomStream random({3, 3});
    for (int round = 0; round < 50; ++round) {
      std::vector<std::int64_t> counts(4);
      for (auto& count : counts) {
        count = random.below(100'000'000);
      }
      const double a = static_cast<double>(counts[0]), b = static_cast<double>(counts[1]),
                   c = static_cast<double>(counts[2]), d = static_cast<double>(counts[3]);
      const double phi = (a * d - b * c) / (std::sqrt((a + b) * (c + d)) * std::sqrt((a + c) * (b + d)));
      QVERIFY(isClose(ConfusionMatrix(2, counts).mcc(), phi, 1e-12));
    }
    QCOMPARE(ConfusionMatrix(2, {5, 0, 7, 0}).mcc(), 0.0);
    QCOMPARE(ConfusionMatrix(3, {2, 0, 0, 0, 3, 0, 0, 0, 4}).mcc(), 1.0);
    QVERIFY(std::isnan(ConfusionMatrix(3).mcc()));
  }

  void countsOfMasksAdd() {
    const OwnedPredictions made = randomPredictions(TargetKind::kMask, 9, 3, 21, 7);
    MaskCounts even(3), odd(3);
    for (std::size_t item = 0; item < 9; ++item) {
      (item % 2 == 0 ? even : odd).add(countMask(made.view(), item));
    }
    even.add(odd);
    const MaskCounts all = countMasks(made.view());
    QCOMPARE(even.confusion, all.confusion);
    QCOMPARE(all.pixels(), static_cast<std::int64_t>(std::count_if(made.targets.masks.begin(), made.targets.masks.end(),
                                                                   [](auto p) { return p != kIgnoredPixel; })));
    for (const std::string& metric : metricNames(TargetKind::kMask)) {
      QVERIFY(isClose(*maskMetric(metric, even), *classMetric(metric, made.view()), 1e-13));
    }
  }

  void calibrationBins() {
    Calibration calibration;
    calibration.add(0.0, false);  // the first bin, not before it
    calibration.add(1.0, true);
    calibration.add(1.0 / 3, true);  // (4/15, 5/15]
    calibration.add(0.34, false);    // (5/15, 6/15]
    QCOMPARE(calibration.bins()[0].items, std::int64_t{1});
    QCOMPARE(calibration.bins()[4].items, std::int64_t{1});
    QCOMPARE(calibration.bins()[5].items, std::int64_t{1});
    QCOMPARE(calibration.bins()[14].hits, std::int64_t{1});
    QVERIFY(isClose(calibration.error(), (2.0 / 3 + 0.34) / 4));
    QVERIFY(std::isnan(Calibration().error()));
  }

  void labelsAreOneTopClass() {
    const std::vector<float> tied = {0.25f, 0.375f, 0.375f};
    QCOMPARE(topClass(tied.data(), 3), std::size_t{1});
    QCOMPARE(topClass(std::vector<float>{0.f, 9.f, 1.f, 9.f, 0.f}.data(), 3, 2), std::size_t{1});
    QVERIFY(!isPredicted(0.5f) && isPredicted(0.50001f));
  }
};

QTEST_GUILESS_MAIN(ClassMetricsPropertiesTest)
#include "class_metrics_properties_test.moc"
