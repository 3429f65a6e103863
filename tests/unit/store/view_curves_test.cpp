// Curves, rungs, timeline, log, forecasts and what else the views read of a run.
#include <algorithm>
#include <cmath>

#include "unit/store/half_done.h"

using namespace touchstone;
using namespace touchstone::test;

class ViewCurvesTest : public QObject {
  Q_OBJECT

 private slots:
  void curvesOfTheValidationMetric() {
    const Project project;
    CurveQuery query;
    query.study = {1};
    const auto curves = project.view->curves(query);
    VERIFY_OK(curves);
    QCOMPARE(curves->size(), std::size_t{3});
    QCOMPARE(curves->at(0).trial, TrialId{3});  // newest first
    QCOMPARE(curves->at(0).state, TrialState::kRunning);
    QCOMPARE(curves->at(2).contenderName, std::string("DLinear"));
    QCOMPARE(curves->at(2).steps, (std::vector<double>{1, 2, 3, 4}));
    QCOMPARE(curves->at(2).values, (std::vector<double>{0.9, 0.5, 0.4, 0.45}));
    query.metric = "train loss";
    QCOMPARE(project.view->curves(query)->size(), std::size_t{1});  // only one trial has any
    query.metric = "no such metric";
    QVERIFY(project.view->curves(query)->empty());
    query = {};
    query.run = {2};
    QVERIFY(project.view->curves(query)->empty());
  }

  void aScaledMetricIsValidatedByAnother() {
    const Project project;
    QVERIFY(project.add(
        {UpdateTask{taskRow(1, {1}, "ETTh1", "mase"), {}}, AddMetric{{3}, "validation mae"}, points(1, 3, {7.0})}));
    const auto curves = project.view->curves({});
    QCOMPARE(curves->size(), std::size_t{1});
    QCOMPARE(curves->at(0).values, std::vector<double>{7.0});
    QCOMPARE(project.view->bestSoFar({1}, {})->at(0).values.front(), 7.0);
  }

  void runningCurvesAreAlwaysThere() {
    const Project project;
    QVERIFY(project.add({trialRow(4, {1}, 3, 120.0), points(4, 1, {0.5}), finished(4, 0.5)}));
    CurveQuery query;
    query.maxTrials = 1;
    const auto curves = project.view->curves(query);
    QCOMPARE(curves->size(), std::size_t{2});
    QCOMPARE(curves->at(0).trial, TrialId{4});  // the newest
    QCOMPARE(curves->at(1).trial, TrialId{3});  // runs
  }

