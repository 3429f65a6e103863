// Images with masks: which mask belongs to which image, tiles, values that do not count, and masks that do not fit.
#include "engine/data/images/mask_match.h"
#include "unit/data/image_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

// 16x16 masks of int16: the upper half `upper`, the lower half `lower`.
Drawing halves(double upper, double lower) {
  Drawing mask{16, 16, 1, GDT_Int16, {}};
  mask.values.assign(128, upper);
  mask.values.insert(mask.values.end(), 128, lower);
  return mask;
}

Drawing picture(int seed, double missing = 0) {
  Drawing image{16, 16, 2, GDT_Float32, {}, seed};
  image.values = image.pixels();
  for (int i = 0; missing != 0 && i < 256; ++i) {  // the upper half
    image.values[static_cast<std::size_t>(i)] = missing;
  }
  return image;
}

Options withMasks(Options options = {}) {
  options["masks"] = std::string("Labels");
  return options;
}

}  // namespace

class ImagesMaskTest : public QObject {
  Q_OBJECT

 private slots:
  void namesAreMatched() {
    const std::vector<std::string> images = {"Ghana_1_S1Hand.tif", "India_10_S1Hand.tif", "India_1_S1Hand.tif"};
    std::vector<std::string> masks = {"Ghana_1_LabelHand.tif", "India_1_LabelHand.tif", "India_10_LabelHand.tif",
                                      "Z.tif"};
    const auto match = matchMasks(images, masks, {});
    VERIFY_OK(match);
    QCOMPARE(match->maskOf, (std::vector<std::size_t>{0, 2, 1}));
    QCOMPARE(match->suffixes.image, std::string("S1Hand"));
    QCOMPARE(match->unusedMasks, std::size_t{1});
    masks.erase(masks.begin() + 2);  // the mask of India_10; that of India_1 must not take its place
    VERIFY_ERROR(matchMasks(images, masks, {}), "1 of 3 images has no mask: India_10_S1Hand.tif");
    const std::vector<std::string> plain = {"a/1.png", "a/2.png"}, same = {"a/2.tif", "a/1.tif"};
    QCOMPARE(matchMasks(plain, same, {})->maskOf, (std::vector<std::size_t>{1, 0}));
    const std::vector<std::string> sat = {"1_sat.jpg", "2_sat.jpg"}, mask = {"1_mask.png", "2_mask.png"};
    QCOMPARE(matchMasks(sat, mask, {"_sat", "_mask"})->maskOf, (std::vector<std::size_t>{0, 1}));
    VERIFY_ERROR(matchMasks(sat, mask, {"_img", "_mask"}), "2 of 2 images have no mask");
    const std::vector<std::string> twice = {"1.png", "1.tif"};
    VERIFY_ERROR(matchMasks(plain, twice, {}), "Two masks are called \"1\"");
  }

  void masksOfImages() {
    const ImageFolder folder;
    folder.draw("S1/India_1_S1.tif", picture(1));
    folder.draw("S1/Spain_2_S1.tif", picture(2));
    folder.draw("Labels/India_1_Label.tif", halves(0, 3));
    folder.draw("Labels/Spain_2_Label.tif", halves(-1, 3));
    folder.draw("Labels/Unused_9_Label.tif", halves(7, 7));
    const auto set = readImageTask(folder, imageTask("S1", withMasks({{"ignore", std::int64_t{-1}}})));
    VERIFY_OK(set);
    QVERIFY(set->targets.kind == TargetKind::kMask);
    QCOMPARE(set->targets.classes, (std::vector<std::string>{"0", "3"}));
    QCOMPARE(set->targets.maskPixels, std::size_t{256});
    QCOMPARE(set->targets.count(), std::size_t{2});
    QCOMPARE(int(set->targets.masks[0]), 0);
    QCOMPARE(int(set->targets.masks[255]), 1);
    QCOMPARE(int(set->targets.masks[256]), int(kIgnoredPixel));
    QCOMPARE(int(set->targets.masks[511]), 1);
    VERIFY_NOTE(set->notes, "Masks without an image, which are not used: 1");
    // The mask turns as its image does.
    std::vector<std::uint8_t> turned(256);
    set->targets.gatherMask({0, 1}, set->inputs->shape(), turned);
    QCOMPARE(int(turned[0]), 0);
    QCOMPARE(int(turned[15]), 1);
    // Without ignore, -1 is a class; with names, the numbers are places in the list.
    QCOMPARE(readImageTask(folder, imageTask("S1", withMasks()))->targets.classes,
             (std::vector<std::string>{"-1", "0", "3"}));
    const Options named = withMasks(
        {{"ignore", std::int64_t{-1}}, {"class_names", std::vector<std::string>{"land", "sand", "snow", "water"}}});
    const auto names = readImageTask(folder, imageTask("S1", named));
    VERIFY_OK(names);
    QCOMPARE(names->targets.classes.back(), std::string("water"));
    QCOMPARE(int(names->targets.masks[255]), 3);
    const Options few =
        withMasks({{"ignore", std::int64_t{-1}}, {"class_names", std::vector<std::string>{"land", "water"}}});
    VERIFY_ERROR(readImageTask(folder, imageTask("S1", few)), "The label 3 has no name");
  }

