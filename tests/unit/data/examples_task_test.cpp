// Whole tasks of sequences: files, split, validation, what repeats; and their descriptions.
#include "engine/data/examples/example_task.h"

#include <nlohmann/json.hpp>

#include "engine/data/content_hash.h"
#include "engine/data/describe.h"
#include "engine/data/examples/example_split.h"
#include "unit/data/example_sets.h"
#include "unit/data/sequence_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

// `count` rows with classes 0 and 1 in turn.
std::string rowsOf(int count, unsigned& state, std::size_t length = 20) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += randomLetters(state, length) + "," + std::to_string(i % 2) + "\n";
  }
  return text;
}

std::string turned(const std::string& text) {
  std::string out(text.rbegin(), text.rend());
  for (char& c : out) {
    c = SequenceAlphabet::letter(SequenceAlphabet::complement(SequenceAlphabet::code(c)));
  }
  return out;
}

bool hasProblem(const Description& description, const std::string& text) {
  return hasNote(description.problems, text);
}

}  // namespace

class ExamplesTaskTest : public QObject {
  Q_OBJECT

 private slots:
  void oneTable() {
    const TestFolder folder;
    unsigned state = 2;
    folder.write("t.csv", "sequence,label\n" + rowsOf(100, state));
    const auto task = loadExampleTask(genomicsTask("t.csv", {}, "stratified 70/10/20 seed 5"), folder.path());
    VERIFY_OK(task);
    QCOMPARE(task->train.size(), std::size_t{70});
    QCOMPARE(task->validation.size(), std::size_t{10});
    QCOMPARE(task->test.size(), std::size_t{20});
    QVERIFY(std::is_sorted(task->train.begin(), task->train.end()));
    for (const std::uint32_t item : task->test) {
      QVERIFY(task->blocks[item] == Block::kTest);
    }
    QVERIFY(task->notes.empty());
    QCOMPARE(task->overlap.flag(), std::string());
    QCOMPARE(task->overlap.testItems, std::int64_t{20});
    QCOMPARE(task->splitHash, splitHash(task->blocks));
    const auto again = loadExampleTask(genomicsTask("t.csv", {}, "70/10/20 seed 5"), folder.path());
    QCOMPARE(again->splitHash, task->splitHash);
    QVERIFY(loadExampleTask(genomicsTask("t.csv", {}, "70/10/20 seed 6"), folder.path())->splitHash != task->splitHash);
    const InputSelection test(task->set.inputs, task->test);
    QCOMPARE(test.count(), std::size_t{20});
    QVERIFY(test.symbols(3).data() == task->set.inputs->symbols(task->test[3]).data());
  }

  void trainAndTestWithoutValidation() {
    const TestFolder folder;
    unsigned state = 4;
    folder.write("train.csv", "sequence,label\n" + rowsOf(200, state));
    folder.write("test.csv", "sequence,label\n" + rowsOf(30, state));
    const auto task = loadExampleTask(genomicsPair("train.csv", "test.csv"), folder.path());
    VERIFY_OK(task);
    QCOMPARE(task->train.size(), std::size_t{180});
    QCOMPARE(task->validation.size(), std::size_t{20});
    QCOMPARE(countOf(task->set, task->blocks, 0, Block::kValidation), std::size_t{10});
    QCOMPARE(task->test.front(), std::uint32_t{200});
    VERIFY_NOTE(task->notes,
                "There is no validation block: 20 items, a tenth of training (stratified, seed 0), became it.");
    TaskSpec withFile = genomicsPair("train.csv", "test.csv");
    withFile.validation = "test.csv";
    const auto other = loadExampleTask(withFile, folder.path());
    VERIFY_OK(other);
    QCOMPARE(other->train.size(), std::size_t{200});
    QCOMPARE(other->validation.size(), std::size_t{30});
    QCOMPARE(other->overlap.exact, std::int64_t{30});
    QCOMPARE(other->overlap.exactInTrain, std::int64_t{0});
  }

  void splitOfRowsWithoutValidation() {
    const TestFolder folder;
    unsigned state = 4;
    folder.write("t.csv", "sequence,label\n" + rowsOf(60, state));
    folder.write("s.txt", "train 1-40\ntest 41-60\n");
    const auto task = loadExampleTask(genomicsTask("t.csv", {}, "file:s.txt"), folder.path());
    VERIFY_OK(task);
    QCOMPARE(task->train.size(), std::size_t{36});
    QCOMPARE(task->validation.size(), std::size_t{4});
    QCOMPARE(task->test.size(), std::size_t{20});
  }

