// Descriptions of folders of images, files of arrays and tables of tiles, as text and as JSON.
#include <nlohmann/json.hpp>

#include "engine/data/describe.h"
#include "unit/data/image_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

nlohmann::json jsonOf(const std::filesystem::path& path) {
  const auto d = describe(path);
  return d ? nlohmann::json::parse(toJson(*d)) : nlohmann::json{{"error", d.error().text()}};
}

bool contains(const nlohmann::json& list, const std::string& text) {
  return std::any_of(list.begin(), list.end(), [&](const auto& entry) {
    return entry.template get<std::string>().find(text) != std::string::npos;
  });
}

}  // namespace

class ImagesDescribeTest : public QObject {
  Q_OBJECT

 private slots:
  void classFolders() {
    const ImageFolder folder;
    folder.draw("set/oak/1.png", filled(2, 2, 2, GDT_Byte, 10));
    folder.draw("set/oak/2.png", filled(2, 2, 2, GDT_Byte, 10));
    folder.draw("set/ash/3.png", filled(2, 2, 2, GDT_Byte, 10));
    folder.draw("set/ash/4.png", filled(2, 2, 2, GDT_Byte, 40));
    const auto json = jsonOf(folder.path() / "set");
    QCOMPARE(json["kind"].get<std::string>(), std::string("images"));
    QCOMPARE(json["images"].get<int>(), 4);
    QCOMPARE(json["sizes"]["2x2"].get<int>(), 4);
    QCOMPARE(json["band_counts"]["2"].get<int>(), 4);
    QCOMPARE(json["types"]["uint8"].get<int>(), 4);
    QCOMPARE(json["classes"]["ash"].get<int>(), 2);
    QCOMPARE(json["duplicates"].get<int>(), 2);
    QCOMPARE(json["conflicts"].get<int>(), 2);
    QCOMPARE(json["bands"].size(), std::size_t{2});
    QCOMPARE(json["bands"][1]["mean"].get<double>(), 17.5);
    QCOMPARE(json["bands"][1]["max"].get<double>(), 40.0);
    QVERIFY(json["problems"].empty());
    const auto d = describe(folder.path() / "set");
    VERIFY_OK(d);
    QVERIFY(d->kind == TableKind::kImages);
    const std::string text = toText(*d);
    for (const char* part : {"images    4", "size      2x2", "2 (folders): ash 2, oak 2",
                             "2 images with the pixels of an earlier one, 2 of them with another class", "17.5"}) {
      QVERIFY2(text.find(part) != std::string::npos, text.c_str());
    }
  }

  void everythingThatLooksWrong() {
    const ImageFolder folder;
    folder.draw("set/oak/1.tif", filled(2, 2, 2, GDT_Float32, 1));
    folder.draw("set/oak/2.tif", filled(3, 2, 2, GDT_Float32, 2));
    folder.draw("set/ash/3.tif", filled(2, 2, 3, GDT_Float32, 3));
    folder.draw("set/ash/4.tif", filled(2, 2, 2, GDT_Float32, std::numeric_limits<double>::quiet_NaN()));
    folder.write("set/ash/5.tif", "no image");
    std::filesystem::create_directories(folder.path() / "set/elm");
    folder.draw("set/stray.png", filled(2, 2, 2, GDT_Byte, 1));
    const auto json = jsonOf(folder.path() / "set");
    const auto& problems = json["problems"];
    for (const char* problem :
         {"1 image cannot be read: ash/5.tif", "1 image has no valid pixel: ash/4.tif", "2 different sizes",
          "different numbers of bands", "Folders without images: elm", "1 image lies in no class folder"}) {
      QVERIFY2(contains(problems, problem), json.dump(1).c_str());
    }
    QCOMPARE(json["bands"][0]["missing"].get<int>(), 4);
  }

