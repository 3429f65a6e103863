// What a resumed study reads of earlier sessions.
#include "engine/store/replay.h"

#include <cmath>

#include "unit/store/store_fixture.h"

using namespace touchstone;
using namespace touchstone::test;

namespace {

std::unique_ptr<Replay> openReplay(const std::filesystem::path& path) {
  auto replay = Replay::open(path);
  return replay.ok() ? *std::move(replay) : nullptr;
}

}  // namespace

class ReplayTest : public QObject {
  Q_OBJECT

 private slots:
  void anEmptyProjectStartsAtZero() {
    const ProjectFolder folder;
    const auto writer = openWriter(folder.project());
    const auto replay = openReplay(folder.project());
    QVERIFY(replay != nullptr);
    const auto ids = replay->lastIds();
    VERIFY_OK(ids);
    QCOMPARE(ids->study + ids->dataset + ids->task + ids->contender + ids->run + ids->trial + ids->metric,
             std::int64_t{0});
    QVERIFY(replay->studies()->empty() && replay->metrics()->empty() && replay->trials({1})->empty());
  }

  void everythingComesBack() {
    const ProjectFolder folder;
    auto writer = openWriter(folder.project());
    writer->push(smallStudy());
    const AddSegment second{{7},   4,     20,  9,        "diverged",   kNoValue,         1,
                            104.0, 109.0, 4.5, "7.ckpt", R"({"a":1})", "the loss is NaN"};
    AddPrediction prediction;
    prediction.run = {1};
    prediction.item = 2;
    prediction.part = 1;
    prediction.error = 0.25;
    prediction.mse = 0.5;
    prediction.mase = 0.75;
    prediction.output = {1.0f};
    AddPrediction labelled;
    labelled.run = {1};
    labelled.item = 1;
    labelled.label = 3;
    writer->push({AddDataset{{5}, "d", "p", "h", "", "", 1}, SetStudyState{{1}, StudyState::kInterrupted, 1.0},
                  SetRunState{{2}, RunState::kDone, 1.0, "", ""}, trialRow(8, {1}, 1), trialRow(7, {1}, 0),
                  trialRow(9, {2}, 0), UpdateTrial{{7}, TrialState::kFailed, 0.5, 1, 9, 9.0, 8.5, 0, 109.0, ""}, second,
                  AddSegment{{7}, 0, 4, 4, "ok", 0.5, 0, 100.0, 104.0, 4.0, "", "", ""},
                  AddRungEvent{{1}, {7}, 0, 4, 0.5, RungDecision::kPromoted, kNoValue, 1, 1, 0, 104.0},
                  AddRungEvent{{1}, {8}, 0, 4, 0.5, RungDecision::kPaused, kNoValue, 1, 1, 1, 104.0}, prediction,
                  labelled});
    VERIFY_OK(writer->flush());

    const auto replay = openReplay(folder.project());
    const auto ids = replay->lastIds();
    VERIFY_OK(ids);
    QCOMPARE((std::vector{ids->study, ids->dataset, ids->task, ids->contender, ids->run, ids->trial, ids->metric}),
             (std::vector<std::int64_t>{1, 5, 1, 2, 4, 9, 2}));
    QCOMPARE(replay->metrics()->at(1).name, std::string("train loss"));
    const auto studies = replay->studies();
    QCOMPARE(studies->at(0).specHash, std::string("spec-hash"));
    QCOMPARE(studies->at(0).folder, std::string("/data"));
    QCOMPARE(studies->at(0).state, StudyState::kInterrupted);
    QCOMPARE(replay->tasks({1})->at(0), (std::pair<TaskId, std::string>{{1}, "ETTh1"}));
    QCOMPARE(replay->contenders({1})->at(1), (std::pair<ContenderId, std::string>{{2}, "Fracast-0"}));
    const auto runs = replay->runs({1});
    QCOMPARE(runs->size(), std::size_t{4});
    QCOMPARE(runs->at(1).state, RunState::kDone);
    QCOMPARE(runs->at(3).seed, std::int64_t{1});

    const auto trials = replay->trials({1});
    VERIFY_OK(trials);
    QCOMPARE(trials->size(), std::size_t{2});
    const StoredTrial& first = trials->at(0);  // by number, not by id
    QCOMPARE(first.id, TrialId{7});
    QCOMPARE(first.cpuSeconds, 8.5);
    QCOMPARE(first.configJson, trialRow(7, {1}, 0).configJson);
    QCOMPARE(first.segments.size(), std::size_t{2});
    QCOMPARE(first.segments[0].toResource, 4);
    const AddSegment& last = first.segments[1];
    QCOMPARE(last.outcome, second.outcome);
    QVERIFY(std::isnan(last.value));
    QCOMPARE((std::vector{last.fromResource, last.toResource, last.reached, last.slot}), (std::vector{4, 20, 9, 1}));
    QCOMPARE((std::vector{last.startedS, last.finishedS, last.cpuSeconds}), (std::vector{104.0, 109.0, 4.5}));
    QCOMPARE((std::vector{last.checkpoint, last.detailsJson, last.error}),
             (std::vector{second.checkpoint, second.detailsJson, second.error}));
    QVERIFY(trials->at(1).segments.empty());

    QCOMPARE(*replay->rungEvents({1}), std::int64_t{2});
    QCOMPARE(*replay->rungEvents({2}), std::int64_t{0});
    const auto predictions = replay->predictions({1}, false);
    QCOMPARE(predictions->size(), std::size_t{2});
    QCOMPARE(predictions->at(0).label, std::int64_t{3});
    QCOMPARE(predictions->at(1).error, 0.25);
    QCOMPARE(predictions->at(1).mase, 0.75);
    QCOMPARE(predictions->at(1).label, std::int64_t{-1});
    QVERIFY(predictions->at(1).output.empty());
  }

  // A project that a process left without closing it: its rows are still in the WAL.
  void aWalThatWasLeftBehindIsRead() {
    const ProjectFolder folder;
    auto writer = openWriter(folder.project());
    writer->push(smallStudy());
    VERIFY_OK(writer->flush());
    for (const char* suffix : {"", "-wal"}) {
      std::filesystem::copy_file(folder.project().string() + suffix, folder.project("copy").string() + suffix);
    }
    const auto replay = openReplay(folder.project("copy"));
    QVERIFY(replay != nullptr);
    QCOMPARE(replay->runs({1})->size(), std::size_t{4});
  }
};

QTEST_GUILESS_MAIN(ReplayTest)
#include "replay_test.moc"
