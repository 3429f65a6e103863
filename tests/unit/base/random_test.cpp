// The random streams: known answers of the generator, and the statistics and repeatability of what is drawn from it.
#include "engine/base/random.h"

#include <QtTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

using namespace touchstone::base;

namespace {

using Block = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;

// Largest distance between the empirical and the given distribution function, times sqrt(n): above 1.95 once in 1,000.
template <typename Function>
double kolmogorov(std::vector<double> draws, Function distribution) {
  std::sort(draws.begin(), draws.end());
  const auto count = static_cast<double>(draws.size());
  double worst = 0.0;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const double expected = distribution(draws[i]);
    worst = std::max({worst, std::abs(expected - static_cast<double>(i) / count),
                      std::abs(expected - static_cast<double>(i + 1) / count)});
  }
  return worst * std::sqrt(count);
}

}  // namespace

class RandomTest : public QObject {
  Q_OBJECT

 private slots:
  // tests/kat_vectors of Random123, lines "philox4x32 10".
  void philoxGivesTheKnownAnswers() {
    constexpr std::uint32_t kOnes = 0xffffffff;
    QCOMPARE(philox4x32(Block{}, Key{}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    QCOMPARE(philox4x32(Block{kOnes, kOnes, kOnes, kOnes}, Key{kOnes, kOnes}),
             (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    QCOMPARE(philox4x32(Block{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, Key{0xa4093822, 0x299f31d0}),
             (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
  }

  void theSameKeyGivesTheSameDraws() {
    RandomStream first{1, 2, 3};
    RandomStream second{1, 2, 3};
    RandomStream other{1, 2, 4};
    bool isEqual = true;
    bool differs = false;
    for (int i = 0; i < 100; ++i) {
      const auto draw = first();
      isEqual = isEqual && draw == second();
      differs = differs || draw != other();
    }
    QVERIFY(isEqual);
    QVERIFY(differs);
  }

  void seekingComesBackToADraw() {
    RandomStream stream{42};
    std::vector<std::uint64_t> draws(20);
    for (std::uint64_t& draw : draws) {
      draw = stream();
    }
    QCOMPARE(stream.position(), std::uint64_t{20});
    stream.seek(7);
    QCOMPARE(stream(), draws[7]);
  }

  void keysDoNotCollide() {
    std::set<std::uint64_t> keys;
    for (std::uint64_t a = 0; a < 100; ++a) {
      for (std::uint64_t b = 0; b < 100; ++b) {
        keys.insert(mixKey({a, b}));
      }
    }
    QCOMPARE(keys.size(), std::size_t{10'000});
    QVERIFY(mixKey({1, 2}) != mixKey({2, 1}));
    QVERIFY(mixKey({1}) != mixKey({1, 0}));
  }

  void uniformIsUniform() {
    RandomStream stream{1};
    std::vector<double> draws(20'000);
    for (double& draw : draws) {
      draw = stream.uniform();
      QVERIFY(draw >= 0.0 && draw < 1.0);
    }
    QVERIFY(kolmogorov(draws, [](double x) { return x; }) < 1.95);
    const double scaled = stream.uniform(-3.0, -2.0);
    QVERIFY(scaled >= -3.0 && scaled < -2.0);
  }

  void normalIsNormal() {
    RandomStream stream{2};
    std::vector<double> draws(20'000);
    for (double& draw : draws) {
      draw = stream.normal();
    }
    QVERIFY(kolmogorov(draws, [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }) < 1.95);
  }

  void belowIsUnbiased() {
    RandomStream stream{3};
    std::array<int, 7> counts{};
    for (int i = 0; i < 70'000; ++i) {
      const std::int64_t draw = stream.below(7);
      QVERIFY(draw >= 0 && draw < 7);
      ++counts[static_cast<std::size_t>(draw)];
    }
    double chiSquared = 0.0;
    for (const int count : counts) {
      chiSquared += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
    }
    QVERIFY(chiSquared < 22.46);  // 6 degrees of freedom, once in 1,000
    QCOMPARE(stream.below(1), std::int64_t{0});
  }

  void shuffleKeepsEveryElement() {
    RandomStream stream{4};
    std::vector<std::int64_t> shuffled(1'000);
    std::iota(shuffled.begin(), shuffled.end(), 0);
    const auto sorted = shuffled;
    stream.shuffle(shuffled);
    QVERIFY(shuffled != sorted);
    std::sort(shuffled.begin(), shuffled.end());
    QCOMPARE(shuffled, sorted);
  }
};

QTEST_GUILESS_MAIN(RandomTest)
#include "random_test.moc"
