// The Gram matrix of lagged windows against its definition.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/auto_ar/lag_gram.h"

#include <QObject>
#include <QTest>

using namespace touchstone;
using namespace touchstone::contenders;

class LagGramTest : public QObject {
  Q_OBJECT

 private slots:
  void productsEqualTheirDefinition();
  void gramEqualsItsDefinition();
  void channelWithoutRowsAddsNothing();
};

void LagGramTest::productsEqualTheirDefinition() {
  for (const std::size_t n : {std::size_t{1}, std::size_t{2}, std::size_t{63}, std::size_t{64}, std::size_t{65},
                              std::size_t{200}, std::size_t{1000}}) {
    const std::vector<double> x = testing::randomSeries(n, n);
    for (const std::size_t first : {std::size_t{0}, n / 3, n - 1, n}) {
      for (const std::size_t lags :
           {std::size_t{1}, std::size_t{2}, std::size_t{64}, std::size_t{65}, std::size_t{150}}) {
        std::vector<double> out(lags, 1.0);
        addLagProducts(x, first, out);
        for (std::size_t k = 0; k < lags; ++k) {
          double expected = 1.0;
          for (std::size_t t = std::max(first, k); t < n; ++t) {
            expected += x[t] * x[t - k];
          }
          QVERIFY(testing::isNear(out[k], expected, 1e-12, 1e-10));
        }
      }
    }
  }
}

void LagGramTest::gramEqualsItsDefinition() {
  for (std::size_t round = 0; round < 12; ++round) {
    const std::size_t maxLag = std::vector<std::size_t>{0, 1, 5, 63, 64, 90}[round % 6];
    const std::size_t channelCount = 1 + round % 4;
    std::vector<std::vector<double>> series;
    std::vector<LagRows> rows;
    for (std::size_t c = 0; c < channelCount; ++c) {
      series.push_back(testing::randomSeries(150 + 40 * c + round, 10 * round + c, c % 2 == 1 ? 1 : 0));
    }
    for (std::size_t c = 0; c < channelCount; ++c) {
      rows.push_back({series[c], maxLag + c, series[c].size() - 3 * c});
    }
    const LagGram gram = lagGram(rows, maxLag);
    std::size_t count = 0;
    for (const LagRows& channel : rows) {
      count += channel.end - channel.first;
    }
    QCOMPARE(gram.rows, count);
    for (std::size_t i = 0; i <= maxLag; ++i) {
      double sum = 0.0;
      for (const LagRows& channel : rows) {
        for (std::size_t t = channel.first; t < channel.end; ++t) {
          sum += channel.values[t - i];
        }
      }
      QVERIFY(testing::isNear(gram.sums[i], sum, 1e-11, 1e-10));
      for (std::size_t j = 0; j <= maxLag; ++j) {
        double product = 0.0;
        for (const LagRows& channel : rows) {
          for (std::size_t t = channel.first; t < channel.end; ++t) {
            product += channel.values[t - i] * channel.values[t - j];
          }
        }
        QVERIFY(testing::isNear(gram.row(i)[j], product, 1e-11, 1e-9));
      }
    }
  }
}

void LagGramTest::channelWithoutRowsAddsNothing() {
  const std::vector<double> x = testing::randomSeries(100, 1);
  const std::vector<double> y = testing::randomSeries(50, 2);
  const std::vector<LagRows> alone{{x, 20, 100}};
  const std::vector<LagRows> both{{x, 20, 100}, {y, 20, 20}};
  const LagGram a = lagGram(alone, 20);
  const LagGram b = lagGram(both, 20);
  QCOMPARE(a.rows, b.rows);
  for (std::size_t i = 0; i < a.products.size(); ++i) {
    QVERIFY(testing::isNear(a.products[i], b.products[i], 1e-12, 1e-12));
  }
}

QTEST_GUILESS_MAIN(LagGramTest)
#include "lag_gram_test.moc"
