// Every bad set of sequences that a user may hand in: always an error that says what, where and what to do.
#include "engine/base/random.h"
#include "engine/data/describe.h"
#include "engine/data/examples/example_options.h"
#include "engine/data/sequences/sequence_reader.h"
#include "unit/data/sequence_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

using Texts = std::vector<std::string>;

std::string sequenceTable(int rows) {
  unsigned state = 9;
  std::string text = "name,sequence,label\n";
  for (int i = 0; i < rows; ++i) {
    text += "n" + std::to_string(i) + "," + randomLetters(state, 30) + "," + std::to_string(i % 3) + "\n";
  }
  return text;
}

}  // namespace

class SequencesBadInputTest : public QObject {
  Q_OBJECT

 private slots:
  void tables_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char* name, const QByteArray& bytes, const char* message) {
      QTest::newRow(name) << bytes << QByteArray(message);
    };
    row("empty", "", "bad.csv: The file is empty");
    row("header only", "sequence,label\n", "bad.csv: The file has a header and no rows");
    row("empty sequence", "sequence,label\nACGT,0\n,1\n", "bad.csv:3:1: The sequence is empty");
    row("missing sequence", "label,sequence\n0,ACGT\n1,NA\n", "bad.csv:3:3: The sequence is empty");
    row("protein", "sequence,label\nACGT,0\n MKVL,1\n", "bad.csv:3:5: The letter \"L\" is no nucleotide");
    row("number", "sequence,label\nACGT,0\n123,1\n", "bad.csv:3:1: This is a number, not a sequence");
    row("k-mers", "sequence,label\nACGTAC CGTACG,0\nGG,1\n", "bad.csv:2:7: There is a space within the sequence");
    row("missing class", "sequence,label\nACGT,0\nGGGG,\n", "bad.csv:3:6: The class is missing");
    row("class NA", "sequence,label\nACGT,0\nGGGG,NA\n", "bad.csv:3:6: The class is missing");
    row("ragged", "sequence,label\nACGT,0\nGGGG\n", "bad.csv:3: The line has 1 cell, but the header has 2 columns");
    row("no column of sequences", "a,b\nx,0\ny,1\n",
        "bad.csv: It is not clear which column holds the sequences. Set sequence = \"NAME\". The columns are a, b.");
    row("two columns of sequences", "a,b,label\nACGTACGT,GGTTACGT,1\nACGTACGT,GGTTACGT,1\n",
        "which column holds the sequences");
    row("no column of classes", "sequence,a,b\nACGT,0,1\n",
        "bad.csv: It is not clear which column holds the classes. Set label = \"NAME\". The columns are sequence, a, "
        "b.");
    row("only sequences", "sequence\nACGT\nACGA\n", "which column holds the classes");
    row("two names", "sequence,sequence\nACGT,0\n", "Two columns are called \"sequence\"");
    row("Latin-1", "sequence,label\nACGT,caf\xE9\n", "bad.csv:2:9: The byte 0xE9 is no UTF-8");
    row("cut gzip", QByteArray::fromStdString(TestFolder::packed(sequenceTable(3000)).substr(0, 3000)),
        "bad.csv: The gzip file is cut off");
    row("open quote", "sequence,label\n\"ACGT,0\nGGGG,1\n",
        "bad.csv:2:1: A quote opens in this line and is not closed");
  }
  void tables() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, message);
    const TestFolder folder;
    folder.write("bad.csv", bytes.toStdString());
    const auto set = readSequences(genomicsTask("bad.csv"), folder.path(), nullptr);
    VERIFY_ERROR(set, message.toStdString());
    QVERIFY(set.error().message.ends_with("."));
  }

  void options_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("value");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char* name, const char* option, int value, const char* text, const char* message) {
      QTest::newRow(name) << QByteArray(option) << value << QByteArray(text) << QByteArray(message);
    };
    row("near name", "sequence", 0, "sequense",
        "t.csv: There is no column \"sequense\", did you mean \"sequence\"? The columns are sequence, label, a.");
    row("label", "label", 0, "lable", "There is no column \"lable\", did you mean \"label\"?");
    row("labels", "labels", 0, "zzz", "There is no column \"zzz\". The columns are");
    row("labels of text", "labels", 0, "label", "t.csv:2:6: The cell \"x\" is neither 0 nor 1");
    row("labels are the sequences", "labels", 0, "sequence", "is named twice");
    row("both the same", "label", 0, "sequence", "cannot be both sequence and label");
    row("unknown", "croop", 0, "left",
        "There is no option \"croop\" of a task of modality genomics, did you mean \"crop\"?");
    row("of another modality", "tile", 0, "3x3x4", "There is no option \"tile\" of a task of modality genomics");
    row("crop", "crop", 0, "middle", "The option \"crop\" must be one of: centre, left or right.");
    row("type", "length", 0, "long", "The option \"length\" must be a whole number from 1 to 1048576.");
    row("length 0", "length", 0, "", "The option \"length\" must be a whole number from 1 to");
    row("channels", "channels", 3, "", "The option \"channels\" must be a whole number from 4 to 5.");
    row("flag", "multi_label", 1, "", "The option \"multi_label\" must be true or false.");
    row("header of a table", "label_in_header", 0, "last word", "is for FASTA files, but the data are tables");
  }
  void options() {
    QFETCH(QByteArray, name);
    QFETCH(int, value);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, message);
    const TestFolder folder;
    folder.write("t.csv", "sequence,label,a\nACGT,x,0\nGGGG,y,1\n");
    const OptionValue option = text.isEmpty() ? OptionValue(std::int64_t{value}) : OptionValue(text.toStdString());
    const TaskSpec spec = genomicsTask("t.csv", {{name.toStdString(), option}});
    VERIFY_ERROR(readSequences(spec, folder.path(), nullptr), message.toStdString());
  }

  void everyOptionIsDescribed() {
    for (const ExampleOption& option : exampleOptions()) {
      QVERIFY(option.modality != Modality::kTimeSeries);
      QVERIFY2(option.help.ends_with("."), option.name.c_str());
      QCOMPARE(option.kind == ExampleOptionKind::kWord, !option.words.empty());
      QVERIFY(findExampleOption(option.modality, option.name) == &option);
    }
    QVERIFY(findExampleOption(Modality::kTimeSeries, "label") == nullptr);
    TaskSpec spec = genomicsTask("x", {{"labels", Texts{"a", "b"}}, {"length", std::int64_t{5}}, {"crop", "left"}});
    QVERIFY(exampleOptionProblems(spec).empty());
    spec.options["length"] = 5.5;
    spec.options["crop"] = true;
    QCOMPARE(exampleOptionProblems(spec).size(), std::size_t{2});
    spec = {};
    spec.modality = Modality::kSatellite;
    spec.options = {{"tile", "3x3x4"}, {"bands", std::vector<double>{1, 2}}, {"ignore", std::int64_t{-1}}};
    QVERIFY(exampleOptionProblems(spec).empty());
    spec.options["bands"] = std::vector<double>{0, 2};
    spec.options["tile"] = "3 by 3";
    spec.options["crop"] = "left";
    const std::string problems = joinedNotes(exampleOptionProblems(spec));
    for (const char* part :
         {"\"bands\" must be a number or a list of numbers from 1 to 4096", "\"tile\" must be ROWSxCOLUMNSxBANDS",
          "There is no option \"crop\" of a task of modality satellite"}) {
      QVERIFY2(problems.find(part) != std::string::npos, problems.c_str());
    }
  }

  void labelAndLabels() {
    const TestFolder folder;
    folder.write("t.csv", "sequence,label,a\nACGT,x,0\n");
    VERIFY_ERROR(
        readSequences(genomicsTask("t.csv", {{"label", "label"}, {"labels", Texts{"a"}}}), folder.path(), nullptr),
        "Give either label (one column) or labels");
  }

  void files() {
    const TestFolder folder;
    folder.write("t.csv", "sequence,label\nACGT,0\n");
    folder.write("a.fa", ">x\nACGT\n");
    folder.write("train.fa", ">x\nACGT\n");
    std::filesystem::create_directories(folder.path() / "none");
    folder.write("mixed/train_a.fa", ">x\nACGT\n");
    folder.write("mixed/b.fa", ">x\nACGT\n");
    folder.write("trainonly/train_a.fa", ">x\nACGT\n");
    const auto read = [&folder](const TaskSpec& spec) { return readSequences(spec, folder.path(), nullptr); };
    VERIFY_ERROR(read(genomicsTask("nothing.fa")), "nothing.fa: There is no such file or folder");
    VERIFY_ERROR(read(genomicsTask("a.fa, nothing.fa")), "nothing.fa: There is no such file or folder");
    VERIFY_ERROR(read(genomicsTask("a.fa,,t.csv")), "has an empty place");
    VERIFY_ERROR(read(genomicsTask("a.fa=")), "has an empty place");
    VERIFY_ERROR(read(genomicsTask("a.fa, t.csv")), "Some of the files are tables and some are FASTA");
    VERIFY_ERROR(read(genomicsTask("t.csv = x")), "t.csv: A class is given for this file, but it is a table");
    VERIFY_ERROR(read(genomicsTask("train.fa")),
                 "train.fa: The classes of this FASTA file are not known: its name says none");
    VERIFY_ERROR(read(genomicsTask("none")), "none: There is no FASTA file in this folder");
    VERIFY_ERROR(read(genomicsTask("mixed")), "b.fa: Other files of this folder are named after a block");
    VERIFY_ERROR(read(genomicsPair("trainonly", "trainonly")), "none is named test");
    VERIFY_ERROR(read(genomicsTask("a.fa", {{"label", "x"}})), "name columns of a table, but the data are FASTA files");
    VERIFY_ERROR(read(genomicsTask("a.fa", {{"label_in_header", "last word"}})),
                 "a.fa:1: The header \"x\" has no class where label_in_header = \"last word\" looks for it");
    VERIFY_ERROR(read(genomicsTask("")), "Give either data, or train and test.");
    TaskSpec both = genomicsPair("a.fa", "a.fa");
    both.data = "a.fa";
    VERIFY_ERROR(read(both), "Give either data, or train and test.");
  }

  void tooLong() {
    const TestFolder folder;
    std::string text = ">x\n" + std::string(1'200'000, 'A') + "\n>y\nAC\n";
    folder.write("a.fa", text);
    VERIFY_ERROR(readSequences(genomicsTask("a.fa"), folder.path(), nullptr),
                 "task \"test\": The longest sequence has 1200000 letters, more than the 1048576 of one example");
    const auto cropped = readSequences(genomicsTask("a.fa", {{"length", std::int64_t{100}}}), folder.path(), nullptr);
    VERIFY_OK(cropped);
    QCOMPARE(cropped->inputs->symbols(0).size(), std::size_t{100});
  }

  // Whatever the bytes: a set, or an error with a place, and a description or an error.
  void randomBytes() {
    const TestFolder folder;
    base::RandomStream random{8};
    const std::string letters = "ACGTNacgt,,;\t\n\n\"0 1x\xC3\xBC|";
    const std::string valid = sequenceTable(30), headerless = valid.substr(valid.find('\n') + 1);
    const auto place = [&random](const std::string& text) {
      return static_cast<std::size_t>(random.below(static_cast<std::int64_t>(text.size())));
    };
    const auto file = folder.path() / "fuzz.csv";
    int read = 0;
    for (int round = 0; round < 500; ++round) {
      std::string bytes = round % 2 == 0 ? valid : headerless;
      if (round % 4 == 0) {
        bytes = round % 8 == 0 ? "sequence,label\n" : "";
        for (std::int64_t i = random.below(200); i >= 0; --i) {
          bytes += letters[place(letters)];
        }
      } else {
        for (std::int64_t i = random.below(3); i >= 0; --i) {
          bytes[place(bytes)] = letters[place(letters)];
        }
      }
      std::filesystem::remove(file);
      folder.write("fuzz.csv", bytes);
      const auto set = readSequences(genomicsTask("fuzz.csv"), folder.path(), nullptr);
      if (set.ok()) {
        ++read;
        QCOMPARE(set->targets.count(), set->names.size());
        std::vector<float> out(set->inputs->shape().values());
        const Pick last{static_cast<std::uint32_t>(set->names.size() - 1), 1};
        VERIFY_OK(set->inputs->gather(std::span(&last, 1), out));
      } else {
        QVERIFY2(set.error().text().starts_with(file.string()), set.error().text().c_str());
        QVERIFY2(set.error().message.ends_with("."), set.error().text().c_str());
      }
      if (const auto description = describe(file); description.ok()) {
        QVERIFY(!toText(*description).empty() && !toJson(*description).empty());
      }
    }
    QVERIFY(read > 20);
  }
};

QTEST_GUILESS_MAIN(SequencesBadInputTest)
#include "sequences_bad_input_test.moc"
