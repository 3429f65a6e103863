// The controller by hand: virtual time, whose turn it is, what the sampler is told, what happens when the time is used up.
#include <QtTest>
#include <limits>
#include <memory>
#include <vector>

#include "engine/search/asha_promotion.h"
#include "engine/search/asha_stopping.h"
#include "engine/search/controller.h"
#include "engine/search/no_scheduler.h"
#include "engine/search/random_sampler.h"
#include "search_story.h"

using namespace touchstone;
using namespace touchstone::search;
using testing::rateSpace;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Notes what it is told.
class NotingSampler final : public Sampler {
 public:
  struct Note {
    int trial;
    Config config;
    double value;
    TrialEnd end;
    int lastStep;
  };
  explicit NotingSampler(std::vector<Note>* notes) : m_notes(notes) {}
  void tell(int trial, const Config& config, double value, TrialEnd end, int lastStep) override {
    m_notes->push_back({trial, config, value, end, lastStep});
  }
  Config ask(int trial) override { return Config{{{"n", static_cast<std::int64_t>(trial)}}}; }

 private:
  std::vector<Note>* m_notes;
};

JobOutcome scored(double value, int reached) {
  return {.value = value, .reachedResource = reached};
}

}  // namespace

class ControllerTest : public QObject {
  Q_OBJECT

 private slots:
  void virtualTimeByHand();
  void outcomesWaitForTheirTurn();
  void stoppingGoesOnAtOnce();
  void bestTrialAndTies();
  void samplerIsTold();
  void adoptedConfigIsTold();
  void timeUpReleasesWhatWaited();
  void nothingToDo();
};

void ControllerTest::virtualTimeByHand() {
  SearchController controller(std::make_unique<RandomSampler>(rateSpace(), 1),
                              std::make_unique<AshaPromotion>(RungOptions{1, 4, 2}), {.maxTrials = 3, .workers = 2});
  QCOMPARE(controller.next()->trial, 0);  // [1]
  QCOMPARE(controller.next()->trial, 1);  // [1]
  QVERIFY(!controller.next().has_value());
  QVERIFY(!controller.isDone());
  auto events = controller.finish(0, scored(0.5, 1));  // waits; worker 1 starts trial 2 [2]
  QCOMPARE(events.size(), std::size_t{1});
  QCOMPARE(events[0].decision, RungDecision::kPaused);
  QCOMPARE(controller.trialState(0), TrialState::kPaused);
  const auto third = controller.next();
  QCOMPARE(third->trial, 2);
  QVERIFY(third->isNew);
  events = controller.finish(1, scored(0.9, 1));  // two at the rung: trial 0 goes on [1 + 1 = 2]
  QCOMPARE(events.size(), std::size_t{2});
  QCOMPARE(events[0].trial, 1);
  QCOMPARE(events[0].decision, RungDecision::kPaused);
  QCOMPARE(events[1].trial, 0);
  QCOMPARE(events[1].decision, RungDecision::kPromoted);
  auto job = controller.next();
  QCOMPARE(job->trial, 0);
  QCOMPARE(job->from, 1);
  QCOMPARE(job->to, 2);
  QVERIFY(!job->isNew);
  // Both are due at 2; trial 2's job is older. Trial 2 is better, but one place of three is taken.
  QVERIFY(controller.finish(0, scored(0.4, 2)).empty());
  events = controller.finish(2, scored(0.3, 1));
  QCOMPARE(events.size(), std::size_t{2});
  QCOMPARE(events[0].trial, 2);
  QCOMPARE(events[0].rank, 1);
  QCOMPARE(events[0].of, 3);
  QCOMPARE(events[0].decision, RungDecision::kPromoted);  // rank 1 has the place: promoted in the moment it would wait
  QCOMPARE(events[1].trial, 0);
  QCOMPARE(events[1].decision, RungDecision::kPaused);
  job = controller.next();
  QCOMPARE(job->trial, 2);
  QCOMPARE(job->to, 2);
  events = controller.finish(2, scored(0.35, 2));  // two at rung 1: 2 is better than 0's 0.4
  QCOMPARE(events.size(), std::size_t{1});
  QCOMPARE(events[0].decision, RungDecision::kPromoted);
  QCOMPARE(events[0].nextResource, 4);
  job = controller.next();
  QCOMPARE(job->from, 2);
  events = controller.finish(2, scored(0.34, 4));
  QCOMPARE(events[0].decision, RungDecision::kFinished);
  QVERIFY(controller.isDone());
  QCOMPARE(controller.trialState(0), TrialState::kPaused);
  QCOMPARE(controller.trialState(2), TrialState::kFinished);
  QCOMPARE(controller.bestTrial(), std::optional(2));
  QCOMPARE(controller.bestValue(2), std::optional(0.3));
  QCOMPARE(controller.resource(2), 4);
  QCOMPARE(controller.rung(2), 2);
  QCOMPARE(controller.rung(1), 0);
}

