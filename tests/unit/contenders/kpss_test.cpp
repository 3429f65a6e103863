// KPSS and the order of differencing against statsmodels (tests/golden/kpss.json) and by their properties.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/auto_ar/kpss.h"

#include <QObject>
#include <QTest>

using namespace touchstone;
using namespace touchstone::contenders;

class KpssTest : public QObject {
  Q_OBJECT

 private slots:
  void equalsStatsmodels();
  void choosesStatsmodelsDifference();
  void constantAndLineAreStationary();
  void isInvariantToScaleAndTrend();
  void everyChannelMustPass();
  void differencesShortSeries();
};

void KpssTest::equalsStatsmodels() {
  const auto golden = testing::readGolden("kpss.json");
  QVERIFY(golden.contains("cases"));
  for (const auto& golds : golden["cases"]) {
    const auto values = golds["values"].get<std::vector<double>>();
    const KpssResult result = kpss(values);
    const auto name = golds["name"].get<std::string>();
    QVERIFY2(testing::isNear(result.eta, golds["eta"].get<double>(), 1e-9), name.c_str());
    QCOMPARE(result.lags, golds["lags"].get<std::size_t>());
    QCOMPARE(result.isStationary(), golds["p"].get<double>() > 0.05);
  }
}

void KpssTest::choosesStatsmodelsDifference() {
  const auto golden = testing::readGolden("kpss.json");
  for (const auto& golds : golden["cases"]) {
    if (golds["difference"].is_null()) {
      continue;
    }
    const auto values = golds["values"].get<std::vector<double>>();
    const std::vector<std::span<const double>> channels{values};
    const DifferenceChoice choice = chooseDifference(channels);
    QCOMPARE(choice.difference, golds["difference"].get<int>());
    QCOMPARE(choice.etas.size(), static_cast<std::size_t>(choice.difference) + 1);
    for (std::size_t d = 0; d < choice.etas.size(); ++d) {
      QVERIFY(testing::isNear(choice.etas[d][0], golds["differenced_etas"][d].get<double>(), 1e-9));
    }
  }
}

void KpssTest::constantAndLineAreStationary() {
  std::vector<double> line(400);
  for (std::size_t t = 0; t < line.size(); ++t) {
    line[t] = 5.0 - 0.37 * static_cast<double>(t);
  }
  for (const auto& x : {std::vector<double>(300, 0.0), std::vector<double>(300, 0.1), line}) {
    QCOMPARE(kpss(x).eta, 0.0);
    QVERIFY(kpss(x).isStationary());
  }
  for (std::size_t n = 0; n < 3; ++n) {
    QVERIFY(kpss(std::vector<double>(n, 1.0)).isStationary());
  }
}

void KpssTest::isInvariantToScaleAndTrend() {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<double> x = testing::randomSeries(100 + 17 * seed, seed, static_cast<int>(seed % 3));
    std::vector<double> moved(x.size());
    for (std::size_t t = 0; t < x.size(); ++t) {
      moved[t] = 3.0 * x[t] + 2.0 - 0.01 * static_cast<double>(t);
    }
    QVERIFY(testing::isNear(kpss(moved).eta, kpss(x).eta, 1e-7));
    QCOMPARE(kpss(moved).lags, kpss(x).lags);
  }
}

void KpssTest::everyChannelMustPass() {
  const std::vector<double> noise = testing::randomSeries(400, 1);
  const std::vector<double> walk = testing::randomSeries(400, 2, 1);
  const std::vector<std::span<const double>> both{noise, walk};
  const std::vector<std::span<const double>> one{noise};
  QCOMPARE(chooseDifference(one).difference, 0);
  QCOMPARE(chooseDifference(both).difference, 1);
  QCOMPARE(chooseDifference(both).etas.back().size(), std::size_t{2});
}

void KpssTest::differencesShortSeries() {
  const std::vector<double> x{1.0, 4.0, 9.0, 16.0};
  QCOMPARE(difference(x, 0), x);
  QCOMPARE(difference(x, 1), (std::vector<double>{3.0, 5.0, 7.0}));
  QCOMPARE(difference(x, 2), (std::vector<double>{2.0, 2.0}));
  QVERIFY(difference(std::vector<double>{1.0}, 2).empty());
}

QTEST_GUILESS_MAIN(KpssTest)
#include "kpss_test.moc"
