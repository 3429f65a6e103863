// The catalogue of metrics and the errors of forecasts against plain formulas.
#include "engine/data/metrics.h"

#include <cmath>
#include <set>

#include "engine/base/random.h"
#include "engine/data/forecast_errors.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

const double kNan = std::nan("");

ItemError itemWith(double mse, double mae) {
  return {mse, mae, kNan, 10.0, 3};
}

}  // namespace

class MetricsTest : public QObject {
  Q_OBJECT

 private slots:
  void catalogue() {
    using Names = std::vector<std::string>;
    const Names series = {"mse", "mae", "rmse", "mase", "smape"};
    QCOMPARE(metricNames(Modality::kTimeSeries), series);
    QCOMPARE(metricNames(Modality::kGenomics), metricNames(Modality::kSatellite));
    QCOMPARE(metricNames().size(), series.size() + metricNames(Modality::kGenomics).size());
    QCOMPARE(metricNames(TargetKind::kClass), (Names{"accuracy", "balanced-accuracy", "macro-f1", "mcc", "auroc",
                                                     "average-precision", "cross-entropy", "ece"}));
    QCOMPARE(metricNames(TargetKind::kMultiLabel),
             (Names{"accuracy", "macro-f1", "auroc", "micro-map", "macro-map", "cross-entropy"}));
    QCOMPARE(metricNames(TargetKind::kMask),
             (Names{"accuracy", "balanced-accuracy", "macro-f1", "mcc", "miou", "cross-entropy", "ece"}));
    const std::set<std::string> lower = {"mse", "mae", "rmse", "mase", "smape", "cross-entropy", "ece"};
    for (const MetricCard& card : metrics()) {
      QVERIFY(findMetric(card.name) == &card);
      QCOMPARE(card.lowerIsBetter, lower.contains(card.name));
      QVERIFY(!card.title.empty() && !card.unit.empty() && !card.formula.empty());
      QCOMPARE(card.appliesTo(Modality::kTimeSeries), card.targets.empty());
      QVERIFY(card.appliesTo(Modality::kTimeSeries) != card.appliesTo(Modality::kGenomics));
    }
    QVERIFY(findMetric("MSE") == nullptr && findMetric("") == nullptr);
    QVERIFY(findMetric(defaultMetric(Modality::kTimeSeries))->appliesTo(Modality::kTimeSeries));
    for (const TargetKind kind : {TargetKind::kClass, TargetKind::kMultiLabel, TargetKind::kMask}) {
      QVERIFY(findMetric(defaultMetric(Modality::kSatellite, kind))->appliesTo(kind));
    }
  }

  void oneItemByHand() {
    // raw 10, 20; scaled (raw - 15) / 5 = -1, 1; forecast scaled 0, 0 = raw 15, 15
    const std::vector<double> forecast = {0, 0}, raw = {10, 20};
    const auto item = scoreItem(forecast, {raw, {15, 5}, 2.0});
    VERIFY_OK(item);
    QCOMPARE(item->mse, 1.0);
    QCOMPARE(item->mae, 1.0);
    QCOMPARE(item->mase, 2.5);  // mean |error| 5 raw over 2
    QCOMPARE(item->smape, (200.0 * 5 / 25 + 200.0 * 5 / 35) / 2);
    QCOMPARE(item->steps, 2);
    QCOMPARE(item->of("rmse"), 1.0);
    QVERIFY(std::isnan(item->of("accuracy")));
  }

  void missingTargetsAreNotScored() {
    const std::vector<double> forecast = {0, std::numeric_limits<double>::infinity(), 1}, raw = {3, kNan, 1};
    const auto item = scoreItem(forecast, {raw, {0, 1}, kNan});
    VERIFY_OK(item);
    QCOMPARE(item->steps, 2);
    QCOMPARE(item->mse, 4.5);
    QVERIFY(std::isnan(item->mase));  // no denominator
    const auto nothing = scoreItem(forecast, {std::vector<double>{kNan, kNan, kNan}, {0, 1}, 1.0});
    VERIFY_OK(nothing);
    QVERIFY(!nothing->isScorable() && std::isnan(nothing->mse));
  }

