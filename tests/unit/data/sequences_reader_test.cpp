// Labelled sequences from tables and FASTA: columns, labels, lengths, file lists and folders.
#include "engine/data/sequences/sequence_reader.h"

#include "engine/data/content_hash.h"
#include "engine/data/csv_reader.h"
#include "engine/data/sequences/sequence_columns.h"
#include "unit/data/sequence_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

using Texts = std::vector<std::string>;

Texts itemTexts(const ExampleSet& set) {
  Texts texts;
  for (std::size_t i = 0; i < set.names.size(); ++i) {
    texts.push_back(itemText(set, i));
  }
  return texts;
}

Texts labelsOf(const ExampleSet& set) {
  Texts labels;
  for (std::size_t i = 0; i < set.names.size(); ++i) {
    labels.push_back(labelOf(set, i));
  }
  return labels;
}

Result<ExampleSet> readIn(const TestFolder& folder, const TaskSpec& spec, std::vector<Block>* blocks = nullptr) {
  return readSequences(spec, folder.path(), blocks);
}

std::string fasta(const Texts& letters, const std::string& stem = "s") {
  std::string text;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    text += ">" + stem + std::to_string(i + 1) + "\n" + letters[i] + "\n";
  }
  return text;
}

}  // namespace

class SequencesReaderTest : public QObject {
  Q_OBJECT

 private slots:
  void tableWithTheUsualNames() {
    const TestFolder folder;
    const std::string text = "sequence,label\nACGTACGTAC,b\nacgu,a\n\"NRY\" , b \n";
    folder.write("t.csv", text);
    std::vector<Block> blocks = {Block::kTest};
    const auto set = readIn(folder, genomicsTask("t.csv"), &blocks);
    VERIFY_OK(set);
    QVERIFY(blocks.empty());
    QCOMPARE(itemTexts(*set), (Texts{"ACGTACGTAC", "ACGT", "NRY"}));
    QCOMPARE(set->targets.classes, (Texts{"a", "b"}));
    QVERIFY(set->targets.kind == TargetKind::kClass);
    QCOMPARE(labelsOf(*set), (Texts{"b", "a", "b"}));
    QCOMPARE(set->names, (Texts{"row 1", "row 2", "row 3"}));
    QVERIFY(set->inputs->shape() == (InputShape{4, 1, 10, false}));
    QCOMPARE(set->dataHash, contentHash(text));
    QCOMPARE(set->sizeBytes, static_cast<std::int64_t>(text.size()));
    VERIFY_NOTE(set->notes, "Padded with zeros on the right to 10 letters: 2 of 3 sequences, the shortest 3 long.");
    VERIFY_NOTE(set->notes, "Ambiguous letters in 1 sequence (N 1, Y 1, R 1): each counts in equal shares");
    VERIFY_NOTE(set->notes, "U was read as T in 1 sequence.");
    QCOMPARE(set->notes.size(), std::size_t{3});
  }

  void keysTellEqualAndReversedSequences() {
    const TestFolder folder;
    folder.write("t.csv", "sequence,label\nAACGTT,0\nGATTACA,0\nTGTAATC,1\ngattaca,1\nUGUAAUC,0\nGATTACAN,0\n");
    const auto set = readIn(folder, genomicsTask("t.csv"));
    VERIFY_OK(set);
    QCOMPARE(set->exactKeys[1], set->exactKeys[3]);
    QCOMPARE(set->exactKeys[2], set->exactKeys[4]);
    QVERIFY(set->exactKeys[1] != set->exactKeys[2]);
    QCOMPARE(set->nearKeys[1], set->nearKeys[2]);
    QVERIFY(set->nearKeys[0] != set->nearKeys[1] && set->nearKeys[5] != set->nearKeys[1]);
  }

  void classesInOrder() {
    const TestFolder folder;
    folder.write("t.csv", "sequence,label\nACGT,10\nACGT,9\nACGT,b\nACGT,-1\nACGT,a\n");
    QCOMPARE(readIn(folder, genomicsTask("t.csv")).value().targets.classes, (Texts{"-1", "9", "10", "a", "b"}));
  }

