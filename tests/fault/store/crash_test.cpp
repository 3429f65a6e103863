// A writer that is killed at any moment leaves a whole file: each batch is all there or not at all, and what flush()
// acknowledged is there.
#include "engine/base/random.h"
#include "engine/store/migrations.h"
#include "engine/store/replay.h"
#include "unit/store/store_fixture.h"

#include "fault/store/child_process.h"

using namespace touchstone;
using namespace touchstone::test;

namespace {

constexpr int kRounds = 24;
constexpr int kPointsPerTrial = 20;

// One trial with everything that belongs to it.
WriteBatch wholeTrial(std::int64_t id) {
  std::vector<double> values(kPointsPerTrial, 1.0 / static_cast<double>(id));
  return {trialRow(id, {1}, static_cast<int>(id) - 1),
          points(id, 1, values),
          AddSegment{{id}, 0, 4, 4, "ok", 0.5, 0, 100.0, 104.0, 3.0, "", "", ""},
          AddRungEvent{{1}, {id}, 0, 4, 0.5, RungDecision::kStopped, kNoValue, 1, 1, id - 1, 104.0},
          finished(id, 0.5),
          AddLog{104.0, "info", {1}, {1}, {id}, "finished"}};
}

// Goes on where the file ends, for ever; tells each trial that flush() acknowledged.
int writeTrials(const std::string&, const std::filesystem::path& path) {
  auto writer = openWriter(path);
  if (!writer) {
    return 1;
  }
  writer->push(smallStudy());
  if (!writer->flush().ok()) {
    return 1;
  }
  auto replay = Replay::open(path);
  std::int64_t id = replay.ok() ? (*replay)->lastIds()->trial : 0;
  while (true) {
    const std::int64_t batches = 1 + id % 13;
    for (std::int64_t i = 0; i < batches; ++i) {
      writer->push(wholeTrial(++id));
    }
    if (!writer->flush().ok() || !tell(id)) {
      return 1;
    }
  }
}

// Passes time without sleeping, so that the kill falls into any phase of a commit.
void spin(std::chrono::microseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until) {
  }
}

}  // namespace

class CrashTest : public QObject {
  Q_OBJECT

 private slots:
  void killedAtRandomMoments() {
    const ProjectFolder folder;
    const auto path = folder.project();
    base::RandomStream random{2024};
    std::int64_t before = 0;
    for (int round = 0; round < kRounds; ++round) {
      std::int64_t acknowledged = 0;
      {
        ChildProcess child("write", path);
        for (std::int64_t heard = random.below(30); heard >= 0; --heard) {
          acknowledged = child.hear();
          QVERIFY(acknowledged > 0);
        }
        spin(std::chrono::microseconds(random.below(5'000)));
        child.kill();
        for (std::int64_t late = child.hear(); late > 0; late = child.hear()) {
          acknowledged = late;  // told before the kill
        }
      }
      check(path, acknowledged, before);
      if (QTest::currentTestFailed()) {
        return;
      }
    }
    QVERIFY(before > kRounds);
  }

  // Also while the file is being made.
  void killedWhileMakingTheFile() {
    base::RandomStream random{2025};
    for (int round = 0; round < kRounds; ++round) {
      const ProjectFolder folder;
      {
        ChildProcess child("write", folder.project());
        spin(std::chrono::microseconds(random.below(40'000)));
      }
      if (std::filesystem::exists(folder.project())) {
        QCOMPARE(sqlText(folder.project(), "PRAGMA integrity_check"), std::string("ok"));
        QCOMPARE(sqlNumber(folder.project(), "PRAGMA user_version"), std::int64_t{latestSchema(migrations())});
      }
      QVERIFY(openWriter(folder.project()) != nullptr);
    }
  }

 private:
  void check(const std::filesystem::path& path, std::int64_t acknowledged, std::int64_t& before) {
    // First as a viewer would see it, with the WAL that the dead process left.
    const auto view = openView(path);
    QVERIFY(view != nullptr);
    const auto studies = view->studies();
    VERIFY_OK(studies);
    const std::int64_t trials = studies->at(0).trialsTotal;
    QVERIFY2(trials >= acknowledged && trials >= before, qPrintable(QString("%1 of %2").arg(trials).arg(acknowledged)));
    before = trials;
    QCOMPARE(studies->at(0).points, trials * kPointsPerTrial);
    QCOMPARE(sqlText(path, "PRAGMA integrity_check"), std::string("ok"));
    QCOMPARE(sqlNumber(path, "SELECT max(id) FROM trial"), trials);  // batches are committed in order
    QCOMPARE(sqlNumber(path, "SELECT count(*) FROM point"), trials * kPointsPerTrial);
    QCOMPARE(sqlNumber(path, "SELECT count(*) FROM trial WHERE state = 'finished'"), trials);
    for (const char* table : {"segment", "rung_event", "log"}) {
      QCOMPARE(sqlNumber(path, std::string("SELECT count(*) FROM ") + table), trials);
    }
  }
};

TEST_MAIN_WITH_CHILD(CrashTest, writeTrials)
#include "crash_test.moc"
