// TPE: which trials are good, what is told again, when it starts, that it depends on what was told and on nothing else.
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "engine/search/tpe_sampler.h"

using namespace touchstone;
using namespace touchstone::search;

namespace {

using namespace std::string_literals;

Space lineSpace() {
  return Space{{Param::real("x", 0.0, 1.0)}};
}

Space mixedSpace() {
  return Space{{Param::real("a", -1.0, 1.0), Param::logReal("b", 1e-4, 1.0), Param::whole("c", 0, 20),
                Param::category("d", {"mse"s, "mae"s, "huber"s}), Param::category("e", {"only"s})}};
}

Config at(double x) {
  return Config{{{"x", x}}};
}

double valueOf(const Config& config) {
  const double a = config.number("a", 0.0) - 0.4;
  const double b = std::log10(config.number("b", 1.0)) + 2.0;
  const double c = (config.number("c", 0.0) - 6.0) / 20.0;
  return a * a + b * b + c * c + (*config.find("d") == ParamValue("mae"s) ? 0.0 : 0.5);
}

}  // namespace

class TpeSamplerTest : public QObject {
  Q_OBJECT

 private slots:
  void countsOfGoodTrials();
  void startsAtRandom();
  void goodTrialsAreTheLowest();
  void equalValuesGoByNumber();
  void completeBeforePrunedBeforeDiverged();
  void failedTrialsSayNothing();
  void tellingAgainReplaces();
  void strangeConfigIsIgnored();
  void splitMatchesSortingEverything();
  void proposalDependsOnWhatWasTold_data();
  void proposalDependsOnWhatWasTold();
  void proposalsLieInTheSpace_data() { proposalDependsOnWhatWasTold_data(); }
  void proposalsLieInTheSpace();
  void findsTheMinimum_data() { proposalDependsOnWhatWasTold_data(); }
  void findsTheMinimum();
  void proposesTheCandidateWithTheGreatestQuotient();
};

void TpeSamplerTest::countsOfGoodTrials() {
  QCOMPARE(goodCount(0), 0);
  QCOMPARE(goodCount(1), 1);
  QCOMPARE(goodCount(10), 1);
  QCOMPARE(goodCount(11), 2);
  QCOMPARE(goodCount(30), 3);
  QCOMPARE(goodCount(249), 25);
  QCOMPARE(goodCount(5000), 25);
  QCOMPARE(goodCount(16, true), 1);
  QCOMPARE(goodCount(17, true), 2);
  QCOMPARE(goodCount(1000000, true), 25);
}

void TpeSamplerTest::startsAtRandom() {
  TpeSampler sampler(lineSpace(), 1);
  for (int trial = 0; trial < 9; ++trial) {
    sampler.tell(trial, at(0.1 * trial), trial, TrialEnd::kComplete, 1);
  }
  TpeSampler empty(lineSpace(), 1);
  QCOMPARE(sampler.ask(9), empty.ask(9));  // nine are told: still random
  sampler.tell(9, at(0.9), 9.0, TrialEnd::kComplete, 1);
  QVERIFY(!(sampler.ask(10) == empty.ask(10)));
}

void TpeSamplerTest::goodTrialsAreTheLowest() {
  TpeSampler sampler(lineSpace(), 1);
  for (int trial = 0; trial < 40; ++trial) {
    sampler.tell(trial, at(0.02 * trial), std::abs(trial - 17.2), TrialEnd::kComplete, 1);
  }
  QCOMPARE(sampler.good().trials(), (std::vector<int>{16, 17, 18, 19}));  // by number again
  QCOMPARE(sampler.bad().size(), std::size_t{36});
  QVERIFY(!sampler.bad().contains(17));
}

void TpeSamplerTest::equalValuesGoByNumber() {
  TpeSampler sampler(lineSpace(), 1);
  for (int trial = 19; trial >= 0; --trial) {
    sampler.tell(trial, at(0.5), 1.0, TrialEnd::kComplete, 1);
  }
  QCOMPARE(sampler.good().trials(), (std::vector<int>{0, 1}));
}

