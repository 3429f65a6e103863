// Stratified splits: sizes, shares of the classes, groups kept together, the same for the same seed. The sizes and shares are
// properties that hold for any draw; where groups are large, the test knows what is possible.
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "engine/base/random.h"
#include "engine/data/examples/ratio_split.h"
#include "engine/data/examples/share_counts.h"
#include "unit/data/example_sets.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

constexpr std::array kBlockList = {Block::kTrain, Block::kValidation, Block::kTest};

// Largest remainder, computed once more: floors, then the largest fractions, of equal ones train before test before validation.
std::array<std::size_t, 3> sizesOf(std::size_t count, const std::array<double, 3>& percent) {
  std::array<std::size_t, 3> sizes{};
  std::array<double, 3> rest{};
  for (std::size_t b = 0; b < 3; ++b) {
    const double share = static_cast<double>(count) * percent[b] / 100.0;
    sizes[b] = static_cast<std::size_t>(share + 1e-9);
    rest[b] = share - static_cast<double>(sizes[b]);
  }
  while (sizes[0] + sizes[1] + sizes[2] < count) {
    std::size_t best = 0;
    for (const std::size_t b : {2U, 1U}) {
      best = rest[b] > rest[best] + 1e-9 ? b : best;
    }
    ++sizes[best];
    rest[best] = -1.0;
  }
  return sizes;
}

void keepTogether(ExampleSet& set, std::uint32_t first, std::uint32_t second) {
  set.nearKeys[second] = set.nearKeys[first];
}

