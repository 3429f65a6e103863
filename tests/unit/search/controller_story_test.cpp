// The controller as a whole, for every sampler and scheduler: the same search whatever the number and order of executors,
// resuming from a record at any point, what holds of every search, and both directions of a metric.
#include <QtTest>
#include <limits>
#include <map>
#include <vector>

#include "search_story.h"

using namespace touchstone;
using namespace touchstone::search;
using namespace touchstone::search::testing;

class ControllerStoryTest : public QObject {
  Q_OBJECT

 private slots:
  void doesNotDependOnExecutors_data() { eachKind(); }
  void doesNotDependOnExecutors();
  void resumesFromAnyPoint_data() { eachKind(); }
  void resumesFromAnyPoint();
  void keepsItsPromises_data() { eachKind(); }
  void keepsItsPromises();
  void directionOnlyTurnsSigns_data() { eachKind(); }
  void directionOnlyTurnsSigns();
  void timeUpStopsAsking_data() { eachKind(); }
  void timeUpStopsAsking();

 private:
  static void eachKind();
};

void ControllerStoryTest::eachKind() {
  QTest::addColumn<QString>("sampler");
  QTest::addColumn<QString>("scheduler");
  for (const char* sampler : {"random", "tpe", "tpe-univariate"}) {
    for (const char* scheduler : {"none", "asha", "asha-stopping"}) {
      QTest::addRow("%s %s", sampler, scheduler) << sampler << scheduler;
    }
  }
}

void ControllerStoryTest::doesNotDependOnExecutors() {
  QFETCH(QString, sampler);
  QFETCH(QString, scheduler);
  for (const int workers : {1, 4, 7}) {
    const Parts parts{.sampler = sampler.toStdString(),
                      .scheduler = scheduler.toStdString(),
                      .options = {.maxTrials = 40, .workers = workers}};
    const Story serial = runAll(parts, 1, 0);
    QCOMPARE(serial.states.size(), std::size_t{40});
    QVERIFY(serial.best.has_value());
    for (const std::size_t executors : {std::size_t{2}, std::size_t{3}, std::size_t{8}}) {
      for (std::uint64_t order = 0; order < 4; ++order) {
        QVERIFY(runAll(parts, executors, order) == serial);
      }
    }
    Parts other = parts;
    other.seed = 2;
    QVERIFY(!(runAll(other, 1, 0) == serial));
  }
}

void ControllerStoryTest::resumesFromAnyPoint() {
  QFETCH(QString, sampler);
  QFETCH(QString, scheduler);
  const Parts parts{
      .sampler = sampler.toStdString(), .scheduler = scheduler.toStdString(), .options = {.maxTrials = 40}};
  const Story whole = runAll(parts, 1, 0);
  base::RandomStream stream{17};
  for (std::uint64_t attempt = 0; attempt < 24; ++attempt) {
    // Interrupted twice, with other numbers of executors; what ran at the cut is lost, what had finished is recorded,
    // even where its turn had not come.
    Recording recording;
    for (int cut = 0; cut < 2; ++cut) {
      const auto controller = controllerOf(parts);
      execute(*controller, 1 + attempt % 5, attempt, recording, static_cast<int>(stream.below(60)));
    }
    const auto controller = controllerOf(parts);
    QVERIFY(execute(*controller, 1 + attempt % 3, attempt + 7, recording) == whole);
  }
}

void ControllerStoryTest::keepsItsPromises() {
  QFETCH(QString, sampler);
  QFETCH(QString, scheduler);
  const Parts parts{.sampler = sampler.toStdString(),
                    .scheduler = scheduler.toStdString(),
                    .options = {.maxTrials = 200, .workers = 5}};
  const Story story = runAll(parts, 5, 3);
  std::map<int, int> reached;
  for (const Job& job : story.jobs) {
    QCOMPARE(job.from, reached[job.trial]);  // every job starts where the trial's last one ended
    QVERIFY(job.to > job.from && job.to <= 20);
    QCOMPARE(job.isNew, job.from == 0);
    reached[job.trial] = job.to;
  }
  QCOMPARE(reached.size(), std::size_t{200});
  int ends = 0;
  int failed = 0;
  for (const RungEvent& event : story.events) {
    ends += event.decision == RungDecision::kStopped || event.decision == RungDecision::kFinished ? 1 : 0;
  }
  int over = 0;
  for (const TrialState state : story.states) {
    QVERIFY(state != TrialState::kRunning);
    over += state == TrialState::kStopped || state == TrialState::kFinished ? 1 : 0;
    failed += state == TrialState::kFailed ? 1 : 0;
  }
  QVERIFY(ends >= over && ends <= over + failed);  // diverged trials have an event and count as failed
  QVERIFY(failed > 0);
}

void ControllerStoryTest::directionOnlyTurnsSigns() {
  QFETCH(QString, sampler);
  QFETCH(QString, scheduler);
  Parts parts{.sampler = sampler.toStdString(), .scheduler = scheduler.toStdString(), .options = {.maxTrials = 60}};
  const Story lower = runAll(parts, 2, 0);
  parts.options.lowerIsBetter = false;
  Recording recording;
  const auto controller = controllerOf(parts);
  Story higher = execute(*controller, 2, 0, recording, std::numeric_limits<int>::max(), false);
  for (RungEvent& event : higher.events) {
    event.value = -event.value;
    event.cutoff = event.cutoff ? std::optional(-*event.cutoff) : std::nullopt;
  }
  QVERIFY(higher == lower);
}

void ControllerStoryTest::timeUpStopsAsking() {
  QFETCH(QString, sampler);
  QFETCH(QString, scheduler);
  const Parts parts{
      .sampler = sampler.toStdString(), .scheduler = scheduler.toStdString(), .options = {.maxTrials = 500}};
  for (std::uint64_t order = 0; order < 10; ++order) {
    const auto controller = controllerOf(parts);
    base::RandomStream stream{order};
    std::vector<Job> running;
    for (int step = 0; step < 60; ++step) {
      while (running.size() < 3) {
        const auto job = controller->next();
        if (!job) {
          break;
        }
        running.push_back(*job);
      }
      const auto chosen = stream.below(static_cast<std::int64_t>(running.size()));
      const Job job = running[static_cast<std::size_t>(chosen)];
      running.erase(running.begin() + chosen);
      controller->finish(job.trial, train(job));
    }
    for (const RungEvent& event : controller->stopAsking()) {
      QVERIFY(event.decision != RungDecision::kPromoted);
    }
    const int trials = controller->trialCount();
    QVERIFY(!controller->next().has_value());
    while (!running.empty()) {
      QVERIFY(!controller->isDone());
      const Job job = running.back();
      running.pop_back();
      for (const RungEvent& event : controller->finish(job.trial, train(job))) {
        QVERIFY(event.decision != RungDecision::kPromoted);
        QVERIFY(!event.isOutOfTime || event.decision == RungDecision::kStopped);
      }
      QVERIFY(!controller->next().has_value());
    }
    QVERIFY(controller->isDone());
    QCOMPARE(controller->trialCount(), trials);
    for (int trial = 0; trial < trials; ++trial) {
      QVERIFY(controller->trialState(trial) != TrialState::kRunning);
    }
  }
}

QTEST_GUILESS_MAIN(ControllerStoryTest)
#include "controller_story_test.moc"