  void longCurvesKeepTheirExtremes() {
    const Project project;
    std::vector<double> values(5'000, 1.0);
    values[1'234] = -5.0;
    values[3'456] = 9.0;
    values[4'000] = kNoValue;
    QVERIFY(project.add({points(2, 1, values)}));
    CurveQuery query;
    query.maxPointsPerCurve = 100;
    const auto curves = project.view->curves(query);
    const Curve& thinned = curves->at(1);
    QVERIFY(thinned.values.size() <= 100);
    QCOMPARE(*std::min_element(thinned.values.begin(), thinned.values.end()), -5.0);
    QCOMPARE(*std::max_element(thinned.values.begin(), thinned.values.end()), 9.0);
    QVERIFY(std::any_of(thinned.values.begin(), thinned.values.end(), [](double value) { return std::isnan(value); }));
    QCOMPARE(thinned.steps.front(), 1.0);
    QCOMPARE(thinned.steps.back(), 5'000.0);
  }

  // Ended trials are remembered; what comes late, or anew, must still show.
  void rememberedCurvesFollowTheFile() {
    const Project project;
    QCOMPARE(project.view->curves({})->at(2).values.size(), std::size_t{4});
    QCOMPARE(project.view->curves({})->at(2).values.size(), std::size_t{4});
    QVERIFY(project.add({points(1, 1, {0.9, 0.5, 0.4, 0.45, 0.3})}));
    QCOMPARE(project.view->curves({})->at(2).values.size(), std::size_t{5});
    QVERIFY(project.add({trialRow(1, {1}, 0), points(1, 1, {9.0})}));  // runs again
    QCOMPARE(project.view->curves({})->at(2).values.front(), 9.0);
    QVERIFY(project.add({points(1, 1, {8.0}), finished(1, 0.3)}));
    QCOMPARE(project.view->curves({})->at(2).values.front(), 8.0);
  }

  void bestSoFarOverWhatItCost() {
    const Project project;
    const auto best = project.view->bestSoFar({1}, {1});
    VERIFY_OK(best);
    QCOMPARE(best->size(), std::size_t{1});  // the other runs have no validation value
    const BestSoFar& run = best->front();
    QCOMPARE(run.run, RunId{1});
    QCOMPARE(run.values, (std::vector<double>{0.9, 0.5, 0.4, 0.4}));
    // Until 101 s one trial ran, until 102 s two; in the end 4 + 8 and 4 s, and half a second of the one that runs.
    QCOMPARE(run.seconds, (std::vector<double>{0.0, 1.0, 3.0, 16.5}));
    QCOMPARE(run.epochs, (std::vector<double>{0.0, 1.0, 3.0, 25.0}));
    QCOMPARE(run.trials, (std::vector<double>{0.0, 0.0, 0.0, 2.0}));
  }

  void rungsInTheOrderOfDecisions() {
    const Project project;
    const auto rungs = project.view->rungs({1});
    VERIFY_OK(rungs);
    QCOMPARE(rungs->size(), std::size_t{2});
    QCOMPARE(rungs->at(0).decision, RungDecision::kPromoted);
    QVERIFY(std::isnan(rungs->at(0).cutoff));
    QCOMPARE(rungs->at(1).decision, RungDecision::kStopped);
    QCOMPARE((std::vector{rungs->at(1).number, rungs->at(1).rank, rungs->at(1).of}), (std::vector{1, 2, 2}));
  }

  void timelineOfSlots() {
    const Project project;
    const auto spans = project.view->timeline({1});
    VERIFY_OK(spans);
    QCOMPARE(spans->size(), std::size_t{4});
    QCOMPARE(spans->at(0).endState, TrialState::kPaused);    // trial 1 to its rung
    QCOMPARE(spans->at(1).endState, TrialState::kStopped);   // trial 2
    QCOMPARE(spans->at(2).endState, TrialState::kFinished);  // trial 1 from its rung
    const SlotSpan& running = spans->at(3);
    QCOMPARE(running.trial, TrialId{3});
    QCOMPARE(running.slot, 1);
    QCOMPARE(running.startS, 110.5);
    QVERIFY(std::isnan(running.endS));
    QCOMPARE(running.endState, TrialState::kRunning);
  }

  void logAfterARow() {
    const Project project;
    WriteBatch rows;
    for (int i = 1; i <= 10; ++i) {
      rows.push_back(AddLog{1.0 * i, "info", {1}, {}, {}, "line " + std::to_string(i)});
    }
    QVERIFY(project.add(std::move(rows)));
    QCOMPARE(project.view->log(0, 100)->size(), std::size_t{10});
    const auto later = project.view->log(7, 2);
    QCOMPARE(later->size(), std::size_t{2});
    QCOMPARE(later->at(0).text, std::string("line 8"));
    QCOMPARE(later->at(0).study, StudyId{1});
    QVERIFY(!later->at(0).run.isValid());
    const auto newest = project.view->log(-1, 3);
    QCOMPARE(newest->size(), std::size_t{3});
    QCOMPARE(newest->at(2).text, std::string("line 10"));
  }

  void forecastsOfAChannel() {
    const Project project;
    WriteBatch rows;
    for (std::int64_t item = 0; item < 3; ++item) {
      for (int channel = 0; channel < 2; ++channel) {
        AddPrediction row;
        row.run = {3};
        row.item = item;
        row.part = channel;
        row.mse = 0.1 * static_cast<double>(item);
        if (item == 1) {
          row.output = {1.5f, -2.5f, 3.5f};
        }
        rows.push_back(row);
      }
    }
    QVERIFY(project.add(std::move(rows)));
    const auto forecasts = project.view->forecasts({3}, 1);
    VERIFY_OK(forecasts);
    QCOMPARE(forecasts->size(), std::size_t{3});
    QVERIFY(forecasts->at(0).forecast.empty());
    QCOMPARE(forecasts->at(1).forecast, (std::vector<float>{1.5f, -2.5f, 3.5f}));
    QCOMPARE(forecasts->at(2).mse, 0.2);
    QVERIFY(std::isnan(forecasts->at(2).mae));
    QCOMPARE(project.view->forecasts({4}, 1)->size(), std::size_t{3});  // the copy shows its source's
    QCOMPARE(project.view->forecasts({3}, -1)->size(), std::size_t{6});
  }

  void viewStatesAndArtifacts() {
    const Project project;
    QCOMPARE(project.view->viewState("live")->size(), std::size_t{0});
    QVERIFY(
        project.add({SetViewState{"live", R"({"log":true})", 1.0}, AddArtifact{{1}, {2}, "details", "second", "", 3.0},
                     AddArtifact{{1}, {1}, "details", "first", "", 2.0}}));
    QCOMPARE(*project.view->viewState("live"), std::string(R"({"log":true})"));
    QCOMPARE(*project.view->artifact({1}, "details"), std::string("second"));  // no winner yet: the newest
    QVERIFY(project.add({SetBestTrial{{1}, {1}}}));
    QCOMPARE(*project.view->artifact({1}, "details"), std::string("first"));
    QCOMPARE(*project.view->artifact({1}, "no such kind"), std::string());
    QCOMPARE(*project.view->artifact({99}, "details"), std::string());
  }

  void dataVersionChangesWithEachCommit() {
    const Project project;
    const auto before = project.view->dataVersion();
    VERIFY_OK(before);
    QCOMPARE(*project.view->dataVersion(), *before);
    QVERIFY(project.add({AddMetric{{9}, "another"}}));
    QVERIFY(*project.view->dataVersion() != *before);
  }
};

QTEST_GUILESS_MAIN(ViewCurvesTest)
#include "view_curves_test.moc"
