// Folders of image files: classes by folder or by table, any type and number of bands, and everything that may be wrong.
#include "unit/data/image_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

const Drawing kSmall;  // 4x4x3

std::string bytesOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Drawing seeded(int seed, int height = 4, int width = 4, int bands = 3, GDALDataType type = GDT_Byte) {
  return Drawing{height, width, bands, type, {}, seed};
}

}  // namespace

class ImagesFolderTest : public QObject {
  Q_OBJECT

 private slots:
  void classFolders() {
    const ImageFolder folder;
    folder.draw("set/water/w10.png", seeded(1));
    folder.draw("set/water/w2.png", seeded(2));
    folder.draw("set/forest/deep/f1.tif", seeded(3));
    folder.draw("set/forest/f0.png", seeded(4));
    folder.write("set/.git/forest.png", "no image");
    folder.write("set/forest/._f0.png", "no image");
    folder.write("set/forest/notes.txt", "no image");
    std::vector<Block> blocks = {Block::kTest};
    const auto set = readImageTask(folder, imageTask("set"), &blocks);
    VERIFY_OK(set);
    QCOMPARE(set->names,
             (std::vector<std::string>{"forest/deep/f1.tif", "forest/f0.png", "water/w10.png", "water/w2.png"}));
    QCOMPARE(set->targets.classes, (std::vector<std::string>{"forest", "water"}));
    QCOMPARE(set->targets.labels, (std::vector<std::int32_t>{0, 0, 1, 1}));
    QVERIFY((set->inputs->shape() == InputShape{3, 4, 4, true}));
    QCOMPARE(gathered(*set, 0), asFloats(seeded(3).pixels()));
    QCOMPARE(gathered(*set, 3), asFloats(seeded(2).pixels()));
    QVERIFY(blocks.empty() && set->groups.empty() && set->notes.empty());
    QCOMPARE(set->dataHash.size(), std::size_t{64});
    QVERIFY(set->sizeBytes > 0);
    const auto again = readImageTask(folder, imageTask("set"));
    VERIFY_OK(again);
    QCOMPARE(again->dataHash, set->dataHash);
    folder.draw("set/forest/f0.png", seeded(5));
    QVERIFY(readImageTask(folder, imageTask("set"))->dataHash != set->dataHash);
  }

  void keysTellEqualPixels() {
    const ImageFolder folder;
    folder.draw("set/a/1.png", seeded(1));
    folder.draw("set/a/2.tif", seeded(1));  // the same pixels in another file format
    folder.draw("set/b/3.png", seeded(2));
    const auto set = readImageTask(folder, imageTask("set"));
    VERIFY_OK(set);
    QCOMPARE(set->exactKeys[0], set->exactKeys[1]);
    QVERIFY(set->exactKeys[0] != set->exactKeys[2]);
    QCOMPARE(set->nearKeys, set->exactKeys);
    Drawing almost = seeded(2);
    almost.values = almost.pixels();
    almost.values.back() += 1;
    folder.draw("set/b/4.png", almost);
    const auto more = readImageTask(folder, imageTask("set"));
    VERIFY_OK(more);
    QVERIFY(more->exactKeys[2] != more->exactKeys[3]);
  }

