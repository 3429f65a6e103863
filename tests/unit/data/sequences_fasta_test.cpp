// FASTA files: records, line ends, comments, gzip and block gzip, and what is no FASTA; random bytes never crash.
#include <htslib/bgzf.h>

#include "engine/base/random.h"
#include "engine/data/content_hash.h"
#include "engine/data/sequences/fasta_reader.h"
#include "unit/data/sequence_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

struct Record {
  std::string header, letters;
  std::size_t line = 0;
  friend bool operator==(const Record&, const Record&) = default;
};

Result<std::vector<Record>> readAll(const std::filesystem::path& file, std::string* hash = nullptr) {
  auto reader = FastaReader::open(file);
  if (!reader) {
    return reader.error();
  }
  std::vector<Record> records;
  while (true) {
    std::vector<std::uint8_t> codes;
    const auto more = reader->next(codes);
    if (!more) {
      return more.error();
    }
    if (!*more) {
      break;
    }
    records.push_back({reader->header(), {}, reader->line()});
    for (const std::uint8_t code : codes) {
      records.back().letters += SequenceAlphabet::letter(code);
    }
  }
  if (hash != nullptr) {
    *hash = reader->contentHash();
  }
  return records;
}

std::string manyRecords(int count) {
  unsigned state = 1;
  std::string text;
  for (int i = 0; i < count; ++i) {
    text +=
        ">seq" + std::to_string(i) + " some text\n" + randomLetters(state, 60) + "\n" + randomLetters(state, 35) + "\n";
  }
  return text;
}

std::filesystem::path writeBlockGzip(const TestFolder& folder, const std::string& name, const std::string& text) {
  const std::filesystem::path file = folder.path() / name;
  BGZF* out = bgzf_open(file.c_str(), "w");
  const bool isWritten = bgzf_write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  return bgzf_close(out) == 0 && isWritten ? file : std::filesystem::path();
}

std::string bytesOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

class SequencesFastaTest : public QObject {
  Q_OBJECT

 private slots:
  void records() {
    const TestFolder folder;
    const auto found = readAll(folder.write("a.fa", "\n;a comment\n>one  first record \nACGT\nacgu\n\n>two\nNNRY\n"
                                                    ";another\nAC GT\t\n>three\nA"));
    VERIFY_OK(found);
    QVERIFY(*found ==
            (std::vector<Record>{{"one  first record", "ACGTACGT", 3}, {"two", "NNRYACGT", 7}, {"three", "A", 11}}));
  }

  void lineEndsAndByteOrderMark() {
    const TestFolder folder;
    const auto found = readAll(folder.write("a.fa", "\xEF\xBB\xBF>one x\r\nACGT\r\nAC\r\n>two\r\nGG\r\n"));
    VERIFY_OK(found);
    QVERIFY(*found == (std::vector<Record>{{"one x", "ACGTAC", 1}, {"two", "GG", 4}}));
    VERIFY_ERROR(readAll(folder.write("mac.fa", ">one\rACGT\r>two\rGG\r")), "ends its lines with CR alone");
  }