  void columnsByOption() {
    const TestFolder folder;
    folder.write("t.tsv", "id\tdna\tkind\tlabel\nx1\tACGT\tp\t0\nx2\tGGGG\tq\t0\n");
    const auto set = readIn(folder, genomicsTask("t.tsv", {{"sequence", "dna"}, {"label", "kind"}}));
    VERIFY_OK(set);
    QCOMPARE(labelsOf(*set), (Texts{"p", "q"}));
    QCOMPARE(set->names, (Texts{"x1", "x2"}));
    QVERIFY(set->notes.empty());
    folder.write("t.csv.gz", TestFolder::packed("dna;class\nACGTACGT;p\nGGGGCCCC;q\n"));
    const auto guessed = readIn(folder, genomicsTask("t.csv.gz"));
    VERIFY_OK(guessed);
    QCOMPARE(labelsOf(*guessed), (Texts{"p", "q"}));
    VERIFY_NOTE(guessed->notes, "The column \"dna\" was taken for the sequences; to say so, set sequence = \"dna\".");
    VERIFY_NOTE(guessed->notes, "The column \"class\" was taken for the classes; to say so, set label = \"class\".");
  }

  void tablesWithoutAHeader() {
    const TestFolder folder;
    folder.write("splice.data", "EI,    ATRINS-DONOR-521,          CCAGCTGCATCACAGGAGGC\n"
                                "EI,    ATRINS-DONOR-905,          AGACCCGCCGGGAGGCGGAN\n"
                                "IE,    BABAPOE-DONOR-30,          GAGGTGAAGGACGTCCTTCC\n");
    const auto set = readIn(folder, genomicsTask("splice.data"));
    VERIFY_OK(set);
    QCOMPARE(labelsOf(*set), (Texts{"EI", "EI", "IE"}));
    QCOMPARE(set->names, (Texts{"ATRINS-DONOR-521", "ATRINS-DONOR-905", "BABAPOE-DONOR-30"}));
    QCOMPARE(itemText(*set, 1), std::string("AGACCCGCCGGGAGGCGGAN"));
    VERIFY_NOTE(set->notes, "The table has no header");
    folder.write("pm.data", "+,S10,\t\ttactagcaatacgcttgcg\n-,AMPC,\t\ttgctatcctgacagttgtc\n");
    QCOMPARE(labelsOf(readIn(folder, genomicsTask("pm.data")).value()), (Texts{"+", "-"}));
    // The names may be the classes where somebody says so.
    QCOMPARE(labelsOf(readIn(folder, genomicsTask("pm.data", {{"label", "column 2"}})).value()),
             (Texts{"S10", "AMPC"}));
    folder.write("quoted.csv", "\"a \"\"b\"\"\",\"ACGTACGTAC\"\n\"c\",\"GGGTACGTAC\"\n");
    QCOMPARE(labelsOf(readIn(folder, genomicsTask("quoted.csv")).value()), (Texts{"a \"b\"", "c"}));
  }

  void severalClassesInACell() {
    const TestFolder folder;
    folder.write("t.csv", "sequence,label\nACGT,b;a\nGGGG,\nCCCC,a | c\nTTTT,c\n");
    const auto set = readIn(folder, genomicsTask("t.csv", {{"multi_label", true}}));
    VERIFY_OK(set);
    QVERIFY(set->targets.kind == TargetKind::kMultiLabel);
    QCOMPARE(set->targets.classes, (Texts{"a", "b", "c"}));
    QVERIFY(set->targets.bits == (std::vector<std::uint8_t>{1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1}));
    QCOMPARE(set->targets.count(), std::size_t{4});
  }

  void columnsOfZeroAndOne() {
    const TestFolder folder;
    folder.write("t.csv", "sequence,z,label,a\nACGT,1,x,0\nGGGG,0,y,1.0\nCCCC,true,y,false\n");
    const auto set = readIn(folder, genomicsTask("t.csv", {{"labels", Texts{"z", "a"}}}));
    VERIFY_OK(set);
    QCOMPARE(set->targets.classes, (Texts{"z", "a"}));  // as asked for
    QVERIFY(set->targets.bits == (std::vector<std::uint8_t>{1, 0, 0, 1, 1, 0}));
  }