  void types_data() {
    QTest::addColumn<int>("gdal");
    QTest::addColumn<int>("kept");
    QTest::addColumn<QString>("extension");
    QTest::addColumn<int>("bands");
    QTest::newRow("png8") << int(GDT_Byte) << int(PixelType::kU8) << ".png" << 4;
    QTest::newRow("png16") << int(GDT_UInt16) << int(PixelType::kU16) << ".png" << 1;
    QTest::newRow("tif16") << int(GDT_UInt16) << int(PixelType::kU16) << ".tif" << 13;
    QTest::newRow("tif-16") << int(GDT_Int16) << int(PixelType::kI16) << ".tiff" << 2;
    QTest::newRow("tif32") << int(GDT_Int32) << int(PixelType::kF32) << ".tif" << 1;
    QTest::newRow("tiff") << int(GDT_Float32) << int(PixelType::kF32) << ".tif" << 5;
    QTest::newRow("tifd") << int(GDT_Float64) << int(PixelType::kF32) << ".tif" << 3;
  }
  void types() {
    QFETCH(int, gdal);
    QFETCH(int, kept);
    QFETCH(QString, extension);
    QFETCH(int, bands);
    const ImageFolder folder;
    Drawing drawing = seeded(1, 5, 6, bands, static_cast<GDALDataType>(gdal));
    drawing.values = drawing.pixels();
    const bool isSigned = gdal != GDT_Byte && gdal != GDT_UInt16;
    for (double& value : drawing.values) {
      value = gdal == GDT_Byte ? value : isSigned ? value * 100 - 12'000 : value * 200;
    }
    folder.draw("set/a/1" + extension.toStdString(), drawing);
    folder.draw("set/b/2" + extension.toStdString(), seeded(2, 5, 6, bands, static_cast<GDALDataType>(gdal)));
    const auto set = readImageTask(folder, imageTask("set"));
    VERIFY_OK(set);
    QCOMPARE(gathered(*set, 0), asFloats(drawing.values));
    const auto* images = dynamic_cast<const ImageInputs*>(set->inputs.get());
    QCOMPARE(int(images->stack().format.type), kept);
    QVERIFY((set->inputs->shape() == InputShape{bands, 5, 6, true}));
  }

  void jpegs() {
    const ImageFolder folder;
    folder.draw("set/a/1.jpg", filled(8, 8, 3, GDT_Byte, 128));
    folder.draw("set/b/2.jpeg", filled(8, 8, 3, GDT_Byte, 64));
    const auto set = readImageTask(folder, imageTask("set"));
    VERIFY_OK(set);
    QCOMPARE(gathered(*set, 0), std::vector<float>(192, 128.0F));
    QCOMPARE(gathered(*set, 1), std::vector<float>(192, 64.0F));
  }

  void typesAreWidenedTogether() {
    const ImageFolder folder;
    folder.draw("set/a/1.tif", seeded(1, 4, 4, 2));
    folder.draw("set/a/2.tif", seeded(2, 4, 4, 2, GDT_UInt16));
    folder.draw("set/b/3.tif", seeded(1, 4, 4, 2));
    const auto set = readImageTask(folder, imageTask("set"));
    VERIFY_OK(set);
    QVERIFY(dynamic_cast<const ImageInputs*>(set->inputs.get())->stack().format.type == PixelType::kU16);
    QCOMPARE(gathered(*set, 0), asFloats(seeded(1, 4, 4, 2).pixels()));
    QCOMPARE(set->exactKeys[0], set->exactKeys[2]);
    const std::string hash = set->dataHash;
    folder.draw("set/b/4.tif", seeded(4, 4, 4, 2, GDT_Float32));
    const auto wider = readImageTask(folder, imageTask("set"));
    VERIFY_OK(wider);
    QVERIFY(dynamic_cast<const ImageInputs*>(wider->inputs.get())->stack().format.type == PixelType::kF32);
    QCOMPARE(gathered(*wider, 1), asFloats(seeded(2, 4, 4, 2).pixels()));
    QVERIFY(wider->dataHash != hash);
  }

  void palettes() {
    const ImageFolder folder;
    Drawing drawing{2, 2, 1, GDT_Byte, {0, 1, 2, 1}};
    drawing.palette = {{10, 20, 30, 255}, {40, 50, 60, 255}, {70, 80, 90, 255}};
    folder.draw("set/a/1.png", drawing);
    folder.draw("set/b/2.png", Drawing{2, 2, 3, GDT_Byte, {}});
    const auto set = readImageTask(folder, imageTask("set"));
    VERIFY_OK(set);
    QCOMPARE(gathered(*set, 0), (std::vector<float>{10, 20, 30, 40, 50, 60, 70, 80, 90, 40, 50, 60}));
  }

