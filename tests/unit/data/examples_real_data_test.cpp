// The public genomics data, where the environment variable TOUCHSTONE_DATA names the folder that holds data/genomics, and the
// sample that is always there. Oracles: the READMEs of the data sets, and counts made with other code (a dictionary of strings).
#include <map>

#include "engine/data/describe.h"
#include "engine/data/examples/example_task.h"
#include "unit/data/example_sets.h"
#include "unit/data/sequence_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

std::filesystem::path genomicsFolder() {
  const auto series = dataFolder();
  return series.empty() ? series : series.parent_path() / "genomics";
}

}  // namespace

class ExamplesRealDataTest : public QObject {
  Q_OBJECT

 private slots:
  void spliceSample() {
    TaskSpec spec = genomicsTask("splice_junctions.csv", {}, "stratified 80/10/10 seed 0");
    const auto task = loadExampleTask(spec, sampleFile("genomics"));
    VERIFY_OK(task);
    QCOMPARE(task->set.names.size(), std::size_t{3186});
    QVERIFY(task->set.inputs->shape() == (InputShape{4, 1, 60, false}));
    QCOMPARE(task->set.targets.classes, (std::vector<std::string>{"ei", "ie", "n"}));
    QCOMPARE(task->train.size(), std::size_t{2549});
    QCOMPARE(task->validation.size(), std::size_t{318});
    QCOMPARE(task->test.size(), std::size_t{319});
    // 185 rows repeat an earlier one; none of them across blocks.
    std::map<std::uint64_t, Block> seen;
    std::size_t repeats = 0;
    for (std::size_t i = 0; i < task->blocks.size(); ++i) {
      const auto [place, isNew] = seen.try_emplace(task->set.exactKeys[i], task->blocks[i]);
      repeats += isNew ? 0U : 1U;
      QVERIFY(place->second == task->blocks[i]);
    }
    QCOMPARE(repeats, std::size_t{185});
    QCOMPARE(task->overlap.flag(), std::string());
    QCOMPARE(task->overlap.conflicting, std::int64_t{2});
    for (const auto& [label, items] : {std::pair(0, 767.0), std::pair(1, 765.0), std::pair(2, 1654.0)}) {
      const auto inTest = static_cast<double>(countOf(task->set, task->blocks, label, Block::kTest));
      QVERIFY(std::abs(inTest - 0.1 * items) < 1.5);
    }
    // Nearly all donor sites have GT at positions 31 and 32, by chance a sixteenth would.
    std::size_t donors = 0;
    for (std::size_t i = 0; i < task->set.names.size(); ++i) {
      donors += labelOf(task->set, i) == "ei" && itemText(task->set, i).substr(30, 2) == "GT" ? 1U : 0U;
    }
    QVERIFY(donors > 740);
  }

