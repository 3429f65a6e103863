// Kills the command line with SIGKILL at random moments, at least 20 times, and resumes: finished trials are not repeated,
// no committed row is lost, and the end equals an uninterrupted run with the same seeds.
#include <csignal>

#include <QRandomGenerator>

#include <SQLiteCpp/SQLiteCpp.h>

#include "support/cli_folder.h"

using namespace touchstone::test;

namespace {

const char* const kStudy = R"([study]
name  = "kill"
seeds = [0, 1]

[budget]
trials   = 8
resource = 9

[[task]]
name     = "sunspots"
modality = "time-series"
data     = "%1/resources/samples/timeseries/sunspot_month.csv"
columns  = "sunspots"
split    = "70/10/20"
horizon  = 24
metric   = "mse"

[[contender]]
method = "naive"

[[contender]]
method = "auto-ar"

[[contender]]
method = "dlinear"
)";

// What must not depend on interruptions: no ids of rows, no times, no durations.
const char* const kResults[] = {
    "SELECT study, task, contender, seed, score, trials, epochs, state, parameters FROM v_runs ORDER BY task, contender, seed",
    "SELECT contender, seed, number, state, config, value, rung, epochs, stop_reason FROM v_trials ORDER BY contender, seed, number",
    "SELECT t.contender, t.seed, t.number, r.rung, r.resource, r.value, r.decision, r.cutoff, r.rank FROM v_rungs r "
    "JOIN v_trials t ON t.trial = r.trial ORDER BY t.contender, t.seed, t.number, r.rung, r.decision",
    "SELECT t.contender, t.seed, t.number, p.metric, p.step, p.value FROM v_points p JOIN v_trials t ON t.trial = p.trial "
    "ORDER BY t.contender, t.seed, t.number, p.metric, p.step",
    "SELECT contender, seed, metric, part, block, value, items FROM v_scores ORDER BY contender, seed, metric, part, block",
    "SELECT contender, seed, item, part, error, mse, mae, hex(output) FROM v_predictions ORDER BY contender, seed, item, part",
};
const char* const kSegments = "SELECT trial_id, from_resource, to_resource, reached, outcome, value, started_s FROM segment";

QStringList rowsOf(const QString& project, const char* sql) {
  SQLite::Database database(project.toStdString(), SQLite::OPEN_READWRITE);  // a WAL left by a killed process is recovered
  SQLite::Statement statement(database, sql);
  QStringList rows;
  while (statement.executeStep()) {
    QStringList row;
    for (int i = 0; i < statement.getColumnCount(); ++i) {
      const auto column = statement.getColumn(i);
      row << (column.isFloat() ? QString::number(column.getDouble(), 'g', 17) : QString::fromStdString(column.getString()));
    }
    rows << row.join('|');
  }
  return rows;
}

bool isIntact(const QString& project) {
  SQLite::Database database(project.toStdString(), SQLite::OPEN_READWRITE);
  return database.execAndGet("PRAGMA integrity_check").getString() == std::string("ok");
}

}  // namespace

class KillTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!hasTorch()) {
      QSKIP("skipped: built without torch");
    }
    m_study = m_folder.write("study.toml", QString(kStudy).arg(TOUCHSTONE_SOURCE_DIR));
  }

  void resumesAfterRandomKills() {
    const QString straight = m_folder.path("straight.touchstone");
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(run({"run", m_study, "-p", straight}), 0);
    const int wholeMs = int(timer.elapsed());

    QRandomGenerator random(20);
    int kills = 0;
    for (int project = 0; kills < 22; ++project) {
      const QString path = m_folder.path(QString("killed-%1.touchstone").arg(project));
      QStringList segments;
      while (true) {
        QProcess process;
        process.start(kCli, {"run", m_study, "-p", path});
        QVERIFY(process.waitForStarted());
        if (process.waitForFinished(random.bounded(20, std::max(40, wholeMs)))) {
          QCOMPARE(process.exitCode(), 0);
          break;
        }
        process.kill();
        QVERIFY(process.waitForFinished());
        ++kills;
        if (!QFile::exists(path)) {
          continue;
        }
        QVERIFY(isIntact(path));
        if (QFileInfo(path).size() == 0 || rowsOf(path, "SELECT name FROM sqlite_master WHERE name = 'segment'").isEmpty()) {
          continue;
        }
        const QStringList now = rowsOf(path, kSegments);
        for (const QString& row : segments) {
          QVERIFY2(now.contains(row), qPrintable("lost or repeated: " + row));
        }
        segments = now;
      }
      for (const char* sql : kResults) {
        QCOMPARE(rowsOf(path, sql), rowsOf(straight, sql));
      }
      const QStringList end = rowsOf(path, kSegments);
      for (const QString& row : segments) {
        QVERIFY2(end.contains(row), qPrintable("lost or repeated: " + row));
      }
    }
    qInfo("%d kills", kills);
  }

  void slotsDoNotChangeResults() {
    const QString one = m_folder.path("one.touchstone"), three = m_folder.path("three.touchstone");
    QCOMPARE(run({"run", m_study, "-p", one, "--slots", "1"}), 0);
    QCOMPARE(run({"run", m_study, "-p", three, "--slots", "3"}), 0);
    for (const char* sql : kResults) {
      QCOMPARE(rowsOf(one, sql), rowsOf(three, sql));
    }
  }

  void interruptionSavesAndResumeGoesOn_data() {
    QTest::addColumn<int>("number");
    QTest::newRow("Ctrl+C") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
  }
  void interruptionSavesAndResumeGoesOn() {
    QFETCH(int, number);
    const QString path = m_folder.path(QString("signal-%1.touchstone").arg(number));
    QProcess process;
    process.start(kCli, {"run", m_study, "-p", path, "--json"});
    QVERIFY(process.waitForStarted());
    while (!process.readAllStandardOutput().contains("\"point\"")) {
      QVERIFY(process.waitForReadyRead(20000));
    }
    QElapsedTimer timer;
    timer.start();
    ::kill(static_cast<pid_t>(process.processId()), number);
    QVERIFY(process.waitForFinished(10000));
    QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(process.exitCode(), 3);
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(
        said.contains("interrupted\nInterrupted; everything finished is saved. Go on with: touchstone-cli resume " +
                      path.toUtf8()),
        said.constData());
    QVERIFY(!QFile::exists(path + ".lock") && !QFile::exists(path + "-wal"));
    QCOMPARE(run({"resume", path}), 0);
    for (const char* sql : kResults) {
      QCOMPARE(rowsOf(path, sql), rowsOf(m_folder.path("straight.touchstone"), sql));
    }
  }

 private:
  int run(const QStringList& arguments) const {
    const CliOutcome outcome = m_folder.run(arguments);
    if (outcome.code != 0) {
      qWarning("%s", qPrintable(outcome.err));
    }
    return outcome.code;
  }

  CliFolder m_folder;
  QString m_study;
};

QTEST_GUILESS_MAIN(KillTest)
#include "kill_test.moc"
