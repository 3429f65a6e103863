// The project writer: what each op leaves in the file, repeated ops, errors, and many threads at a time.
#include <atomic>
#include <cmath>
#include <future>
#include <limits>
#include <thread>

#include "engine/store/op_writer.h"
#include "engine/store/migrations.h"
#include "unit/store/store_fixture.h"

using namespace touchstone;
using namespace touchstone::test;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Writes the small study and these rows, and closes.
bool writeAll(const std::filesystem::path& path, WriteBatch rows) {
  auto writer = openWriter(path);
  if (!writer) {
    return false;
  }
  writer->push(smallStudy());
  writer->push(std::move(rows));
  return writer->flush().ok();
}

}  // namespace

class WriterTest : public QObject {
  Q_OBJECT

 private slots:
  void aNewFileIsOurs() {
    const ProjectFolder folder;
    WriterOptions options;
    options.isExample = true;
    options.createdBy = "touchstone 0.1.0";
    QVERIFY(openWriter(folder.project(), options) != nullptr);
    const auto path = folder.project();
    QCOMPARE(sqlNumber(path, "PRAGMA application_id"), std::int64_t{0x544F5543});
    QCOMPARE(sqlNumber(path, "PRAGMA user_version"), std::int64_t{latestSchema(migrations())});
    QCOMPARE(sqlText(path, "PRAGMA journal_mode"), std::string("wal"));
    QCOMPARE(sqlText(path, "SELECT created_by || is_example FROM project"), std::string("touchstone 0.1.01"));
    QCOMPARE(sqlNumber(path, "SELECT length(uuid) FROM project"), std::int64_t{32});
    QCOMPARE(sqlNumber(path, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT%' "
                             "AND name NOT LIKE 'sqlite_%'"),
             std::int64_t{0});
  }