  void flatFoldersAndMasks() {
    const ImageFolder folder;
    folder.draw("flat/1.png", filled(2, 2, 3, GDT_Byte, 1));
    folder.draw("flat/2.png", filled(2, 2, 3, GDT_Byte, 2));
    folder.write("flat/labels.csv", "file,class\n1.png,a\n");
    const auto flat = jsonOf(folder.path() / "flat");
    QCOMPARE(flat["kind"].get<std::string>(), std::string("images"));
    QVERIFY(contains(flat["hints"], "labels_file = \"labels.csv\""));
    folder.draw("pairs/S1/1.tif", filled(2, 2, 2, GDT_Float32, 1));
    folder.draw("pairs/Labels/1.tif", filled(2, 2, 1, GDT_Int16, 1));
    QVERIFY(contains(jsonOf(folder.path() / "pairs")["hints"], "data = \"S1\", masks = \"Labels\""));
    // One level higher it is a folder of other things, which names those of images.
    folder.draw("above/set/oak/1.png", filled(2, 2, 3, GDT_Byte, 1));
    folder.draw("above/set/ash/1.png", filled(2, 2, 3, GDT_Byte, 1));
    const auto above = jsonOf(folder.path() / "above");
    QCOMPARE(above["kind"].get<std::string>(), std::string("folder"));
    QVERIFY(above["files"].dump().find("images in 2 folders") != std::string::npos);
  }

  void arrays() {
    const ImageFolder folder;
    const std::string images = npyBytes("<f4", "(3, 1, 2)", rawBytes<float>({1, 2, 1, 2, 5, NAN}));
    folder.write("a.npz",
                 npzBytes({{"x.npy", images}, {"y.npy", npyBytes("<i8", "(3,)", rawBytes<std::int64_t>({4, 4, 5}))}}));
    const auto json = jsonOf(folder.path() / "a.npz");
    QCOMPARE(json["kind"].get<std::string>(), std::string("image-stack"));
    QCOMPARE(json["images"].get<int>(), 3);
    QCOMPARE(json["classes"]["4"].get<int>(), 2);
    QCOMPARE(json["duplicates"].get<int>(), 1);
    QCOMPARE(json["bands"][0]["missing"].get<int>(), 1);
    QCOMPARE(json["bands"][0]["max"].get<double>(), 5.0);
    QVERIFY(json["arrays"].get<std::string>().find("x (float32 [3, 1, 2]), y (int64 [3])") != std::string::npos);
    folder.write("b.npz", npzBytes({{"one.npy", images}, {"two.npy", images}}));
    QVERIFY(contains(jsonOf(folder.path() / "b.npz")["problems"], "not clear which array holds the images"));
    folder.write("c.npy", images);
    const auto lone = jsonOf(folder.path() / "c.npy");
    QVERIFY(contains(lone["problems"], "no labels beside the images"));
    QCOMPARE(lone["images"].get<int>(), 3);
    folder.write("d.h5", "no HDF5");
    VERIFY_ERROR(describe(folder.path() / "d.h5"), "cannot be read as HDF5");
  }

  void tiles() {
    const ImageFolder folder;
    std::string text;
    for (int row = 0; row < 3; ++row) {
      for (int i = 0; i < 18; ++i) {
        text += std::to_string(row * 18 + i) + " ";
      }
      text += std::to_string(row % 2) + "\n";
    }
    const auto json = jsonOf(folder.write("s.trn", text));
    QCOMPARE(json["kind"].get<std::string>(), std::string("tiles-table"));
    QCOMPARE(json["images"].get<int>(), 3);
    QCOMPARE(json["bands"].size(), std::size_t{2});
    QCOMPARE(json["classes"]["0"].get<int>(), 2);
    QVERIFY(contains(json["hints"], "tile = \"3x3x2\""));
    // Text is no table of tiles.
    QVERIFY(!describe(folder.write("t.txt", "some words here\n")).ok() ||
            describe(folder.path() / "t.txt")->kind != TableKind::kImages);
  }
};

QTEST_GUILESS_MAIN(ImagesDescribeTest)
#include "images_describe_test.moc"
