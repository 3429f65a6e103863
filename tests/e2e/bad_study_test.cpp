// Mistakes in the study file and in options: all of them at once, each with line, column and the nearest valid name.
#include "support/cli_folder.h"

using namespace touchstone::test;

class BadStudyTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_folder.write("quick.toml", quickStudy());
    QCOMPARE(m_folder.run({"run", "quick.toml", "-p", "kept.touchstone"}).code, 0);
  }

  void mistakes_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* from, const char* to, const char* says) {
      QTest::newRow(name) << QString(from) << QString(to) << QString(says);
    };
    row("metric", "\"mase\"", "\"mape\"", ":11:10: Unknown metric \"mape\", did you mean \"mae\"?|Known: mse, mae");
    row("strange metric", "\"mase\"", "\"accuracy\"", ":11:10: The metric \"accuracy\" is not for time-series. Known there: mse, mae");
    row("unknown metric", "\"mase\"", "\"acuracy\"", ":11:10: Unknown metric \"acuracy\", did you mean \"accuracy\"?");
    row("method", "\"auto-ar\"", "\"autoar\"",
        ":17:10: Unknown method \"autoar\", did you mean \"auto-ar\"?|Known: naive");
    row("key",
        "season =", "sesaon =", ":10:1: Unknown key \"sesaon\" in [[task]], did you mean \"season\"?|Known: name");
    row("strange key", "season =", "weather =", ":10:1: Unknown key \"weather\" in [[task]]. Known: name");
    row("section", "[study]", "[budgets]\n[study]",
        ":1:2: Unknown key \"budgets\" in the study file, did you mean \"budget\"?");
    row("option of another method", "method = \"naive\"", "method = \"naive\"\norder = 3",
        ":14:1: Unknown key \"order\" in [[contender]] of method \"naive\"");
    row("text for a number", "horizon = 12", "horizon = \"12\"",
        ":9:11: \"horizon\" must be a whole number, not a text.");
    row("decimal for a number", "horizon = 12", "horizon = 12.5",
        ":9:11: \"horizon\" must be a whole number, not a decimal number.");
    row("number for a text", "\"mase\"", "3", ":11:10: \"metric\" must be a text in quotes, not a whole number.");
    row("number for a list", "[0, 1]", "0",
        ":3:9: \"seeds\" must be a list of whole numbers such as [0, 1, 2], not a whole number.");
    row("impossible value", "horizon = 12", "horizon = 0", ":9:11: \"horizon\" is 0; it must be from 1 to 100000.");
    row("split", "\"70/10/20\"", "\"70-10-20\"",
        ":8:9: The split \"70-10-20\" is not understood.|Write \"12/4/4 months\"");
    row("single brackets", "[[task]]", "[task]", ":4:1: |write [[task]] in double brackets");
    row("open quote", "\"quick\"", "\"quick", ":2:|This is not valid TOML|Mend the file there.");
    row("no task", "[[task]]", "[budget]", ":1:1: |The study needs at least one [[task]] section.");
  }
  void mistakes() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, says);
    QString text = quickStudy();
    QVERIFY(text.contains(from));
    text.replace(text.indexOf(from), from.size(), to);
    m_folder.write("bad.toml", text);
    const QStringList before = m_folder.state();
    for (const char* project : {"new.touchstone", "kept.touchstone"}) {
      const CliOutcome outcome = m_folder.run({"run", "bad.toml", "-p", project});
      VERIFY_REFUSED(outcome, 2, "bad.toml" + says, outcome.err.count('\n'));
      QVERIFY(outcome.out.isEmpty());
      QCOMPARE(m_folder.state(), before);
    }
  }

  void allAtOnce() {
    QString text = quickStudy();
    text.replace("\"mase\"", "\"mape\"")
        .replace("= 12\nseason", "= \"x\"\nseason")
        .replace("seeds", "seed")
        .replace("\"auto-ar\"", "\"autoar\"");
    m_folder.write("bad.toml", text);
    VERIFY_REFUSED(m_folder.run({"run", "bad.toml"}), 2,
                   "bad.toml:3:1: |bad.toml:9:11: |bad.toml:11:10: |bad.toml:17:10: ", 4);
    QVERIFY(!QFile::exists(m_folder.path("bad.touchstone")));
  }

  void noStudyFile_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << ":1:1: The key \"study\" is missing in the study file. Add it.";
    QTest::newRow("binary") << QByteArray("\x7F\x80\0\xFF", 4) << ":1:|This is not valid TOML|Mend the file there.";
    QTest::newRow("UTF-16") << QByteArray("\xFF\xFE[\0s\0", 6) << ":1:1: This is not valid TOML|Mend the file there.";
    QTest::newRow("table") << QByteArray("a,b\n1,2\n") << ":1:|This is not valid TOML|Mend the file there.";
  }
  void noStudyFile() {
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    m_folder.write("bad.toml", content);
    const QStringList before = m_folder.state();
    const CliOutcome outcome = m_folder.run({"run", "bad.toml"});
    VERIFY_REFUSED(outcome, 2, "bad.toml" + says, outcome.err.count('\n'));
    QCOMPARE(m_folder.state(), before);
  }

  void arguments_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QStringList& arguments, const char* says) {
      QTest::newRow(name) << arguments << QString(says);
    };
    row("preset", {"run", "first-studdy"}, "no study file or preset of this name, did you mean \"first-study\"?");
    row("strange preset", {"run", "none"}, "no study file or preset of this name. Presets: first-study");
    row("folder", {"run", "."}, "no study file or preset of this name");
    row("folder of the project", {"run", "quick.toml", "-p", "none/p.touchstone"},
        "/none: The folder does not exist.|Make it");
    row("device", {"run", "quick.toml", "--device", "gpu"}, "There is no device \"gpu\"|use auto, cpu or cuda:0");
    row("slots", {"run", "quick.toml", "--slots", "-1"}, "--slots");
    row("override", {"run", "quick.toml", "--set", "task.0.horizn=3"},
        "Unknown key \"horizn\" in [[task]], did you mean \"horizon\"?");
    row("place of an override", {"run", "quick.toml", "--set", "task.7.horizon=3"},
        "--set task.7.horizon=3|task.0.key");
    row("name of the study", {"leaderboard", "kept.touchstone", "--study", "slow"},
        "There is no study \"slow\".|\"quick\"");
    row("report preset", {"export", "kept.touchstone", "-o", "report", "--preset", "all"},
        "Unknown preset \"all\".|Known: report");
    row("report in a file", {"export", "kept.touchstone", "-o", "quick.toml"},
        "quick.toml|cannot be made|Choose another folder");
    row("format", {"leaderboard", "kept.touchstone", "--format", "xml"}, "xml|latex");
    row("command", {"leaderbord", "kept.touchstone"}, "leaderbord|touchstone-cli --help");
  }
  void arguments() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const QStringList before = m_folder.state();
    const CliOutcome outcome = m_folder.run(arguments);
    VERIFY_REFUSED(outcome, 2, says, 1);
    QVERIFY(outcome.out.isEmpty());
    QCOMPARE(m_folder.state(), before);
  }

  // The name is taken by another study: the project stays as it is, byte for byte.
  void aNameThatIsTaken() {
    m_folder.write("other.toml", quickStudy().replace("\"mase\"", "\"mae\""));
    const QStringList before = m_folder.state();
    VERIFY_REFUSED(m_folder.run({"run", "other.toml", "-p", "kept.touchstone"}), 2,
                   "kept.touchstone: The project has a study \"quick\" already|Give the new one another name", 1);
    QCOMPARE(m_folder.state(), before);
  }

 private:
  CliFolder m_folder;
};

QTEST_GUILESS_MAIN(BadStudyTest)
#include "bad_study_test.moc"