  void zeroOverZeroIsZero() {
    const std::vector<double> zero = {0, 0};
    const auto item = scoreItem(zero, {zero, {0, 1}, 1.0});
    VERIFY_OK(item);
    QCOMPARE(item->smape, 0.0);
    const std::vector<double> one = {1, 1};
    QCOMPARE(scoreItem(one, {zero, {0, 1}, 1.0})->smape, 200.0);
  }

  void forecastsThatAreNoNumbersHaveNoScore() {
    const std::vector<double> raw = {1, 2};
    for (const double bad : {kNan, std::numeric_limits<double>::infinity()}) {
      VERIFY_ERROR(scoreItem(std::vector<double>{1, bad}, {raw, {0, 1}, 1.0}),
                   "The forecast of step 2 is not a finite number");
    }
    VERIFY_ERROR(scoreItem(std::vector<double>{1}, {raw, {0, 1}, 1.0}), "The forecast of step 2 is missing");
  }

  void maseDenominators() {
    const std::vector<double> values = {1, 2, 4, 8, kNan, 32};
    QCOMPARE(maseDenominator(values, 1), (1.0 + 2 + 4) / 3);
    QCOMPARE(maseDenominator(values, 2), (3.0 + 6 + 24) / 3);
    QVERIFY(std::isnan(maseDenominator(values, 6)) && std::isnan(maseDenominator({}, 1)));
    QCOMPARE(maseDenominator(std::vector<double>{5, 5, 5}, 1), 0.0);
  }

  void meansPerChannelAndOverall() {
    ErrorSummary summary(3);
    summary.add(0, 0, itemWith(1, 1));
    summary.add(0, 1, itemWith(3, 1));
    summary.add(1, 0, itemWith(14, 4));
    summary.add(1, 1, ItemError{});
    ItemError scaled = itemWith(2, 2);
    scaled.mase = 0.5;
    summary.add(1, 2, scaled);
    QCOMPARE(summary.channel(0).mse, 2.0);
    QCOMPARE(summary.channel(0).rmse, std::sqrt(2.0));
    QCOMPARE(summary.channel(1).mse, 8.0);
    QCOMPARE(summary.overall().mse, 5.0);
    QCOMPARE(summary.overall().mae, 2.0);
    QCOMPARE(summary.overall().of("rmse"), std::sqrt(5.0));
    QCOMPARE(summary.overall().mase, 0.5);
    QCOMPARE(summary.overall().maseItems, std::int64_t{1});
    QCOMPARE(summary.overall().items, std::int64_t{4});
    QCOMPARE(summary.notScorable().size(), std::size_t{1});
    QCOMPARE(summary.notScorable()[0].channel, std::size_t{1});
    QCOMPARE(summary.notScorable()[0].window, std::size_t{1});
    QVERIFY(std::isnan(summary.channel(2).mse) && std::isnan(summary.channel(2).rmse));
  }

  // Without missing targets the mean over items is the plain mean over all values.
  void meanOfItemsIsTheMeanOfAllValues() {
    base::RandomStream random{11};
    ErrorSummary summary(2);
    double squares = 0.0, absolutes = 0.0;
    for (std::size_t window = 0; window < 50; ++window) {
      for (std::size_t channel = 0; channel < 2; ++channel) {
        std::vector<double> forecast(8), raw(8);
        for (std::size_t h = 0; h < 8; ++h) {
          forecast[h] = random.normal();
          raw[h] = random.normal();
          squares += (forecast[h] - raw[h]) * (forecast[h] - raw[h]) / 800;
          absolutes += std::abs(forecast[h] - raw[h]) / 800;
        }
        summary.add(channel, window, *scoreItem(forecast, {raw, {0, 1}, 1.0}));
      }
    }
    QVERIFY(std::abs(summary.overall().mse - squares) < 1e-12);
    QVERIFY(std::abs(summary.overall().mae - absolutes) < 1e-12);
    QVERIFY(std::abs(summary.overall().mase - absolutes) < 1e-12);
  }
};

QTEST_GUILESS_MAIN(MetricsTest)
#include "metrics_test.moc"