  void whatRepeats() {
    const TestFolder folder;
    unsigned state = 8;
    std::vector<std::string> rows;
    for (int i = 0; i < 60; ++i) {
      rows.push_back(randomLetters(state, 25));
    }
    std::string train, test;
    for (int i = 0; i < 50; ++i) {
      train += rows[static_cast<std::size_t>(i)] + "," + std::to_string(i % 2) + "\n";
    }
    train += rows[0] + ",0\n" + rows[1] + ",0\n";  // row 51 repeats, row 52 with another class than row 2
    for (int i = 50; i < 60; ++i) {
      test += rows[static_cast<std::size_t>(i)] + "," + std::to_string(i % 2) + "\n";
    }
    test += rows[4] + ",0\n" + turned(rows[6]) + ",0\n" + turned(rows[7]) + ",1\n";
    folder.write("train.csv", "sequence,label\n" + train);
    folder.write("val.csv", "sequence,label\n" + rowsOf(4, state) + rows[55] + ",1\n");
    folder.write("test.csv", "sequence,label\n" + test);
    TaskSpec spec = genomicsPair("train.csv", "test.csv");
    spec.validation = "val.csv";
    const auto task = loadExampleTask(spec, folder.path());
    VERIFY_OK(task);
    const OverlapReport& overlap = task->overlap;
    QCOMPARE(overlap.testItems, std::int64_t{13});
    QCOMPARE(overlap.exact, std::int64_t{2});
    QCOMPARE(overlap.exactInTrain, std::int64_t{1});
    QCOMPARE(overlap.near, std::int64_t{2});
    QCOMPARE(overlap.insideTrain, std::int64_t{2});
    QCOMPARE(overlap.conflicting, std::int64_t{2});
    QCOMPARE(overlap.flag(),
             std::string("1 of 13 test items is also in training, 1 more in validation, 2 more as reverse complement"));
    QCOMPARE(overlap.examples.size(), std::size_t{3});
    QCOMPARE(overlap.examples[0], std::string("\"test.csv row 6\" is \"val.csv row 5\""));
    QCOMPARE(overlap.examples[2], std::string("\"test.csv row 12\" is the reverse complement of \"train.csv row 7\""));
    VERIFY_NOTE(task->notes, "1 of 13 test items is also in training");
    VERIFY_NOTE(task->notes, "Scores may be too good.");
    VERIFY_NOTE(task->notes, "Training items that repeat an earlier one: 2.");
    VERIFY_NOTE(task->notes, "Items with the content of another but another label: 2.");
    // A drawn split keeps all of these in one block, so that nothing of the test is in training.
    folder.write("all.csv", "sequence,label\n" + train + test);
    for (int seed = 0; seed < 20; ++seed) {
      const auto drawn =
          loadExampleTask(genomicsTask("all.csv", {}, "50/25/25 seed " + std::to_string(seed)), folder.path());
      VERIFY_OK(drawn);
      QCOMPARE(drawn->overlap.flag(), std::string());
      QCOMPARE(drawn->overlap.conflicting, std::int64_t{2});
    }
  }

  void flags() {
    const auto flag = [](std::int64_t inTrain, std::int64_t exact, std::int64_t near) {
      return OverlapReport{613, exact, inTrain, near, 0, 0, {}}.flag();
    };
    QCOMPARE(flag(16, 16, 0), std::string("16 of 613 test items are also in training"));
    QCOMPARE(flag(0, 2, 0), std::string("2 of 613 test items are also in validation"));
    QCOMPARE(flag(0, 0, 1), std::string("1 of 613 test items is in training or validation as reverse complement"));
    QCOMPARE(flag(0, 2, 3), std::string("2 of 613 test items are also in validation, 3 more as reverse complement"));
    QCOMPARE(flag(0, 0, 0), std::string());
  }

