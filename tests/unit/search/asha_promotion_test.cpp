// Promotion: a trace by hand, what always holds, and a plain rewriting of the paper's algorithm on random sequences.
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <vector>

#include "engine/base/random.h"
#include "engine/search/asha_promotion.h"

using namespace touchstone;
using namespace touchstone::search;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

RungEvent reach(AshaPromotion& scheduler, int trial, int epoch, double loss) {
  return scheduler.report({.trial = trial, .resource = epoch, .target = epoch, .loss = loss});
}

// Algorithm 2 of the paper, word by word: sorts the rung anew for every question.
class PlainAsha {
 public:
  PlainAsha(std::vector<int> milestones, int factor) : m_milestones(std::move(milestones)), m_factor(factor) {
    m_rungs.resize(m_milestones.size());
    m_promoted.resize(m_milestones.size());
  }

  void report(int trial, int epoch, double loss) {
    const auto found = std::find(m_milestones.begin(), m_milestones.end(), epoch);
    if (found != m_milestones.end()) {
      m_rungs[static_cast<std::size_t>(found - m_milestones.begin())].emplace_back(
          std::isnan(loss) ? std::numeric_limits<double>::infinity() : loss, trial);
    }
  }

  // {trial, rung}, or {-1, -1}
  std::pair<int, int> getJob() {
    for (auto k = static_cast<int>(m_rungs.size()) - 1; k >= 0; --k) {
      auto rung = m_rungs[static_cast<std::size_t>(k)];
      auto& promoted = m_promoted[static_cast<std::size_t>(k)];
      std::sort(rung.begin(), rung.end());
      rung.resize(rung.size() / static_cast<std::size_t>(m_factor));
      for (const auto& [loss, trial] : rung) {
        if (!promoted.contains(trial) && std::isfinite(loss)) {
          promoted.insert(trial);
          return {trial, k};
        }
      }
    }
    return {-1, -1};
  }

 private:
  std::vector<int> m_milestones;
  int m_factor;
  std::vector<std::vector<std::pair<double, int>>> m_rungs;
  std::vector<std::set<int>> m_promoted;
};

}  // namespace

class AshaPromotionTest : public QObject {
  Q_OBJECT

 private slots:
  void traceByHand();
  void lastRungGoesToTheEnd();
  void highestRungFirst();
  void morePlacesThanPromotionsAreNotGuaranteed();
  void divergedAndFinishedTrialsNeverGoOn();
  void matchesThePaper_data();
  void matchesThePaper();
};

void AshaPromotionTest::traceByHand() {
  AshaPromotion scheduler({3, 27, 3});  // rungs at 3 and 9
  QCOMPARE(scheduler.firstTarget(), 3);
  RungEvent event = reach(scheduler, 0, 3, 0.5);
  QCOMPARE(event.decision, RungDecision::kPaused);
  QVERIFY(!event.cutoff.has_value());
  QCOMPARE(event.goOn, 0);
  QVERIFY(!scheduler.promote().has_value());
  reach(scheduler, 1, 3, 0.7);
  QVERIFY(!scheduler.promote().has_value());
  event = reach(scheduler, 2, 3, 0.6);  // now three: one place, and 0.5 has it
  QCOMPARE(event.rank, 2);
  QCOMPARE(event.of, 3);
  QCOMPARE(event.goOn, 1);
  QCOMPARE(*event.cutoff, 0.5);
  const auto promoted = scheduler.promote();
  QVERIFY(promoted.has_value());
  QCOMPARE(promoted->trial, 0);
  QCOMPARE(promoted->decision, RungDecision::kPromoted);
  QCOMPARE(promoted->rung, 0);
  QCOMPARE(promoted->resource, 3);
  QCOMPARE(promoted->nextResource, 9);
  QCOMPARE(promoted->value, 0.5);
  QCOMPARE(*promoted->cutoff, 0.5);
  QCOMPARE(promoted->rank, 1);
  QVERIFY(!scheduler.promote().has_value());  // the place is taken
}

void AshaPromotionTest::lastRungGoesToTheEnd() {
  AshaPromotion scheduler({1, 5, 2});  // rungs at 1, 2, 4
  for (int trial = 0; trial < 8; ++trial) {
    reach(scheduler, trial, 1, trial);
  }
  for (const int expected : {0, 1, 2, 3}) {
    QCOMPARE(scheduler.promote()->trial, expected);
  }
  for (int trial = 0; trial < 4; ++trial) {
    reach(scheduler, trial, 2, trial);
  }
  QCOMPARE(scheduler.promote()->nextResource, 4);
  QCOMPARE(scheduler.promote()->trial, 1);
  reach(scheduler, 0, 4, 0.5);
  reach(scheduler, 1, 4, 0.1);
  const auto last = scheduler.promote();
  QCOMPARE(last->trial, 1);
  QCOMPARE(last->nextResource, 5);
  const RungEvent finished = reach(scheduler, 1, 5, 0.05);
  QCOMPARE(finished.decision, RungDecision::kFinished);
  QCOMPARE(finished.rung, 3);
  QCOMPARE(finished.rank, 1);
  QVERIFY(!finished.isEarly);
  QVERIFY(!scheduler.promote().has_value());
}

