// The command line on media that cannot be written or are full.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "support/cli_folder.h"

#include "fault/store/mounts.h"

using namespace touchstone::test;

namespace {

constexpr const char* kReading[] = {"status", "leaderboard", "verdict", "trials", "resume"};

// A file system over a folder, taken away with the object.
class Mounted {
 public:
  explicit Mounted(const QString& at) : m_at(at.toStdString()) {}
  ~Mounted() { MountNamespace::enter().unmount(m_at); }
  const std::filesystem::path& at() const { return m_at; }

 private:
  const std::filesystem::path m_at;
};

}  // namespace

class MediaTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    SKIP_WITHOUT_MOUNTS();
    m_folder = std::make_unique<CliFolder>();
    m_folder->write("quick.toml", quickStudy());
    m_folder->write("other.toml", quickStudy().replace("\"quick\"", "\"other\""));
    QCOMPARE(m_folder->run({"run", "quick.toml", "-p", "source/p.touchstone"}).code, 2);  // there is no such folder yet
    QDir().mkpath(m_folder->path("source"));
    QDir().mkpath(m_folder->path("medium"));
    QCOMPARE(m_folder->run({"run", "quick.toml", "-p", "source/p.touchstone"}).code, 0);
  }
  void cleanup() { m_folder.reset(); }

  void aReadOnlyFolder() {
    const Mounted medium(m_folder->path("medium"));
    QVERIFY(MountNamespace::enter().mountReadOnly(m_folder->path("source").toStdString(), medium.at()));
    const QStringList before = m_folder->state();
    for (const char* command : kReading) {
      const CliOutcome outcome = m_folder->run({command, "medium/p.touchstone"});
      QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    }
    for (const char* project : {"medium/p.touchstone", "medium/new.touchstone"}) {
      VERIFY_REFUSED(m_folder->run({"run", "other.toml", "-p", project}), 2,
                     m_folder->path("medium") + ": The folder cannot be written.|of your own", 1);
    }
    VERIFY_REFUSED(m_folder->run({"export", "medium/p.touchstone", "-o", "medium/report", "--preset", "tables"}), 2,
                   "medium/report|cannot be made: Read-only file system.|Choose another", 1);
    QCOMPARE(m_folder->state(), before);
    QCOMPARE(m_folder->run({"export", "medium/p.touchstone", "-o", "report", "--preset", "tables"}).code, 0);
  }

  void aReadOnlyFile() {
    const QString project = m_folder->path("source/p.touchstone");
    const Mounted medium(project);
    QVERIFY(MountNamespace::enter().mountReadOnly(project.toStdString(), medium.at()));
    const QByteArray bytes = m_folder->read("source/p.touchstone");
    for (const char* command : kReading) {
      const CliOutcome outcome = m_folder->run({command, "source/p.touchstone"});
      QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    }
    VERIFY_REFUSED(m_folder->run({"run", "other.toml", "-p", "source/p.touchstone"}), 2,
                   project + ": The project is read-only.|copy it", 1);
    QVERIFY(!QFile::exists(project + ".lock") && m_folder->read("source/p.touchstone") == bytes);
  }

  void noRoomForANewProject() {
    const Mounted medium(m_folder->path("medium"));
    QVERIFY(MountNamespace::enter().mountSmall(medium.at(), "64k"));
    const QStringList before = m_folder->state();
    VERIFY_REFUSED(
        m_folder->run({"run", "quick.toml", "-p", "medium/new.touchstone"}), 4,
        m_folder->path("medium/new.touchstone") + ": The disk is full, or a quota is reached.|Free some space", 1);
    QCOMPARE(m_folder->state(), before);
  }

  // Full at any moment of the run: never "done" of what is not in the file, and with room again it goes on to the same end.
  void fullDuringTheRun() {
    const MountNamespace& mounts = MountNamespace::enter();
    const QString end = scores("source/p.touchstone");
    int full = 0;
    bool isDone = false;
    for (int kib = 152; !isDone && kib < 2000; kib += kib < 400 ? 16 : 64) {
      const Mounted medium(m_folder->path("medium"));
      QVERIFY(mounts.mountSmall(medium.at(), std::to_string(kib) + "k"));
      const CliOutcome outcome = m_folder->run({"run", "quick.toml", "-p", "medium/p.touchstone"});
      const QByteArray all =
          QByteArray::number(kib) + "k, " + QByteArray::number(outcome.code) + ": " + outcome.err.toUtf8();
      isDone = outcome.code == 0;
      if (!isDone) {
        QVERIFY2(outcome.code == 4, all.constData());
        QVERIFY2(!outcome.err.contains(", done") && !outcome.err.contains("failed"), all.constData());
        for (const QString& line : outcome.err.split('\n').filter("error: ")) {
          QVERIFY2(line.contains("disk is full") || line.contains("No space left on device"), all.constData());
          QVERIFY2(line.contains("Free some space") || line.contains("Make room"), all.constData());
        }
        ++full;
      }
      QVERIFY(mounts.resize(medium.at(), "100m"));
      if (isDone) {
        QCOMPARE(scores("medium/p.touchstone"), end);
      }
      const CliOutcome again = m_folder->run({"run", "quick.toml", "-p", "medium/p.touchstone"});
      QVERIFY2(again.code == 0, qPrintable(again.err));
      QCOMPARE(scores("medium/p.touchstone"), end);
    }
    QVERIFY2(isDone && full >= 3, qPrintable(QString::number(full)));
  }

  void noRoomForAReport() {
    const Mounted medium(m_folder->path("medium"));
    QVERIFY(MountNamespace::enter().mountSmall(medium.at(), "16k"));
    const QByteArray bytes = m_folder->read("source/p.touchstone");
    std::vector<const char*> presets{"tables"};
#ifdef TOUCHSTONE_WITH_FIGURES
    presets.push_back("figures");
#else
    VERIFY_REFUSED(m_folder->run({"export", "source/p.touchstone", "-o", "medium/report", "--preset", "figures"}), 2,
                   "--preset: This program was built without the window|Export the tables", 1);
#endif
    for (const char* preset : presets) {
      VERIFY_REFUSED(m_folder->run({"export", "source/p.touchstone", "-o", "medium/report", "--preset", preset}), 4,
                     "medium/report/|cannot be written: No space left on device.|make room", 1);
    }
    QVERIFY(m_folder->read("source/p.touchstone") == bytes);
    const QStringList left = m_folder->state();
    QVERIFY2(left.filter("partial").isEmpty(), qPrintable(left.join('\n')));
  }

 private:
  QString scores(const QString& project) const {
    QString text;
    const CliOutcome board = m_folder->run({"leaderboard", project, "--format", "json"});
    for (const auto& row : QJsonDocument::fromJson(board.out.toUtf8()).array()) {
      const QJsonObject run = row.toObject();
      text += run["contender"].toString() + " " + QString::number(run["seed"].toInt()) + " " + run["state"].toString() +
              " " + QString::number(run["score"].toDouble(), 'g', 17) + "\n";
    }
    return text;
  }

  std::unique_ptr<CliFolder> m_folder;
};

int main(int argc, char** argv) {
  MountNamespace::enter();
  const QCoreApplication application(argc, argv);
  MediaTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "media_test.moc"
