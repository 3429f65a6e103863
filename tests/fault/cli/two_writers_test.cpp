// Two command lines and one project: the second is refused with the name of the first, reading goes on, and the first is
// not disturbed. Then the first is interrupted, and the second may go on with it.
#include <csignal>

#include "support/cli_folder.h"

using namespace touchstone::test;

namespace {

const char* const kLongStudy = R"([study]
name = "long"
[budget]
trials = 100000
resource = 50
[[task]]
name = "nottem"
modality = "time-series"
data = "%1"
split = "70/10/20"
horizon = 12
metric = "mse"
[[contender]]
method = "dlinear"
)";

}  // namespace

class TwoWritersTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!hasTorch()) {
      QSKIP("skipped: built without torch, and nothing else takes long enough");
    }
    m_folder.write("long.toml", QString(kLongStudy).arg(kNottem));
    m_folder.write("quick.toml", quickStudy());
  }

  void theSecondIsRefused() {
    QProcess first;
    first.setWorkingDirectory(m_folder.path(""));
    first.start(kCli, {"run", "long.toml", "-p", "p.touchstone", "--json"});
    QVERIFY(first.waitForStarted());
    waitForAPoint(first);
    const QString holder = "is being written by touchstone-cli (process " + QString::number(first.processId()) +
                           " on " + QSysInfo::machineHostName() + ")|Wait for it";
    VERIFY_REFUSED(m_folder.run({"run", "quick.toml", "-p", "p.touchstone"}), 2,
                   m_folder.path("p.touchstone") + ": |" + holder, 1);
    VERIFY_REFUSED(m_folder.run({"resume", "p.touchstone"}), 2, m_folder.path("p.touchstone") + ": |" + holder, 1);
    for (const char* command : {"status", "leaderboard", "verdict"}) {
      const CliOutcome outcome = m_folder.run({command, "p.touchstone"});
      QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    }
    QVERIFY(m_folder.run({"status", "p.touchstone"}).out.contains("running"));
    QCOMPARE(m_folder.run({"export", "p.touchstone", "-o", "report", "--preset", "tables"}).code, 0);

    waitForAPoint(first);  // it still works
    ::kill(static_cast<pid_t>(first.processId()), SIGINT);
    QVERIFY(first.waitForFinished(20000));
    QCOMPARE(first.exitCode(), 3);
    QVERIFY2(first.readAllStandardError().contains("Go on with: touchstone-cli resume p.touchstone"), "no advice");
    const QStringList left = QDir(m_folder.path("")).entryList({"p.touchstone*"}, QDir::Files);
    QCOMPARE(left, QStringList("p.touchstone"));  // no lock, no WAL
    QCOMPARE(m_folder.run({"run", "quick.toml", "-p", "p.touchstone"}).code, 0);
    const CliOutcome status = m_folder.run({"status", "p.touchstone"});
    QVERIFY2(status.out.contains("interrupted") && status.out.contains("done"), qPrintable(status.out));
  }

 private:
  static void waitForAPoint(QProcess& process) {
    process.readAllStandardOutput();
    QByteArray news;
    while (!news.contains("\"point\"")) {
      QVERIFY(process.waitForReadyRead(20000));
      news += process.readAllStandardOutput();
    }
  }

  CliFolder m_folder;
};

QTEST_GUILESS_MAIN(TwoWritersTest)
#include "two_writers_test.moc"