  void lengths_data() {
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("crop");
    QTest::addColumn<QString>("expected");
    QTest::newRow("centre by default") << 4 << ""
                                       << "ACGT";
    QTest::newRow("centre") << 3 << "centre"
                            << "CGT";
    QTest::newRow("left") << 3 << "left"
                          << "AAC";
    QTest::newRow("right") << 3 << "right"
                           << "TAA";
    QTest::newRow("as long") << 7 << ""
                             << "AACGTAA";
    QTest::newRow("longer") << 9 << ""
                            << "AACGTAA";
  }
  void lengths() {
    QFETCH(int, length);
    QFETCH(QString, crop);
    QFETCH(QString, expected);
    const TestFolder folder;
    folder.write("t.csv", "sequence,label\nAACGTAA,0\nGG,1\n");
    Options options = {{"length", std::int64_t{length}}};
    if (!crop.isEmpty()) {
      options["crop"] = crop.toStdString();
    }
    const auto set = readIn(folder, genomicsTask("t.csv", options));
    VERIFY_OK(set);
    QCOMPARE(itemTexts(*set), (Texts{expected.toStdString(), "GG"}));
    QCOMPARE(set->inputs->shape().width, length);
    QCOMPARE(hasNote(set->notes, "Cropped to " + std::to_string(length) + " letters: 1 of 2 sequences (up to 7 long)"),
             length < 7);
    QVERIFY(hasNote(set->notes, "Padded with zeros on the right"));
  }

  void fiveChannels() {
    const TestFolder folder;
    folder.write("t.csv", "sequence,label\nATCGN,0\nGGGGG,1\n");
    const auto set = readIn(folder, genomicsTask("t.csv", {{"channels", std::int64_t{5}}}));
    VERIFY_OK(set);
    QCOMPARE(set->inputs->shape().channels, 5);
    VERIFY_NOTE(set->notes, "(N 1): each is an N.");
  }

  void longTailsAreSaid() {
    const TestFolder folder;
    std::string text = "sequence,label\n" + std::string(500, 'A') + ",0\n";
    for (int i = 0; i < 200; ++i) {
      text += "ACGTACGTAC," + std::to_string(i % 2) + "\n";
    }
    folder.write("t.csv", text);
    VERIFY_NOTE(readIn(folder, genomicsTask("t.csv")).value().notes,
                "Few sequences are as long as the longest (500 letters)");
  }

  void trainAndTestTables() {
    const TestFolder folder;
    folder.write("train.csv", "seq,class\nACGTACGT,a\nGGGGGGGG,b\n");
    folder.write("test.csv", "class,seq\nb,TTTTTTTT\n");
    std::vector<Block> blocks;
    const auto set = readIn(folder, genomicsPair("train.csv", "test.csv"), &blocks);
    VERIFY_OK(set);
    QVERIFY(blocks == (std::vector{Block::kTrain, Block::kTrain, Block::kTest}));
    QCOMPARE(set->names, (Texts{"train.csv row 1", "train.csv row 2", "test.csv row 1"}));
    QCOMPARE(labelsOf(*set), (Texts{"a", "b", "b"}));
    QCOMPARE(set->dataHash, contentHash(contentHash("seq,class\nACGTACGT,a\nGGGGGGGG,b\n") + "\n" +
                                        contentHash("class,seq\nb,TTTTTTTT\n") + "\n"));
    TaskSpec three = genomicsPair("train.csv", "test.csv");
    three.validation = "test.csv";
    QVERIFY(readIn(folder, three, &blocks).ok());
    QVERIFY(blocks == (std::vector{Block::kTrain, Block::kTrain, Block::kValidation, Block::kTest}));
  }

  void classesFromFileNames() {
    const TestFolder folder;
    folder.write("d/train_enhancers.fa", fasta({"ACGT", "AAAA"}));
    folder.write("d/train_others.fa", fasta({"GGGG"}));
    folder.write("d/test_enhancers.fa.gz", TestFolder::packed(fasta({"CCCC"})));
    folder.write("d/test_others.FASTA", fasta({"TTTT"}));
    folder.write("d/README.md", "x");
    std::vector<Block> blocks;
    // One folder for all, one for both blocks, and lists, are the same.
    for (const TaskSpec& spec :
         {genomicsTask("d", {}, ""), genomicsPair("d", "d"), genomicsPair("d/", "d"),
          genomicsPair("d/train_enhancers.fa,d/train_others.fa", "d/test_enhancers.fa.gz , d/test_others.FASTA")}) {
      const auto set = readIn(folder, spec, &blocks);
      VERIFY_OK(set);
      QVERIFY(blocks == (std::vector{Block::kTrain, Block::kTrain, Block::kTrain, Block::kTest, Block::kTest}));
      QCOMPARE(labelsOf(*set), (Texts{"enhancers", "enhancers", "others", "enhancers", "others"}));
      QCOMPARE(set->names[1], std::string("train_enhancers.fa/s2"));
      QCOMPARE(itemText(*set, 3), std::string("CCCC"));
    }
  }