  void conflictsOfOtherTargets() {
    ExampleSet set = countedSet({4});
    set.exactKeys = {1, 1, 2, 2};
    set.targets.kind = TargetKind::kMultiLabel;
    set.targets.bits = {1, 0, 1, 1};
    QCOMPARE(findOverlap(set, std::vector<Block>(4, Block::kTrain)).conflicting, std::int64_t{2});
    set.targets.kind = TargetKind::kMask;
    set.targets.maskPixels = 2;
    set.targets.masks = {0, 1, 0, 1, 0, 1, 1, 1};
    QCOMPARE(findOverlap(set, std::vector<Block>(4, Block::kTrain)).conflicting, std::int64_t{2});
    QCOMPARE(findOverlap(set, std::vector{Block::kTrain, Block::kTrain, Block::kUnused, Block::kTrain}).conflicting,
             std::int64_t{0});
  }

  void badTasks() {
    const TestFolder folder;
    unsigned state = 4;
    folder.write("t.csv", "sequence,label\n" + rowsOf(40, state));
    folder.write("one.csv", "sequence,label\nACGTACGT,0\n");
    folder.write("oneclass.csv", "sequence,label\nACGT,0\nAAAA,0\nCCCC,0\nGGGT,0\nTTTG,0\n");
    folder.write("other.csv", "sequence,label\nACGT,2\nACGA,0\n");
    folder.write("a.fa", ">x\nACGT\n>y\nGGGG\n>z\nGGTT\n");
    const auto load = [&folder](const TaskSpec& spec) { return loadExampleTask(spec, folder.path()); };
    VERIFY_ERROR(load(genomicsTask("t.csv", {}, "")),
                 "task \"test\": The task has no split. Add split = \"stratified 80/10/10 seed 0\"");
    VERIFY_ERROR(load(genomicsTask("t.csv", {}, "last 48")), "task \"test\": The split \"last 48\" is not understood");
    VERIFY_ERROR(load(genomicsTask("one.csv")),
                 "task \"test\": There are 1 item in 1 group of different content, too few");
    VERIFY_ERROR(load(genomicsTask("oneclass.csv")),
                 "task \"test\": All items have one class, \"0\". There must be two");
    VERIFY_ERROR(load(genomicsTask("a.fa")), "All items have one class, \"a\"");
    VERIFY_ERROR(load(genomicsPair("t.csv", "other.csv")),
                 "task \"test\": The test item \"other.csv row 1\" has the class \"2\", which no training item has");
    VERIFY_ERROR(load(genomicsPair("one.csv", "t.csv")), "too few for 2 blocks");
    TaskSpec both = genomicsPair("t.csv", "t.csv");
    both.split = "80/10/10";
    VERIFY_ERROR(load(both), "The files of this task are its split already");
    VERIFY_ERROR(load(genomicsTask("none.csv")), "none.csv: There is no such file");
    TaskSpec series = genomicsTask("t.csv");
    series.modality = Modality::kTimeSeries;
    VERIFY_ERROR(load(series), "A time series is no task with labelled examples");
  }

  void descriptionOfATable() {
    const TestFolder folder;
    const auto file =
        folder.write("t.csv", "id,dna,kind\n1,ACGTACGTAC,x\n2,acgtacgtan,x\n3,GTACGTACGT,y\n4,ACGTACGTAC,y\n");
    const auto d = describe(file);
    VERIFY_OK(d);
    QVERIFY(d->kind == TableKind::kSequences);
    QCOMPARE(d->texts.size(), std::size_t{2});
    const std::string text = toText(*d);
    for (const char* part :
         {"labelled sequences, table with text columns: dna and kind", "rows      4", "lengths   10 letters",
          "ambiguous N 1, in 1 sequence", "classes   x 2, y 2",
          "1 of an earlier sequence, 1 more as reverse complement, 2 with another class", "modality = \"genomics\"",
          "sequence = \"dna\"", "label = \"kind\"", "split = \"stratified 80/10/10 seed 0\""}) {
      QVERIFY2(text.find(part) != std::string::npos, (std::string(part) + " in\n" + text).c_str());
    }
    const auto json = nlohmann::json::parse(toJson(*d));
    QCOMPARE(json["kind"].get<std::string>(), std::string("sequences"));
    QCOMPARE(json["sequences"]["classes"]["x"].get<int>(), 2);
    QCOMPARE(json["sequences"]["ambiguous_letters"]["N"].get<int>(), 1);
    QCOMPARE(json["sequences"]["repeats"].get<int>(), 1);
    QCOMPARE(json["sequences"]["reverse_complements"].get<int>(), 1);
    QCOMPARE(json["sequences"]["conflicting"].get<int>(), 2);
    QCOMPARE(json["sequences"]["task"]["data"].get<std::string>(), std::string("t.csv"));
    QVERIFY(json["sequences"]["blocks"].is_null());
    QCOMPARE(json["rows"].get<int>(), 4);
    QVERIFY(hasProblem(*d, "The column \"dna\" was taken for the sequences"));
    QVERIFY(hasProblem(*d, "with the letters of another but another class: 2"));
  }

