// The forms of a split, lists of names, and what is checked of the blocks.
#include "engine/data/examples/example_split.h"

#include "unit/data/example_sets.h"
#include "unit/data/sequence_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

constexpr Block kA = Block::kTrain, kV = Block::kValidation, kT = Block::kTest, kU = Block::kUnused;

ExampleSet namedSet(const std::vector<std::string>& names) {
  ExampleSet set = classSet(std::vector<int>(names.size(), 0));
  set.names = names;
  return set;
}

Result<std::vector<Block>> applied(const TestFolder& folder, const std::string& text, const ExampleSet& set) {
  const auto rule = parseExampleSplit(text, folder.path());
  if (!rule) {
    return rule.error();
  }
  return applyExampleSplit(*rule, set);
}

}  // namespace

class ExamplesSplitTest : public QObject {
  Q_OBJECT

 private slots:
  void ratioForms_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("train");
    QTest::addColumn<double>("test");
    QTest::addColumn<int>("seed");
    QTest::newRow("full") << "stratified 80/10/10 seed 0" << 80.0 << 10.0 << 0;
    QTest::newRow("short") << "80/10/10" << 80.0 << 10.0 << 0;
    QTest::newRow("seed") << " Stratified 70 / 10 / 20  Seed 12 " << 70.0 << 20.0 << 12;
    QTest::newRow("percent") << "70/10/20 percent seed 3" << 70.0 << 20.0 << 3;
    QTest::newRow("fractions") << "99/0.5/0.5%" << 99.0 << 0.5 << 0;
  }
  void ratioForms() {
    QFETCH(QString, text);
    QFETCH(double, train);
    QFETCH(double, test);
    QFETCH(int, seed);
    const auto rule = parseExampleSplit(text.toStdString(), {});
    VERIFY_OK(rule);
    QVERIFY(rule->kind == ExampleSplitRule::Kind::kRatio);
    QCOMPARE(rule->percent[0], train);
    QCOMPARE(rule->percent[2], test);
    QCOMPARE(rule->seed, static_cast<std::uint64_t>(seed));
    QCOMPARE(rule->text, text.toStdString());
  }

  void badForms_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << ""
                           << "is not understood. Write \"stratified 80/10/10 seed 0\"";
    QTest::newRow("words") << "random"
                           << "is not understood";
    QTest::newRow("two") << "80/20"
                         << "is not understood";
    QTest::newRow("four") << "70/10/10/10"
                          << "is not understood";
    QTest::newRow("of series") << "last 48"
                               << "is not understood";
    QTest::newRow("months") << "12/4/4 months"
                            << "is not understood";
    QTest::newRow("sum") << "80/10/20"
                         << "adds up to 110 percent, not 100.";
    QTest::newRow("empty block") << "90/10/0"
                                 << "has an empty block. Training, validation and test each need items.";
    QTest::newRow("negative") << "110/-20/10"
                              << "is not understood";
    QTest::newRow("not finite") << "nan/10/10"
                                << "is not understood";
    QTest::newRow("seed") << "80/10/10 seed x"
                          << "needs a whole number from 0 after \"seed\"";
    QTest::newRow("negative seed") << "80/10/10 seed -1"
                                   << "needs a whole number";
    QTest::newRow("no file") << "file:none.txt"
                             << "none.txt: There is no split file here";
    QTest::newRow("no name") << "file:"
                             << "There is no split file here";
    QTest::newRow("a folder") << "file:."
                              << "There is no split file here";
    QTest::newRow("one of files") << "files:a.txt"
                                  << "names 1 file. Give two files (training and test) or three";
    QTest::newRow("four files") << "files:a b c d"
                                << "names 4 files";
    QTest::newRow("missing file") << "files:a.txt none.txt"
                                  << "none.txt: There is no split file here";
  }
  void badForms() {
    QFETCH(QString, text);
    QFETCH(QString, message);
    const TestFolder folder;
    folder.write("a.txt", "x\n");
    const auto rule = parseExampleSplit(text.toStdString(), folder.path());
    VERIFY_ERROR(rule, message.toStdString());
  }

  void oneFile() {
    const TestFolder folder;
    folder.write("s.txt",
                 "\xEF\xBB\xBF# a comment\ntrain row 1\r\nTraining, row 2\n\nval\trow 3   # why\ntest 4\ntest row 6\n");
    const auto blocks = applied(folder, "file:s.txt", countedSet({6}));
    VERIFY_OK(blocks);
    QVERIFY(*blocks == (std::vector{kA, kA, kV, kT, kU, kT}));
  }

  void ranges() {
    const TestFolder folder;
    folder.write("s.txt", "train 1-4\ntest 5 - 6\n");
    const auto blocks = applied(folder, "file: s.txt ", countedSet({6}));
    VERIFY_OK(blocks);
    QVERIFY(*blocks == (std::vector{kA, kA, kA, kA, kT, kT}));
  }

  void filesForBlocks() {
    const TestFolder folder;
    const ExampleSet set =
        namedSet({"Forest/Forest_1.jpg", "Forest/Forest_2.jpg", "River/River_1.jpg", "River/x.y/z.tif"});
    folder.write("a.txt", "Forest_1.jpg\nRiver_1\n");
    folder.write("b c.txt", "Forest/Forest_2.jpg\n");
    folder.write("d.txt", "River/x.y/z\n");
    const auto three = applied(folder, "files:a.txt, b c.txt, d.txt", set);
    VERIFY_OK(three);
    QVERIFY(*three == (std::vector{kA, kV, kA, kT}));
    const auto two = applied(folder, "files:a.txt d.txt", set);
    VERIFY_OK(two);
    QVERIFY(*two == (std::vector{kA, kU, kA, kT}));
    // The same names with another ending, as in a list made for another format.
    folder.write("e.txt", "Forest_1.tif\n");
    const auto other = applied(folder, "files:e.txt d.txt", set);
    VERIFY_OK(other);
    QVERIFY((*other)[0] == kA);
  }

  void badLines_data() {
    QTest::addColumn<QString>("lines");
    QTest::addColumn<QString>("message");
    QTest::newRow("block") << "train a\nteach b\n"
                           << "s.txt:2: The line \"teach b\" is not understood. Write \"train NAME\"";
    QTest::newRow("no name") << "train\n"
                             << "s.txt:1: The line \"train\" is not understood";
    QTest::newRow("unknown") << "train a\n\n# x\ntest zz\n"
                             << "s.txt:4: There is no item \"zz\". The first item is called \"a\".";
    QTest::newRow("twice") << "train a\ntest a\n"
                           << "s.txt:2: The item \"a\" is already in the train block";
    QTest::newRow("number too large") << "train 9\n"
                                      << "s.txt:1: The number \"9\" is not from 1 to 4, the number of items.";
    QTest::newRow("number 0") << "train 0\n"
                              << "is not from 1 to 4";
    QTest::newRow("range backwards") << "train 3-1\n"
                                     << "is not from 1 to 4";
    QTest::newRow("several") << "train same\n"
                             << "s.txt:1: Several items are called \"same\"";
  }
  void badLines() {
    QFETCH(QString, lines);
    QFETCH(QString, message);
    const TestFolder folder;
    folder.write("s.txt", lines.toStdString());
    VERIFY_ERROR(applied(folder, "file:s.txt", namedSet({"a", "b", "x/same", "y/same"})), message.toStdString());
  }

  void namesThatAreNumbers() {
    const TestFolder folder;
    folder.write("s.txt", "train 3\ntest 1\n");
    const auto blocks = applied(folder, "file:s.txt", namedSet({"3", "1", "x"}));
    VERIFY_OK(blocks);
    QVERIFY(*blocks == (std::vector{kA, kT, kU}));  // by name, not by place
  }

  void tenthOfTraining() {
    const ExampleSet set = countedSet({100, 60, 40});
    std::vector<Block> blocks(200, kA);
    for (std::size_t i = 0; i < 200; i += 4) {
      blocks[i] = kT;
    }
    const std::vector<Block> before = blocks;
    const auto taken = takeValidation(set, blocks);
    VERIFY_OK(taken);
    QCOMPARE(*taken, std::size_t{15});
    for (std::size_t i = 0; i < 200; ++i) {
      QVERIFY(blocks[i] == before[i] || (before[i] == kA && blocks[i] == kV));
    }
    QVERIFY(countOf(set, blocks, 0, kV) >= 7 && countOf(set, blocks, 0, kV) <= 8);  // a tenth of 75, 45, 30
    QVERIFY(countOf(set, blocks, 1, kV) >= 4 && countOf(set, blocks, 1, kV) <= 5);
    QCOMPARE(countOf(set, blocks, 2, kV), std::size_t{3});
    std::vector<Block> few = {kA, kT, kU};
    VERIFY_ERROR(takeValidation(countedSet({3}), few),
                 "There are 1 item in 1 group of different content, too few for 2 blocks");
  }

  void checks() {
    std::vector<std::string> notes;
    const ExampleSet set = classSet({0, 1, 0, 1, 2, 1});
    const auto check = [&](const std::vector<Block>& blocks) {
      notes.clear();
      return checkExampleSplit(set, blocks, notes);
    };
    VERIFY_OK(check({kA, kA, kV, kV, kU, kT}));
    VERIFY_NOTE(notes, "The test block has no item of the class \"c0\".");
    VERIFY_NOTE(notes, "Not used, because the split names them in no block: 1 item.");
    QCOMPARE(notes.size(), std::size_t{2});
    VERIFY_ERROR(check({kV, kA, kV, kV, kU, kU}), "The test block has no item, of 6 in all.");
    VERIFY_ERROR(check({kA, kA, kT, kT, kU, kU}), "The validation block has no item");
    VERIFY_ERROR(check({kV, kV, kT, kT, kU, kU}), "The train block has no item");
    VERIFY_ERROR(
        check({kA, kA, kV, kV, kT, kT}),
        "The test item \"row 5\" has the class \"c2\", which no training item has (1 item in all). The classes of "
        "training are c0, c1.");
    VERIFY_ERROR(check({kA, kV, kA, kT, kU, kU}),
                 "The validation item \"row 2\" has the class \"c1\", which no training item has");
    VERIFY_ERROR(check({kA, kU, kV, kU, kU, kU}), "The test block has no item");
    VERIFY_ERROR(checkExampleSplit(classSet({0, 0, 0}), std::vector{kA, kV, kT}, notes),
                 "All items have one class, \"c0\"");
    const ExampleSet one = classSet({0, 0, 0, 1});
    VERIFY_ERROR(checkExampleSplit(one, std::vector{kA, kV, kT, kU}, notes),
                 "All training items have the class \"c0\"");
  }

  void checksOfSeveralLabels() {
    ExampleSet set = classSet({0, 0, 0});
    set.targets.kind = TargetKind::kMultiLabel;
    set.targets.classes = {"p", "q"};
    set.targets.bits = {1, 0, 0, 0, 0, 1};
    std::vector<std::string> notes;
    VERIFY_ERROR(checkExampleSplit(set, std::vector{kA, kV, kT}, notes), "The test item \"row 3\" has the class \"q\"");
    set.targets.bits = {1, 0, 0, 0, 1, 0};
    VERIFY_ERROR(checkExampleSplit(set, std::vector{kA, kV, kT}, notes), "No item has the class \"q\"");
    set.targets.classes = {"p"};
    set.targets.bits = {1, 0, 1};
    VERIFY_OK(checkExampleSplit(set, std::vector{kA, kV, kT}, notes));
  }

  void hashes() {
    QCOMPARE(splitHash(std::vector{kA, kV, kT}).size(), std::size_t{16});
    QVERIFY(splitHash(std::vector{kA, kV, kT}) != splitHash(std::vector{kA, kT, kV}));
    QCOMPARE(splitHash(std::vector{kA, kV, kT}), splitHash(std::vector{kA, kV, kT}));
  }
};

QTEST_GUILESS_MAIN(ExamplesSplitTest)
#include "examples_split_test.moc"