  void folders() {
    const TestFolder folder;
    folder.write("plain/yes.fa", fasta({"ACGT"}));
    folder.write("plain/no.fna", fasta({"GGGG", "TTTT"}));
    std::vector<Block> blocks;
    auto set = readIn(folder, genomicsTask("plain"), &blocks);
    VERIFY_OK(set);
    QVERIFY(blocks.empty());
    QCOMPARE(labelsOf(*set), (Texts{"no", "no", "yes"}));

    folder.write("sub/train/yes.fa", fasta({"ACGT"}));
    folder.write("sub/train/no.fa", fasta({"CCGT"}));
    folder.write("sub/Dev/yes.fa", fasta({"AGGT"}));
    folder.write("sub/test/no.fa", fasta({"AGGT"}));
    set = readIn(folder, genomicsTask("sub", {}, ""), &blocks);
    VERIFY_OK(set);
    QVERIFY(blocks == (std::vector{Block::kTrain, Block::kTrain, Block::kValidation, Block::kTest}));
    QCOMPARE(set->names, (Texts{"train/no.fa/s1", "train/yes.fa/s1", "Dev/yes.fa/s1", "test/no.fa/s1"}));

    folder.write("other/yes.fa", fasta({"CCCC"}));
    set = readIn(folder, genomicsPair("plain", "other"), &blocks);
    VERIFY_OK(set);
    QVERIFY(blocks == (std::vector{Block::kTrain, Block::kTrain, Block::kTrain, Block::kTest}));
    QCOMPARE(labelsOf(*set), (Texts{"no", "no", "yes", "yes"}));

    folder.write("tables/train.csv", "sequence,label\nACGT,0\nGGGG,1\n");
    folder.write("tables/dev.csv", "sequence,label\nACGT,0\n");
    folder.write("tables/test.csv", "sequence,label\nACGT,1\n");
    set = readIn(folder, genomicsTask("tables", {}, ""), &blocks);
    VERIFY_OK(set);
    QVERIFY(blocks == (std::vector{Block::kTrain, Block::kTrain, Block::kValidation, Block::kTest}));
  }

  void listsWithClasses() {
    const TestFolder folder;
    folder.write("a, b.fa", fasta({"ACGT"}));
    folder.write("c=d.fa", fasta({"GGGG"}));
    folder.write("e.fa", fasta({"TTTT"}));
    const auto set = readIn(folder, genomicsTask("c=d.fa, e.fa = odd one"));
    VERIFY_OK(set);
    QCOMPARE(labelsOf(*set), (Texts{"c=d", "odd one"}));
    const auto one = readIn(folder, genomicsTask("a, b.fa"));
    VERIFY_OK(one);
    QCOMPARE(labelsOf(*one), (Texts{"a, b"}));
    const auto named = parseSourceList("c=d.fa=x,e.fa", folder.path());
    VERIFY_OK(named);
    QCOMPARE((*named)[0].className, std::string("x"));
    QCOMPARE((*named)[1].path.filename().string(), std::string("e.fa"));
  }

  void namesOfFiles() {
    const auto parts = [](const char* name) {
      const FileNameParts found = splitFileName(name);
      return found.rest + (found.block ? std::string("|") + toWord(*found.block) : std::string());
    };
    QCOMPARE(parts("layer1/train_strong_enhancers.fa.gz"), std::string("strong_enhancers|train"));
    QCOMPARE(parts("enhancers-TEST.fasta"), std::string("enhancers|test"));
    QCOMPARE(parts("val.x.fa"), std::string("x|validation"));
    QCOMPARE(parts("dev.csv"), std::string("|validation"));
    QCOMPARE(parts("human_testis.fa"), std::string("human_testis"));
    QCOMPARE(parts("GRCh38.v1.fa"), std::string("GRCh38.v1"));
    QVERIFY(hasFastaName("x.FNA.bgz") && hasFastaName("x.fas") && !hasFastaName(".fa") && !hasFastaName("x.csv"));
  }