  void bandsAreChosen() {
    const ImageFolder folder;
    folder.draw("set/a/1.tif", Drawing{1, 2, 3, GDT_Byte, {1, 2, 3, 4, 5, 6}});
    folder.draw("set/b/2.tif", Drawing{1, 2, 4, GDT_Byte, {1, 2, 3, 9, 4, 5, 6, 9}});
    VERIFY_ERROR(readImageTask(folder, imageTask("set")),
                 "different numbers of bands: 3 bands (1 image: 1.tif), 4 bands (1 "
                 "image: 2.tif)");
    const auto set = readImageTask(folder, imageTask("set", {{"bands", std::vector<double>{3, 1}}}));
    VERIFY_OK(set);
    QCOMPARE(gathered(*set, 0), (std::vector<float>{3, 1, 6, 4}));
    QCOMPARE(set->exactKeys[0], set->exactKeys[1]);
    VERIFY_ERROR(readImageTask(folder, imageTask("set", {{"bands", std::int64_t{5}}})), "bands asks for number 5");
    VERIFY_ERROR(readImageTask(folder, imageTask("set", {{"bands", std::int64_t{0}}})), "\"bands\" must be");
  }

  void sizesThatDiffer() {
    const ImageFolder folder;
    folder.draw("set/a/1.png", seeded(1));
    folder.draw("set/a/2.png", seeded(2));
    folder.draw("set/b/3.png", filled(8, 8, 3, GDT_Byte, 7));
    const auto set = readImageTask(folder, imageTask("set"));
    VERIFY_ERROR(set, "different sizes: 4x4 (2 images, first 1.png), 8x8 (1 image: 3.png)");
    VERIFY_ERROR(set, "resize = \"4x4\"");
    for (const char* method : {"nearest", "bilinear"}) {
      const auto resized = readImageTask(
          folder, imageTask("set", {{"resize", std::string("4x4")}, {"resize_method", std::string(method)}}));
      VERIFY_OK(resized);
      QCOMPARE(gathered(*resized, 0), asFloats(seeded(1).pixels()));
      QCOMPARE(gathered(*resized, 2), std::vector<float>(48, 7.0F));
    }
    const auto wide = readImageTask(folder, imageTask("set", {{"resize", std::string("2x6")}}));
    VERIFY_OK(wide);
    QVERIFY((wide->inputs->shape() == InputShape{3, 2, 6, true}));
    for (const char* bad : {"4", "4x", "x4", "4x4x4", "0x4", "-1x4", "a"}) {
      VERIFY_ERROR(readImageTask(folder, imageTask("set", {{"resize", std::string(bad)}})), "\"resize\" must be");
    }
  }

  void damagedImages() {
    const ImageFolder folder;
    folder.drawClasses("set");
    const std::string good = bytesOf(folder.draw("set/forest/m.png", seeded(9)));
    const std::size_t pixels = good.find("IDAT");
    std::string flipped = good;
    flipped[pixels + 12] ^= 0x55;
    // Cut in the middle of the pixels; a byte of them flipped; another kind of file; empty.
    for (const std::string& damaged :
         {good.substr(0, pixels + 12), flipped, std::string("<html>not found</html>"), std::string()}) {
      folder.write("set/forest/m.png", damaged);
      const auto set = readImageTask(folder, imageTask("set"));
      VERIFY_ERROR(set, "forest/m.png: The image");
    }
    folder.write("set/water/n.png", "no image");
    VERIFY_ERROR(readImageTask(folder, imageTask("set")), "2 of 6 images cannot be read: m.png, n.png. The first: ");
  }

  void cutJpegAndTiff() {
    const ImageFolder folder;
    folder.draw("jpg/a/1.jpg", seeded(1, 64, 64));
    const auto jpeg = folder.draw("jpg/b/2.jpg", seeded(2, 64, 64));
    const std::string bytes = bytesOf(jpeg);
    folder.write("jpg/b/2.jpg", bytes.substr(0, bytes.size() * 2 / 3));
    VERIFY_ERROR(readImageTask(folder, imageTask("jpg")), "2.jpg: The image is damaged");
    folder.draw("tif/a/1.tif", seeded(1, 64, 64));
    const auto tiff = folder.draw("tif/b/2.tif", seeded(2, 64, 64));
    const std::string other = bytesOf(tiff);
    folder.write("tif/b/2.tif", other.substr(0, other.size() / 2));
    VERIFY_ERROR(readImageTask(folder, imageTask("tif")), "2.tif: The image");
  }