  void gue_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("train");
    QTest::addColumn<int>("test");
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("inTrain");
    QTest::addColumn<int>("inTrainOrDev");
    QTest::addColumn<int>("insideTrain");
    QTest::addColumn<int>("conflicting");
    QTest::newRow("prom_core_all") << "prom/prom_core_all" << 47'356 << 5920 << 70 << 43 << 51 << 148 << 128;
    QTest::newRow("prom_core_tata") << "prom/prom_core_tata" << 4904 << 613 << 70 << 16 << 18 << 57 << 30;
    QTest::newRow("prom_300_tata") << "prom/prom_300_tata" << 4904 << 613 << 300 << 6 << 6 << 56 << 30;
    QTest::newRow("tf/0") << "tf/0" << 32'378 << 1000 << 101 << 0 << 0 << 8 << 0;
    QTest::newRow("tf/2") << "tf/2" << 19'000 << 1000 << 101 << 0 << 0 << 185 << 0;
    QTest::newRow("tf/4") << "tf/4" << 19'000 << 1000 << 101 << 0 << 0 << 3789 << 0;
    QTest::newRow("mouse/0") << "mouse/0" << 6478 << 810 << 101 << 0 << 0 << 0 << 0;
  }
  void gue() {
    if (genomicsFolder().empty()) {
      QSKIP("skipped: TOUCHSTONE_DATA is not set");
    }
    QFETCH(QString, name);
    QFETCH(int, train);
    QFETCH(int, test);
    QFETCH(int, length);
    QFETCH(int, inTrain);
    QFETCH(int, inTrainOrDev);
    QFETCH(int, insideTrain);
    QFETCH(int, conflicting);
    const std::filesystem::path folder = genomicsFolder() / "GUE" / name.toStdString();
    TaskSpec spec = genomicsPair("train.csv", "test.csv");
    spec.validation = "dev.csv";
    const auto task = loadExampleTask(spec, folder);
    VERIFY_OK(task);
    QCOMPARE(task->train.size(), static_cast<std::size_t>(train));
    QCOMPARE(task->validation.size(), static_cast<std::size_t>(test));
    QCOMPARE(task->test.size(), static_cast<std::size_t>(test));
    QCOMPARE(task->set.inputs->shape().width, length);
    QCOMPARE(task->overlap.exactInTrain, std::int64_t{inTrain});
    QCOMPARE(task->overlap.exact, std::int64_t{inTrainOrDev});
    QCOMPARE(task->overlap.near, std::int64_t{0});
    QCOMPARE(task->overlap.insideTrain, std::int64_t{insideTrain});
    QCOMPARE(task->overlap.conflicting, std::int64_t{conflicting});
    QCOMPARE(task->overlap.flag().empty(), inTrainOrDev == 0);
    // The folder alone is the same task.
    const auto whole = loadExampleTask(genomicsTask(folder.string(), {}, ""), {});
    VERIFY_OK(whole);
    QCOMPARE(whole->splitHash, task->splitHash);
    QCOMPARE(whole->set.dataHash, task->set.dataHash);
  }

  void enhancers_data() {
    QTest::addColumn<QString>("layer");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<int>("train");
    QTest::addColumn<int>("test");
    QTest::newRow("layer1") << "layer1"
                            << "enhancers"
                            << "nonenhancers" << 1484 << 200;
    QTest::newRow("layer2") << "layer2"
                            << "strong_enhancers"
                            << "weak_enhancers" << 742 << 100;
  }
  void enhancers() {
    if (genomicsFolder().empty()) {
      QSKIP("skipped: TOUCHSTONE_DATA is not set");
    }
    QFETCH(QString, layer);
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(int, train);
    QFETCH(int, test);
    const std::string name = "ienhancer/" + layer.toStdString();
    const auto task = loadExampleTask(genomicsPair(name, name), genomicsFolder());
    VERIFY_OK(task);
    QCOMPARE(task->set.targets.classes, (std::vector<std::string>{first.toStdString(), second.toStdString()}));
    QVERIFY(task->set.inputs->shape() == (InputShape{4, 1, 200, false}));
    for (int c = 0; c < 2; ++c) {
      QCOMPARE(countOf(task->set, task->blocks, c, Block::kTest), static_cast<std::size_t>(test));
      QCOMPARE(countOf(task->set, task->blocks, c, Block::kTrain) +
                   countOf(task->set, task->blocks, c, Block::kValidation),
               static_cast<std::size_t>(train));
    }
    QVERIFY(std::abs(static_cast<int>(task->validation.size()) - 2 * train / 10) <= 1);
    QCOMPARE(task->overlap.exact, std::int64_t{100});  // the independent set holds the strong enhancers of training
  }

  void uciFiles() {
    if (genomicsFolder().empty()) {
      QSKIP("skipped: TOUCHSTONE_DATA is not set");
    }
    const auto splice = loadExampleTask(genomicsTask("uci_splice/splice.data"), genomicsFolder());
    VERIFY_OK(splice);
    QCOMPARE(splice->set.names.size(), std::size_t{3190});
    QCOMPARE(splice->set.names[0], std::string("ATRINS-DONOR-521"));
    VERIFY_NOTE(splice->notes, "Ambiguous letters in 15 sequences (N 56, D 2, S 1, R 1)");
    QVERIFY(std::all_of(splice->set.targets.labels.begin(), splice->set.targets.labels.begin() + 767,
                        [](std::int32_t label) { return label == 0; }));
    const auto promoters = loadExampleTask(genomicsTask("uci_promoters/promoters.data"), genomicsFolder());
    VERIFY_OK(promoters);
    QCOMPARE(promoters->set.names.size(), std::size_t{106});
    QCOMPARE(promoters->set.inputs->shape().width, 57);
    QCOMPARE(promoters->test.size(), std::size_t{11});
  }
};

QTEST_GUILESS_MAIN(ExamplesRealDataTest)
#include "examples_real_data_test.moc"