void TpeSamplerTest::completeBeforePrunedBeforeDiverged() {
  TpeSampler sampler(lineSpace(), 1);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  sampler.tell(0, at(0.1), nan, TrialEnd::kDiverged, 7);
  sampler.tell(1, at(0.2), 0.1, TrialEnd::kPruned, 2);  // lower, but went less far
  sampler.tell(2, at(0.3), 9.0, TrialEnd::kPruned, 4);
  sampler.tell(3, at(0.4), 8.0, TrialEnd::kPruned, 4);
  sampler.tell(4, at(0.5), 99.0, TrialEnd::kComplete, 8);
  sampler.tell(5, at(0.6), nan, TrialEnd::kComplete, 8);  // not a number: diverged, whatever it is called
  QCOMPARE(sampler.good().trials(), (std::vector<int>{4}));
  for (int trial = 6; trial < 60; ++trial) {
    sampler.tell(trial, at(0.7), nan, TrialEnd::kDiverged, 1);
    const auto wanted = static_cast<std::size_t>(goodCount(trial + 1));
    std::vector<int> expected{4, 3, 2, 1, 5, 0};  // trial 0 got to 7 epochs, 5 to 8
    expected.resize(std::min(wanted, expected.size()));
    std::sort(expected.begin(), expected.end());
    QCOMPARE(sampler.good().trials(), expected);
  }
}

void TpeSamplerTest::failedTrialsSayNothing() {
  TpeSampler sampler(lineSpace(), 1);
  for (int trial = 0; trial < 30; ++trial) {
    sampler.tell(trial, at(0.5), 1.0, TrialEnd::kFailed, 1);
  }
  QCOMPARE(sampler.good().size() + sampler.bad().size(), std::size_t{0});
  TpeSampler empty(lineSpace(), 1);
  QCOMPARE(sampler.ask(30), empty.ask(30));
}

void TpeSamplerTest::tellingAgainReplaces() {
  TpeSampler told(lineSpace(), 1);
  TpeSampler fresh(lineSpace(), 1);
  for (int trial = 0; trial < 50; ++trial) {
    told.tell(trial, at(0.01 * trial), 50.0 - trial, TrialEnd::kPruned, 1);
  }
  for (int trial = 0; trial < 50; ++trial) {
    const TrialEnd end = trial % 3 == 0 ? TrialEnd::kComplete : TrialEnd::kPruned;
    const double value = (trial * 7) % 50;
    told.tell(trial, at(0.01 * trial), value, trial == 44 ? TrialEnd::kFailed : end, 2 + trial % 3);
    if (trial != 44) {
      fresh.tell(trial, at(0.01 * trial), value, end, 2 + trial % 3);
    }
  }
  QCOMPARE(told.good().trials(), fresh.good().trials());
  QCOMPARE(told.bad().trials(), fresh.bad().trials());
  QCOMPARE(told.ask(50), fresh.ask(50));
}

void TpeSamplerTest::strangeConfigIsIgnored() {
  TpeSampler sampler(lineSpace(), 1);
  sampler.tell(0, Config{{{"y", 0.5}}}, 1.0, TrialEnd::kComplete, 1);
  sampler.tell(1, at(3.0), 1.0, TrialEnd::kComplete, 1);
  QCOMPARE(sampler.good().size() + sampler.bad().size(), std::size_t{0});
}

// Random tells, repeats and failures against Optuna's way: sort all, cut, sort both by number.
void TpeSamplerTest::splitMatchesSortingEverything() {
  struct Row {
    int group;
    double first, second;
    int trial;
    auto key() const { return std::tuple(group, first, second, trial); }
  };
  base::RandomStream stream{21};
  TpeSampler sampler(lineSpace(), 1);
  std::map<int, Row> rows;
  for (int step = 0; step < 1500; ++step) {
    const int trial = static_cast<int>(stream.below(400));
    const double value = static_cast<double>(stream.below(30));
    const int last = static_cast<int>(stream.below(5));
    const auto kind = stream.below(5);
    if (kind == 0) {
      sampler.tell(trial, at(stream.uniform()), value, TrialEnd::kFailed, last);
      rows.erase(trial);
    } else if (kind <= 2) {
      sampler.tell(trial, at(stream.uniform()), value, TrialEnd::kPruned, last);
      rows[trial] = {1, -static_cast<double>(last), value, trial};
    } else {
      sampler.tell(trial, at(stream.uniform()), value, TrialEnd::kComplete, last);
      rows[trial] = {0, value, 0.0, trial};
    }
    std::vector<Row> all;
    all.reserve(rows.size());
    for (const auto& [number, row] : rows) {
      all.push_back(row);
    }
    std::sort(all.begin(), all.end(), [](const Row& a, const Row& b) { return a.key() < b.key(); });
    std::vector<int> good;
    for (std::size_t i = 0; i < static_cast<std::size_t>(goodCount(static_cast<int>(all.size()))); ++i) {
      good.push_back(all[i].trial);
    }
    std::sort(good.begin(), good.end());
    QCOMPARE(sampler.good().trials(), good);
    QCOMPARE(sampler.bad().size(), all.size() - good.size());
  }
}

