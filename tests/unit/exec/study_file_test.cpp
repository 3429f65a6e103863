// The study file reader: a valid file, every kind of mistake with its place, all of them at once, overrides and presets.
#include <QtTest>
#include <filesystem>
#include <fstream>

#include "engine/base/folders.h"
#include "engine/exec/study_file.h"

using namespace touchstone;
using exec::readStudyText;

namespace {

const std::filesystem::path kFolder = base::resourceFolder() / "presets";

const char* const kValid = R"([study]
name  = "S"
seeds = [0, 1]

[budget]
trials   = 3
resource = 5

[[task]]
name     = "T"
modality = "time-series"
data     = "../samples/timeseries/nottem.csv"
split    = "70/10/20"
horizon  = 12
metric   = "mse"

[[contender]]
method = "auto-ar"
)";

std::vector<SpecProblem> problemsOf(const std::string& text, const std::vector<std::string>& overrides = {}) {
  auto read = readStudyText(text, "study.toml", kFolder, overrides);
  const auto* problems = std::get_if<SpecProblems>(&read);
  return problems != nullptr ? problems->problems : std::vector<SpecProblem>{};
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto place = text.find(from);
  return text.replace(place, from.size(), to);
}

}  // namespace

class StudyFileTest : public QObject {
  Q_OBJECT

 private slots:
  void readsAValidFile() {
    auto read = readStudyText(kValid, "study.toml", kFolder);
    QVERIFY(std::holds_alternative<StudySpec>(read));
    const StudySpec& spec = std::get<StudySpec>(read);
    QCOMPARE(spec.name, std::string("S"));
    QCOMPARE(spec.seeds, (std::vector<std::int64_t>{0, 1}));
    QCOMPARE(spec.budget.trials, 3);
    QCOMPARE(spec.tasks.size(), std::size_t(1));
    QCOMPARE(spec.tasks[0].horizon, 12);
    QCOMPARE(spec.contenders[0].name, std::string("Auto-AR"));
    QCOMPARE(spec.toml, std::string(kValid));
  }

