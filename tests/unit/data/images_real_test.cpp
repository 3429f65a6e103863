// Public satellite data, where TOUCHSTONE_DATA names the folder that holds data/satellite, and the shipped Landsat table.
// Oracles: the READMEs of the data sets.
#include <fstream>
#include <map>
#include <numeric>
#include <set>

#include "unit/data/image_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

namespace fs = std::filesystem;

fs::path satellite() {
  const fs::path series = dataFolder();
  return series.empty() ? series : series.parent_path() / "satellite";
}

std::map<std::string, int> classCounts(const ExampleSet& set, std::size_t first, std::size_t last) {
  std::map<std::string, int> counts;
  for (std::size_t i = first; i < last; ++i) {
    ++counts[set.targets.classes[static_cast<std::size_t>(set.targets.labels[i])]];
  }
  return counts;
}

std::vector<std::uint32_t> allItems(const ExampleSet& set) {
  std::vector<std::uint32_t> items(set.names.size());
  std::iota(items.begin(), items.end(), 0U);
  return items;
}

}  // namespace

class ImagesRealTest : public QObject {
  Q_OBJECT

 private slots:
  void shippedLandsat() {
    const ImageFolder folder;
    const auto set =
        readImageTask(folder, imageTask(sampleFile("satellite/landsat_statlog.csv").string(),
                                        {{"tile", std::string("3x3x4")}, {"label", std::string("classes")}}));
    VERIFY_OK(set);
    QCOMPARE(set->names.size(), std::size_t{6435});
    QVERIFY((set->inputs->shape() == InputShape{4, 3, 3, true}));
    QVERIFY((classCounts(*set, 0, 4435) == std::map<std::string, int>{{"red_soil", 1072},
                                                                      {"cotton_crop", 479},
                                                                      {"grey_soil", 961},
                                                                      {"damp_grey_soil", 415},
                                                                      {"vegetation_stubble", 470},
                                                                      {"very_damp_grey_soil", 1038}}));
    // The first row, pixel by pixel, four bands each.
    const std::vector<float> first = gathered(*set, 0);
    QCOMPARE(std::vector<float>(first.begin(), first.begin() + 8),
             (std::vector<float>{92, 115, 120, 94, 84, 102, 106, 79}));
  }

  void statlog() {
    if (satellite().empty()) {
      QSKIP("skipped: TOUCHSTONE_DATA is not set");
    }
    const ImageFolder folder;
    TaskSpec spec = imageTask("", {{"tile", std::string("3x3x4")}});
    spec.train = "sat.trn";
    spec.test = "sat.tst";
    std::vector<Block> blocks;
    const auto set = readImages(spec, satellite() / "statlog_landsat", &blocks);
    VERIFY_OK(set);
    QCOMPARE(set->names.size(), std::size_t{6435});
    QCOMPARE(std::count(blocks.begin(), blocks.end(), Block::kTest), 2000);
    const std::map<std::string, int> train{{"1", 1072}, {"2", 479}, {"3", 961}, {"4", 415}, {"5", 470}, {"7", 1038}};
    const std::map<std::string, int> test{{"1", 461}, {"2", 224}, {"3", 397}, {"4", 211}, {"5", 237}, {"7", 470}};
    QVERIFY(classCounts(*set, 0, 4435) == train);
    QVERIFY(classCounts(*set, 4435, 6435) == test);
    // The shipped table holds the same rows.
    const auto shipped = readImageTask(
        folder, imageTask(sampleFile("satellite/landsat_statlog.csv").string(), {{"tile", std::string("3x3x4")}}));
    VERIFY_OK(shipped);
    QCOMPARE(shipped->exactKeys, set->exactKeys);
  }

  void eurosat() {
    if (satellite().empty()) {
      QSKIP("skipped: TOUCHSTONE_DATA is not set");
    }
    const ImageFolder folder;
    auto set = readImages(imageTask("2750"), satellite() / "eurosat_rgb", nullptr);
    VERIFY_OK(set);
    QVERIFY((set->inputs->shape() == InputShape{3, 64, 64, true}));
    QCOMPARE(set->targets.classes.size(), std::size_t{10});
    QVERIFY(set->notes.empty());
    std::set<std::string> names;
    for (const std::string& name : set->names) {
      names.insert(fs::path(name).filename().string());
    }
    std::set<std::string> used;
    for (const auto& [part, count] : {std::pair("train", 4000U), std::pair("val", 1000U), std::pair("test", 1000U)}) {
      std::ifstream list(satellite() / "eurosat_rgb/splits" / ("subset-spatial-" + std::string(part) + ".txt"));
      std::size_t lines = 0;
      for (std::string line; std::getline(list, line);) {
        QVERIFY2(names.contains(line), line.c_str());
        used.insert(line);
        ++lines;
      }
      QCOMPARE(lines, std::size_t{count});
    }
    QCOMPARE(used.size(), set->names.size());
    // The README's means are those of all 27,000 images.
    VERIFY_OK(fitImageScaling(*set, allItems(*set)));
    const auto* images = dynamic_cast<const ImageInputs*>(set->inputs.get());
    const double means[] = {.3444, .3803, .4078}, deviations[] = {.2027, .1369, .1156};
    for (std::size_t band = 0; band < 3; ++band) {
      QVERIFY(std::abs(static_cast<double>(images->means()[band]) / 255 - means[band]) < 0.005);
      QVERIFY(std::abs(static_cast<double>(images->deviations()[band]) / 255 - deviations[band]) < 0.005);
    }
  }