  void classesFromHeaders_data() {
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("label");
    QTest::newRow("word") << "last word"
                          << "id some  promoter"
                          << "promoter";
    QTest::newRow("no word") << "last word"
                             << "id"
                             << "";
    QTest::newRow("bar") << "after |"
                         << "id|x|promoter"
                         << "promoter";
    QTest::newRow("bar and blank") << "after |"
                                   << "id | promoter "
                                   << "promoter";
    QTest::newRow("no bar") << "after |"
                            << "id"
                            << "";
    QTest::newRow("nothing after the bar") << "after |"
                                           << "id|"
                                           << "";
    QTest::newRow("underscore") << "after _"
                                << "seq_1_pos"
                                << "pos";
    QTest::newRow("colon") << "after :"
                           << "chr1:10-20:1"
                           << "1";
    QTest::newRow("equals") << "after ="
                            << "id y=0"
                            << "0";
    QTest::newRow("between") << "between |"
                             << "P1|1|training"
                             << "1";
    QTest::newRow("one bar") << "between |"
                             << "P1|1"
                             << "";
    QTest::newRow("key") << "label="
                         << "id label=pos len=4"
                         << "pos";
    QTest::newRow("other key") << "label="
                               << "id class=neg;x"
                               << "neg";
    QTest::newRow("key within a word") << "label="
                                       << "id sublabel=x"
                                       << "";
    QTest::newRow("first key") << "label="
                               << "label=a class=b"
                               << "a";
    QTest::newRow("unknown rule") << "nowhere"
                                  << "id a"
                                  << "";
  }
  void classesFromHeaders() {
    QFETCH(QString, rule);
    QFETCH(QString, header);
    QFETCH(QString, label);
    const std::string text = header.toStdString();
    const auto found = headerLabel(text, rule.toStdString());
    QCOMPARE(found.has_value(), !label.isEmpty());
    QCOMPARE(std::string(found.value_or("")), label.toStdString());
  }

  void fastaWithClassesInHeaders() {
    const TestFolder folder;
    folder.write("a.fa", ">x|pos\nACGT\n>y|neg\nGGGG\n>\nx|neg is no header\n");
    VERIFY_ERROR(readIn(folder, genomicsTask("a.fa", {{"label_in_header", "after |"}})), "a.fa:6:");
    folder.write("train.fa", ">x|pos\nACGT\n>y|neg\nGGGG\n");
    const auto set = readIn(folder, genomicsTask("train.fa", {{"label_in_header", "after |"}}));
    VERIFY_OK(set);
    QCOMPARE(labelsOf(*set), (Texts{"pos", "neg"}));
    QCOMPARE(set->names, (Texts{"x|pos", "y|neg"}));
    const auto many = readIn(folder, genomicsTask("train.fa", {{"label_in_header", "after |"}, {"multi_label", true}}));
    QVERIFY(many->targets.bits == (std::vector<std::uint8_t>{0, 1, 1, 0}));
    // A table's name may end as it likes, and FASTA too.
    folder.write("data.txt", ">x pos\nACGT\n>y neg\nGGGG\n");
    QCOMPARE(labelsOf(readIn(folder, genomicsTask("data.txt", {{"label_in_header", "last word"}})).value()),
             (Texts{"pos", "neg"}));
  }

  void repeatedIds() {
    const TestFolder folder;
    folder.write("d/a.fa", ">x\nACGT\n>y\nGGGG\n>x\nACGA\n");
    folder.write("d/b.fa", ">x\nCCGT\n");  // other files may use the same ids
    const auto set = readIn(folder, genomicsTask("d"));
    VERIFY_OK(set);
    VERIFY_NOTE(set->notes, "a.fa: Ids that occur before: 1, first \"x\".");
    folder.write("h.fa", ">x|0\nACGT\n>y|1\nGGGG\n>x|1\nACGA\n");
    VERIFY_ERROR(readIn(folder, genomicsTask("h.fa", {{"label_in_header", "after |"}})),
                 "h.fa:5: The id \"x|1\" occurs in line 1 with another class");
    folder.write("w.fa", ">x 0\nACGT\n>y 1\nGGGG\n>x 1\nACGA\n");
    VERIFY_ERROR(readIn(folder, genomicsTask("w.fa", {{"label_in_header", "last word"}})),
                 "w.fa:5: The id \"x\" occurs in line 1 with another class");
  }

  void recordsOfAHeaderlessCsvReader() {
    const TestFolder folder;
    auto reader = CsvReader::open(folder.write("t.csv", "1,1\n2,3\n"), CsvHeader::kNone);
    VERIFY_OK(reader);
    QCOMPARE(reader->header(), (Texts{"column 1", "column 2"}));
    QVERIFY(*reader->next());
    QCOMPARE(reader->line(), std::size_t{1});
    QCOMPARE(std::string(reader->cells()[1]), std::string("1"));
    QVERIFY(*reader->next());
    QCOMPARE(std::string(reader->cells()[1]), std::string("3"));
    QVERIFY(!*reader->next());
  }
};

QTEST_GUILESS_MAIN(SequencesReaderTest)
#include "sequences_reader_test.moc"
