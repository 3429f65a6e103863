// Tables of tiles: with a header and without, missing cells, and rows that do not fit.
#include "engine/data/images/tile_table.h"
#include "unit/data/image_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

const Options kTile = {{"tile", std::string("1x2x2")}};  // four numbers

std::vector<float> allOf(const ExampleSet& set) {
  std::vector<float> all;
  for (std::uint32_t i = 0; i < set.names.size(); ++i) {
    const std::vector<float> one = gathered(set, i);
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

PixelType typeOf(const ExampleSet& set) {
  return dynamic_cast<const ImageInputs*>(set.inputs.get())->stack().format.type;
}

}  // namespace

class ImagesTileTest : public QObject {
  Q_OBJECT

 private slots:
  void withAHeader() {
    const ImageFolder folder;
    folder.write("t.csv", "a1,a2,kind,b1,b2\n1,2,oak,3,4\n5,6,ash,7,255\n");
    Options options = kTile;
    options["label"] = std::string("kind");
    const auto set = readImageTask(folder, imageTask("t.csv", options));
    VERIFY_OK(set);
    QVERIFY((set->inputs->shape() == InputShape{2, 1, 2, true}));
    QCOMPARE(allOf(*set), (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 255}));
    QCOMPARE(set->targets.classes, (std::vector<std::string>{"ash", "oak"}));
    QCOMPARE(set->targets.labels, (std::vector<std::int32_t>{1, 0}));
    QCOMPARE(set->names, (std::vector<std::string>{"line 2", "line 3"}));
    QVERIFY(typeOf(*set) == PixelType::kU8);
    options["bands"] = std::vector<double>{2};
    QCOMPARE(allOf(*readImageTask(folder, imageTask("t.csv", options))), (std::vector<float>{2, 4, 6, 255}));
    options["label"] = std::string("kinds");
    VERIFY_ERROR(readImageTask(folder, imageTask("t.csv", options)),
                 "There is no column \"kinds\", did you mean \"kind\"?");
    options.erase("label");
    VERIFY_ERROR(readImageTask(folder, imageTask("t.csv", options)), "t.csv:2:5: \"oak\" is not a number");
  }

  void withoutAHeader_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("note");
    QTest::newRow("blanks") << "1 2 3 4 7\n5 6 7 8 9\n"
                            << "";
    QTest::newRow("tabs") << "1\t2\t3\t4\t7\r\n5\t6\t7\t8\t9"
                          << "";
    QTest::newRow("commas") << "1,2,3,4,7\n\n5, 6, 7, 8, 9\n\n"
                            << "";
    QTest::newRow("counted") << "1 2 3 4 5\n1 2 3 4 7\n5 6 7 8 9\n"
                             << "The first line counts the columns";
  }
  void withoutAHeader() {
    QFETCH(QString, text);
    QFETCH(QString, note);
    const ImageFolder folder;
    folder.write("t.trn", text.toStdString());
    const auto set = readImageTask(folder, imageTask("t.trn", kTile));
    VERIFY_OK(set);
    QCOMPARE(allOf(*set), (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8}));
    QCOMPARE(set->targets.classes, (std::vector<std::string>{"7", "9"}));
    QCOMPARE(set->notes.empty(), note.isEmpty());
    QVERIFY(note.isEmpty() || hasNote(set->notes, note.toStdString()));
    Options options = kTile;
    options["label"] = std::string("1");
    QCOMPARE(readImageTask(folder, imageTask("t.trn", options))->targets.classes, (std::vector<std::string>{"1", "5"}));
    options["label"] = std::string("6");
    VERIFY_ERROR(readImageTask(folder, imageTask("t.trn", options)), "There is no column 6: the table has 5");
    options["label"] = std::string("classes");
    VERIFY_NOTE(readImageTask(folder, imageTask("t.trn", options))->notes, "its last column is taken for \"classes\"");
  }

  void typesAreTheSmallest() {
    const ImageFolder folder;
    const auto typeFor = [&](const std::string& number) {
      folder.write("t.trn", "1 2 3 " + number + " 0\n1 2 3 4 1\n");
      const auto set = readImageTask(folder, imageTask("t.trn", kTile));
      return set ? int(typeOf(*set)) : -1;
    };
    QCOMPARE(typeFor("255"), int(PixelType::kU8));
    QCOMPARE(typeFor("256"), int(PixelType::kU16));
    QCOMPARE(typeFor("-1"), int(PixelType::kI16));
    QCOMPARE(typeFor("70000"), int(PixelType::kF32));
    QCOMPARE(typeFor("0.5"), int(PixelType::kF32));
    QCOMPARE(typeFor("NA"), int(PixelType::kF32));
  }

  void missingCells() {
    const ImageFolder folder;
    folder.write("t.csv", "a,b,c,d,k\n1,,3,4,x\n5,6,-99,8,y\n,,,,x\n");
    TaskSpec spec = imageTask("t.csv", kTile);
    spec.missingCodes = {-99};
    const auto set = readImageTask(folder, spec);
    VERIFY_OK(set);
    QCOMPARE(set->names, (std::vector<std::string>{"line 2", "line 3"}));
    VERIFY_NOTE(set->notes, "1 image has no valid pixel and is left out: line 4");
    VERIFY_NOTE(set->notes, "in 2 images: 1 in band 1 (25 %), 1 in band 2 (25 %)");
  }

  void rowsThatDoNotFit_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    QTest::newRow("columns") << "t.csv"
                             << "a,b,c,k\n1,2,3,x\n"
                             << "t.csv:1: The table has 4 columns, and tile = \"1x2x2\" needs 4 of numbers";
    QTest::newRow("plain") << "t.trn"
                           << "1 2 3 4 5 6\n"
                           << "t.trn:1: The table has 6 columns";
    QTest::newRow("ragged") << "t.trn"
                            << "1 2 3 4 5\n1 2 3 4\n"
                            << "t.trn:2: The line has 4 cells, those before have 5";
    QTest::newRow("word") << "t.trn"
                          << "9 2 3 4 5\n1 2 x 4 5\n"
                          << "t.trn:2:5: \"x\" is not a number";
    QTest::newRow("class") << "t.csv"
                           << "a,b,c,d,k\n1,2,3,4,\n"
                           << "t.csv:2:9: The class is missing";
    QTest::newRow("empty") << "t.csv"
                           << "a,b,c,d,k\n"
                           << "The table has no rows";
    QTest::newRow("nothing") << "t.csv"
                             << ""
                             << "t.csv";
    QTest::newRow("one class") << "t.trn"
                               << "9 2 3 4 5\n1 2 2 4 5\n"
                               << "There is one class only (5)";
    QTest::newRow("one row") << "t.trn"
                             << "9 2 3 4 5\n"
                             << "There is one image only (line 1)";
    QTest::newRow("binary") << "t.trn" << QString::fromLatin1("1 2 3 4 5\n1 2 \xff 4 5\n") << "t.trn";
  }
  void rowsThatDoNotFit() {
    QFETCH(QString, name);
    QFETCH(QString, text);
    QFETCH(QString, message);
    const ImageFolder folder;
    folder.write(name.toStdString(), text.toLatin1().toStdString());
    VERIFY_ERROR(readImageTask(folder, imageTask(name.toStdString(), kTile)), message.toStdString());
  }

  void parts() {
    const ImageFolder folder;
    folder.write("sat.trn", "1 2 3 4 1\n5 6 7 8 2\n");
    folder.write("sat.tst", "1 2 3 4 2\n");
    TaskSpec spec = imageTask("", kTile);
    spec.train = "sat.trn";
    spec.test = "sat.tst";
    std::vector<Block> blocks;
    const auto set = readImageTask(folder, spec, &blocks);
    VERIFY_OK(set);
    QVERIFY((blocks == std::vector<Block>{Block::kTrain, Block::kTrain, Block::kTest}));
    QCOMPARE(set->names[2], std::string("sat.tst line 1"));
    QCOMPARE(set->exactKeys[0], set->exactKeys[2]);
    spec.options["class_names"] = std::vector<std::string>{"none", "soil", "crop"};
    const auto named = readImageTask(folder, spec, &blocks);
    VERIFY_OK(named);
    QCOMPARE(named->targets.classes[2], std::string("crop"));
    QCOMPARE(named->targets.labels, (std::vector<std::int32_t>{1, 2, 2}));
  }
};

QTEST_GUILESS_MAIN(ImagesTileTest)
#include "images_tile_test.moc"