  void tilesOfImages() {
    const ImageFolder folder;
    const Drawing wide{16, 20, 2, GDT_Float32, {}, 1};  // 16 of the 20 columns fill tiles
    folder.draw("S1/India_1.tif", wide);
    folder.draw("S1/Spain_2.tif", picture(2));  // another size: no matter
    Drawing mask = halves(0, 1);
    folder.draw("Labels/Spain_2.tif", mask);
    mask.width = 20;
    mask.values.assign(320, 0);
    for (int i = 0; i < 320; ++i) {
      mask.values[static_cast<std::size_t>(i)] = i % 20 / 8;  // the column of the tile
    }
    folder.draw("Labels/India_1.tif", mask);
    const auto set = readImageTask(folder, imageTask("S1", withMasks({{"crop_tiles", std::int64_t{8}}})));
    VERIFY_OK(set);
    QCOMPARE(set->names,
             (std::vector<std::string>{"India_1.tif#0,0", "India_1.tif#0,1", "India_1.tif#1,0", "India_1.tif#1,1",
                                       "Spain_2.tif#0,0", "Spain_2.tif#0,1", "Spain_2.tif#1,0", "Spain_2.tif#1,1"}));
    QCOMPARE(set->groups, (std::vector<std::uint32_t>{0, 0, 0, 0, 1, 1, 1, 1}));
    VERIFY_NOTE(set->notes, "Pixels at the right and lower borders that fill no tile of 8x8 are not used, in 1 image");
    const std::vector<double> all = wide.pixels();
    std::vector<float> expected;  // the tile in row 1, column 1
    for (std::size_t y = 8; y < 16; ++y) {
      for (std::size_t i = 8 * 2; i < 16 * 2; ++i) {
        expected.push_back(static_cast<float>(all[y * 40 + i]));
      }
    }
    QCOMPARE(gathered(*set, 3), expected);
    for (std::size_t item = 0; item < 8; ++item) {
      const std::uint8_t value = item < 4 ? item % 2 : item >= 6 ? 1 : 0;
      QVERIFY(std::all_of(set->targets.masks.begin() + static_cast<std::ptrdiff_t>(item * 64),
                          set->targets.masks.begin() + static_cast<std::ptrdiff_t>(item * 64 + 64),
                          [value](std::uint8_t pixel) { return pixel == value; }));
    }
    VERIFY_ERROR(readImageTask(folder, imageTask("S1", withMasks({{"crop_tiles", std::int64_t{17}}}))),
                 "The image is 16x20, smaller than a tile of crop_tiles = 17");
    VERIFY_ERROR(readImageTask(folder, imageTask("S1", withMasks({{"crop_tiles", std::int64_t{8}},
                                                                  {"resize", std::string("8x8")}}))),
                 "either resize or crop_tiles");
  }

  void emptyImagesAreLeftOut() {
    const ImageFolder folder;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    folder.draw("S1/a.tif", picture(1));
    folder.draw("S1/b.tif", filled(16, 16, 2, GDT_Float32, nan));
    folder.draw("S1/c.tif", picture(3, nan));
    folder.draw("S1/d.tif", picture(4));
    folder.draw("Labels/a.tif", halves(0, 1));
    folder.draw("Labels/b.tif", halves(0, 1));
    folder.draw("Labels/c.tif", halves(1, 0));
    folder.draw("Labels/d.tif", halves(-1, -1));
    const auto set = readImageTask(folder, imageTask("S1", withMasks({{"ignore", std::vector<double>{-1}}})));
    VERIFY_OK(set);
    QCOMPARE(set->names, (std::vector<std::string>{"a.tif", "c.tif"}));
    QCOMPARE(set->exactKeys.size(), std::size_t{2});
    QCOMPARE(set->targets.count(), std::size_t{2});
    QCOMPARE(int(set->targets.masks[256]), 1);  // that of c
    QCOMPARE(gathered(*set, 1)[511], asFloats(picture(3).values)[511]);
    VERIFY_NOTE(set->notes, "1 image has no valid pixel and is left out: b.tif");
    VERIFY_NOTE(set->notes, "1 image has a mask without a class and is left out: d.tif");
    VERIFY_NOTE(set->notes, "in 1 image: 128 in band 1 (25 %), 128 in band 2 (25 %)");
    const auto tiles = readImageTask(
        folder, imageTask("S1", withMasks({{"ignore", std::vector<double>{-1}}, {"crop_tiles", std::int64_t{8}}})));
    VERIFY_OK(tiles);
    QCOMPARE(tiles->names.size(), std::size_t{6});
    QCOMPARE(tiles->groups, (std::vector<std::uint32_t>{0, 0, 0, 0, 2, 2}));
  }

