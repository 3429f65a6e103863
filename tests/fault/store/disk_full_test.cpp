// A disk that fills up: the writer says so, nothing committed is lost, and it goes on once there is room.
#include "engine/store/migrations.h"
#include "unit/store/store_fixture.h"

#include "fault/store/mounts.h"

using namespace touchstone;
using namespace touchstone::test;

namespace fs = std::filesystem;

namespace {

WriteBatch manyPoints(std::int64_t trial) {
  return {trialRow(trial, {1}, static_cast<int>(trial)), points(trial, 1, std::vector<double>(500, 1.0))};
}

// Trials that flush() acknowledged until the disk was full; the error is in `error`.
std::int64_t writeUntilFull(ProjectWriter& writer, Error& error) {
  for (std::int64_t trial = 1; trial < 100'000; ++trial) {
    writer.push(manyPoints(trial));
    const auto flushed = writer.flush();
    if (!flushed.ok()) {
      error = flushed.error();
      return trial - 1;
    }
  }
  return -1;
}

}  // namespace

class DiskFullTest : public QObject {
  Q_OBJECT

 private slots:
  void aQuotaIsADiskThatIsFull() {
    const ProjectFolder folder;
    int errors = 0;
    WriterOptions options;
    options.maxSizeBytes = 1'000'000;
    options.onError = [&](const Error& error) { errors += error.code == ErrorCode::kDiskFull ? 1 : 0; };
    std::int64_t written = 0;
    {
      auto writer = openWriter(folder.project(), options);
      writer->push(smallStudy());
      Error error;
      written = writeUntilFull(*writer, error);
      QVERIFY(written > 10);
      QCOMPARE(error.code, ErrorCode::kDiskFull);
      QVERIFY2(error.message.find("Free some space") != std::string::npos, error.text().c_str());
      QVERIFY(writer->error() != nullptr);
      writer->push(manyPoints(written + 1));  // dropped, and does not wait
      QVERIFY(!writer->flush().ok());
    }
    QCOMPARE(errors, 1);
    checkAndGoOn(folder.project(), written);
  }

  void aFullFileSystem() {
    SKIP_WITHOUT_MOUNTS();
    const MountNamespace& mounts = MountNamespace::enter();
    const ProjectFolder folder;
    QVERIFY(mounts.mountSmall(folder.folder(), "3m"));
    Error error;
    std::int64_t written = 0;
    {
      auto writer = openWriter(folder.project());
      QVERIFY(writer != nullptr);
      writer->push(smallStudy());
      written = writeUntilFull(*writer, error);
    }
    const bool isDiskFull = error.code == ErrorCode::kDiskFull;
    // Reading goes on.
    const auto view = ProjectView::open(folder.project());
    const std::int64_t seen = view.ok() && (*view)->studies().ok() ? (*view)->studies()->at(0).trialsTotal : -1;
    const bool isResized = mounts.resize(folder.folder(), "100m");
    checkAndGoOn(folder.project(), written);
    mounts.unmount(folder.folder());
    QVERIFY2(isDiskFull, error.text().c_str());
    QVERIFY(isResized && written > 10);
    QCOMPARE(seen, written);
  }

  void noRoomForANewProject() {
    SKIP_WITHOUT_MOUNTS();
    const MountNamespace& mounts = MountNamespace::enter();
    const ProjectFolder folder;
    QVERIFY(mounts.mountSmall(folder.folder(), "64k"));
    const auto writer = ProjectWriter::open(folder.project(), {});
    const bool isEmpty = fs::is_empty(folder.folder());
    mounts.unmount(folder.folder());
    QVERIFY(!writer.ok());
    QCOMPARE(writer.error().code, ErrorCode::kDiskFull);
    QVERIFY(isEmpty);
  }

  void noRoomForTheBackupOfAMigration() {
    SKIP_WITHOUT_MOUNTS();
    const MountNamespace& mounts = MountNamespace::enter();
    const ProjectFolder folder;
    QVERIFY(mounts.mountSmall(folder.folder(), "2m"));
    {
      auto writer = openWriter(folder.project());
      writer->push(smallStudy());
      for (std::int64_t trial = 1; trial <= 45; ++trial) {
        writer->push(manyPoints(trial));
        VERIFY_OK(writer->flush());
      }
    }
    const int now = latestSchema(migrations());
    std::vector<Migration> steps(migrations().begin(), migrations().end());
    steps.push_back({now + 1, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT"});
    WriterOptions options;
    options.migrations = steps;
    const auto writer = ProjectWriter::open(folder.project(), options);
    QVERIFY(!writer.ok());
    QCOMPARE(writer.error().code, ErrorCode::kDiskFull);
    QCOMPARE(sqlNumber(folder.project(), "PRAGMA user_version"), std::int64_t{now});
    int files = 0;
    for (const auto& entry : fs::directory_iterator(folder.folder())) {
      files += entry.path().string().find(".bak") != std::string::npos ? 1 : 0;
    }
    QCOMPARE(files, 0);
    QVERIFY(mounts.resize(folder.folder(), "100m"));
    checkAndGoOn(folder.project(), 45);
    mounts.unmount(folder.folder());
  }

 private:
  void checkAndGoOn(const fs::path& path, std::int64_t written) {
    auto writer = openWriter(path);
    QVERIFY(writer != nullptr);
    QCOMPARE(sqlText(path, "PRAGMA integrity_check"), std::string("ok"));
    QCOMPARE(sqlNumber(path, "SELECT count(*) FROM trial"), written);
    QCOMPARE(sqlNumber(path, "SELECT count(*) FROM point"), written * 500);
    QCOMPARE(sqlNumber(path, "SELECT points FROM study"), written * 500);
    writer->push(manyPoints(written + 1));
    VERIFY_OK(writer->flush());
    QCOMPARE(sqlNumber(path, "SELECT count(*) FROM trial"), written + 1);
  }
};

int main(int argc, char** argv) {
  MountNamespace::enter();
  const QCoreApplication application(argc, argv);
  DiskFullTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "disk_full_test.moc"