  void nothingIsPrinted() {  // GDAL's messages go into errors
    const ImageFolder folder;
    folder.drawClasses("set");
    folder.write("set/forest/m.png", "no image");
    const std::filesystem::path log = folder.path() / "stderr";
    const int saved = dup(2);
    FILE* file = std::fopen(log.c_str(), "w");
    dup2(fileno(file), 2);
    const auto set = readImageTask(folder, imageTask("set"));
    dup2(saved, 2);
    close(saved);
    std::fclose(file);
    QVERIFY(!set.ok());
    QCOMPARE(bytesOf(log), std::string());
  }

  void foldersThatDoNotFit() {
    const ImageFolder folder;
    folder.drawClasses("set");
    VERIFY_ERROR(readImageTask(folder, imageTask("nowhere")), "does not exist");
    std::filesystem::create_directories(folder.path() / "set/empty");
    VERIFY_ERROR(readImageTask(folder, imageTask("set")), "The class folder has no image: empty");
    std::filesystem::remove(folder.path() / "set/empty");
    folder.draw("set/stray.png", kSmall);
    VERIFY_ERROR(readImageTask(folder, imageTask("set")), "1 image lies in no class folder: stray.png");
    std::filesystem::create_directories(folder.path() / "none/a");
    VERIFY_ERROR(readImageTask(folder, imageTask("none")), "There is no image in this folder or below it");
    folder.draw("one/a/1.png", seeded(1));
    VERIFY_ERROR(readImageTask(folder, imageTask("one")), "There is one image only (a/1.png)");
    folder.draw("one/a/2.png", seeded(2));
    VERIFY_ERROR(readImageTask(folder, imageTask("one")), "There is one class only (a)");
    folder.write("x.bin", "x");
    VERIFY_ERROR(readImageTask(folder, imageTask("x.bin")), "This is no source of images");
    std::filesystem::create_symlink("gone.png", folder.path() / "set/water/link.png");
    std::filesystem::remove(folder.path() / "set/stray.png");
    VERIFY_ERROR(readImageTask(folder, imageTask("set")), "link.png: The file cannot be read");
  }

  void parts() {
    const ImageFolder folder;
    folder.drawClasses("train");
    folder.draw("val/forest/e.png", seeded(5));
    folder.draw("test/water/f.png", seeded(6));
    folder.draw("test/forest/g.png", seeded(7));
    TaskSpec spec = imageTask("");
    spec.train = "train";
    spec.validation = "val";
    spec.test = "test";
    std::vector<Block> blocks;
    const auto set = readImageTask(folder, spec, &blocks);
    VERIFY_OK(set);
    QVERIFY((blocks == std::vector<Block>{Block::kTrain, Block::kTrain, Block::kTrain, Block::kTrain,
                                          Block::kValidation, Block::kTest, Block::kTest}));
    QCOMPARE(set->names[0], std::string("train/forest/a.png"));
    QCOMPARE(set->names[5], std::string("test/forest/g.png"));
    QCOMPARE(set->targets.labels, (std::vector<std::int32_t>{0, 0, 1, 1, 0, 0, 1}));
    spec.train = "train/";
    QCOMPARE(readImageTask(folder, spec, &blocks)->names, set->names);
    spec.test = "";
    VERIFY_ERROR(readImageTask(folder, spec, &blocks), "Give either data, or train and test");
    spec.test = "test";
    folder.write("x.csv", "file,class\n");
    spec.validation = "x.csv";
    VERIFY_ERROR(readImageTask(folder, spec, &blocks), "different kinds");
  }