void AshaPromotionTest::highestRungFirst() {
  AshaPromotion scheduler({1, 8, 2});
  reach(scheduler, 0, 1, 0.0);
  reach(scheduler, 1, 1, 1.0);
  scheduler.promote();
  reach(scheduler, 2, 1, 0.1);
  reach(scheduler, 3, 1, 0.9);
  QCOMPARE(scheduler.promote()->trial, 2);
  reach(scheduler, 4, 1, 0.2);
  reach(scheduler, 5, 1, 0.95);  // 4 may go on from the lowest rung
  reach(scheduler, 0, 2, 0.5);
  reach(scheduler, 2, 2, 0.4);  // and 2 from the one above
  QCOMPARE(scheduler.promote()->trial, 2);
  QCOMPARE(scheduler.promote()->trial, 4);
  QVERIFY(!scheduler.promote().has_value());
}

// In algorithm 2 a promoted trial can be pushed out of the top by later ones, which are then promoted as well: six trials at
// eta 2 have three places, and four are promoted. The same with this class, so that nobody "mends" it unknowingly.
void AshaPromotionTest::morePlacesThanPromotionsAreNotGuaranteed() {
  AshaPromotion scheduler({1, 4, 2});
  std::set<int> promoted;
  int trial = 0;
  for (const double loss : {5.0, 9.0, 4.0, 8.0, 2.0, 1.0}) {
    reach(scheduler, trial++, 1, loss);
    while (const auto event = scheduler.promote()) {
      QVERIFY(event->rank <= event->goOn);
      promoted.insert(event->trial);
    }
  }
  QCOMPARE(promoted, (std::set<int>{0, 2, 4, 5}));
}

void AshaPromotionTest::divergedAndFinishedTrialsNeverGoOn() {
  AshaPromotion scheduler({1, 8, 2});
  RungEvent event = reach(scheduler, 0, 1, kNan);
  QCOMPARE(event.decision, RungDecision::kStopped);
  event = reach(scheduler, 1, 1, std::numeric_limits<double>::infinity());
  QCOMPARE(event.decision, RungDecision::kStopped);
  QVERIFY(!event.cutoff.has_value());
  QVERIFY(!scheduler.promote().has_value());  // one place, but nobody who could take it
  event = reach(scheduler, 2, 1, 3.0);
  QCOMPARE(event.rank, 1);
  QCOMPARE(event.of, 3);
  QCOMPARE(scheduler.promote()->trial, 2);
  event = scheduler.report({.trial = 3, .resource = 1, .target = 1, .loss = 1.0, .isFinished = true});
  QCOMPARE(event.decision, RungDecision::kFinished);
  QVERIFY(event.isEarly);
  QVERIFY(!scheduler.promote().has_value());
  // Between rungs: not ranked, not waiting.
  event = scheduler.report({.trial = 2, .resource = 1, .target = 2, .loss = 2.9, .isFinished = true});
  QCOMPARE(event.decision, RungDecision::kFinished);
  QCOMPARE(event.rank, 0);
  // Diverged on the way to rung 1.
  event = scheduler.report({.trial = 4, .resource = 1, .target = 2, .loss = kNan});
  QCOMPARE(event.decision, RungDecision::kStopped);
  QCOMPARE(event.rung, 1);
  QCOMPARE(event.rank, 1);
  QCOMPARE(event.of, 1);
}

void AshaPromotionTest::matchesThePaper_data() {
  QTest::addColumn<int>("first");
  QTest::addColumn<int>("last");
  QTest::addColumn<int>("factor");
  QTest::addColumn<int>("levels");  // how many different losses there are: few make ties
  for (const int levels : {5, 1000000}) {
    QTest::addRow("(1, 20, 2) %d", levels) << 1 << 20 << 2 << levels;
    QTest::addRow("(1, 27, 3) %d", levels) << 1 << 27 << 3 << levels;
    QTest::addRow("(2, 64, 4) %d", levels) << 2 << 64 << 4 << levels;
  }
}

void AshaPromotionTest::matchesThePaper() {
  QFETCH(int, first);
  QFETCH(int, last);
  QFETCH(int, factor);
  QFETCH(int, levels);
  const RungOptions options{first, last, factor};
  for (std::uint64_t key = 0; key < 20; ++key) {
    base::RandomStream stream{key, static_cast<std::uint64_t>(levels)};
    AshaPromotion scheduler(options);
    PlainAsha plain(milestonesOf(options), factor);
    std::vector<std::pair<int, int>> running;  // trial, target
    std::map<std::pair<int, int>, int> promotions;
    int trials = 0;
    for (int step = 0; step < 400; ++step) {
      if (!running.empty() && (running.size() >= 5 || stream.uniform() < 0.5)) {
        const auto chosen = static_cast<std::size_t>(stream.below(static_cast<std::int64_t>(running.size())));
        const auto [trial, target] = running[chosen];
        running.erase(running.begin() + static_cast<std::ptrdiff_t>(chosen));
        const double loss = stream.uniform() < 0.05 ? kNan : static_cast<double>(stream.below(levels));
        reach(scheduler, trial, target, loss);
        plain.report(trial, target, loss);
        continue;
      }
      const auto event = scheduler.promote();
      const auto [trial, rung] = plain.getJob();
      QCOMPARE(event.has_value(), trial >= 0);
      if (!event) {
        running.emplace_back(trials++, scheduler.firstTarget());
        continue;
      }
      QCOMPARE(event->trial, trial);
      QCOMPARE(event->rung, rung);
      QCOMPARE(event->goOn, event->of / factor);
      QVERIFY(event->rank <= event->goOn);                  // in the top when it is promoted
      QVERIFY(event->value <= *event->cutoff);              // and on the right side of the cut-off
      QCOMPARE((promotions[std::pair(trial, rung)]++), 0);  // once per rung
      running.emplace_back(trial, event->nextResource);
    }
    QVERIFY(!promotions.empty());
  }
}

QTEST_GUILESS_MAIN(AshaPromotionTest)
#include "asha_promotion_test.moc"
