// Studies written and read back: the same tasks, contenders, seeds and budget, over random specs with hostile names; paths
// moved to another folder; and the user's presets.
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <random>

#include "engine/base/folders.h"
#include "engine/contenders/catalogue.h"
#include "engine/contenders/model_catalogue.h"
#include "engine/data/metrics.h"
#include "engine/exec/spec/study_writer.h"
#include "engine/exec/study_file.h"

using namespace touchstone;
using exec::writeStudy;

namespace {

namespace fs = std::filesystem;

const fs::path kFolder = base::resourceFolder() / "samples" / "timeseries";

class RandomStudy {
 public:
  explicit RandomStudy(unsigned seed) : m_random(seed) {}

  StudySpec make() {
    StudySpec spec;
    spec.name = text("s");
    for (int i = 0, n = whole(1, 5); i < n; ++i) {
      spec.seeds.push_back(whole(0, 1000) * 10 + i);
    }
    spec.budget = {whole(1, 1'000'000), whole(1, 1'000'000), chance() ? 0.0 : whole(1, 100'000) / 7.0, whole(0, 64)};
    for (int i = 0, n = whole(1, 4); i < n; ++i) {
      spec.tasks.push_back(task(i));
    }
    for (int i = 0, n = whole(1, 5); i < n; ++i) {
      spec.contenders.push_back(contender(i));
    }
    spec.folder = kFolder;
    return spec;
  }

 private:
  int whole(int low, int high) { return std::uniform_int_distribution<int>(low, high)(m_random); }
  bool chance() { return whole(0, 1) == 0; }
  template <typename List>
  const auto& oneOf(const List& list) {
    return list[static_cast<std::size_t>(whole(0, static_cast<int>(list.size()) - 1))];
  }

  // Letters, quotes, breaks, control characters, other scripts and directions; `mark` makes it unique.
  std::string text(const std::string& mark) {
    static const std::vector<std::string> kPieces = {
        "a", "Z",  " ",     "\"",     "'",    "\\",   "\n",     "\t",  "\r",   "#",      "[[task]]", "= 1",
        "é", "温", "עברית", "\u202e", "\x01", "\x7f", "\"\"\"", "'''", "🙂", "\u2028", "%1",       "\\u0041"};
    std::string made = mark;
    for (int i = 0, n = chance() ? whole(0, 12) : whole(0, 300); i < n; ++i) {
      made += oneOf(kPieces);
    }
    return made;
  }

  TaskSpec task(int number) {
    static const std::vector<std::string> kFiles = {"nottem.csv", "taylor.csv", "./dax.csv"};
    static const std::vector<std::string> kSplits = {"70/10/20", "last 48", "12/4/4 months", "100/20/20 rows"};
    TaskSpec task;
    task.name = text("t" + std::to_string(number));
    if (chance()) {
      task.data = chance() ? oneOf(kFiles) : (kFolder / oneOf(kFiles)).string();
      task.split = oneOf(kSplits);
    } else {
      task.train = oneOf(kFiles);
      task.test = oneOf(kFiles);
      task.validation = chance() ? oneOf(kFiles) : std::string();
      task.split = chance() ? oneOf(kSplits) : std::string();
    }
    for (int i = 0, n = chance() ? 0 : whole(1, 3); i < n; ++i) {
      task.columns.push_back(i == 0 && chance() ? "*" : text("c"));
    }
    task.horizon = whole(1, 100'000);
    task.metric = oneOf(data::metricNames(Modality::kTimeSeries));
    task.season = chance() ? 0 : whole(1, 100'000);
    for (int i = 0, n = chance() ? 0 : whole(1, 3); i < n; ++i) {
      task.missingCodes.push_back(whole(-9999, 9999) / (chance() ? 1.0 : 3.0));
    }
    task.keepForecasts = chance() ? "some" : "all";
    return task;
  }

  ContenderSpec contender(int number) {
    ContenderSpec made;
    const auto& card = oneOf(contenders::methods());
    made.method = card.method;
    made.name = text("k" + std::to_string(number));
    if (card.needsModel) {
      made.model = oneOf(*contenders::readModelCatalogue()).name;
      made.adapt = oneOf(contenders::adaptNames());
    }
    for (const contenders::OptionRule& rule : card.options) {
      if (chance()) {
        continue;
      }
      if (rule.kind == contenders::OptionKind::kWord) {
        made.options[rule.name] = oneOf(rule.words);
      } else {
        made.options[rule.name] =
            static_cast<std::int64_t>(whole(static_cast<int>(rule.low), static_cast<int>(rule.high)));
      }
    }
    return made;
  }

  std::mt19937 m_random;
};

QString problemsOf(const std::variant<StudySpec, SpecProblems>& read) {
  QString text;
  if (const auto* problems = std::get_if<SpecProblems>(&read)) {
    for (const SpecProblem& problem : problems->problems) {
      text += QStringLiteral("%1:%2 %3\n")
                  .arg(problem.line)
                  .arg(problem.column)
                  .arg(QString::fromStdString(problem.message));
    }
  }
  return text;
}

}  // namespace

class StudyWriterTest : public QObject {
  Q_OBJECT

 private slots:
  void whatIsWrittenReadsBackTheSame() {
    for (unsigned seed = 0; seed < 500; ++seed) {
      const StudySpec spec = RandomStudy(seed).make();
      const std::string text = writeStudy(spec);
      const auto read = studyFromText(text, kFolder);
      QVERIFY2(std::holds_alternative<StudySpec>(read), qPrintable(problemsOf(read) + QString::fromStdString(text)));
      const auto& back = std::get<StudySpec>(read);
      QCOMPARE(back.name, spec.name);
      QCOMPARE(back.seeds, spec.seeds);
      QVERIFY2(back.budget == spec.budget, text.c_str());
      QVERIFY2(back.tasks == spec.tasks, text.c_str());
      QVERIFY2(back.contenders == spec.contenders, text.c_str());
      QCOMPARE(writeStudy(back), text);
    }
  }

  void presetsReadBackToTheSameStudy() {
    for (const PresetInfo& preset : presets()) {
      const auto read = readStudyFile(preset.file);
      QVERIFY(std::holds_alternative<StudySpec>(read));
      const StudySpec spec = withAbsolutePaths(std::get<StudySpec>(read));
      const auto back = studyFromText(writeStudy(spec), "/");
      QVERIFY2(std::holds_alternative<StudySpec>(back), qPrintable(problemsOf(back)));
      QVERIFY(std::get<StudySpec>(back).tasks == spec.tasks);
      QVERIFY(std::get<StudySpec>(back).contenders == spec.contenders);
    }
  }

  void pathsFollowTheFile() {
    StudySpec spec;
    spec.folder = kFolder;
    spec.tasks.emplace_back();
    spec.tasks[0].data = "../timeseries/dax.csv";
    spec.tasks[0].split = "file: splits/a.txt";
    spec.contenders.push_back({"k", "foundation", "fracast-0", "zero-shot", {}});
    const StudySpec absolute = withAbsolutePaths(spec);
    QCOMPARE(absolute.tasks[0].data, (kFolder / "dax.csv").string());
    QCOMPARE(absolute.tasks[0].split, "file:" + (kFolder / "splits/a.txt").string());
    QCOMPARE(absolute.contenders[0].model, std::string("fracast-0"));
    const StudySpec nearby = withPathsFrom(absolute, kFolder.parent_path());
    QCOMPARE(nearby.tasks[0].data, std::string("timeseries/dax.csv"));
    const StudySpec elsewhere = withPathsFrom(absolute, "/nowhere");
    QCOMPARE(elsewhere.tasks[0].data, absolute.tasks[0].data);
  }

  void ownPresetsAreListedAndFoundByName() {
    QTemporaryDir home;
    qputenv("XDG_DATA_HOME", home.path().toUtf8());
    fs::create_directories(userPresetFolder());
    const auto shipped = std::get<StudySpec>(readStudyFile("first-study"));
    StudySpec own = withAbsolutePaths(shipped);
    own.name = "Mine";
    std::ofstream(userPresetFolder() / "mine.toml") << writeStudy(own);
    const auto list = presets();
    const auto mine = std::find_if(list.begin(), list.end(), [](const PresetInfo& p) { return p.name == "mine"; });
    QVERIFY(mine != list.end());
    QCOMPARE(mine->title, std::string("Mine"));
    const auto read = readStudyFile("mine");
    QVERIFY2(std::holds_alternative<StudySpec>(read), qPrintable(problemsOf(read)));
    QCOMPARE(std::get<StudySpec>(read).tasks.size(), shipped.tasks.size());
    qunsetenv("XDG_DATA_HOME");
  }
};

QTEST_GUILESS_MAIN(StudyWriterTest)
#include "study_writer_test.moc"
