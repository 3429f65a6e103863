// What is no project, what is a newer one, and what may not be written: each with its message, and nothing changed.
#include "engine/store/lock_file.h"
#include "engine/store/migrations.h"
#include "engine/store/replay.h"
#include "unit/store/store_fixture.h"

#include <sys/stat.h>

#include <QFile>
#include <atomic>
#include <fstream>
#include <map>
#include <thread>

using namespace touchstone;
using namespace touchstone::test;

namespace fs = std::filesystem;

namespace {

void writeFile(const fs::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

// Name and content of everything in a folder.
std::map<std::string, QByteArray> snapshot(const fs::path& folder) {
  std::map<std::string, QByteArray> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    QFile file(QString::fromStdString(entry.path().string()));
    files[entry.path().filename().string()] = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  return files;
}

void foreignDatabase(const fs::path& path, int applicationId, const char* journalMode) {
  SQLite::Database db(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec("PRAGMA application_id = " + std::to_string(applicationId));
  db.exec("CREATE TABLE t (a)");
  SQLite::Statement(db, std::string("PRAGMA journal_mode = ") + journalMode).executeStep();
}

}  // namespace

class ProjectFileTest : public QObject {
  Q_OBJECT

 private slots:
  void refuses_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("readCode");
    QTest::addColumn<int>("writeCode");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* kind, ErrorCode read, ErrorCode write, const char* says) {
      QTest::newRow(kind) << kind << static_cast<int>(read) << static_cast<int>(write) << says;
    };
    row("empty", ErrorCode::kNotAProject, ErrorCode::kNotAProject, "empty");
    row("text", ErrorCode::kNotAProject, ErrorCode::kNotAProject, "not a Touchstone project");
    row("binary", ErrorCode::kNotAProject, ErrorCode::kNotAProject, "not a Touchstone project");
    row("truncated header", ErrorCode::kNotAProject, ErrorCode::kNotAProject, "not a Touchstone project");
    row("other program", ErrorCode::kNotAProject, ErrorCode::kNotAProject, "another program");
    row("other program, wal", ErrorCode::kNotAProject, ErrorCode::kNotAProject, "another program");
    row("folder", ErrorCode::kBadInput, ErrorCode::kBadInput, "folder");
    row("pipe", ErrorCode::kBadInput, ErrorCode::kBadInput, "pipe");
    row("missing folder", ErrorCode::kNotFound, ErrorCode::kNotFound, "");
  }

