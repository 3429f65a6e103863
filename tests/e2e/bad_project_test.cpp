// Files that are no project of this version: every command refuses them alike and leaves them, and the folder, alone.
#include <SQLiteCpp/SQLiteCpp.h>

#include "support/cli_folder.h"

using namespace touchstone::test;

namespace {

const QList<QStringList> kReading = {{"status"}, {"leaderboard"}, {"verdict"}, {"trials"}, {"export", "-o", "report"},
                                     {"resume"}};

QStringList commandOn(QStringList command, const QString& project) {
  command.insert(1, project);
  return command;
}

void change(const QString& project, const char* sql) {
  SQLite::Database(project.toStdString(), SQLite::OPEN_READWRITE).exec(sql);
}

}  // namespace

class BadProjectTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_folder.write("quick.toml", quickStudy());
    QCOMPARE(m_folder.run({"run", "quick.toml", "-p", "good.touchstone"}).code, 0);
    m_good = m_folder.read("good.touchstone");
    QVERIFY(m_good.size() > 50'000);
  }

  void reading_data() {
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* says) { QTest::newRow(name) << QString(says); };
    row("text", "This is not a Touchstone project file.|Choose another file.");
    row("empty", "The file is empty.|remove it or choose another name.");
    row("other program", "This is an SQLite file of another program, not a Touchstone project.|Choose another file.");
    row("newer", "The project was made by a newer version (schema 99, this is |Update Touchstone.");
    row("truncated", "The project file is damaged|Take a backup copy");
    row("cut in the header", "This is an SQLite file of another program|Choose another file.");
    row("damaged", "The project file is damaged|Take a backup copy");
    row("folder", "This is a folder, not a project file.|Choose a file in it.");
    row("missing", "There is no such file.|Check the name, or start a study to make it.");
  }
  void reading() {
    QFETCH(QString, says);
    const QString kind = QTest::currentDataTag();
    make(kind);
    const QStringList before = m_folder.state();
    for (const QStringList& command : kReading) {
      const CliOutcome outcome = m_folder.run(commandOn(command, "p.touchstone"));
      VERIFY_REFUSED(outcome, 2, m_folder.path("p.touchstone") + ": |" + says, 1);
      QVERIFY(outcome.out.isEmpty());
      QCOMPARE(m_folder.state(), before);
    }
    if (kind != "missing") {
      const QString advice = kind == "newer" ? "newer version (schema 99, this is |update Touchstone" : says;
      VERIFY_REFUSED(m_folder.run({"run", "quick.toml", "-p", "p.touchstone"}), 2,
                     m_folder.path("p.touchstone") + ": |" + advice, 1);
      QCOMPARE(m_folder.state(), before);
    }
  }

  // A newer version that kept the stable views: reading goes on, writing is refused.
  void aNewerProjectWithTheSameViewsIsRead() {
    m_folder.write("p.touchstone", m_good);
    change(m_folder.path("p.touchstone"), "PRAGMA user_version = 99");
    const QStringList before = m_folder.state();
    for (const char* command : {"status", "leaderboard", "verdict", "trials"}) {
      QCOMPARE(m_folder.run({command, "p.touchstone"}).code, 0);
      QCOMPARE(m_folder.state(), before);
    }
    VERIFY_REFUSED(m_folder.run({"run", "quick.toml", "-p", "p.touchstone"}), 2,
                   "newer version (schema 99, this is |It can be read here; update Touchstone", 1);
    QCOMPARE(m_folder.state(), before);
    QFile::remove(m_folder.path("p.touchstone"));
  }

  void readingLeavesNothingBehind() {
    const QStringList before = m_folder.state();
    for (const char* command : {"status", "leaderboard", "verdict", "trials", "resume"}) {
      QCOMPARE(m_folder.run({command, "good.touchstone"}).code, 0);
      QCOMPARE(m_folder.state(), before);
    }
  }

 private:
  void make(const QString& kind) {
    const QString path = m_folder.path("p.touchstone");
    QDir(path).removeRecursively();
    QFile::remove(path);
    if (kind == "text") {
      m_folder.write("p.touchstone", QByteArray("# Notes\nnothing here\n"));
    } else if (kind == "empty") {
      m_folder.write("p.touchstone", QByteArray());
    } else if (kind == "other program") {
      SQLite::Database(path.toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
          .exec("CREATE TABLE note (text TEXT)");
    } else if (kind == "newer") {
      m_folder.write("p.touchstone", m_good);
      change(path, "DROP VIEW v_ledger; PRAGMA user_version = 99");
    } else if (kind == "truncated") {
      m_folder.write("p.touchstone", m_good.left(m_good.size() / 2));
    } else if (kind == "cut in the header") {
      m_folder.write("p.touchstone", m_good.left(60));
    } else if (kind == "damaged") {
      QByteArray bytes = m_good;
      bytes.replace(4096, 4096 * 4, QByteArray(4096 * 4, '\xFF'));
      m_folder.write("p.touchstone", bytes);
    } else if (kind == "folder") {
      QDir().mkpath(path);
    }
  }

  CliFolder m_folder;
  QByteArray m_good;
};

QTEST_GUILESS_MAIN(BadProjectTest)
#include "bad_project_test.moc"