void ControllerTest::outcomesWaitForTheirTurn() {
  SearchController controller(std::make_unique<RandomSampler>(rateSpace(), 1), std::make_unique<NoScheduler>(5),
                              {.maxTrials = 6, .workers = 4});
  for (int trial = 0; trial < 4; ++trial) {
    QCOMPARE(controller.next()->trial, trial);
  }
  QVERIFY(controller.finish(3, scored(0.3, 5)).empty());
  QVERIFY(controller.finish(1, scored(0.1, 5)).empty());
  QVERIFY(!controller.next().has_value());  // no worker is free before trial 0 is through
  QVERIFY(!controller.bestTrial().has_value());
  const auto events = controller.finish(0, scored(0.4, 5));
  QCOMPARE(events.size(), std::size_t{2});
  QCOMPARE(events[0].trial, 0);
  QCOMPARE(events[1].trial, 1);
  QCOMPARE(controller.next()->trial, 4);
  QCOMPARE(controller.next()->trial, 5);
  QVERIFY(!controller.next().has_value());
}

void ControllerTest::stoppingGoesOnAtOnce() {
  SearchController controller(std::make_unique<RandomSampler>(rateSpace(), 1),
                              std::make_unique<AshaStopping>(RungOptions{1, 4, 2}), {.maxTrials = 2, .workers = 1});
  QCOMPARE(controller.next()->to, 1);
  auto events = controller.finish(0, scored(0.5, 1));
  QCOMPARE(events[0].decision, RungDecision::kPromoted);
  auto job = controller.next();
  QCOMPARE(job->trial, 0);
  QCOMPARE(job->from, 1);
  QCOMPARE(job->to, 2);
  controller.finish(0, scored(0.4, 2));
  QCOMPARE(controller.next()->to, 4);
  events = controller.finish(0, scored(0.3, 4));
  QCOMPARE(events[0].decision, RungDecision::kFinished);
  QCOMPARE(controller.next()->trial, 1);
  events = controller.finish(1, scored(0.6, 1));
  QCOMPARE(events[0].decision, RungDecision::kStopped);
  QCOMPARE(controller.trialState(1), TrialState::kStopped);
  QVERIFY(controller.isDone());
}

void ControllerTest::bestTrialAndTies() {
  SearchController controller(std::make_unique<RandomSampler>(rateSpace(), 1), std::make_unique<NoScheduler>(5),
                              {.maxTrials = 5, .workers = 5, .lowerIsBetter = false});
  for (int trial = 0; trial < 5; ++trial) {
    controller.next();
  }
  controller.finish(0, scored(0.6, 5));
  QCOMPARE(controller.bestTrial(), std::optional(0));
  controller.finish(1, scored(0.8, 5));
  controller.finish(2, scored(0.8, 5));
  QCOMPARE(controller.bestTrial(), std::optional(1));
  controller.finish(3, {.value = kNan, .reachedResource = 2});  // not a number says diverged by itself
  controller.finish(4, {.value = 0.99, .reachedResource = 2, .failed = true});
  QCOMPARE(controller.bestTrial(), std::optional(1));
  QCOMPARE(controller.trialState(3), TrialState::kFailed);
  QCOMPARE(controller.trialState(4), TrialState::kFailed);
  QVERIFY(!controller.bestValue(3).has_value());
  QVERIFY(controller.isDone());
}

