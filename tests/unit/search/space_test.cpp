// Search spaces: what is refused and why, points and configurations, draws from the prior.
#include <QtTest>
#include <cmath>
#include <map>

#include "engine/search/random_sampler.h"
#include "engine/search/space.h"

using namespace touchstone;
using namespace touchstone::search;

namespace {

using namespace std::string_literals;

Space mixedSpace() {
  return Space{{Param::real("real", -1.0, 1.0), Param::logReal("log", 1e-5, 0.5),
                Param::steppedReal("step", 0.0, 0.3, 0.1), Param::whole("whole", 3, 20, 4),
                Param::logWhole("logwhole", 1, 1000), Param::category("category", {"mse"s, "mae"s, std::int64_t{3}}),
                Param::whole("one", 7, 7)}};
}

// Greatest distance between the draws' distribution and the uniform one on [0, 1].
double distanceToUniform(std::vector<double> shares) {
  std::sort(shares.begin(), shares.end());
  const auto total = static_cast<double>(shares.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    distance = std::max({distance, std::abs(shares[i] - static_cast<double>(i) / total),
                         std::abs(shares[i] - static_cast<double>(i + 1) / total)});
  }
  return distance;
}

}  // namespace

class SpaceTest : public QObject {
  Q_OBJECT

 private slots:
  void refusesWhatMakesNoSense_data();
  void refusesWhatMakesNoSense();
  void acceptsTheRest();
  void lastGridPointIsBelowTheEnd();
  void innerRangeIsWidenedThenLogged();
  void valuesComeBackOntoTheGrid();
  void pointsAndConfigsAreTheSame();
  void strangeConfigsGiveNoPoint();
  void drawsAreUniform();
  void drawsOnGridsAreEqual();
  void drawDependsOnSeedAndTrialOnly();
};

void SpaceTest::refusesWhatMakesNoSense_data() {
  QTest::addColumn<Space>("space");
  QTest::addColumn<QString>("words");
  const auto one = [](Param param) { return Space{{std::move(param)}}; };
  Param halfWhole = Param::whole("w", 1, 9);
  halfWhole.high = 8.5;
  Param bothLogAndStep = Param::logReal("x", 1.0, 2.0);
  bothLogAndStep.step = 0.5;
  Param logSteps = Param::logWhole("x", 1, 9);
  logSteps.step = 2.0;
  QTest::newRow("no name") << one(Param::real("", 0, 1)) << "no name";
  QTest::newRow("twice") << Space{{Param::real("x", 0, 1), Param::whole("x", 0, 1)}}
                         << "`x` of the search space is there twice";
  QTest::newRow("turned") << one(Param::real("x", 1, 0)) << "goes from 1 to 0";
  QTest::newRow("infinite") << one(Param::real("x", 0, INFINITY)) << "endless";
  QTest::newRow("nan") << one(Param::real("x", NAN, 1)) << "endless";
  QTest::newRow("log of zero") << one(Param::logReal("x", 0, 1)) << "Start above 0";
  QTest::newRow("negative step") << one(Param::steppedReal("x", 0, 1, -0.1)) << "step";
  QTest::newRow("half a whole") << one(halfWhole) << "whole";
  QTest::newRow("log and step") << one(bothLogAndStep) << "one of the two";
  QTest::newRow("whole log and step") << one(logSteps) << "one of the two";
  QTest::newRow("no choices") << one(Param::category("c", {})) << "no choices";
  QTest::newRow("same choice") << one(Param::category("c", {"a"s, "b"s, "a"s})) << "number 1 and number 3";
}

void SpaceTest::refusesWhatMakesNoSense() {
  QFETCH(Space, space);
  QFETCH(QString, words);
  const auto result = check(space);
  QVERIFY(!result.ok());
  QCOMPARE(result.error().code, ErrorCode::kBadInput);
  QVERIFY2(result.error().message.find(words.toStdString()) != std::string::npos, result.error().message.c_str());
}

void SpaceTest::acceptsTheRest() {
  QVERIFY(check(mixedSpace()).ok());
  QVERIFY(check(Space{}).ok());
}

void SpaceTest::lastGridPointIsBelowTheEnd() {
  QCOMPARE(Param::whole("x", 3, 20, 4).top(), 19.0);
  QCOMPARE(Param::whole("x", 3, 19, 4).top(), 19.0);
  QVERIFY(std::abs(Param::steppedReal("x", 0.0, 0.3, 0.1).top() - 0.3) < 1e-15);
  QVERIFY(std::abs(Param::steppedReal("x", 0.0, 0.35, 0.1).top() - 0.3) < 1e-15);
  QCOMPARE(Param::real("x", 0.0, 0.35).top(), 0.35);
  QVERIFY(Param::whole("x", 3, 6, 4).isConstant());
  QVERIFY(Param::category("x", {1.0}).isConstant());
  QVERIFY(!Param::whole("x", 3, 7, 4).isConstant());
}