  void floods() {
    if (satellite().empty()) {
      QSKIP("skipped: TOUCHSTONE_DATA is not set");
    }
    const ImageFolder folder;
    const Options options = {{"masks", std::string("Labels")},
                             {"ignore", std::int64_t{-1}},
                             {"class_names", std::vector<std::string>{"land", "water"}}};
    const auto set = readImages(imageTask("S1", options), satellite() / "sen1floods11_sample", nullptr);
    VERIFY_OK(set);
    QVERIFY((set->inputs->shape() == InputShape{2, 512, 512, true}));
    QCOMPARE(set->names.size(), std::size_t{10});  // nine usable ones and Ghana_97059, which is mostly no data
    VERIFY_NOTE(set->notes, "no valid pixel and is left out: Paraguay_34417_S1Hand.tif");
    VERIFY_NOTE(set->notes, "a mask without a class and is left out: Ghana_83483_S1Hand.tif");
    QCOMPARE(set->targets.classes, (std::vector<std::string>{"land", "water"}));
    const auto ghana = std::find(set->names.begin(), set->names.end(), "Ghana_97059_S1Hand.tif") - set->names.begin();
    const auto start = set->targets.masks.begin() + ghana * 512 * 512;
    const double ignored = static_cast<double>(std::count(start, start + 512 * 512, kIgnoredPixel)) / (512 * 512);
    QVERIFY(ignored > 0.85 && ignored < 0.95);

    Options tiles = options;
    tiles["crop_tiles"] = std::int64_t{128};
    const auto cut = readImages(imageTask("S1", tiles), satellite() / "sen1floods11_sample", nullptr);
    VERIFY_OK(cut);
    QVERIFY(cut->names.size() > 9 * 15 && cut->names.size() <= 10 * 16);
    QCOMPARE(std::set<std::uint32_t>(cut->groups.begin(), cut->groups.end()).size(), std::size_t{10});
    QVERIFY(std::find(cut->names.begin(), cut->names.end(), "India_900498_S1Hand.tif#3,1") != cut->names.end());
    // Tile (3, 1) of a chip is what stands there in the whole chip.
    const auto whole = static_cast<std::uint32_t>(
        std::find(set->names.begin(), set->names.end(), "India_900498_S1Hand.tif") - set->names.begin());
    const auto tile = static_cast<std::uint32_t>(
        std::find(cut->names.begin(), cut->names.end(), "India_900498_S1Hand.tif#3,1") - cut->names.begin());
    const std::vector<float> all = gathered(*set, whole), part = gathered(*cut, tile);
    for (std::size_t y = 0; y < 128; ++y) {
      QVERIFY(std::equal(part.begin() + static_cast<std::ptrdiff_t>(y * 256),
                         part.begin() + static_cast<std::ptrdiff_t>(y * 256 + 256),
                         all.begin() + static_cast<std::ptrdiff_t>(((384 + y) * 512 + 128) * 2)));
      for (std::size_t x = 0; x < 128; ++x) {
        QCOMPARE(cut->targets.masks[tile * 16384 + y * 128 + x],
                 set->targets.masks[whole * 262144 + (384 + y) * 512 + 128 + x]);
      }
    }
  }

  void sentinel2() {
    if (satellite().empty()) {
      QSKIP("skipped: TOUCHSTONE_DATA is not set");
    }
    const ImageFolder folder;
    const Options options = {{"masks", std::string("Labels")},
                             {"ignore", std::int64_t{-1}},
                             {"crop_tiles", std::int64_t{256}},
                             {"bands", std::vector<double>{4, 3, 2, 8}}};
    auto set = readImages(imageTask("S2", options), satellite() / "sen1floods11_sample/sample", nullptr);
    VERIFY_OK(set);
    QVERIFY((set->inputs->shape() == InputShape{4, 256, 256, true}));
    QCOMPARE(set->names.size(), std::size_t{4});
  }
};

QTEST_GUILESS_MAIN(ImagesRealTest)
#include "images_real_test.moc"