  void placesAndNames_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown key") << "trials   = 3" << "trails   = 3" << 6 << 1 << "did you mean \"trials\"";
    QTest::newRow("unknown section") << "[budget]" << "[budgt]" << 5 << 2 << "did you mean \"budget\"";
    QTest::newRow("wrong type") << "horizon  = 12" << "horizon  = \"12\"" << 14 << 12 << "must be a whole number, not a text";
    QTest::newRow("impossible value") << "horizon  = 12" << "horizon  = -3" << 14 << 12 << "from 1 to";
    QTest::newRow("missing file") << "nottem.csv" << "nottm.csv" << 12 << 12 << "There is no file";
    QTest::newRow("unknown metric") << "\"mse\"" << "\"msee\"" << 15 << 12 << "did you mean \"mse\"";
    QTest::newRow("unknown method") << "auto-ar" << "auto-arr" << 18 << 10 << "did you mean \"auto-ar\"";
    QTest::newRow("unknown split") << "70/10/20" << "most of it" << 13 << 12 << "70/10/20";
    QTest::newRow("unknown modality") << "time-series" << "timeseries" << 11 << 12 << "did you mean \"time-series\"";
    QTest::newRow("doubled seed") << "[0, 1]" << "[1, 1]" << 3 << 13 << "twice";
    QTest::newRow("not TOML") << "[budget]" << "[budget" << 5 << 8 << "not valid TOML";
  }
  void placesAndNames() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(int, line);
    QFETCH(int, column);
    QFETCH(QString, says);
    const auto problems = problemsOf(with(kValid, from.toStdString(), to.toStdString()));
    QVERIFY(!problems.empty());
    const auto found = std::find_if(problems.begin(), problems.end(), [&](const SpecProblem& problem) {
      return problem.line == line && QString::fromStdString(problem.message).contains(says);
    });
    QVERIFY2(found != problems.end(), qPrintable(QString("%1:%2 %3").arg(problems[0].line).arg(problems[0].column).arg(problems[0].message.c_str())));
    QCOMPARE(found->column, column);
  }

  void missingKeys() {
    const auto problems = problemsOf("[study]\n[[task]]\n[[contender]]\n");
    QStringList messages;
    for (const SpecProblem& problem : problems) {
      messages << QString::fromStdString(problem.message);
    }
    const QString all = messages.join('\n');
    for (const char* word : {"\"name\"", "\"modality\"", "\"split\"", "\"horizon\"", "\"method\"", "no data"}) {
      QVERIFY2(all.contains(word), qPrintable(QString(word) + " in " + all));
    }
  }

  void allMistakesAtOnceInOrder() {
    std::string text = with(kValid, "trials   = 3", "trails   = 3");
    text = with(text, "\"mse\"", "\"msee\"");
    text = with(text, "auto-ar", "auto-arr");
    const auto problems = problemsOf(text);
    QCOMPARE(problems.size(), std::size_t(3));
    QVERIFY(problems[0].line < problems[1].line && problems[1].line < problems[2].line);
  }

  void doubledNames() {
    const auto problems = problemsOf(std::string(kValid) + "\n[[contender]]\nmethod = \"auto-ar\"\n");
    QCOMPARE(problems.size(), std::size_t(1));
    QVERIFY(problems[0].message.find("Auto-AR") != std::string::npos);
  }

  void optionsAreChecked() {
    const auto problems = problemsOf(std::string(kValid) + "max_order = 100000\n");
    QCOMPARE(problems.size(), std::size_t(1));
    QVERIFY(problems[0].message.find("4096") != std::string::npos);
  }

  void overrides() {
    auto read = readStudyText(kValid, "study.toml", kFolder, {"budget.trials=7", "task.0.horizon=6", "study.name=other"});
    QVERIFY(std::holds_alternative<StudySpec>(read));
    const StudySpec& spec = std::get<StudySpec>(read);
    QCOMPARE(spec.budget.trials, 7);
    QCOMPARE(spec.tasks[0].horizon, 6);
    QCOMPARE(spec.name, std::string("other"));
    // The stored text is the study as it ran.
    auto again = readStudyText(spec.toml, "stored", kFolder);
    QVERIFY(std::holds_alternative<StudySpec>(again));
    QCOMPARE(std::get<StudySpec>(again).budget.trials, 7);
  }

  void badOverrides_data() {
    QTest::addColumn<QString>("override");
    QTest::newRow("no value") << "budget.trials";
    QTest::newRow("no such task") << "task.7.horizon=3";
    QTest::newRow("unknown key") << "budget.trails=3";
    QTest::newRow("wrong type") << "budget.trials=many";
    QTest::newRow("below a value") << "budget.trials.x=3";
  }
  void badOverrides() {
    QFETCH(QString, override);
    QVERIFY(!problemsOf(kValid, {override.toStdString()}).empty());
  }

  void hashIgnoresSpeedSettings() {
    const auto read = [](const std::vector<std::string>& overrides) {
      return std::get<StudySpec>(readStudyText(kValid, "study.toml", kFolder, overrides));
    };
    const std::string base = exec::specHash(read({}));
    QCOMPARE(exec::specHash(read({"budget.slots=4", "budget.seconds=60"})), base);
    QVERIFY(exec::specHash(read({"budget.trials=4"})) != base);
    QVERIFY(exec::specHash(read({"study.seeds=[5]"})) != base);
    QVERIFY(exec::specHash(read({"task.0.horizon=3"})) != base);
  }

  void presetsAreValid() {
    const auto all = presets();
    QVERIFY(!all.empty());
    for (const PresetInfo& preset : all) {
      auto read = readStudyFile(preset.name);
      QVERIFY2(std::holds_alternative<StudySpec>(read), preset.name.c_str());
    }
  }

  void unknownPresetNamesTheNearest() {
    auto read = readStudyFile("first-studdy");
    QVERIFY(std::holds_alternative<SpecProblems>(read));
    QVERIFY(std::get<SpecProblems>(read).problems[0].message.find("first-study") != std::string::npos);
  }

  void neverCrashesOnDamagedText() {
    const std::string text = kValid;
    for (std::size_t cut = 0; cut < text.size(); cut += 3) {
      problemsOf(text.substr(0, cut));
      std::string damaged = text;
      damaged[cut] = static_cast<char>(damaged[cut] ^ 0x15);
      problemsOf(damaged);
    }
  }
};

QTEST_GUILESS_MAIN(StudyFileTest)
#include "study_file_test.moc"