  void masksThatDoNotFit() {
    const ImageFolder folder;
    folder.draw("S1/a.tif", picture(1));
    folder.draw("S1/b.tif", picture(2));
    folder.draw("Labels/a.tif", halves(0, 1));
    const TaskSpec spec = imageTask("S1", withMasks());
    VERIFY_ERROR(readImageTask(folder, spec), "1 of 2 images has no mask: b.tif");
    folder.draw("Labels/b.tif", filled(8, 8, 1, GDT_Byte, 1));
    VERIFY_ERROR(readImageTask(folder, spec),
                 "The masks have different sizes: 16x16 (1 mask: a.tif), 8x8 (1 mask: b.tif)");
    folder.draw("Labels/a.tif", filled(8, 8, 1, GDT_Byte, 0));
    VERIFY_ERROR(readImageTask(folder, spec), "The masks are 8x8 and the images 16x16");
    VERIFY_OK(readImageTask(folder, imageTask("S1", withMasks({{"resize", std::string("16x16")}}))));
    VERIFY_ERROR(readImageTask(folder, imageTask("S1", withMasks({{"crop_tiles", std::int64_t{8}}}))),
                 "The mask a.tif has another size than its image a.tif");
    folder.draw("Labels/a.tif", filled(16, 16, 3, GDT_Byte, 0));
    folder.draw("Labels/b.tif", filled(16, 16, 3, GDT_Byte, 0));
    VERIFY_ERROR(readImageTask(folder, spec), "The masks have 3 bands");
    folder.draw("Labels/a.tif", halves(0, 1));
    Drawing shares{16, 16, 1, GDT_Float32, std::vector<double>(256, 0.5)};
    folder.draw("Labels/b.tif", shares);
    VERIFY_ERROR(readImageTask(folder, spec), "b.tif: The mask holds 0.5, and classes are whole numbers");
    folder.draw("Labels/a.tif", halves(1, 1));
    folder.draw("Labels/b.tif", halves(1, 1));
    VERIFY_ERROR(readImageTask(folder, spec), "There is one class only (1) in all masks");
    Drawing photo{16, 16, 1, GDT_Int16, {}};
    for (int i = 0; i < 256; ++i) {
      photo.values.push_back(i);
    }
    folder.draw("Labels/b.tif", photo);
    VERIFY_ERROR(readImageTask(folder, spec), "more than 255 different values");
    VERIFY_ERROR(readImageTask(folder, imageTask("S1", {{"masks", std::string("Nowhere")}})),
                 "Nowhere: The folder cannot be read");
    VERIFY_ERROR(readImageTask(folder, imageTask("S1", {{"masks", std::string("S1")}})),
                 "Images and masks are in one folder");
  }

  void masksBesideTheirImages() {
    const ImageFolder folder;
    for (const char* name : {"a", "b"}) {
      folder.draw(std::string("set/") + name + ".png", Drawing{16, 16, 3, GDT_Byte, {}, name[0]});
      Drawing mask = halves(0, 1);
      mask.type = GDT_Byte;
      mask.palette = {{0, 0, 0, 255}, {0, 0, 255, 255}};  // a palette mask: the numbers count
      folder.draw(std::string("set/") + name + "_mask.png", mask);
    }
    const auto set =
        readImageTask(folder, imageTask("set", {{"masks", std::string("set")}, {"mask_suffix", std::string("_mask")}}));
    VERIFY_OK(set);
    QCOMPARE(set->names, (std::vector<std::string>{"a.png", "b.png"}));
    QCOMPARE(set->targets.classes, (std::vector<std::string>{"0", "1"}));
    // Masks in a folder within that of the images.
    std::filesystem::create_directories(folder.path() / "set/masks");
    for (const char* name : {"a", "b"}) {
      std::filesystem::rename(folder.path() / "set" / (std::string(name) + "_mask.png"),
                              folder.path() / "set/masks" / (std::string(name) + ".png"));
    }
    const auto inner = readImageTask(folder, imageTask("set", {{"masks", std::string("masks")}}));
    VERIFY_OK(inner);
    QCOMPARE(inner->names, (std::vector<std::string>{"a.png", "b.png"}));
  }

  void noDataOfMasks() {
    const ImageFolder folder;
    folder.draw("S1/a.tif", picture(1));
    folder.draw("S1/b.tif", picture(2));
    for (const char* name : {"a", "b"}) {
      Drawing mask{16, 16, 1, GDT_Byte, {}};
      for (int i = 0; i < 256; ++i) {
        mask.values.push_back(i % 3);
      }
      mask.nodata = 0;
      folder.draw(std::string("Labels/") + name + ".tif", mask);
    }
    const auto set = readImageTask(folder, imageTask("S1", withMasks()));
    VERIFY_OK(set);
    QCOMPARE(set->targets.classes, (std::vector<std::string>{"1", "2"}));
    QCOMPARE(int(set->targets.masks[0]), int(kIgnoredPixel));
    // class_names says that 0 is a class.
    const auto named =
        readImageTask(folder, imageTask("S1", withMasks({{"class_names", std::vector<std::string>{"x", "y", "z"}}})));
    VERIFY_OK(named);
    QCOMPARE(int(named->targets.masks[0]), 0);
  }
};

QTEST_GUILESS_MAIN(ImagesMaskTest)
#include "images_mask_test.moc"
