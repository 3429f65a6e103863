// The arithmetic behind the views: thinning, best so far, progress and time left, against brute force and by hand.
#include "engine/base/random.h"
#include "engine/store/best_so_far.h"
#include "engine/store/run_progress.h"
#include "engine/store/thinning.h"

#include <QtTest>
#include <algorithm>
#include <cmath>

using namespace touchstone;
using namespace touchstone::store;

namespace {

struct Points {
  std::vector<double> steps, values;
};

Points randomWalk(std::size_t count, std::uint64_t seed, double gapShare = 0.0) {
  base::RandomStream random{seed};
  Points points;
  double value = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    value += random.normal();
    points.steps.push_back(static_cast<double>(i));
    points.values.push_back(random.uniform() < gapShare ? kNoValue : value);
  }
  return points;
}

Points thinned(Points points, std::size_t most) {
  thinToExtremes(points.steps, points.values, most);
  return points;
}

bool equals(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

// Trials on some slots, in the order of their beginnings: of one segment or with pauses, some of no length, one that ends
// before it starts; at few moments, so that many fall together, or at any.
RunHistory randomHistory(std::uint64_t seed) {
  base::RandomStream random{seed, 21};
  RunHistory history;
  history.lowerIsBetter = seed % 2 == 0;
  const bool isCoarse = seed % 3 == 0;
  const auto moment = [&](double most) {
    return isCoarse ? static_cast<double>(random.below(10)) : random.uniform(0.0, most);
  };
  const auto count = static_cast<int>(random.below(60));
  for (int i = 0; i < count; ++i) {
    const double startS = moment(100.0);
    const double lengthS = i % 5 == 0 ? 0.0 : i % 11 == 0 ? 80.0 : moment(10.0);
    history.segments.push_back({startS, i % 13 == 0 ? startS - 1.0 : startS + lengthS, random.uniform(0.0, 9.0)});
    history.trialEndsS.push_back(history.segments.back().endS);
    history.observations.push_back({moment(110.0), i % 7 == 0 ? kNoValue : random.normal()});
  }
  std::stable_sort(history.segments.begin(), history.segments.end(), [](const SegmentSpan& a, const SegmentSpan& b) {
    return std::min(a.startS, a.endS) < std::min(b.startS, b.endS);
  });
  return history;
}

void addCost(BestSoFar& best, const RunHistory& history, double timeS, double value) {
  double seconds = 0.0, epochs = 0.0;
  for (const SegmentSpan& segment : history.segments) {
    const double lengthS = segment.endS - segment.startS;
    const double spentS = std::clamp(timeS - segment.startS, 0.0, std::max(lengthS, 0.0));
    seconds += spentS;
    epochs += segment.epochs * (lengthS > 0.0 ? spentS / lengthS : (timeS >= segment.endS ? 1.0 : 0.0));
  }
  best.seconds.push_back(seconds);
  best.epochs.push_back(epochs);
  best.trials.push_back(static_cast<double>(std::count_if(history.trialEndsS.begin(), history.trialEndsS.end(),
                                                          [timeS](double endS) { return endS <= timeS; })));
  best.values.push_back(value);
}

BestSoFar tracedByHand(const RunHistory& history) {
  BestSoFar best;
  std::vector<Observation> seen;
  std::copy_if(history.observations.begin(), history.observations.end(), std::back_inserter(seen),
               [](const Observation& each) { return std::isfinite(each.value); });
  std::stable_sort(seen.begin(), seen.end(),
                   [](const Observation& a, const Observation& b) { return a.timeS < b.timeS; });
  for (const Observation& each : seen) {
    if (best.values.empty() ||
        (history.lowerIsBetter ? each.value < best.values.back() : each.value > best.values.back())) {
      addCost(best, history, each.timeS, each.value);
    }
  }
  if (!best.values.empty()) {
    addCost(best, history, std::numeric_limits<double>::infinity(), best.values.back());
  }
  return best;
}

}  // namespace

class CurveMathTest : public QObject {
  Q_OBJECT