  void nothingIsLeftBesideAClosedProject() {
    const ProjectFolder folder;
    QVERIFY(writeAll(folder.project(), {points(1, 1, {1.0})}));
    int files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.folder())) {
      ++files;
    }
    QCOMPARE(files, 1);
  }

  void openingAgainKeepsTheRows() {
    const ProjectFolder folder;
    QVERIFY(writeAll(folder.project(), {}));
    const std::string uuid = sqlText(folder.project(), "SELECT uuid FROM project");
    QVERIFY(openWriter(folder.project()) != nullptr);
    QCOMPARE(sqlText(folder.project(), "SELECT uuid FROM project"), uuid);
    QCOMPARE(sqlNumber(folder.project(), "SELECT count(*) FROM run"), std::int64_t{4});
  }

  void flushMakesRowsVisible() {
    const ProjectFolder folder;
    auto writer = openWriter(folder.project());
    QVERIFY(writer != nullptr);
    for (std::int64_t i = 1; i <= 20; ++i) {
      writer->push({AddMetric{{i}, "metric " + std::to_string(i)}});
      VERIFY_OK(writer->flush());
      QCOMPARE(sqlNumber(folder.project(), "SELECT count(*) FROM metric"), i);
    }
    QVERIFY(writer->error() == nullptr);
  }

  void nothingNeedsAFlushToBeCommitted() {
    const ProjectFolder folder;
    std::promise<void> committed;
    std::once_flag once;
    WriterOptions options;
    options.onCommit = [&] { std::call_once(once, [&] { committed.set_value(); }); };
    auto writer = openWriter(folder.project(), options);
    writer->push({AddMetric{{1}, "m"}});
    QCOMPARE(committed.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
    QCOMPARE(sqlNumber(folder.project(), "SELECT count(*) FROM metric"), std::int64_t{1});
  }

  void anUnfinishedQueueIsWrittenOnClose() {
    const ProjectFolder folder;
    auto writer = openWriter(folder.project());
    for (std::int64_t i = 1; i <= 2'000; ++i) {
      writer->push({AddMetric{{i}, std::to_string(i)}});
    }
    writer.reset();
    QCOMPARE(sqlNumber(folder.project(), "SELECT count(*) FROM metric"), std::int64_t{2'000});
  }

  void pointsKeepEveryKindOfNumber() {
    const ProjectFolder folder;
    const double tiny = std::numeric_limits<double>::denorm_min();
    QVERIFY(
        writeAll(folder.project(), {trialRow(1, {1}, 0), points(1, 1, {kNoValue, kInfinity, -kInfinity, tiny, -0.0})}));
    QCOMPARE(sqlText(folder.project(), "SELECT value FROM point WHERE step = 1"), std::string("NULL"));
    auto view = openView(folder.project());
    CurveQuery query;
    query.study = {1};
    const auto curves = view->curves(query);
    VERIFY_OK(curves);
    const auto& values = curves->at(0).values;
    QCOMPARE(values.size(), std::size_t{5});
    QVERIFY(std::isnan(values[0]));
    QVERIFY(values[1] == kInfinity && values[2] == -kInfinity && values[3] == tiny && values[4] == 0.0);
  }

  void singlePointsAndManyAreTheSameRows() {
    const ProjectFolder folder;
    WriteBatch single{trialRow(1, {1}, 0), trialRow(2, {1}, 1)};
    for (std::int64_t step = 1; step <= 100; ++step) {
      single.push_back(AddPoint{{1}, {1}, step, 0.5 * static_cast<double>(step), 99.0 + static_cast<double>(step)});
    }
    std::vector<double> values;
    for (int step = 1; step <= 100; ++step) {
      values.push_back(0.5 * step);
    }
    single.push_back(points(2, 1, values));
    QVERIFY(writeAll(folder.project(), std::move(single)));
    QCOMPARE(sqlNumber(folder.project(),
                       "SELECT count(*) FROM (SELECT step, value, time_s FROM point WHERE trial_id = 1 "
                       "INTERSECT SELECT step, value, time_s FROM point WHERE trial_id = 2)"),
             std::int64_t{100});
    QCOMPARE(sqlNumber(folder.project(), "SELECT points FROM study"), std::int64_t{200});
  }

  void aRepeatedSegmentReplacesItsPoints() {
    const ProjectFolder folder;
    auto writer = openWriter(folder.project());
    writer->push(smallStudy());
    writer->push({trialRow(1, {1}, 0), points(1, 1, std::vector<double>(150, 1.0))});
    VERIFY_OK(writer->flush());
    writer->push({points(1, 1, std::vector<double>(200, 2.0))});  // 150 again and 50 more
    writer->push({points(1, 1, {3.0}), points(1, 1, {4.0})});     // twice in one transaction: the last one stays
    VERIFY_OK(writer->flush());
    writer.reset();
    QCOMPARE(sqlNumber(folder.project(), "SELECT count(*) FROM point WHERE value = 2"), std::int64_t{199});
    QCOMPARE(sqlText(folder.project(), "SELECT value FROM point WHERE step = 1"), std::string("4.0"));
    QCOMPARE(sqlNumber(folder.project(), "SELECT points FROM study"), std::int64_t{200});
  }

  void pointsAreCountedByStudy() {
    const ProjectFolder folder;
    auto writer = openWriter(folder.project());
    writer->push(smallStudy());
    writer->push({AddStudy{{2}, "other", "", "", "", "{}", "[]", 1.0}, AddTask{taskRow(2, {2}, "t"), {}, 0},
                  AddContender{contenderRow(3, {2}, "c", Family::kReference), "", 0}, AddRun{{5}, {2}, {2}, {3}, 0}});
    writer->push({trialRow(1, {1}, 0), trialRow(2, {5}, 0), points(1, 1, {1, 2, 3}), points(2, 1, {1, 2})});
    writer.reset();
    writer = openWriter(folder.project());  // it has to look the trial up now
    writer->push({points(2, 2, {1, 2, 3, 4})});
    writer.reset();
    QCOMPARE(sqlNumber(folder.project(), "SELECT points FROM study WHERE id = 1"), std::int64_t{3});
    QCOMPARE(sqlNumber(folder.project(), "SELECT points FROM study WHERE id = 2"), std::int64_t{6});
  }

  void everyOpMayBeSentAgain() {
    const ProjectFolder folder;
    const auto path = folder.project();
    TaskRow read = taskRow(1, {1}, "ETTh1");
    read.testItems = 2785;
    read.notes = {"a note"};
    WriteBatch rows{AddDataset{{1}, "ETTh1", "ETTh1.csv", "abc", "CC BY", "", 100},
                    UpdateTask{read, {1}},
                    StartRun{{1}, "", 100.0},
                    AddStage{{1}, 0, "", 4, 20, "epoch", 1.0, "", "", 100.0},
                    FinishStage{{1}, 0, {1}, 103.0},
                    trialRow(1, {1}, 0),
                    UpdateTrial{{1}, TrialState::kFinished, 0.5, 0, 20, 2.0, 1.5, 10, 103.0, ""},
                    AddSegment{{1}, 0, 20, 20, "finished", 0.5, 0, 100.0, 102.0, 1.5, "a", "{}", ""},
                    AddRungEvent{{1}, {1}, 0, 4, 0.5, RungDecision::kPromoted, 0.6, 1, 3, 0, 101.0},
                    points(1, 1, {1.0, 0.5}),
                    AddScore{{1}, "mse", "", "test", "measured", 0.37, 2785, 104.0},
                    SetLedger{{1}, 2.0, 1.5, 0.0, 0.1, 4, 20, 10, 10, ""},
                    AddPrediction{},
                    AddArtifact{{1}, {}, "details", "{}", "", 104.0},
                    AddArtifact{{1}, {1}, "details", "{}", "", 104.0},
                    SetProvenance{},
                    AddExample{{{1}, 0, "test", "row 1", 2, {'A', 'C'}, {}}},
                    SetViewState{"live", "{}", 105.0},
                    SetRunState{{1}, RunState::kDone, 104.0, "", ""},
                    SetStudyState{{1}, StudyState::kDone, 105.0}};
    std::get<AddPrediction>(rows[12]).run = {1};
    std::get<SetProvenance>(rows[15]).run = {1};
    QVERIFY(writeAll(path, rows));
    // The rows of the study again, as at a resume: nothing is doubled, nothing measured is lost.
    QVERIFY(writeAll(path, {}));
    QCOMPARE(sqlText(path, "SELECT state || '/' || points FROM study"), std::string("done/2"));
    QCOMPARE(sqlText(path, "SELECT state FROM run WHERE id = 1"), std::string("done"));
    QCOMPARE(sqlText(path, "SELECT test_items || notes || dataset_id FROM task"), std::string("2785[\"a note\"]1"));
    QVERIFY(writeAll(path, rows));
    for (const char* table : {"dataset", "trial", "segment", "rung_event", "score", "ledger", "prediction",
                              "provenance", "view_state", "study", "task", "stage", "example"}) {
      QVERIFY2(sqlNumber(path, std::string("SELECT count(*) FROM ") + table) == 1, table);
    }
    QCOMPARE(sqlNumber(path, "SELECT count(*) FROM artifact"), std::int64_t{2});
    QCOMPARE(sqlNumber(path, "SELECT points FROM study"), std::int64_t{2});
  }

  void aTrialThatRunsAgainIsRunning() {
    const ProjectFolder folder;
    QVERIFY(writeAll(folder.project(), {trialRow(1, {1}, 0, 100.0),
                                        UpdateTrial{{1}, TrialState::kFailed, 0.5, 0, 3, 1, 1, 0, 101.0, "broken"},
                                        trialRow(1, {1}, 0, 200.0)}));
    QCOMPARE(sqlText(folder.project(), "SELECT state || started_s || stop_reason || (finished_s IS NULL) FROM trial"),
             std::string("running100.01"));
  }

  void aKnownDataSetKeepsItsId() {
    const ProjectFolder folder;
    QVERIFY(writeAll(folder.project(),
                     {AddDataset{{1}, "a", "a.csv", "h", "", "", 1}, AddDataset{{2}, "a", "a.csv", "h", "", "", 1},
                      AddTask{taskRow(2, {1}, "second"), {2}, 1}}));
    QCOMPARE(sqlNumber(folder.project(), "SELECT count(*) FROM dataset"), std::int64_t{1});
    QCOMPARE(sqlNumber(folder.project(), "SELECT dataset_id FROM task WHERE id = 2"), std::int64_t{1});
  }

  void anyTextIsKept() {
    const ProjectFolder folder;
    const std::string longName(300, 'n');
    const std::string odd = "line one\nline two\ttab \"quotes\" 'single' \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe2\x80\xae "
                            "rtl \xf0\x9f\x92\x8e";
    QVERIFY(writeAll(folder.project(), {AddContender{contenderRow(3, {1}, longName, Family::kReference, 2), "{}", 2},
                                        AddContender{contenderRow(4, {1}, odd, Family::kReference, 3), "{}", 3},
                                        AddLog{1.0, "info", {}, {}, {}, odd}}));
    auto view = openView(folder.project());
    const auto contenders = view->contenders({1});
    VERIFY_OK(contenders);
    QCOMPARE(contenders->at(2).name, longName);
    QCOMPARE(contenders->at(3).name, odd);
    QCOMPARE(view->log(0, 10)->at(0).text, odd);
  }

  void aTransactionThatFailsLeavesNothing() {
    const ProjectFolder folder;
    int errors = 0;
    WriterOptions options;
    options.onError = [&](const Error&) { ++errors; };
    auto writer = openWriter(folder.project(), options);
    writer->push(smallStudy());
    VERIFY_OK(writer->flush());
    // The second op names a run that does not exist.
    writer->push({AddMetric{{3}, "lost"}, trialRow(1, {99}, 0)});
    const auto flushed = writer->flush();
    QVERIFY(!flushed.ok());
    QCOMPARE(flushed.error().code, ErrorCode::kInternal);
    QVERIFY2(flushed.error().text().find("INSERT INTO trial") != std::string::npos, flushed.error().text().c_str());
    QVERIFY(writer->error() != nullptr);
    for (int i = 0; i < 100; ++i) {
      writer->push({AddMetric{{4}, "dropped"}});
    }
    QVERIFY(!writer->flush().ok());
    writer.reset();
    QCOMPARE(errors, 1);
    QCOMPARE(sqlNumber(folder.project(), "SELECT count(*) FROM metric"), std::int64_t{2});
    QVERIFY(openWriter(folder.project()) != nullptr);
  }

  void aMovedFileIsNoticed() {
    const ProjectFolder folder;
    auto writer = openWriter(folder.project());
    writer->push(smallStudy());
    VERIFY_OK(writer->flush());
    std::filesystem::rename(folder.project(), folder.project("renamed.touchstone"));
    writer->push({AddMetric{{3}, "after the move"}});
    const auto flushed = writer->flush();
    QVERIFY(!flushed.ok());
    QCOMPARE(flushed.error().code, ErrorCode::kNotFound);
    writer.reset();
    // What was committed went with the file.
    QCOMPARE(sqlNumber(folder.project("renamed.touchstone"), "SELECT count(*) FROM metric"), std::int64_t{3});
  }

  void manyThreadsPushThroughASmallQueue() {
    const ProjectFolder folder;
    WriterOptions options;
    options.queueCapacity = 16;  // every batch below is heavier
    auto writer = openWriter(folder.project(), options);
    writer->push(smallStudy());
    constexpr int kThreads = 4;
    constexpr int kBatches = 50;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = 0; i < kBatches; ++i) {
          const int id = thread * kBatches + i + 1;
          writer->push({trialRow(id, {1}, id), points(id, 1, std::vector<double>(40, 1.0))});
          if (i % 10 == 0 && !writer->flush().ok()) {
            return;
          }
        }
      });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
    VERIFY_OK(writer->flush());
    writer.reset();
    QCOMPARE(sqlNumber(folder.project(), "SELECT count(*) FROM trial"), std::int64_t{kThreads * kBatches});
    QCOMPARE(sqlNumber(folder.project(), "SELECT points FROM study"), std::int64_t{kThreads * kBatches * 40});
  }

  void weightsFollowTheRows() {
    QCOMPARE(weightOf(WriteOp(points(1, 1, std::vector<double>(500, 1.0)))), std::size_t{500});
    QCOMPARE(weightOf(WriteOp(AddPoints{})), std::size_t{1});
    QCOMPARE(weightOf(WriteBatch{AddPoint{}, AddLog{}}), std::size_t{2});
  }

  void readersDoNotStopTheWriter() {
    const ProjectFolder folder;
    auto writer = openWriter(folder.project());
    writer->push(smallStudy());
    writer->push({trialRow(1, {1}, 0)});
    VERIFY_OK(writer->flush());
    std::atomic<bool> isOver = false;
    std::atomic<bool> isConsistent = true;
    std::thread reader([&] {
      auto view = openView(folder.project());
      std::int64_t last = 0;
      while (!isOver && view != nullptr) {
        const auto studies = view->studies();
        const auto version = view->dataVersion();
        // Each batch has 100 points: a reader never sees a part of one.
        const bool isWhole =
            studies.ok() && version.ok() && studies->at(0).points % 100 == 0 && studies->at(0).points >= last;
        last = studies.ok() ? studies->at(0).points : last;
        isConsistent = isConsistent && isWhole;
      }
    });
    for (int batch = 0; batch < 500; ++batch) {
      AddPoints op{{1}, {1}, {}};
      for (int i = 0; i < 100; ++i) {
        op.points.push_back({batch * 100 + i, 1.0, 1.0});
      }
      writer->push({std::move(op)});
    }
    const auto flushed = writer->flush();
    isOver = true;
    reader.join();
    VERIFY_OK(flushed);
    QVERIFY(isConsistent);
    QCOMPARE(sqlNumber(folder.project(), "SELECT points FROM study"), std::int64_t{50'000});
  }
};

QTEST_GUILESS_MAIN(WriterTest)
#include "writer_test.moc"