void ControllerTest::samplerIsTold() {
  std::vector<NotingSampler::Note> notes;
  SearchController controller(std::make_unique<NotingSampler>(&notes),
                              std::make_unique<AshaPromotion>(RungOptions{1, 2, 2}),
                              {.maxTrials = 4, .workers = 4, .lowerIsBetter = false});
  for (int trial = 0; trial < 4; ++trial) {
    controller.next();
  }
  controller.finish(0, scored(0.5, 1));
  controller.finish(1, scored(0.7, 1));
  controller.finish(2, {.value = kNan, .reachedResource = 1, .diverged = true});
  controller.finish(3, {.reachedResource = 0, .failed = true});
  QCOMPARE(controller.next()->trial, 1);
  controller.finish(1, scored(0.8, 2));
  QVERIFY(controller.isDone());
  QCOMPARE(notes.size(), std::size_t{5});
  QCOMPARE(notes[0].value, -0.5);  // samplers minimise
  QCOMPARE(notes[0].end, TrialEnd::kPruned);
  QCOMPARE(notes[0].lastStep, 1);
  QCOMPARE(notes[2].end, TrialEnd::kDiverged);
  QCOMPARE(notes[3].end, TrialEnd::kFailed);
  QCOMPARE(notes[4].trial, 1);  // told again once it went on
  QCOMPARE(notes[4].end, TrialEnd::kComplete);
  QCOMPARE(notes[4].value, -0.8);
  QCOMPARE(notes[4].lastStep, 2);
}

void ControllerTest::adoptedConfigIsTold() {
  std::vector<NotingSampler::Note> notes;
  SearchController controller(std::make_unique<NotingSampler>(&notes), std::make_unique<NoScheduler>(3),
                              {.maxTrials = 1, .workers = 1});
  controller.next();
  const Config recorded{{{"n", std::int64_t{77}}}};
  controller.adoptConfig(0, recorded);
  controller.finish(0, scored(1.0, 3));
  QCOMPARE(notes[0].config, recorded);
  QCOMPARE(controller.config(0), recorded);
}

void ControllerTest::timeUpReleasesWhatWaited() {
  SearchController controller(std::make_unique<RandomSampler>(rateSpace(), 1),
                              std::make_unique<AshaPromotion>(RungOptions{1, 8, 2}), {.maxTrials = 9, .workers = 3});
  for (int trial = 0; trial < 3; ++trial) {
    controller.next();
  }
  controller.finish(0, scored(0.5, 1));  // trial 3 [2]
  controller.finish(1, scored(0.4, 1));  // trial 1 goes on [2]
  controller.finish(2, scored(0.6, 1));  // trial 4 [2]
  QCOMPARE(controller.next()->trial, 3);
  const auto events = controller.stopAsking();  // 1 and 4 are withdrawn
  QCOMPARE(events.size(), std::size_t{1});
  QCOMPARE(events[0].trial, 1);
  QCOMPARE(events[0].decision, RungDecision::kStopped);
  QVERIFY(events[0].isOutOfTime);
  QCOMPARE(events[0].value, 0.4);
  QCOMPARE(controller.trialCount(), 4);
  QVERIFY(!controller.isDone());
  controller.finish(3, scored(0.1, 1));
  QVERIFY(controller.isDone());
  QCOMPARE(controller.trialState(3), TrialState::kPaused);
  QCOMPARE(controller.trialState(1), TrialState::kStopped);
  QCOMPARE(controller.bestTrial(), std::optional(3));
}

void ControllerTest::nothingToDo() {
  SearchController controller(std::make_unique<RandomSampler>(Space{}, 1), std::make_unique<NoScheduler>(5),
                              {.maxTrials = 0});
  QVERIFY(controller.isDone());
  QVERIFY(!controller.next().has_value());
  QVERIFY(!controller.bestTrial().has_value());
  SearchController single(std::make_unique<RandomSampler>(Space{}, 1), std::make_unique<NoScheduler>(5),
                          {.maxTrials = 1});
  QVERIFY(single.next()->config.values.empty());
  single.finish(0, scored(1.0, 5));
  QVERIFY(single.isDone());
}

QTEST_GUILESS_MAIN(ControllerTest)
#include "controller_test.moc"