bool areTogether(const ExampleSet& set, const std::vector<Block>& blocks) {
  std::map<std::uint64_t, Block> byKey;
  std::map<std::uint32_t, Block> byGroup;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (byKey.try_emplace(set.nearKeys[i], blocks[i]).first->second != blocks[i]) {
      return false;
    }
    if (!set.groups.empty() && byGroup.try_emplace(set.groups[i], blocks[i]).first->second != blocks[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

class ExamplesRatioTest : public QObject {
  Q_OBJECT

 private slots:
  // Every item on its own: sizes are the largest remainders, each class is within one item of its share, and every class is in
  // every block that has room for all classes.
  void singlesOfManyShapes() {
    base::RandomStream random{11};
    for (int round = 0; round < 300; ++round) {
      std::vector<std::size_t> counts(static_cast<std::size_t>(2 + random.below(12)));
      for (std::size_t& count : counts) {
        count = static_cast<std::size_t>(1 + random.below(round % 3 == 0 ? 6 : 200));
      }
      const ExampleSet set = countedSet(counts);
      const double train = static_cast<double>(40 + random.below(50));
      const double validation = std::max(1.0, std::floor((100.0 - train) / 2.0));
      const std::array<double, 3> percent = {train, validation, 100.0 - train - validation};
      if (set.names.size() < 10) {
        continue;
      }
      const auto blocks = splitByRatio(set, percent[0], percent[1], static_cast<std::uint64_t>(round));
      VERIFY_OK(blocks);
      std::array<std::size_t, 3> sizes = sizesOf(set.names.size(), percent);
      if (sizes[1] == 0 || sizes[2] == 0) {
        continue;  // one item each, whatever the shares say
      }
      for (std::size_t b = 0; b < 3; ++b) {
        QCOMPARE(countOf(*blocks, kBlockList[b]), sizes[b]);
        for (std::size_t c = 0; c < counts.size(); ++c) {
          const std::size_t items = countOf(set, *blocks, static_cast<int>(c), kBlockList[b]);
          const double share = static_cast<double>(counts[c]) * percent[b] / 100.0;
          const bool isNear = std::abs(static_cast<double>(items) - share) < 2.0;
          QVERIFY2(isNear, qPrintable(QString("%1 of %2, share %3").arg(items).arg(counts[c]).arg(share)));
          const bool mustBe = b == 0 || (counts[c] >= 3 && sizes[b] >= counts.size());
          QVERIFY2(items > 0 || !mustBe, qPrintable(QString("class of %1 in block %2").arg(counts[c]).arg(b)));
        }
      }
    }
  }

  void exactWhereSharesAreWhole() {
    const ExampleSet set = countedSet({100, 50, 850});
    const auto blocks = splitByRatio(set, 80, 10, 0);
    VERIFY_OK(blocks);
    for (int c = 0; c < 3; ++c) {
      const std::size_t all = std::array<std::size_t, 3>{100, 50, 850}[static_cast<std::size_t>(c)];
      QCOMPARE(countOf(set, *blocks, c, Block::kTrain), all * 8 / 10);
      QCOMPARE(countOf(set, *blocks, c, Block::kValidation), all / 10);
      QCOMPARE(countOf(set, *blocks, c, Block::kTest), all / 10);
    }
  }

  void manySmallClasses() {
    const ExampleSet set = countedSet(std::vector<std::size_t>(100, 5));  // 50 test items cannot hold 100 classes
    const auto blocks = splitByRatio(set, 80, 10, 0);
    VERIFY_OK(blocks);
    QCOMPARE(countOf(*blocks, Block::kTest), std::size_t{50});
    QCOMPARE(countOf(*blocks, Block::kValidation), std::size_t{50});
    for (int c = 0; c < 100; ++c) {
      QVERIFY(countOf(set, *blocks, c, Block::kTrain) >= 3);
    }
    const ExampleSet rare = countedSet({990, 3, 4, 3});
    const auto few = splitByRatio(rare, 80, 10, 0);
    VERIFY_OK(few);
    QCOMPARE(countOf(*few, Block::kTest), std::size_t{100});
    for (int c = 1; c < 4; ++c) {
      for (const Block block : kBlockList) {
        QVERIFY(countOf(rare, *few, c, block) > 0);
      }
    }
  }

  void seeds() {
    const ExampleSet set = countedSet({120, 60});
    const auto zero = splitByRatio(set, 70, 10, 0), again = splitByRatio(set, 70, 10, 0),
               one = splitByRatio(set, 70, 10, 1);
    QVERIFY(*zero == *again);
    QVERIFY(*zero != *one);
    // Drawn, not cut: each item is in the test block of about a fifth of the seeds.
    std::vector<int> tests(180, 0);
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      const auto blocks = splitByRatio(set, 70, 10, seed);
      for (std::size_t i = 0; i < 180; ++i) {
        tests[i] += (*blocks)[i] == Block::kTest ? 1 : 0;
      }
    }
    // 400 draws of 0.2: mean 80, deviation 8; five deviations.
    QVERIFY(*std::min_element(tests.begin(), tests.end()) > 40 && *std::max_element(tests.begin(), tests.end()) < 120);
  }

  void groupsStayTogether() {
    base::RandomStream random{12};
    for (int round = 0; round < 200; ++round) {
      const auto classes = static_cast<std::size_t>(2 + random.below(5));
      ExampleSet set = countedSet(std::vector<std::size_t>(classes, static_cast<std::size_t>(20 + random.below(100))));
      const auto count = static_cast<std::int64_t>(set.names.size());
      for (std::int64_t i = random.below(count); i > 0; --i) {
        keepTogether(set, static_cast<std::uint32_t>(random.below(count)),
                     static_cast<std::uint32_t>(random.below(count)));
      }
      if (round % 2 == 0) {
        for (std::int64_t i = 0; i < count; ++i) {
          set.groups.push_back(static_cast<std::uint32_t>(random.below(3) == 0 ? random.below(count) : count + i));
        }
      }
      const auto blocks = splitByRatio(set, 60, 20, static_cast<std::uint64_t>(round));
      VERIFY_OK(blocks);
      QVERIFY(areTogether(set, *blocks));
      for (const Block block : kBlockList) {
        QVERIFY(countOf(*blocks, block) > 0);
      }
      for (std::size_t c = 0; c < classes; ++c) {
        QVERIFY(countOf(set, *blocks, static_cast<int>(c), Block::kTrain) > 0);
      }
    }
  }

  // As in a table where a tenth of the rows occurs twice: the sizes are still exact.
  void sizesWithPairs() {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      ExampleSet set = countedSet({767, 765, 1654});
      for (std::uint32_t i = 0; i < 300; i += 2) {
        keepTogether(set, 10 * i, 10 * i + 1);
      }
      const auto blocks = splitByRatio(set, 80, 10, seed);
      VERIFY_OK(blocks);
      QVERIFY(areTogether(set, *blocks));
      QCOMPARE(countOf(*blocks, Block::kTrain), std::size_t{2549});  // 2548.8, 318.6, 318.6
      QCOMPARE(countOf(*blocks, Block::kValidation), std::size_t{318});
      QCOMPARE(countOf(*blocks, Block::kTest), std::size_t{319});
      for (int c = 0; c < 3; ++c) {
        const double share = 0.1 * std::array{767.0, 765.0, 1654.0}[static_cast<std::size_t>(c)];
        QVERIFY(std::abs(static_cast<double>(countOf(set, *blocks, c, Block::kTest)) - share) < 2.0);
      }
      // Pairs are not all in training.
      std::set<Block> ofPairs;
      for (std::uint32_t i = 0; i < 300; i += 2) {
        ofPairs.insert((*blocks)[10 * i]);
      }
      QCOMPARE(ofPairs.size(), std::size_t{3});
    }
  }

  void fewAndLargeGroups() {
    ExampleSet set = countedSet({50, 50});
    for (std::uint32_t i = 1; i < 50; ++i) {
      keepTogether(set, 0, i);
      keepTogether(set, 50, 50 + i);
    }
    VERIFY_ERROR(splitByRatio(set, 80, 10, 0),
                 "There are 100 items in 2 groups of different content, too few for 3 blocks");
    set.nearKeys[99] = 5;  // now three groups
    const auto blocks = splitByRatio(set, 80, 10, 0);
    VERIFY_OK(blocks);
    QVERIFY(areTogether(set, *blocks));
    for (int c = 0; c < 2; ++c) {
      QVERIFY(countOf(set, *blocks, c, Block::kTrain) > 0);
    }
    // Two classes of two groups each, so nothing is left for validation until another block spares a group.
    ExampleSet four = countedSet({40, 40});
    for (std::uint32_t i = 0; i < 80; ++i) {
      four.nearKeys[i] = i / 20;
    }
    const auto drawn = splitByRatio(four, 50, 25, 0);
    VERIFY_OK(drawn);
    for (const Block block : kBlockList) {
      QVERIFY(countOf(*drawn, block) > 0);
    }
  }

  void conflictingLabelsOfOneGroup() {
    ExampleSet set = countedSet({30, 30});
    keepTogether(set, 3, 40);
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      QVERIFY(areTogether(set, *splitByRatio(set, 60, 20, seed)));
    }
  }

  void multiLabelByTheRarest() {
    base::RandomStream random{13};
    for (int round = 0; round < 60; ++round) {
      ExampleSet set = countedSet({200});
      set.targets.kind = TargetKind::kMultiLabel;
      set.targets.classes = {"often", "half", "rare", "with rare"};
      for (std::size_t i = 0; i < 200; ++i) {
        const std::uint8_t rare = i % 40 == 0 ? 1 : 0;
        const auto coin = static_cast<std::uint8_t>(random.below(2));
        // Items of the last class are never the rarest of theirs.
        const std::uint8_t bits[] = {1, coin, rare,
                                     static_cast<std::uint8_t>(rare != 0 || i % 40 == 1 || i == 2 ? 1 : 0)};
        set.targets.bits.insert(set.targets.bits.end(), std::begin(bits), std::end(bits));
      }
      const auto blocks = splitByRatio(set, 60, 20, static_cast<std::uint64_t>(round));
      VERIFY_OK(blocks);
      for (std::size_t c = 0; c < 4; ++c) {
        std::size_t train = 0;
        for (std::size_t i = 0; i < 200; ++i) {
          train += (*blocks)[i] == Block::kTrain ? set.targets.bits[4 * i + c] : 0U;
        }
        QVERIFY(train > 0);
      }
      QCOMPARE(countOf(*blocks, Block::kTest), std::size_t{40});
      std::size_t rareInTest = 0;
      for (std::size_t i = 0; i < 200; i += 40) {
        rareInTest += (*blocks)[i] == Block::kTest ? 1U : 0U;
      }
      QCOMPARE(rareInTest, std::size_t{1});  // a fifth of five
    }
  }

  // A class that is the rarest of none of its items: the two strata that hold it may put both of them elsewhere.
  void classesThatAreNeverTheRarest() {
    ExampleSet set = countedSet({40});
    set.targets.kind = TargetKind::kMultiLabel;
    set.targets.classes = {"all", "a", "b", "with a or b"};
    for (int i = 0; i < 40; ++i) {
      const std::uint8_t bits[] = {1, i < 2, i == 2 || i == 3, i == 0 || i == 2};
      set.targets.bits.insert(set.targets.bits.end(), std::begin(bits), std::end(bits));
    }
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      const auto blocks = splitByRatio(set, 50, 25, seed);
      VERIFY_OK(blocks);
      QVERIFY((*blocks)[0] == Block::kTrain || (*blocks)[2] == Block::kTrain);
    }
  }

  void masksAreOneStratum() {
    ExampleSet set = countedSet({50});
    set.targets.kind = TargetKind::kMask;
    const auto blocks = splitByRatio(set, 80, 10, 4);
    VERIFY_OK(blocks);
    QCOMPARE(countOf(*blocks, Block::kTest), std::size_t{5});
  }

  void fewItems() {
    QVERIFY(splitByRatio(countedSet({2}), 80, 10, 0).error().message.starts_with("There are 2 items"));
    QVERIFY(splitByRatio(countedSet({1}), 80, 10, 0).error().message.starts_with("There are 1 item "));
    const auto three = splitByRatio(countedSet({3}), 80, 10, 0);
    VERIFY_OK(three);
    QCOMPARE(std::set<Block>(three->begin(), three->end()).size(), std::size_t{3});
  }

  // Against brute force: no other table with these sums and least counts is nearer to what is wanted.
  void fittedCounts() {
    base::RandomStream random{14};
    for (int round = 0; round < 400; ++round) {
      const auto classes = static_cast<std::size_t>(1 + random.below(3));
      std::vector<BlockShares> wanted;
      std::vector<std::size_t> rows;
      std::size_t all = 0;
      for (std::size_t s = 0; s < classes; ++s) {
        rows.push_back(static_cast<std::size_t>(random.below(8)));
        BlockShares shares = {0.5, 0.3, 0.2};
        if (round % 2 == 1) {
          shares = {random.uniform(), random.uniform(), random.uniform()};
        }
        const double sum = shares[0] + shares[1] + shares[2];
        for (double& share : shares) {
          share *= static_cast<double>(rows[s]) / sum;
        }
        wanted.push_back(shares);
        all += rows[s];
      }
      const BlockCounts columns = blockSizes(all, {0.5, 0.3, 0.2});
      std::vector<BlockCounts> least(classes);
      if (round % 3 == 0 && rows[0] >= 3) {
        least[0] = {1, columns[1] > 0 ? 1U : 0U, columns[2] > 0 ? 1U : 0U};
      }
      const auto counts = fitCounts(wanted, rows, columns, least);
      BlockCounts sums{};
      double cost = 0.0;
      for (std::size_t s = 0; s < classes; ++s) {
        QCOMPARE(counts[s][0] + counts[s][1] + counts[s][2], rows[s]);
        for (std::size_t b = 0; b < 3; ++b) {
          sums[b] += counts[s][b];
          cost += std::pow(static_cast<double>(counts[s][b]) - wanted[s][b], 2);
        }
      }
      QVERIFY(sums == columns);
      QVERIFY2(cost <= bestCost(wanted, rows, columns, least, 0, {}) + 1e-9, qPrintable(QString::number(cost)));
    }
  }

 private:
  // The least sum of squared differences over all tables with these sums.
  static double bestCost(const std::vector<BlockShares>& wanted, const std::vector<std::size_t>& rows,
                         const BlockCounts& columns, const std::vector<BlockCounts>& least, std::size_t row,
                         BlockCounts used) {
    if (row == rows.size()) {
      return used == columns ? 0.0 : 1e9;
    }
    double best = 1e9;
    for (std::size_t a = 0; a <= rows[row]; ++a) {
      for (std::size_t b = 0; a + b <= rows[row]; ++b) {
        const BlockCounts here = {a, b, rows[row] - a - b};
        BlockCounts next = used;
        double cost = 0.0;
        for (std::size_t i = 0; i < 3; ++i) {
          next[i] += here[i];
          cost += here[i] < least[row][i] ? 1e9 : 0.0;
          cost += std::pow(static_cast<double>(here[i]) - wanted[row][i], 2);
        }
        best = std::min(best, cost + bestCost(wanted, rows, columns, least, row + 1, next));
      }
    }
    return best;
  }
};

QTEST_GUILESS_MAIN(ExamplesRatioTest)
#include "examples_ratio_test.moc"