  void descriptionOfFasta() {
    const TestFolder folder;
    const std::string fasta = ">p1 x\nACGUAC\nGT\n>p2\nACGTACGTTT\n";
    const auto d = describe(folder.write("train_pos.fa.gz", TestFolder::packed(fasta)));
    VERIFY_OK(d);
    QVERIFY(d->kind == TableKind::kSequences && d->isCompressed);
    QCOMPARE(d->rows, std::size_t{2});
    QCOMPARE(d->contentHash, contentHash(fasta));
    QVERIFY(hasProblem(*d, "All sequences have one class, \"pos\", from the name of the file."));
    QVERIFY(hasProblem(*d, "a header such as \"p1 x\" holds it"));
    const std::string text = toText(*d);
    QVERIFY2(text.find("lengths   8 to 10 letters") != std::string::npos, text.c_str());
    QVERIFY(text.find("separator") == std::string::npos && text.find("as a task") == std::string::npos);
    const auto json = nlohmann::json::parse(toJson(*d));
    QCOMPARE(json["sequences"]["first_header"].get<std::string>(), std::string("p1 x"));
    QCOMPARE(json["sequences"]["uracil_sequences"].get<int>(), 1);
    VERIFY_ERROR(describe(folder.write("bad.fa", ">a\nAC?T\n")), "bad.fa:2:3: The sign \"?\" is no nucleotide");
    QVERIFY(describe(folder.write("train.fa", ">a\nACGT\n")).ok());
  }

  void descriptionOfAFolder() {
    const TestFolder folder;
    folder.write("train_pos.fa", ">a\nACGTAC\n>b\nACGTAA\n");
    folder.write("train_neg.fa", ">a\nTTTTAC\n");
    folder.write("test_neg.fa", ">a\nACGTAC\n>b\nACGTTT\n");
    const auto d = describe(folder.path());
    VERIFY_OK(d);
    QVERIFY(d->kind == TableKind::kSequences);
    QCOMPARE(d->files.size(), std::size_t{3});
    QCOMPARE(d->files[0].what, std::string("FASTA, class neg, train block"));
    const std::string text = toText(*d);
    QVERIFY2(text.find("blocks    train 3, validation 0, test 2") != std::string::npos, text.c_str());
    QVERIFY(hasProblem(*d, "1 of 2 test items is also in training"));
    const auto json = nlohmann::json::parse(toJson(*d));
    QCOMPARE(json["files"].size(), std::size_t{3});
    QCOMPARE(json["sequences"]["blocks"]["test_in_train"].get<int>(), 1);
    QVERIFY(!json["sequences"]["task"].contains("split"));
    std::filesystem::remove(folder.path() / "test_neg.fa");
    const auto half = describe(folder.path());
    VERIFY_OK(half);
    QVERIFY(hasProblem(*half, "No file is named test. Name the files of the task one by one"));
  }

  void descriptionOfOtherFolders() {
    const TestFolder folder;
    folder.write("series/train.csv", hourlyCsv(50));
    folder.write("series/test.csv", hourlyCsv(50));
    folder.write("series/deep/x.fa", ">a\nACGT\n");
    folder.write("series/deep/y.fa", "no FASTA\n");
    const auto d = describe(folder.path() / "series");
    VERIFY_OK(d);
    QVERIFY(d->kind == TableKind::kFolder);
    QCOMPARE(d->files.size(), std::size_t{4});
    QCOMPARE(d->files[0].what, std::string("FASTA"));
    QVERIFY(!d->files[1].isReadable);
  }

  void descriptionOfWhatIsNoNucleotide() {
    const TestFolder folder;
    const auto d = describe(folder.write("p.csv", "sequence,label\nMKVLAA,x\nMKVLAG,y\n"));
    VERIFY_OK(d);
    QVERIFY(d->kind == TableKind::kTextTable);
    QVERIFY(hasProblem(*d, "As sequences: " + (folder.path() / "p.csv").string() +
                               ":2:4: The letter \"L\" is no nucleotide"));
  }
};

QTEST_GUILESS_MAIN(ExamplesTaskTest)
#include "examples_task_test.moc"
