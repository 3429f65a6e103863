// The public data sets with labels, where the environment variable TOUCHSTONE_DATA names the folder that holds data/genomics and
// data/satellite, and the samples that are always there. Oracles: the READMEs of the data sets, and counts made with other code (a dictionary of strings).
#include <map>

#include "engine/data/describe.h"
#include "engine/data/examples/example_split.h"
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

  void landsatSample() {
    const TestFolder folder;
    folder.write("split.txt", "# the standard split\ntrain 1-4435\ntest 4436-6435\n");
    TaskSpec spec = genomicsTask(sampleFile("satellite/landsat_statlog.csv").string(),
                                 {{"tile", "3x3x4"}, {"label", "classes"}}, "file:split.txt");
    spec.modality = Modality::kSatellite;
    const auto task = loadExampleTask(spec, folder.path());
    VERIFY_OK(task);
    QVERIFY(task->set.inputs->shape() == (InputShape{4, 3, 3, true}));
    QCOMPARE(task->train.size() + task->validation.size(), std::size_t{4435});
    QCOMPARE(task->validation.size(), std::size_t{443});
    QCOMPARE(task->test.size(), std::size_t{2000});
    QCOMPARE(task->set.targets.classCount(), std::size_t{6});
    // 1, 2, 3, 4, 5, 7 in the published order of the test rows: 461 224 397 211 237 470.
    std::map<std::string, std::size_t> counts;
    for (const std::uint32_t item : task->test) {
      ++counts[labelOf(task->set, item)];
    }
    QCOMPARE(counts["red_soil"], std::size_t{461});
    QCOMPARE(counts["very_damp_grey_soil"], std::size_t{470});
    // Scaled by the training tiles: their mean is 0 and their deviation 1 in every band.
    std::vector<Pick> picks;
    for (const std::uint32_t item : task->train) {
      picks.push_back({item, 0});
    }
    std::vector<float> values(picks.size() * 36);
    VERIFY_OK(task->set.inputs->gather(picks, values));
    for (std::size_t band = 0; band < 4; ++band) {
      double sum = 0.0, squares = 0.0;
      for (std::size_t i = band; i < values.size(); i += 4) {
        sum += static_cast<double>(values[i]);
        squares += static_cast<double>(values[i]) * static_cast<double>(values[i]);
      }
      const double count = static_cast<double>(values.size() / 4);
      QVERIFY(std::abs(sum / count) < 1e-4 && std::abs(squares / count - 1.0) < 1e-3);
    }
  }

  void euroSatByRegion() {
    const auto series = dataFolder();
    const auto folder = series.empty() ? series : series.parent_path() / "satellite" / "eurosat_rgb";
    if (folder.empty() || !std::filesystem::exists(folder)) {
      QSKIP("skipped: TOUCHSTONE_DATA is not set");
    }
    // Names as the reader of images gives them, without decoding 6,000 images.
    ExampleSet set;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "2750")) {
      if (entry.is_regular_file()) {
        set.names.push_back(std::filesystem::relative(entry.path(), folder / "2750").string());
      }
    }
    const auto rule = parseExampleSplit("files:splits/subset-spatial-train.txt splits/subset-spatial-val.txt "
                                        "splits/subset-spatial-test.txt",
                                        folder);
    VERIFY_OK(rule);
    const auto blocks = applyExampleSplit(*rule, set);
    VERIFY_OK(blocks);
    QCOMPARE(countOf(*blocks, Block::kTrain), std::size_t{4000});
    QCOMPARE(countOf(*blocks, Block::kValidation), std::size_t{1000});
    QCOMPARE(countOf(*blocks, Block::kTest), std::size_t{1000});
    QCOMPARE(countOf(*blocks, Block::kUnused), std::size_t{0});
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