void SpaceTest::innerRangeIsWidenedThenLogged() {
  QCOMPARE(innerRange(Param::whole("x", 3, 20, 4)).low, 1.0);
  QCOMPARE(innerRange(Param::whole("x", 3, 20, 4)).high, 21.0);
  QCOMPARE(innerRange(Param::logWhole("x", 1, 10)).low, std::log(0.5));
  QCOMPARE(innerRange(Param::logWhole("x", 1, 10)).high, std::log(10.5));
  QCOMPARE(innerRange(Param::logReal("x", 1, 10)).low, 0.0);
}

void SpaceTest::valuesComeBackOntoTheGrid() {
  QCOMPARE(valueFromInner(Param::whole("x", 3, 20, 4), 12.9), 11.0);
  QCOMPARE(valueFromInner(Param::whole("x", 3, 20, 4), 13.1), 15.0);
  QCOMPARE(valueFromInner(Param::whole("x", 3, 20, 4), 21.0), 19.0);
  QCOMPARE(valueFromInner(Param::whole("x", 3, 20, 4), 1.0), 3.0);
  QCOMPARE(valueFromInner(Param::logWhole("x", 1, 10), std::log(0.5)), 1.0);
  QCOMPARE(valueFromInner(Param::logReal("x", 1e-5, 0.5), std::log(0.5)), 0.5);
}

void SpaceTest::pointsAndConfigsAreTheSame() {
  const Space space = mixedSpace();
  for (std::uint64_t key = 0; key < 200; ++key) {
    base::RandomStream stream{key};
    const Config config = drawConfig(space, stream);
    const auto point = toPoint(space, config);
    QVERIFY(point.has_value());
    QCOMPARE(toConfig(space, *point), config);
    QVERIFY(std::holds_alternative<std::int64_t>(*config.find("whole")));
    QVERIFY(std::holds_alternative<double>(*config.find("real")));
  }
  // A file may say 1 where 1.0 is meant.
  Config config;
  config.values.emplace_back("x", std::int64_t{1});
  QCOMPARE(toPoint(Space{{Param::real("x", 0.0, 2.0)}}, config), std::optional(std::vector<double>{1.0}));
}

void SpaceTest::strangeConfigsGiveNoPoint() {
  const Space space{{Param::whole("w", 1, 9), Param::category("c", {"a"s, "b"s})}};
  const auto configOf = [](ParamValue w, ParamValue c) { return Config{{{"w", std::move(w)}, {"c", std::move(c)}}}; };
  QVERIFY(toPoint(space, configOf(std::int64_t{3}, "a"s)).has_value());
  QVERIFY(!toPoint(space, configOf(3.5, "a"s)).has_value());
  QVERIFY(!toPoint(space, configOf(std::int64_t{10}, "a"s)).has_value());
  QVERIFY(!toPoint(space, configOf("3"s, "a"s)).has_value());
  QVERIFY(!toPoint(space, configOf(std::int64_t{3}, "z"s)).has_value());
  QVERIFY(!toPoint(space, Config{}).has_value());
}

void SpaceTest::drawsAreUniform() {
  const Param real = Param::real("x", -2.0, 3.0);
  const Param log = Param::logReal("y", 1e-6, 1e2);
  std::vector<double> reals;
  std::vector<double> logs;
  base::RandomStream stream{4};
  for (int i = 0; i < 20000; ++i) {
    reals.push_back((drawValue(real, stream) + 2.0) / 5.0);
    logs.push_back((std::log10(drawValue(log, stream)) + 6.0) / 8.0);
  }
  // Kolmogorov-Smirnov at probability 0.999; the seed is fixed.
  QVERIFY(std::sqrt(20000.0) * distanceToUniform(reals) < 1.95);
  QVERIFY(std::sqrt(20000.0) * distanceToUniform(logs) < 1.95);
}

void SpaceTest::drawsOnGridsAreEqual() {
  base::RandomStream stream{5};
  for (const Param& param : {Param::whole("x", 3, 20, 4), Param::steppedReal("x", 0.0, 0.4, 0.1),
                             Param::category("x", {1.0, 2.0, 3.0, 4.0, 5.0})}) {
    std::map<double, int> counts;
    for (int i = 0; i < 20000; ++i) {
      ++counts[drawValue(param, stream)];
    }
    QCOMPARE(counts.size(), std::size_t{5});
    double chiSquare = 0.0;
    for (const auto& [value, count] : counts) {
      chiSquare += (count - 4000.0) * (count - 4000.0) / 4000.0;
    }
    QVERIFY(chiSquare < 18.5);  // 4 degrees of freedom, probability 0.999
  }
}

void SpaceTest::drawDependsOnSeedAndTrialOnly() {
  RandomSampler sampler(mixedSpace(), 42);
  const Config third = sampler.ask(3);
  for (int trial = 0; trial < 10; ++trial) {
    sampler.ask(trial);
  }
  QCOMPARE(sampler.ask(3), third);
  RandomSampler again(mixedSpace(), 42);
  QCOMPARE(again.ask(3), third);
  QVERIFY(!(again.ask(4) == third));
  RandomSampler other(mixedSpace(), 43);
  QVERIFY(!(other.ask(3) == third));
}

QTEST_GUILESS_MAIN(SpaceTest)
#include "space_test.moc"