void TpeSamplerTest::proposalDependsOnWhatWasTold_data() {
  QTest::addColumn<bool>("isMultivariate");
  QTest::newRow("univariate") << false;
  QTest::newRow("multivariate") << true;
}

void TpeSamplerTest::proposalDependsOnWhatWasTold() {
  QFETCH(bool, isMultivariate);
  TpeOptions options;
  options.isMultivariate = isMultivariate;
  TpeSampler forward(mixedSpace(), 5, options);
  TpeSampler backward(mixedSpace(), 5, options);
  base::RandomStream stream{2};
  std::vector<Config> configs;
  configs.reserve(120);
  for (int trial = 0; trial < 120; ++trial) {
    configs.push_back(drawConfig(mixedSpace(), stream));
  }
  for (int trial = 0; trial < 120; ++trial) {
    forward.ask(trial);  // proposals in between change nothing
    forward.tell(trial, configs[static_cast<std::size_t>(trial)], valueOf(configs[static_cast<std::size_t>(trial)]),
                 TrialEnd::kComplete, 1);
    const int other = 119 - trial;
    backward.tell(other, configs[static_cast<std::size_t>(other)], valueOf(configs[static_cast<std::size_t>(other)]),
                  TrialEnd::kComplete, 1);
  }
  for (int trial = 120; trial < 150; ++trial) {
    QCOMPARE(forward.ask(trial), backward.ask(trial));
  }
  QCOMPARE(forward.ask(120), backward.ask(120));
  QVERIFY(!(forward.ask(120) == forward.ask(121)));
}

void TpeSamplerTest::proposalsLieInTheSpace() {
  QFETCH(bool, isMultivariate);
  TpeOptions options;
  options.isMultivariate = isMultivariate;
  const Space space = mixedSpace();
  TpeSampler sampler(space, 6, options);
  for (int trial = 0; trial < 300; ++trial) {
    const Config config = sampler.ask(trial);
    QVERIFY(toPoint(space, config).has_value());
    QCOMPARE(*config.find("e"), ParamValue("only"s));
    sampler.tell(trial, config, valueOf(config), TrialEnd::kComplete, 1);
  }
}

void TpeSamplerTest::findsTheMinimum() {
  QFETCH(bool, isMultivariate);
  TpeOptions options;
  options.isMultivariate = isMultivariate;
  TpeSampler sampler(mixedSpace(), 8, options);
  double best = std::numeric_limits<double>::infinity();
  int rightCategory = 0;
  for (int trial = 0; trial < 150; ++trial) {
    const Config config = sampler.ask(trial);
    best = std::min(best, valueOf(config));
    rightCategory += trial >= 50 && *config.find("d") == ParamValue("mae"s) ? 1 : 0;
    sampler.tell(trial, config, valueOf(config), TrialEnd::kComplete, 1);
  }
  QVERIFY2(best < 0.05, qPrintable(QString::number(best)));
  QVERIFY(rightCategory > 60);  // a third would be chance
}

// The rule itself, redone with the sampler's own densities: 24 candidates from the good ones, the greatest l/g.
void TpeSamplerTest::proposesTheCandidateWithTheGreatestQuotient() {
  TpeOptions options;
  options.isMultivariate = false;
  TpeSampler sampler(lineSpace(), 3, options);
  base::RandomStream draws{7};
  for (int trial = 0; trial < 80; ++trial) {
    const double x = draws.uniform();
    sampler.tell(trial, at(x), (x - 0.3) * (x - 0.3), TrialEnd::kComplete, 1);
  }
  for (int trial = 80; trial < 90; ++trial) {
    const double proposed = sampler.ask(trial).number("x", -1.0);
    double better = 0.0;
    const double one[] = {proposed};
    double good = 0.0;
    double bad = 0.0;
    sampler.good().logDensity(0, one, std::span(&good, 1));
    sampler.bad().logDensity(0, one, std::span(&bad, 1));
    // Of fresh draws from l, the share with a greater quotient than the best of 24 is 1/25 on average.
    std::vector<double> fresh(4000), logGood(4000), logBad(4000);
    sampler.good().sample(0, draws, fresh);
    sampler.good().logDensity(0, fresh, logGood);
    sampler.bad().logDensity(0, fresh, logBad);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      better += logGood[i] - logBad[i] > good - bad ? 1.0 / 4000.0 : 0.0;
    }
    QVERIFY2(better < 0.25, qPrintable(QString::number(better)));  // (1 - 0.25)^24 = 0.001
  }
}

QTEST_GUILESS_MAIN(TpeSamplerTest)
#include "tpe_sampler_test.moc"
