// A study in the middle: a run that searches, one that waits, one that is done and one that copies it.
#pragma once

#include "unit/store/store_fixture.h"

namespace touchstone::test {

// A run with three trials: finished 0.40, stopped at a rung 0.60, running; the foundation run is done and copied.
inline WriteBatch halfDone() {
  TaskRow task = taskRow(1, {1}, "ETTh1");
  task.season = 24;
  task.channels = 7;
  task.trainRows = 8640;
  task.validationRows = 2880;
  task.testRows = 2880;
  task.testItems = 2785;
  task.splitHash = "split-hash";
  task.notes = {"one missing value was filled", "a second note"};
  return {
      AddDataset{{1}, "ETTh1.csv", "/data/ETTh1.csv", "data-hash", "CC BY-ND 4.0", "https://example.org", 2'589'657},
      UpdateTask{task, {1}},
      SetStudyState{{1}, StudyState::kRunning, 95.0},
      StartRun{{1}, "", 100.0},
      AddStage{{1}, 0, "", 4, 20, "epoch", 1.0, "", "", 100.0},
      trialRow(1, {1}, 0, 100.0),
      trialRow(2, {1}, 1, 101.0),
      trialRow(3, {1}, 2, 110.0),
      StartSegment{{3}, 1, 110.5},
      points(1, 1, {0.9, 0.5, 0.4, 0.45}, 100.0),
      points(2, 1, {0.8, 0.6}, 101.0),
      points(3, 1, {0.7}, 111.0),
      points(1, 2, {2.0, 1.0}, 100.0),
      AddSegment{{1}, 0, 4, 4, "ok", 0.4, 0, 100.0, 104.0, 3.0, "1-4.ckpt", "{}", ""},
      AddSegment{{1}, 4, 20, 20, "finished", 0.4, 0, 104.0, 112.0, 7.0, "1-20.ckpt", "{\"kernel\":25}", ""},
      AddSegment{{2}, 0, 4, 4, "ok", 0.6, 1, 101.0, 105.0, 3.5, "", "", ""},
      AddRungEvent{{1}, {1}, 0, 4, 0.4, RungDecision::kPromoted, kNoValue, 1, 1, 0, 104.0},
      AddRungEvent{{1}, {2}, 0, 4, 0.6, RungDecision::kStopped, 0.4, 2, 2, 1, 105.0},
      UpdateTrial{{1}, TrialState::kFinished, 0.4, 1, 20, 12.0, 10.0, 14'000, 112.0, ""},
      UpdateTrial{{2}, TrialState::kStopped, 0.6, 0, 4, 4.0, 3.5, 14'000, 105.0, "Stopped at 4 epochs: rank 2 of 2."},
      StartRun{{3}, "trained on ETTm1: test not clean", 100.0},
      AddStage{{3}, 0, "", 1, 0, "", 1.0, "", "", 100.0},
      SetRunState{{3}, RunState::kDone, 103.0, "", ""},
      AddScore{{3}, "mse", "", "test", "measured", 0.372, 2785, 103.0},
      AddScore{{3}, "mae", "", "test", "measured", 0.401, 2785, 103.0},
      SetLedger{{3}, 3.0, 2.5, 0.0, 2.9, 1, 0, 0, 85'001, "synthetic"},
      SetRunSameAs{{4}, {3}},
      SetRunState{{4}, RunState::kDone, 103.5, "", ""},
  };
}

class Project {
 public:
  explicit Project(WriteBatch rows = halfDone()) {
    writer = openWriter(m_folder.project());
    writer->push(smallStudy());
    writer->push(std::move(rows));
    if (writer->flush().ok()) {
      view = openView(path());
    }
  }
  std::filesystem::path path() const { return m_folder.project(); }

  // Writes more and waits for it.
  bool add(WriteBatch rows) const {
    writer->push(std::move(rows));
    return writer->flush().ok();
  }

 private:
  ProjectFolder m_folder;

 public:
  std::unique_ptr<ProjectWriter> writer;
  std::unique_ptr<ProjectView> view;
};

}  // namespace touchstone::test
