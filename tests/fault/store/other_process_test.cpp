// Two processes and one project: the lock, its message, and that looking at a project never takes the WAL from its writer.
#include "unit/store/store_fixture.h"

#include "fault/store/child_process.h"

using namespace touchstone;
using namespace touchstone::test;

namespace fs = std::filesystem;

namespace {

// hold: opens for writing and waits. look: opens read-write with plain SQLite and closes, as a database browser does.
// nobody: as a user without rights tells whether the folder can be reached, and the error code of opening for writing.
int otherProcess(const std::string& task, const fs::path& path) {
  if (task == "hold") {
    auto writer = openWriter(path);
    tell(writer != nullptr ? 1 : 0);
    listen();
    return 0;
  }
  if (task == "look") {
    tell(sqlNumber(path, "SELECT count(*) FROM metric"));
    SQLite::Database db(path.string(), SQLite::OPEN_READWRITE, 5000);
    SQLite::Statement query(db, "SELECT count(*) FROM metric");
    return query.executeStep() ? 0 : 1;
  }
  if (setresgid(65534, 65534, 65534) != 0 || setresuid(65534, 65534, 65534) != 0) {
    return 1;
  }
  std::error_code error;
  tell(fs::exists(path, error) ? 1 : 0);
  const auto writer = ProjectWriter::open(path, {});
  tell(writer.ok() ? 100 : static_cast<std::int64_t>(writer.error().code));
  const auto view = ProjectView::open(path);
  tell(view.ok() && (*view)->runs({}).ok() && (*view)->info()->isReadOnly ? 1 : 0);
  return 0;
}

constexpr const char* kOutOfReach = "other users cannot reach the folder for temporary files on this machine";

bool makeProject(const fs::path& path) {
  auto writer = openWriter(path);
  writer->push(smallStudy());
  return writer->flush().ok();
}

}  // namespace

class OtherProcessTest : public QObject {
  Q_OBJECT

 private slots:
  void theLockNamesItsHolder() {
    const ProjectFolder folder;
    ChildProcess holder("hold", folder.project());
    QCOMPARE(holder.hear(), std::int64_t{1});
    const auto writer = ProjectWriter::open(folder.project(), {});
    QVERIFY(!writer.ok());
    QCOMPARE(writer.error().code, ErrorCode::kLocked);
    const QString message = QString::fromStdString(writer.error().message);
    QVERIFY2(message.contains(QString("(process %1 on %2)").arg(holder.id()).arg(QSysInfo::machineHostName())),
             qPrintable(message));
    QVERIFY2(message.contains("Wait for it, or open the project read-only."), qPrintable(message));
    QVERIFY(openView(folder.project()) != nullptr);

    holder.release();
    QCOMPARE(holder.wait(), 0);
    QVERIFY(!fs::exists(folder.project("test.touchstone.lock")));
    QVERIFY(openWriter(folder.project()) != nullptr);
  }

  void aKilledHolderHoldsNothing() {
    const ProjectFolder folder;
    ChildProcess holder("hold", folder.project());
    QCOMPARE(holder.hear(), std::int64_t{1});
    holder.kill();
    QVERIFY(fs::exists(folder.project("test.touchstone.lock")));
    QVERIFY(openWriter(folder.project()) != nullptr);
  }

  // SQLite removes the WAL with the last connection, and tells by file locks which is the last. A process that opens and
  // closes its own project file by other means loses those locks.
  void lookersLeaveTheWalToItsWriter() {
    const ProjectFolder folder;
    auto writer = openWriter(folder.project());
    writer->push(smallStudy());
    VERIFY_OK(writer->flush());
    QVERIFY(openView(folder.project()) != nullptr);            // looks here,
    QVERIFY(!ProjectWriter::open(folder.project(), {}).ok());  // tries to write here,
    ChildProcess looker("look", folder.project());             // and in another process
    QCOMPARE(looker.hear(), std::int64_t{2});
    QCOMPARE(looker.wait(), 0);
    QVERIFY(fs::exists(folder.project("test.touchstone-wal")));
    writer->push({AddMetric{{3}, "after the look"}});
    VERIFY_OK(writer->flush());
    ChildProcess later("look", folder.project());
    QCOMPARE(later.hear(), std::int64_t{3});
  }

  void aFileWithoutRights() {
    if (geteuid() != 0) {
      QSKIP("only root can become another user; the rights of an ordinary user are tested by aReadOnlyFile");
    }
    const ProjectFolder folder;
    QVERIFY(makeProject(folder.project()));
    fs::permissions(folder.folder(), fs::perms::all);
    fs::permissions(folder.project(), fs::perms::owner_all | fs::perms::group_read | fs::perms::others_read);
    ChildProcess nobody("nobody", folder.project());
    if (nobody.hear() == 0) QSKIP(kOutOfReach);
    QCOMPARE(nobody.hear(), static_cast<std::int64_t>(ErrorCode::kReadOnly));
    QCOMPARE(nobody.hear(), std::int64_t{1});
    QVERIFY(!fs::exists(folder.project("test.touchstone.lock")));
  }

  void aFolderWithoutRights() {
    if (geteuid() != 0) {
      QSKIP("only root can become another user");
    }
    const ProjectFolder folder;
    QVERIFY(makeProject(folder.project()));
    fs::permissions(folder.folder(), fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec);
    fs::permissions(folder.project(), fs::perms::all);
    ChildProcess nobody("nobody", folder.project());
    if (nobody.hear() == 0) QSKIP(kOutOfReach);
    QCOMPARE(nobody.hear(), static_cast<std::int64_t>(ErrorCode::kReadOnly));
    QCOMPARE(nobody.hear(), std::int64_t{1});  // nothing can be made beside it, and still it is read
  }

  void aReadOnlyFile() {
    if (geteuid() == 0) {
      QSKIP("root may write to any file; aFileWithoutRights tests it as another user");
    }
    const ProjectFolder folder;
    QVERIFY(makeProject(folder.project()));
    fs::permissions(folder.project(), fs::perms::owner_read);
    const auto writer = ProjectWriter::open(folder.project(), {});
    QVERIFY(!writer.ok());
    QCOMPARE(writer.error().code, ErrorCode::kReadOnly);
    QVERIFY(openView(folder.project())->info()->isReadOnly);
  }
};

TEST_MAIN_WITH_CHILD(OtherProcessTest, otherProcess)
#include "other_process_test.moc"