  void refuses() {
    QFETCH(QString, kind);
    QFETCH(int, readCode);
    QFETCH(int, writeCode);
    QFETCH(QString, says);
    const ProjectFolder folder;
    fs::path path = folder.project();
    if (kind == "empty") {
      writeFile(path, "");
    } else if (kind == "text") {
      writeFile(path, "date,value\n2020-01-01,1\n");
    } else if (kind == "binary") {
      writeFile(path, std::string(100'000, '\xff'));
    } else if (kind == "truncated header") {
      writeFile(path, std::string("SQLite format 3\0", 16));
    } else if (kind == "other program") {
      foreignDatabase(path, 0x12345678, "DELETE");
    } else if (kind == "other program, wal") {
      foreignDatabase(path, 0, "WAL");
    } else if (kind == "folder") {
      fs::create_directory(path);
    } else if (kind == "pipe") {
      QCOMPARE(mkfifo(path.c_str(), 0600), 0);
    } else {
      path = folder.folder() / "no" / "such" / "p.touchstone";
    }
    const bool isPlain = kind != "pipe";
    const auto before = isPlain ? snapshot(folder.folder()) : std::map<std::string, QByteArray>();
    const auto view = ProjectView::open(path);
    const auto writer = ProjectWriter::open(path, {});
    const auto replay = Replay::open(path);
    QVERIFY(!view.ok() && !writer.ok() && !replay.ok());
    QCOMPARE(static_cast<int>(view.error().code), readCode);
    QCOMPARE(static_cast<int>(writer.error().code), writeCode);
    QCOMPARE(static_cast<int>(replay.error().code), readCode);
    QVERIFY2(QString::fromStdString(writer.error().message).contains(says), writer.error().text().c_str());
    QVERIFY(!writer.error().context.empty() && writer.error().message.ends_with('.'));
    if (isPlain) {
      QVERIFY(snapshot(folder.folder()) == before);
    }
  }

  void aMissingFileIsMadeOnlyByTheWriter() {
    const ProjectFolder folder;
    const auto view = ProjectView::open(folder.project());
    QVERIFY(!view.ok());
    QCOMPARE(view.error().code, ErrorCode::kNotFound);
    QVERIFY(snapshot(folder.folder()).empty());
    QVERIFY(openWriter(folder.project()) != nullptr);
    QVERIFY(openView(folder.project()) != nullptr);
  }

  void aDamagedFileIsAnErrorAndNoCrash() {
    const ProjectFolder folder;
    {
      auto writer = openWriter(folder.project());
      writer->push(smallStudy());
      writer->push({trialRow(1, {1}, 0), points(1, 1, std::vector<double>(20'000, 1.0))});
    }
    const auto size = fs::file_size(folder.project());
    {
      std::fstream file(folder.project(), std::ios::binary | std::ios::in | std::ios::out);
      file.seekp(4096);
      file << std::string(size - 4096, '\x5a');
    }
    const auto view = ProjectView::open(folder.project());
    const bool isReported = !view.ok() || !(*view)->studies().ok();
    QVERIFY(isReported);
    const Error error = view.ok() ? (*view)->studies().error() : view.error();
    QCOMPARE(error.code, ErrorCode::kNotAProject);
    QVERIFY2(error.message.find("damaged") != std::string::npos, error.text().c_str());
  }

  void aTruncatedFileIsAnErrorAndNoCrash() {
    const ProjectFolder folder;
    openWriter(folder.project());
    for (const std::uintmax_t size :
         {fs::file_size(folder.project()) - 4096, std::uintmax_t{8192}, std::uintmax_t{4096}, std::uintmax_t{512}}) {
      fs::resize_file(folder.project(), size);
      const auto view = ProjectView::open(folder.project());
      QVERIFY(!view.ok() || !(*view)->studies().ok() || !(*view)->runs({}).ok() || !(*view)->trials({}).ok() ||
              size > 8192);
    }
  }

  void aNewerProjectIsReadButNotWritten() {
    const ProjectFolder folder;
    {
      auto writer = openWriter(folder.project());
      writer->push(smallStudy());
    }
    sqlRun(folder.project(), "PRAGMA user_version = 99; ALTER TABLE log RENAME COLUMN text TO message");
    const auto writer = ProjectWriter::open(folder.project(), {});
    QVERIFY(!writer.ok());
    QCOMPARE(writer.error().code, ErrorCode::kNewerProject);
    const auto view = openView(folder.project());
    QVERIFY(view != nullptr);
    QVERIFY(view->info()->isReadOnly);
    QCOMPARE(view->info()->schema, 99);
    QCOMPARE(view->runs({})->size(), std::size_t{4});
    const auto log = view->log(0, 10);  // what the newer version changed
    QVERIFY(!log.ok());
    QCOMPARE(log.error().code, ErrorCode::kNewerProject);
  }

  void aNewerProjectWithoutTheStableViewsIsRefused() {
    const ProjectFolder folder;
    openWriter(folder.project());
    sqlRun(folder.project(), "PRAGMA user_version = 99; DROP VIEW v_rungs");
    const auto view = ProjectView::open(folder.project());
    QVERIFY(!view.ok());
    QCOMPARE(view.error().code, ErrorCode::kNewerProject);
  }

  void oneWriterAtATime() {
    const ProjectFolder folder;
    auto first = openWriter(folder.project());
    fs::create_symlink(folder.project(), folder.project("other-name"));
    for (const char* name : {"test.touchstone", "other-name"}) {
      const auto second = ProjectWriter::open(folder.project(name), {});
      QVERIFY(!second.ok());
      QCOMPARE(second.error().code, ErrorCode::kLocked);
      QVERIFY2(second.error().message.find("this program") != std::string::npos, second.error().text().c_str());
    }
    QVERIFY(openView(folder.project()) != nullptr);  // reading is always possible
    first.reset();
    QVERIFY(!fs::exists(folder.project("test.touchstone.lock")));
    QVERIFY(openWriter(folder.project("other-name")) != nullptr);
  }

  void aLockFileThatWasLeftBehindIsNoLock() {
    const ProjectFolder folder;
    writeFile(folder.project("test.touchstone.lock"), "1 some-host touchstone\n");
    QVERIFY(openWriter(folder.project()) != nullptr);
  }

  void aLockTellsWhetherSomebodyWrites() {
    const ProjectFolder folder;
    QVERIFY(!LockFile::isHeld(folder.project()));
    {
      const auto writer = openWriter(folder.project());
      QVERIFY(LockFile::isHeld(folder.project()));
      QVERIFY(LockFile::isHeld(folder.project()));  // asking takes nothing away
    }
    QVERIFY(!LockFile::isHeld(folder.project()));
    writeFile(folder.project("test.touchstone.lock"), "1 some-host touchstone\n");  // of a killed process
    QVERIFY(!LockFile::isHeld(folder.project()));
  }

  // A viewer that asks holds the lock for an instant; that must not keep a writer out.
  void askingDoesNotKeepAWriterOut() {
    const ProjectFolder folder;
    std::atomic<bool> isDone{false};
    std::thread viewer([&] {
      while (!isDone) {
        LockFile::isHeld(folder.project());
      }
    });
    int opened = 0;
    for (int i = 0; i < 200; ++i) {
      opened += LockFile::acquire(folder.project()).ok() ? 1 : 0;
    }
    isDone = true;
    viewer.join();
    QCOMPARE(opened, 200);
  }

  void oddNamesAreOrdinaryFiles() {
    const ProjectFolder folder;
    for (const char* name :
         {"with space", "question?mode=memory", "100%41#x", "file:name", "\xc3\xa4\xe2\x82\xac", "quote'\""}) {
      const fs::path path = folder.project(name);
      {
        auto writer = openWriter(path);
        QVERIFY2(writer != nullptr, name);
        writer->push(smallStudy());
      }
      QVERIFY2(fs::exists(path), name);
      const auto view = openView(path);
      QVERIFY2(view != nullptr && view->runs({})->size() == 4, name);
    }
  }

  // A process that was killed while it made the file.
  void aHalfMadeFileIsNoProject() {
    const ProjectFolder folder;
    writeFile(folder.project("test.touchstone.new"), "half");
    writeFile(folder.project("test.touchstone.new-journal"), "half");
    QVERIFY(openWriter(folder.project()) != nullptr);
    QCOMPARE(snapshot(folder.folder()).size(), std::size_t{1});
  }
};

QTEST_GUILESS_MAIN(ProjectFileTest)
#include "project_file_test.moc"