  // Lines that are longer than the buffer, and headers that begin or end at its border.
  void longLines() {
    const TestFolder folder;
    unsigned state = 3;
    for (const std::size_t size : {65'520U, 65'530U, 65'534U, 65'535U, 65'536U, 65'537U, 300'000U}) {
      const std::string letters = randomLetters(state, size);
      const auto found = readAll(folder.write("long.fa", ">a\n" + letters + "\n>b name\nACG\n"));
      VERIFY_OK(found);
      QCOMPARE(found->size(), std::size_t{2});
      QVERIFY((*found)[0].letters == letters);
      QVERIFY((*found)[1] == (Record{"b name", "ACG", 3}));
      std::string bad = letters;
      bad[size - 5] = 'E';
      VERIFY_ERROR(readAll(folder.write("bad.fa", ">a\n" + bad + "\n")),
                   "bad.fa:2:" + std::to_string(size - 4) + ": The letter");
    }
    VERIFY_ERROR(readAll(folder.write("head.fa", ">" + std::string(70'000, 'x') + "\nACGT\n")),
                 "head.fa:1: The header line is longer than 64 KiB");
  }

  void packed() {
    const TestFolder folder;
    const std::string text = manyRecords(2000);
    std::string plainHash, hash;
    const auto plain = readAll(folder.write("p.fa", text), &plainHash);
    VERIFY_OK(plain);
    QCOMPARE(plain->size(), std::size_t{2000});
    QCOMPARE(plainHash, contentHash(text));
    const auto packedFile = folder.write("p.fa.gz", TestFolder::packed(text));
    const auto blockFile = writeBlockGzip(folder, "b.fa.gz", text);
    // Two members, one after the other: what `cat a.gz b.gz` makes.
    const auto twoFile =
        folder.write("two.fa.gz", TestFolder::packed(text.substr(0, 50'000)) + TestFolder::packed(text.substr(50'000)));
    for (const auto& file : {packedFile, blockFile, twoFile}) {
      const auto found = readAll(file, &hash);
      VERIFY_OK(found);
      QVERIFY(*found == *plain);
      QCOMPARE(hash, plainHash);
    }
  }

  void cutAndDamagedGzip() {
    const TestFolder folder;
    const std::string text = manyRecords(3000), packed = TestFolder::packed(text);
    for (const std::size_t left : {packed.size() / 2, packed.size() - 1, packed.size() - 8, packed.size() - 30}) {
      VERIFY_ERROR(readAll(folder.write("cut.fa.gz", packed.substr(0, left))), "cut.fa.gz: The gzip file is cut off");
    }
    std::string damaged = packed;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
    VERIFY_ERROR(readAll(folder.write("damaged.fa.gz", damaged)), "The gzip file is damaged");

    const std::string block = bytesOf(writeBlockGzip(folder, "b.fa.gz", text));
    VERIFY_ERROR(readAll(folder.write("nomark.fa.gz", block.substr(0, block.size() - 28))), "has no end mark");
    VERIFY_ERROR(readAll(folder.write("half.fa.gz", block.substr(0, block.size() / 2))), "cut off");
    std::string bad = block;
    bad[2000] = static_cast<char>(bad[2000] ^ 0x55);
    VERIFY_ERROR(readAll(folder.write("bad.fa.gz", bad)), "The gzip file is damaged");
  }

  void badFiles_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char* name, const QByteArray& bytes, const char* message) {
      QTest::newRow(name) << bytes << QByteArray(message);
    };
    row("empty", "", "bad.fa: The file is empty");
    row("blank lines", "\n\n  \n", "bad.fa: The file holds no FASTA record");
    row("no header", "ACGT\n>a\nACGT\n",
        "bad.fa:1:1: A FASTA file starts with a header line such as \">name\", but this is \"ACGT\"");
    row("table", "sequence,label\nACGT,1\n", "bad.fa:1:1: A FASTA file starts");
    row("FASTQ", "@a\nACGT\n+\n!!!!\n", "bad.fa:1:1: The file starts with @, so it is probably FASTQ");
    row("protein", ">a\nMKVLAAGIT\n", "bad.fa:2:4: The letter \"L\" is no nucleotide");
    row("digit", ">a\nACGT\n>b\nAC\nGT1A\n", "bad.fa:5:3: The sign \"1\" is no nucleotide");
    row("gap", ">a\nAC-GT\n", "bad.fa:2:3: The sign \"-\" is a gap");
    row("control byte", QByteArray(">a\nAC\x01GT\n", 9), "bad.fa:2:3: The byte 0x01 is no letter");
    row("NUL", QByteArray(">a\nACG\0T\n", 9), "bad.fa:2:4: The byte 0x00 is no letter");
    row("high byte", ">a\nACG\xE9T\n", "bad.fa:2:4: The byte 0xE9 is no letter");
    row("empty record", ">a\nACGT\n>b\n>c\nACGT\n", "bad.fa:3: The record \"b\" has no letters");
    row("empty record at the end", ">a\nACGT\n>b", "bad.fa:3: The record \"b\" has no letters");
    row("empty record without a name", ">\n\n>a\nACGT\n", "bad.fa:1: The record without a name has no letters");
    row("header in Latin-1", ">caf\xE9 x\nACGT\n", "bad.fa:1:5: The byte 0xE9 is no UTF-8");
    row("PNG", "\x89PNG\r\n", "bad.fa: This is no text but a PNG image");
  }
  void badFiles() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, message);
    const TestFolder folder;
    const auto found = readAll(folder.write("bad.fa", bytes.toStdString()));
    VERIFY_ERROR(found, message.toStdString());
    QVERIFY(found.error().message.ends_with("."));
    QVERIFY(found.error().code == ErrorCode::kBadInput);
    VERIFY_ERROR(readAll(folder.path() / "none.fa"), "There is no such file");
  }

  // Whatever the bytes: an error with a place, or records with letters.
  void randomBytes() {
    const TestFolder folder;
    base::RandomStream random{7};
    const std::string letters = ">>\n\n\r;ACGTNacgtu -x@\x01\xE9|";
    const std::string valid = manyRecords(40), packed = TestFolder::packed(valid);
    const auto block = bytesOf(writeBlockGzip(folder, "b.fa.gz", valid));
    const auto place = [&random](const std::string& text) {
      return static_cast<std::size_t>(random.below(static_cast<std::int64_t>(text.size())));
    };
    for (int round = 0; round < 600; ++round) {
      std::string bytes = round % 3 == 0 ? valid : round % 3 == 1 ? packed : block;
      if (round % 5 == 0) {
        bytes.clear();
        for (std::int64_t i = random.below(300); i >= 0; --i) {
          bytes += letters[place(letters)];
        }
      } else {
        bytes[place(bytes)] = static_cast<char>(random.below(256));
        bytes.resize(round % 2 == 0 ? bytes.size() : place(bytes));
      }
      const auto file = folder.path() / "fuzz.fa";
      std::filesystem::remove(file);
      const auto found = readAll(folder.write("fuzz.fa", bytes));
      if (found.ok()) {
        QVERIFY(!found->empty());
        QVERIFY(std::none_of(found->begin(), found->end(), [](const Record& r) { return r.letters.empty(); }));
      } else {
        QVERIFY2(found.error().text().starts_with(file.string()), found.error().text().c_str());
        QVERIFY2(found.error().message.ends_with("."), found.error().text().c_str());
      }
    }
  }
};

QTEST_GUILESS_MAIN(SequencesFastaTest)
#include "sequences_fasta_test.moc"
