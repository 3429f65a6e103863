// The command line as scripts use it: exit codes, JSON keys, messages with place and advice, nothing changed on bad input.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace {

struct Outcome {
  int code = -1;
  QString out, err;
};

Outcome cli(const QStringList& arguments, const QStringList& environment = {}) {
  QProcess process;
  auto variables = QProcessEnvironment::systemEnvironment();
  for (const QString& entry : environment) {
    variables.insert(entry.section('=', 0, 0), entry.section('=', 1));
  }
  process.setProcessEnvironment(variables);
  process.start(QStringLiteral(TOUCHSTONE_BINARY_DIR "/bin/touchstone-cli"), arguments);
  process.waitForFinished(120000);
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
          process.readAllStandardError()};
}

// A study without torch that takes a moment.
QString quickStudy(const QString& data = QStringLiteral(TOUCHSTONE_SOURCE_DIR "/resources/samples/timeseries/nottem.csv")) {
  return QStringLiteral(
             "[study]\nname = \"quick\"\nseeds = [0, 1]\n[[task]]\nname = \"nottem\"\nmodality = \"time-series\"\ndata = \"%1\"\n"
             "split = \"70/10/20\"\nhorizon = 12\nseason = 12\nmetric = \"mase\"\n[[contender]]\nmethod = \"naive\"\n"
             "[[contender]]\nmethod = \"seasonal-naive\"\n[[contender]]\nmethod = \"auto-ar\"\n")
      .arg(data);
}

}  // namespace

class CliTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_folder.isValid());
    m_study = write("quick.toml", quickStudy().toUtf8());
    m_project = m_folder.filePath("quick.touchstone");
    const Outcome outcome = cli({"run", m_study, "-p", m_project});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
  }

  void leaderboardJsonHasTheContractsKeys() {
    const Outcome outcome = cli({"leaderboard", m_project, "--format", "json"});
    QCOMPARE(outcome.code, 0);
    const QJsonArray rows = QJsonDocument::fromJson(outcome.out.toUtf8()).array();
    QCOMPARE(rows.size(), 6);
    const QStringList keys = {"study", "task",   "modality", "contender", "family",  "method",     "seed", "metric",
                              "direction", "score", "source",   "trials",    "epochs", "seconds", "parameters", "state"};
    for (const auto& row : rows) {
      for (const QString& key : keys) {
        QVERIFY2(row.toObject().contains(key), qPrintable(key));
      }
      QCOMPARE(row.toObject()["state"].toString(), QString("done"));
      QCOMPARE(row.toObject()["source"].toString(), QString("measured"));
      QCOMPARE(row.toObject()["direction"].toString(), QString("minimise"));
      QVERIFY(row.toObject()["score"].toDouble() > 0.0);
    }
  }

  void statusJsonHasTheContractsKeys() {
    const Outcome outcome = cli({"status", m_project, "--json"});
    QCOMPARE(outcome.code, 0);
    const QJsonObject status = QJsonDocument::fromJson(outcome.out.toUtf8()).object();
    QVERIFY(status.contains("project") && status.contains("schema"));
    const QJsonObject study = status["studies"].toArray()[0].toObject();
    QCOMPARE(study["state"].toString(), QString("done"));
    QCOMPARE(study["runs"].toObject()["total"].toInt(), 6);
    QCOMPARE(study["runs"].toObject()["done"].toInt(), 6);
    for (const char* key : {"total", "running", "done", "stopped", "failed"}) {
      QVERIFY2(study["trials"].toObject().contains(key), key);
    }
    QVERIFY(study.contains("points") && study.contains("eta_s"));
  }

  void verdictJsonHasTheContractsKeys() {
    const Outcome outcome = cli({"verdict", m_project, "--json"});
    QCOMPARE(outcome.code, 0);
    const QJsonObject verdict = QJsonDocument::fromJson(outcome.out.toUtf8()).object();
    QVERIFY(verdict.contains("study") && verdict.contains("margin") && verdict.contains("overall"));
    const QJsonObject task = verdict["tasks"].toArray()[0].toObject();
    for (const char* key : {"task", "winner", "best_foundation", "best_supervised", "p_foundation", "p_equal", "p_supervised",
                            "difference", "ci", "seeds"}) {
      QVERIFY2(task.contains(key), key);
    }
    QCOMPARE(task["winner"].toString(), QString("not enough evidence"));
  }

  void otherFormatsAndTrials() {
    for (const char* format : {"table", "csv", "markdown", "latex"}) {
      const Outcome outcome = cli({"leaderboard", m_project, "--format", format});
      QCOMPARE(outcome.code, 0);
      QVERIFY2(outcome.out.contains("Auto-AR"), format);
    }
    const Outcome trials = cli({"trials", m_project, "--format", "json"});
    QCOMPARE(trials.code, 0);
    QVERIFY(QJsonDocument::fromJson(trials.out.toUtf8()).array().size() >= 3);
  }

  void runAgainChangesNothing() {
    const QString before = cli({"leaderboard", m_project, "--format", "json"}).out;
    QCOMPARE(cli({"run", m_study, "-p", m_project}).code, 0);
    QCOMPARE(cli({"leaderboard", m_project, "--format", "json"}).out, before);
    QCOMPARE(cli({"resume", m_project}).code, 0);
  }

  void jsonEventsAreOneALine() {
    const Outcome outcome = cli({"run", m_study, "-p", m_folder.filePath("events.touchstone"), "--json"});
    QCOMPARE(outcome.code, 0);
    QSet<QString> kinds;
    for (const QString& line : outcome.out.split('\n', Qt::SkipEmptyParts)) {
      const QJsonObject event = QJsonDocument::fromJson(line.toUtf8()).object();
      QVERIFY2(event.contains("t") && event.contains("event"), qPrintable(line));
      kinds.insert(event["event"].toString());
    }
    QVERIFY(kinds.contains("study") && kinds.contains("run") && kinds.contains("trial") && kinds.contains("point"));
  }

  void exportsAReport() {
    const QString folder = m_folder.filePath("report");
    const Outcome outcome = cli({"export", m_project, "-o", folder});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    for (const char* name : {"leaderboard.csv", "leaderboard.tex", "leaderboard.md", "trials.csv", "study.toml", "verdict.txt"}) {
      QVERIFY2(QFile::exists(folder + "/" + name), name);
    }
    QVERIFY(!QDir(folder + "/figures").entryList({"*.pdf"}).isEmpty());
    QVERIFY(!QDir(folder + "/figures").entryList({"*.png"}).isEmpty());
  }

  void badInput_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const QString missing = m_folder.filePath("missing");
    QTest::newRow("no study") << QStringList{"run", missing} << "no study file or preset";
    QTest::newRow("no project") << QStringList{"status", missing} << missing;
    QTest::newRow("not a project") << QStringList{"status", m_study} << "quick.toml";
    QTest::newRow("unknown command") << QStringList{"rum"} << "rum";
    QTest::newRow("unknown format") << QStringList{"leaderboard", m_project, "--format", "xml"} << "latex";
    QTest::newRow("unknown study") << QStringList{"leaderboard", m_project, "--study", "slow"} << "\"quick\"";
    QTest::newRow("bad override") << QStringList{"run", m_study, "-p", missing, "--set", "budget.trials=no"} << "whole number";
    QTest::newRow("describe nothing") << QStringList{"describe", missing} << missing;
    QTest::newRow("unknown model") << QStringList{"models", "check", "fracast-9"} << "fracast-0";
    QTest::newRow("resume nothing") << QStringList{"resume", missing} << missing;
  }
  void badInput() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const Outcome outcome = cli(arguments);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains("touchstone-cli: error: "), qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains(says), qPrintable(outcome.err));
    QVERIFY(outcome.out.isEmpty());
    QVERIFY2(!QFile::exists(m_folder.filePath("missing")), "nothing may be made on bad input");
  }

  void badData_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << "empty";
    QTest::newRow("header only") << QByteArray("t,y\n") << "row";
    QTest::newRow("one row") << QByteArray("t,y\n1,2\n") << "row";
    QTest::newRow("binary") << QByteArray("t,y\n1,\0\0\0\n", 11) << "bad.csv:2:3";
    QTest::newRow("text column") << QByteArray("t,y\n1,2\n2,blue\n3,4\n") << "blue";
    QTest::newRow("all missing") << QByteArray("t,y\n1,\n2,\n3,\n4,\n") << "y";
  }
  void badData() {
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    const QString data = write("bad.csv", content);
    const QString study = write("bad.toml", quickStudy(data).toUtf8());
    const QString project = m_folder.filePath("bad.touchstone");
    const Outcome outcome = cli({"run", study, "-p", project});
    QFile::remove(project);
    QVERIFY2(outcome.code == 1 || outcome.code == 2, qPrintable(QString::number(outcome.code) + outcome.err));
    QVERIFY2(outcome.err.contains(says), qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains("bad.csv"), qPrintable(outcome.err));
  }

  void readOnlyFolderIsSaidPlainly() {
    const Outcome outcome = cli({"run", m_study, "-p", "/proc/nothing.touchstone"});
    QVERIFY2(outcome.code == 2 || outcome.code == 4, qPrintable(outcome.err));
    QVERIFY(outcome.err.contains("/proc/nothing.touchstone"));
  }

  void everyCommandShowsAnExample() {
    for (const char* command : {"run", "resume", "status", "leaderboard", "verdict", "trials", "export", "describe", "presets", "models", "doctor"}) {
      const Outcome outcome = cli({command, "--help"});
      QCOMPARE(outcome.code, 0);
      QVERIFY2(outcome.out.contains("Example: touchstone-cli"), command);
    }
    QVERIFY(cli({"--version"}).out.startsWith("0."));
    QCOMPARE(cli({"presets"}).code, 0);
    QCOMPARE(cli({"models"}).code, 0);
    QCOMPARE(cli({"describe", "--metrics"}).code, 0);
  }

 private:
  QString write(const QString& name, const QByteArray& content) {
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) {
      return {};
    }
    file.write(content);
    return file.fileName();
  }

  QTemporaryDir m_folder;
  QString m_study, m_project;
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