 private slots:
  void shortCurvesStayAsTheyAre() {
    for (const std::size_t count : {0u, 1u, 2u, 99u, 100u}) {
      const Points whole = randomWalk(count, count);
      const Points kept = thinned(whole, 100);
      QVERIFY(equals(kept.steps, whole.steps) && equals(kept.values, whole.values));
    }
  }

  void thinningKeepsWhatAnEyeSees() {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      base::RandomStream random{seed, 1};
      const auto count = static_cast<std::size_t>(3 + random.below(3'000));
      const auto most = static_cast<std::size_t>(2 + random.below(200));
      const Points whole = randomWalk(count, seed, seed % 3 == 0 ? 0.05 : 0.0);
      const Points kept = thinned(whole, most);
      QVERIFY(kept.values.size() <= std::max(most, std::size_t{2}) || kept.values.size() == count);
      QVERIFY(std::is_sorted(kept.steps.begin(), kept.steps.end()));
      QVERIFY(std::adjacent_find(kept.steps.begin(), kept.steps.end()) == kept.steps.end());
      QCOMPARE(kept.steps.front(), whole.steps.front());
      QCOMPARE(kept.steps.back(), whole.steps.back());
      for (std::size_t i = 0; i < kept.steps.size(); ++i) {  // every kept point is one of the curve's
        const double original = whole.values[static_cast<std::size_t>(kept.steps[i])];
        QVERIFY(kept.values[i] == original || (std::isnan(kept.values[i]) && std::isnan(original)));
      }
      if (most >= 5 && seed % 3 != 0) {
        const auto [low, high] = std::minmax_element(whole.values.begin(), whole.values.end());
        QCOMPARE(*std::min_element(kept.values.begin(), kept.values.end()), *low);
        QCOMPARE(*std::max_element(kept.values.begin(), kept.values.end()), *high);
      }
    }
  }

  void aGapSurvives() {
    Points points = randomWalk(10'000, 7);
    points.values[5'000] = kNoValue;
    const Points kept = thinned(points, 50);
    QCOMPARE(std::count_if(kept.values.begin(), kept.values.end(), [](double value) { return std::isnan(value); }), 1);
    const Points onlyGaps = thinned({points.steps, std::vector<double>(10'000, kNoValue)}, 50);
    QVERIFY(onlyGaps.values.size() <= 50);
  }

  void bestSoFarAgainstBruteForce() {
    base::RandomStream random{11};
    for (int round = 0; round < 50; ++round) {
      RunHistory history;
      history.lowerIsBetter = round % 2 == 0;
      for (int i = 0; i < 30; ++i) {
        const double startS = random.uniform(0.0, 100.0);
        history.segments.push_back({startS, startS + random.uniform(0.0, 10.0), 4.0});
        history.trialEndsS.push_back(history.segments.back().endS);
        history.observations.push_back({random.uniform(0.0, 110.0), i % 7 == 0 ? kNoValue : random.normal()});
      }
      BestSoFar best;
      traceBest(history, best);
      QCOMPARE(best.values.size(), best.seconds.size());
      QVERIFY(std::is_sorted(best.seconds.begin(), best.seconds.end()));
      QVERIFY(std::is_sorted(best.epochs.begin(), best.epochs.end()));
      const auto better = [&](double a, double b) { return history.lowerIsBetter ? a < b : a > b; };
      // The value at the end, and the time of the best observation, directly.
      Observation winner;
      for (const Observation& seen : history.observations) {
        if (!std::isnan(seen.value) && (std::isnan(winner.value) || better(seen.value, winner.value))) {
          winner = seen;
        }
      }
      QCOMPARE(best.values.back(), winner.value);
      double seconds = 0.0;
      for (const SegmentSpan& segment : history.segments) {
        seconds += std::max(0.0, std::min(winner.timeS, segment.endS) - segment.startS);
      }
      QVERIFY(std::abs(best.seconds[best.seconds.size() - 2] - seconds) < 1e-9);
      QCOMPARE(best.epochs.back(), 120.0);
      QCOMPARE(best.trials.back(), 30.0);
    }
  }

  // Every improvement, bit for bit, by adding up all segments anew for each.
  void costsAreThoseOfAddingEverythingUp() {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      const RunHistory history = randomHistory(seed);
      BestSoFar best;
      traceBest(history, best);
      const BestSoFar wanted = tracedByHand(history);
      QVERIFY(best.values == wanted.values);
      QVERIFY(best.seconds == wanted.seconds);
      QVERIFY(best.epochs == wanted.epochs);
      QVERIFY(best.trials == wanted.trials);
      QVERIFY(std::is_sorted(best.seconds.begin(), best.seconds.end()));
      QVERIFY(std::is_sorted(best.epochs.begin(), best.epochs.end()));
    }
  }

  // In which order the file tells of the segments makes no difference.
  void theOrderOfSegmentsIsOfNoImportance() {
    RunHistory history = randomHistory(4);  // no two segments begin together
    BestSoFar forth;
    traceBest(history, forth);
    std::reverse(history.segments.begin(), history.segments.end());
    std::reverse(history.trialEndsS.begin(), history.trialEndsS.end());
    BestSoFar back;
    traceBest(history, back);
    QVERIFY(back.seconds == forth.seconds && back.epochs == forth.epochs && back.trials == forth.trials);
  }

  void withoutAValueThereIsNoBest() {
    BestSoFar best;
    traceBest({{{0.0, 1.0, 1.0}}, {{0.5, kNoValue}, {0.6, -std::numeric_limits<double>::infinity()}}, {1.0}, true},
              best);
    QVERIFY(best.values.empty());
  }

  void progressOfARun() {
    RunWork work;
    work.plannedTrials = 10;
    QCOMPARE(progressOf(work), 0.0);
    work.state = RunState::kRunning;
    work.hasResource = true;
    work.testItems = 100;
    work.trialUnits = 5.0;
    QCOMPARE(progressOf(work), 0.45);
    work.trialUnits = 12.0;  // never beyond the search's share
    QCOMPARE(progressOf(work), 0.9);
    work.trialUnits = 4.0;
    work.testDone = 50;  // the search ended early
    QCOMPARE(progressOf(work), 0.95);
    work.hasResource = false;
    QCOMPARE(progressOf(work), 0.6);
    work.state = RunState::kDone;
    QCOMPARE(progressOf(work), 1.0);
  }

  void timeLeftOfARun() {
    RunWork work;
    work.plannedTrials = 10;
    work.hasResource = true;
    work.state = RunState::kRunning;
    work.elapsedS = 20.0;
    QCOMPARE(etaOf(work), -1.0);  // nothing done yet
    work.trialUnits = 2.5;
    QCOMPARE(etaOf(work), 60.0);
    work.state = RunState::kPaused;
    QCOMPARE(etaOf(work), -1.0);
  }

  void timeLeftOfAStudy() {
    const ContenderId slow{1};
    const ContenderId fast{2};
    QCOMPARE(studyEta({}), -1.0);
    const std::vector<RunSpan> unknown{{slow, RunState::kRunning, 5.0, -1.0}, {fast, RunState::kDone, 1.0, -1.0}};
    QCOMPARE(studyEta(unknown), -1.0);
    const std::vector<RunSpan> runs{{slow, RunState::kDone, 100.0, -1.0}, {slow, RunState::kRunning, 40.0, 40.0},
                                    {slow, RunState::kQueued, 0.0, -1.0}, {fast, RunState::kDone, 2.0, -1.0},
                                    {fast, RunState::kRunning, 1.0, 1.0}, {fast, RunState::kQueued, 0.0, -1.0},
                                    {fast, RunState::kFailed, 50.0, -1.0}};
    // Two at a time: 40 + 1 for those that run, 90 and 2 for those that wait.
    QCOMPARE(studyEta(runs), (40.0 + 1.0 + 90.0 + 2.0) / 2.0);
    const std::vector<RunSpan> done{{slow, RunState::kDone, 100.0, -1.0}};
    QCOMPARE(studyEta(done), 0.0);
  }
};

QTEST_GUILESS_MAIN(CurveMathTest)
#include "curve_math_test.moc"
