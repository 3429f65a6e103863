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
    // Every contender must have a task that it can take, and the other way round.
    const bool hasSequences = chance();
    for (int i = 0, n = whole(1, 4); i < n; ++i) {
      spec.tasks.push_back(task(i));
    }
    spec.contenders.push_back(contender(0, "naive"));
    if (hasSequences) {
      spec.tasks.push_back(sequences(static_cast<int>(spec.tasks.size())));
      spec.contenders.push_back(contender(1, "linear"));
    }
    for (int i = 0, n = whole(1, 5); i < n; ++i) {
      const contenders::MethodCard& card = oneOf(contenders::methods());
      const bool takesSeries = card.modalities.front() == Modality::kTimeSeries;
      spec.contenders.push_back(contender(10 + i, takesSeries || hasSequences ? card.method : "naive"));
    }
    spec.folder = kFolder;
    return spec;
  }

 private:
  int whole(int low, int high) { return std::uniform_int_distribution<int>(low, high)(m_random); }
  bool chance() { return whole(0, 1) == 0; }
  template <typename List>
  const typename List::value_type& oneOf(const List& list) {
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

  TaskSpec sequences(int number) {
    static const std::vector<std::string> kSplits = {"80/10/10", "stratified 70/15/15 seed 12"};
    static const std::vector<std::string> kCrops = {"centre", "left", "right"};
    TaskSpec task;
    task.name = text("t" + std::to_string(number));
    task.modality = Modality::kGenomics;
    task.data = "../genomics/splice_junctions.csv";
    task.split = oneOf(kSplits);
    task.metric = oneOf(data::metricNames(Modality::kGenomics));
    if (chance()) {
      task.options["length"] = static_cast<std::int64_t>(whole(1, 5000));
    }
    if (chance()) {
      task.options["crop"] = oneOf(kCrops);
    }
    if (chance()) {
      task.options["label"] = text("c");
    } else {
      task.options["labels"] = std::vector<std::string>{text("c1"), text("c2")};
    }
    return task;
  }

  ContenderSpec contender(int number, const std::string& method) {
    ContenderSpec made;
    const contenders::MethodCard& card = *contenders::findMethod(method);
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
      made.options[rule.name] = option(rule);
    }
    return made;
  }

  OptionValue option(const contenders::OptionRule& rule) {
    const auto real = [&] { return rule.low + (rule.high - rule.low) * whole(0, 1000) / 1000.0; };
    switch (rule.kind) {
    case contenders::OptionKind::kWord:
      return rule.words.empty() ? text("w") : oneOf(rule.words);
    case contenders::OptionKind::kWhole:
      return static_cast<std::int64_t>(whole(static_cast<int>(rule.low), static_cast<int>(rule.high)));
    case contenders::OptionKind::kReal:
      return real();
    case contenders::OptionKind::kFlag:
      return chance();
    case contenders::OptionKind::kList:
      return std::vector<double>{real(), real()};
    }
    return false;
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