  void labelTables() {
    const ImageFolder folder;
    for (int i = 0; i < 4; ++i) {
      folder.draw("flat/i" + std::to_string(i) + ".png", seeded(i));
    }
    folder.write("flat/labels.csv", "name,kind\ni3.png,oak\ni0,ash\ni1.png,oak\n");
    const auto set = readImageTask(folder, imageTask("flat", {{"labels_file", std::string("labels.csv")}}));
    VERIFY_OK(set);
    QCOMPARE(set->names, (std::vector<std::string>{"i0.png", "i1.png", "i3.png"}));
    QCOMPARE(set->targets.labels, (std::vector<std::int32_t>{0, 1, 1}));
    VERIFY_NOTE(set->notes, "does not name, which are not used: 1");
    // The same, with the table as the data.
    const auto other = readImageTask(folder, imageTask("flat/labels.csv"));
    VERIFY_OK(other);
    QCOMPARE(other->targets.labels, set->targets.labels);

    folder.write("elsewhere/l.csv", "file;tags;age\ni0.png;red, big;1\ni1.png;;2\ni2.png;big;3\n");
    const auto lists = readImageTask(folder, imageTask("elsewhere/l.csv", {{"image_folder", std::string("flat")},
                                                                           {"label", std::string("tags")},
                                                                           {"label_separator", std::string(",")}}));
    VERIFY_ERROR(lists, "l.csv:3: The image \"i1.png\" has no class");
    folder.write("elsewhere/l.csv", "file;tags;age\ni0.png;red, big;1\ni1.png;red;2\ni2.png;big;3\n");
    const auto good = readImageTask(folder, imageTask("elsewhere/l.csv", {{"image_folder", std::string("flat")},
                                                                          {"label", std::string("tags")},
                                                                          {"label_separator", std::string(",")}}));
    VERIFY_OK(good);
    QVERIFY(good->targets.kind == TargetKind::kMultiLabel);
    QCOMPARE(good->targets.classes, (std::vector<std::string>{"big", "red"}));
    QCOMPARE(good->targets.bits, (std::vector<std::uint8_t>{1, 1, 0, 1, 1, 0}));

    folder.write("flat/flags.csv", "file,oak,ash,elm\ni0.png,1,0,0\ni1.png,0,0,0\ni2.png,1,1,0\n");
    const auto flags = readImageTask(folder, imageTask("flat", {{"labels_file", std::string("flags.csv")}}));
    VERIFY_OK(flags);
    QCOMPARE(flags->targets.classes, (std::vector<std::string>{"oak", "ash", "elm"}));
    QCOMPARE(flags->targets.bits, (std::vector<std::uint8_t>{1, 0, 0, 0, 0, 0, 1, 1, 0}));
  }

  void badLabelTables_data() {
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("message");
    QTest::newRow("gone") << "file,class\ni0.png,a\nx.png,b\n"
                          << "1 image of the table is not in the folder: x.png";
    QTest::newRow("twice") << "file,class\ni0.png,a\ni0.png,b\n"
                           << "l.csv:3: The image \"i0.png\" is named twice, first in line 2";
    QTest::newRow("choice") << "file,kind,age\ni0.png,a,1\n"
                            << "several columns beside the names: kind, age";
    QTest::newRow("header") << "i0.png,a\ni1.png,b\n"
                            << "has no header";
    QTest::newRow("empty") << "file,class\n"
                           << "a header and no rows";
    QTest::newRow("single") << "file\ni0.png\n"
                            << "needs two columns";
    QTest::newRow("ragged") << "file,class\ni0.png,a,b\n"
                            << "l.csv:2";
  }
  void badLabelTables() {
    QFETCH(QString, table);
    QFETCH(QString, message);
    const ImageFolder folder;
    folder.draw("flat/i0.png", seeded(0));
    folder.draw("flat/i1.png", seeded(1));
    folder.write("flat/l.csv", table.toStdString());
    VERIFY_ERROR(readImageTask(folder, imageTask("flat", {{"labels_file", std::string("l.csv")}})),
                 message.toStdString());
  }

  void optionsAreChecked() {
    const ImageFolder folder;
    folder.drawClasses("set");
    const Options bad = {{"layout", std::string("hwc")},
                         {"crop_tiles", std::int64_t{4}},
                         {"ignore", std::string("x")},
                         {"masks", std::int64_t{1}}};
    const auto set = readImageTask(folder, imageTask("set", bad));
    VERIFY_ERROR(set, "\"layout\" must be one of: auto nhwc nchw");
    VERIFY_ERROR(set, "\"crop_tiles\" must be a whole number from 8 to 4096");
    VERIFY_ERROR(set, "\"ignore\" must be a number or a list of numbers");
    VERIFY_ERROR(set, "\"masks\" must be a text or a list of texts");
    VERIFY_ERROR(readImageTask(folder, imageTask("set", {{"tile", std::string("3x3x4")}})), "tile is for tables");
    QVERIFY(imageOptions().size() > 10);
  }
};

QTEST_GUILESS_MAIN(ImagesFolderTest)
#include "images_folder_test.moc"
