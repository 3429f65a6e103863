// A study as it looks in the middle of its work, or finished: three tasks, six contenders of all families, three seeds,
// with curves, best-so-far steps, a failed run, a test that is not clean, a reported score and a log.
#pragma once

#include <chrono>
#include <cmath>
#include <random>

#include "ui/models/project_state.h"
#include "ui/support/fake_project.h"

namespace touchstone::test {

enum class Progress { kRunning, kDone, kInterrupted };

namespace detail {

struct Kind {
  const char* name;
  const char* method;
  const char* adapt;
  Family family;
  int familyIndex;
  double level[3];  // typical score on the three tasks
  bool learns;
};

inline constexpr Kind kKinds[] = {
    {"Auto-AR", "auto-ar", "", Family::kSupervised, 0, {0.361, 0.512, 0.083}, false},
    {"DLinear", "dlinear", "", Family::kSupervised, 1, {0.374, 0.498, 0.121}, true},
    {"Fracast-0 zero-shot", "foundation", "zero-shot", Family::kFoundation, 0, {0.389, 0.455, 0.097}, false},
    {"Fracast-0 fine-tuned", "foundation", "full", Family::kFoundation, 1, {0.366, 0.447, 0.091}, true},
    {"naive", "naive", "", Family::kReference, 0, {1.294, 1.210, 0.972}, false},
    {"seasonal naive", "seasonal-naive", "", Family::kReference, 1, {0.512, 0.602, 0.204}, false},
};
inline constexpr const char* kTasks[] = {"ETTh1, 96 hours", "ETTm1, 96 quarters", "electricity demand, 48 half-hours"};
inline constexpr int kSeeds = 3;

inline double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

inline void addCurves(FakeData& data, const RunRow& run, const Kind& kind, bool isOpen, std::mt19937& random) {
  std::uniform_real_distribution<double> unit(0.0, 1.0);
  const int trials = isOpen ? 9 : 12;
  const int rungs[] = {3, 9, 27};
  BestSoFar best;
  best.run = run.id;
  best.contenderName = run.contenderName;
  best.family = run.family;
  best.seed = run.seed;
  double spentS = 0.0, spentEpochs = 0.0, bestValue = 1e9;
  for (int number = 0; number < trials; ++number) {
    Curve curve;
    curve.trial = TrialId{static_cast<std::int64_t>(data.curves.size()) + 1};
    curve.run = run.id;
    curve.number = number;
    curve.contenderName = run.contenderName;
    curve.family = run.family;
    curve.familyIndex = kind.familyIndex;
    curve.seed = run.seed;
    const double luck = unit(random);
    const int length = luck < 0.2 ? rungs[2] : luck < 0.5 ? rungs[1] : rungs[0];
    const double end = run.validation * (1.0 + 0.5 * luck * luck);
    curve.state = length == rungs[2] ? TrialState::kFinished : TrialState::kStopped;
    if (isOpen && number >= trials - 2) {
      curve.state = TrialState::kRunning;
    }
    for (int step = 1; step <= length; ++step) {
      curve.steps.push_back(step);
      const double noise = 0.006 * (unit(random) - 0.5);
      curve.values.push_back(end + (0.35 + 0.3 * luck) * std::exp(-step / 4.0) + noise);
      bestValue = std::min(bestValue, curve.values.back());
    }
    spentS += 0.8 * length;
    spentEpochs += length;
    best.seconds.push_back(spentS);
    best.epochs.push_back(spentEpochs);
    best.trials.push_back(number + 1);
    best.values.push_back(bestValue);
    data.curves.push_back(std::move(curve));
  }
  data.best.push_back(std::move(best));
}

inline void addRun(FakeData& data, std::int64_t task, std::int64_t contender, int seed, Progress progress,
                   std::mt19937& random) {
  std::normal_distribution<double> normal(0.0, 0.006);
  const Kind& kind = kKinds[contender - 1];
  RunRow run;
  run.id = RunId{static_cast<std::int64_t>(data.runs.size()) + 1};
  run.study = StudyId{1};
  run.task = TaskId{task};
  run.contender = ContenderId{contender};
  run.studyName = "First study";
  run.taskName = kTasks[task - 1];
  run.contenderName = kind.name;
  run.method = kind.method;
  run.metric = "mse";
  run.family = kind.family;
  run.seed = seed;
  const double level = kind.level[task - 1];
  const double spread = kind.learns ? level * normal(random) * 2.0 : 0.0;
  run.validation = level * 1.04 + spread;
  const bool isOpen = progress != Progress::kDone && (task == 3 || (task == 2 && contender == 4 && seed == 2));
  const bool isRunning = progress == Progress::kRunning && task == 3 && kind.learns && seed == 0;
  run.state = isRunning ? RunState::kRunning : isOpen ? RunState::kQueued : RunState::kDone;
  run.trialsPlanned = kind.learns ? 12 : 1;
  run.trials = isRunning ? 8 : isOpen ? 0 : run.trialsPlanned;
  run.progress = isRunning ? 0.66 : isOpen ? 0.0 : 1.0;
  run.etaS = isRunning ? 18.0 + 5.0 * static_cast<double>(contender) : -1.0;
  if (!isOpen) {
    run.score = level + spread;
  }
  if (kind.family == Family::kFoundation && task == 2) {
    run.leakage = "trained on ETTm1: test not clean";
  }
  if (kind.learns && kind.family == Family::kFoundation && task == 1 && seed == 1) {
    run.state = RunState::kFailed;
    run.score = kNoValue;
    run.error = "Out of memory. Lower the batch size.";
  }
  run.seconds = 12.4;
  if (!kind.learns && seed > 0) {
    run.sameAs = RunId{run.id.value - seed};
  }
  data.runs.push_back(run);
  if (isRunning || run.state == RunState::kDone) {
    if (kind.learns) {
      addCurves(data, run, kind, isRunning, random);
    } else if (kind.family != Family::kReference) {
      data.best.push_back({run.id, run.contenderName, run.family, run.seed, {0.4}, {1.0}, {1.0}, {run.validation}});
    }
  }
}

inline void addStudy(FakeData& data, Progress progress) {
  StudyRow study;
  study.id = StudyId{1};
  study.name = "First study";
  study.state = progress == Progress::kRunning ? StudyState::kRunning
                : progress == Progress::kDone  ? StudyState::kDone
                                               : StudyState::kInterrupted;
  study.createdS = study.startedS = now() - 160.0;
  if (progress == Progress::kDone) {
    study.finishedS = now() - 9.0;
  }
  study.runsTotal = static_cast<int>(data.runs.size());
  for (const RunRow& run : data.runs) {
    study.runsDone += run.state == RunState::kDone;
    study.runsFailed += run.state == RunState::kFailed;
    study.runsRunning += run.state == RunState::kRunning;
    study.trialsPlanned += run.trialsPlanned;
    study.trialsDone += run.trials;
    study.trialsTotal += run.trials;
  }
  study.trialsRunning = progress == Progress::kRunning ? 2 : 0;
  study.etaS = progress == Progress::kRunning ? 41.0 : -1.0;
  data.studies.push_back(study);
}

}  // namespace detail

inline SharedData sampleStudy(Progress progress) {
  auto data = std::make_shared<FakeData>();
  data->info.path = "/tmp/first-study.touchstone";
  data->info.isExample = true;
  data->info.schema = 1;
  data->info.hasWriter = progress == Progress::kRunning;
  std::mt19937 random(7);
  for (std::int64_t task = 1; task <= 3; ++task) {
    TaskRow row;
    row.id = TaskId{task};
    row.study = StudyId{1};
    row.name = detail::kTasks[task - 1];
    row.metric = "mse";
    row.horizon = 96;
    data->tasks.push_back(row);
  }
  for (std::int64_t contender = 1; contender <= 6; ++contender) {
    const detail::Kind& kind = detail::kKinds[contender - 1];
    ContenderRow row;
    row.id = ContenderId{contender};
    row.study = StudyId{1};
    row.name = kind.name;
    row.method = kind.method;
    row.adapt = kind.adapt;
    row.family = kind.family;
    row.familyIndex = kind.familyIndex;
    data->contenders.push_back(row);
  }
  for (std::int64_t task = 1; task <= 3; ++task) {
    for (std::int64_t contender = 1; contender <= 6; ++contender) {
      for (int seed = 0; seed < detail::kSeeds; ++seed) {
        detail::addRun(*data, task, contender, seed, progress, random);
      }
    }
  }
  detail::addStudy(*data, progress);
  const double t = detail::now();
  data->log = {{1, t - 160.0, "info", StudyId{1}, {}, {}, "The study starts: 54 runs, 2 slots."},
               {2,
                t - 90.0,
                "error",
                StudyId{1},
                RunId{11},
                {},
                "Fracast-0 fine-tuned on ETTh1, seed 1: out of memory. Lower the batch size."},
               {3,
                t - 40.0,
                "warning",
                StudyId{1},
                {},
                {},
                "ETTm1 is part of the pretraining data of Fracast-0: the test is not clean."},
               {4, t - 10.0, "info", StudyId{1}, {}, {}, "DLinear on electricity demand, seed 0: trial 8 of 12."}};
  return data;
}

// What the window keeps of its first study.
inline ui::ProjectSnapshot snapshotOf(const FakeData& data) {
  ui::ProjectSnapshot snapshot;
  snapshot.info = data.info;
  snapshot.studies = data.studies;
  snapshot.study = StudyId{1};
  snapshot.tasks = data.tasks;
  snapshot.contenders = data.contenders;
  snapshot.runs = data.runs;
  return snapshot;
}

}  // namespace touchstone::test
