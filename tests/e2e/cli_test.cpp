// The command line as scripts use it: exit codes, JSON keys, messages with place and advice, nothing changed on bad input.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "support/cli_folder.h"

using namespace touchstone::test;

class CliTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_study = m_folder.write("quick.toml", quickStudy());
    m_project = m_folder.path("quick.touchstone");
    const CliOutcome outcome = m_folder.run({"run", m_study, "-p", m_project});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
  }

  void leaderboardJsonHasTheContractsKeys() {
    const CliOutcome outcome = m_folder.run({"leaderboard", m_project, "--format", "json"});
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
    const CliOutcome outcome = m_folder.run({"status", m_project, "--json"});
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
    const CliOutcome outcome = m_folder.run({"verdict", m_project, "--json"});
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
      const CliOutcome outcome = m_folder.run({"leaderboard", m_project, "--format", format});
      QCOMPARE(outcome.code, 0);
      QVERIFY2(outcome.out.contains("Auto-AR"), format);
    }
    const CliOutcome trials = m_folder.run({"trials", m_project, "--format", "json"});
    QCOMPARE(trials.code, 0);
    QVERIFY(QJsonDocument::fromJson(trials.out.toUtf8()).array().size() >= 3);
  }

  void runAgainChangesNothing() {
    const QString before = m_folder.run({"leaderboard", m_project, "--format", "json"}).out;
    QCOMPARE(m_folder.run({"run", m_study, "-p", m_project}).code, 0);
    QCOMPARE(m_folder.run({"leaderboard", m_project, "--format", "json"}).out, before);
    QCOMPARE(m_folder.run({"resume", m_project}).code, 0);
  }

  void jsonEventsAreOneALine() {
    const CliOutcome outcome = m_folder.run({"run", m_study, "-p", m_folder.path("events.touchstone"), "--json"});
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
    const QString folder = m_folder.path("report");
    const CliOutcome outcome = m_folder.run({"export", m_project, "-o", folder});
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
    const QString missing = m_folder.path("missing");
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
    const CliOutcome outcome = m_folder.run(arguments);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains("touchstone-cli: error: "), qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains(says), qPrintable(outcome.err));
    QVERIFY(outcome.out.isEmpty());
    QVERIFY2(!QFile::exists(m_folder.path("missing")), "nothing may be made on bad input");
  }

  void readOnlyFolderIsSaidPlainly() {
    const CliOutcome outcome = m_folder.run({"run", m_study, "-p", "/proc/nothing.touchstone"});
    QVERIFY2(outcome.code == 2 || outcome.code == 4, qPrintable(outcome.err));
    QVERIFY(outcome.err.contains("/proc/nothing.touchstone"));
  }

  void bashCompletes_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("offered");
    QTest::newRow("command") << "le" << QStringList{"leaderboard"};
    QTest::newRow("option") << "verdict --ma" << QStringList{"--margin"};
    QTest::newRow("word of an option") << "trials --format c" << QStringList{"csv"};
    QTest::newRow("preset") << "run first" << QStringList{"first-study"};
    QTest::newRow("files are bash's") << "status p" << QStringList{};
  }
  void bashCompletes() {
    QFETCH(QString, typed);
    QFETCH(QStringList, offered);
    const CliOutcome script = m_folder.run({"completion", "bash"});
    QCOMPARE(script.code, 0);
    QProcess bash;
    bash.start("bash", {"--norc", "-c",
                        script.out + "COMP_WORDS=(touchstone-cli " + typed +
                            "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _touchstone_cli; printf '%s\\n' ${COMPREPLY[@]}"});
    QVERIFY(bash.waitForFinished());
    QCOMPARE(QString::fromUtf8(bash.readAllStandardError()), QString());
    QCOMPARE(QString::fromUtf8(bash.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts), offered);
  }

  void everyCommandShowsAnExample() {
    for (const char* command : {"run", "resume", "status", "leaderboard", "verdict", "trials", "export", "describe", "presets", "models", "doctor", "completion"}) {
      const CliOutcome outcome = m_folder.run({command, "--help"});
      QCOMPARE(outcome.code, 0);
      QVERIFY2(outcome.out.contains("Example: touchstone-cli"), command);
    }
    QVERIFY(m_folder.run({"--version"}).out.startsWith("0."));
    QCOMPARE(m_folder.run({"presets"}).code, 0);
    QCOMPARE(m_folder.run({"models"}).code, 0);
    QCOMPARE(m_folder.run({"describe", "--metrics"}).code, 0);
  }

 private:
  CliFolder m_folder;
  QString m_study, m_project;
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
