// CSV records: RFC 4180, separators, encodings, places of errors.
#include "engine/data/csv_reader.h"

#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

// All records as "a|b|c" lines, the header first; or the error.
std::string readAll(const std::filesystem::path& file) {
  auto reader = CsvReader::open(file);
  if (!reader) {
    return "ERROR " + reader.error().text();
  }
  std::string text;
  const auto add = [&text](const auto& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      text += (i == 0 ? "" : "|") + std::string(cells[i]);
    }
    text += "\n";
  };
  add(reader->header());
  while (true) {
    const auto more = reader->next();
    if (!more) {
      return text + "ERROR " + more.error().text();
    }
    if (!*more) {
      return text;
    }
    add(reader->cells());
  }
}

}  // namespace

class CsvReaderTest : public QObject {
  Q_OBJECT

 private slots:
  void records_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const char* text, const char* expected) {
      QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
    };
    row("comma", "a,b\n1,2\n3,4\n", "a|b\n1|2\n3|4\n");
    row("no line end at the end", "a,b\n1,2", "a|b\n1|2\n");
    row("CRLF", "a,b\r\n1,2\r\n", "a|b\n1|2\n");
    row("byte order mark",
        "\xEF\xBB\xBF"
        "a,b\n1,2\n",
        "a|b\n1|2\n");
    row("semicolon", "a;b;c\n1;2;3\n", "a|b|c\n1|2|3\n");
    row("tab", "a\tb\n1\t2\n", "a|b\n1|2\n");
    row("one column", "a\n1\n2\n", "a\n1\n2\n");
    row("separator within quotes", "a,\"b,c\"\n1,\"2,3\"\n", "a|b,c\n1|2,3\n");
    row("doubled quotes", "a,b\n\"say \"\"x\"\"\",2\n", "a|b\nsay \"x\"|2\n");
    row("line end within quotes", "a,b\n\"x\ny\",2\n", "a|b\nx\ny|2\n");
    row("quoted header", "\"V1\",\"V2\"\n\"H1\",\"5\"\n", "V1|V2\nH1|5\n");
    row("quotes in the middle are text", "a,b\n5\" pipe,2\n", "a|b\n5\" pipe|2\n");
    row("spaces before quotes", "a, \"b\"\n1, \"2\"\n", "a|b\n1|2\n");
    row("empty cells", "a,b,c\n,,\n1,,3\n", "a|b|c\n||\n1||3\n");
    row("names are trimmed", " a , b\n1,2\n", "a|b\n1|2\n");
    row("unnamed column", ",b\n1,2\n", "column 1|b\n1|2\n");
    row("blank lines at the end", "a,b\n1,2\n\n\n", "a|b\n1|2\n");
    row("blank lines between", "\na,b\n\n1,2\n\n3,4\n", "a|b\n1|2\n3|4\n");
    row("comma beats the semicolon in a name", "T (deg; mean),w\n1,2\n", "T (deg; mean)|w\n1|2\n");
    row("replacement character", "W/m\xEF\xBF\xBD,b\n1,2\n", "W/m\xEF\xBF\xBD|b\n1|2\n");
    row("tab with empty cells", "a\tb\n\t\n1\t2\n", "a|b\n|\n1|2\n");
    row("empty quoted cell in one column", "a\n\"\"\n1\n", "a\n\n1\n");
  }
  void records() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const TestFolder folder;
    QCOMPARE(QByteArray::fromStdString(readAll(folder.write("t.csv", text.toStdString()))), expected);
    QCOMPARE(QByteArray::fromStdString(readAll(folder.write("t.csv.gz", TestFolder::packed(text.toStdString())))),
             expected);
  }

  void mistakes_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("place");    // after the file name
    QTest::addColumn<QByteArray>("message");  // part of it
    const auto row = [](const char* name, const QByteArray& text, const char* place, const char* message) {
      QTest::newRow(name) << text << QByteArray(place) << QByteArray(message);
    };
    row("empty", "", ": ", "The file is empty");
    row("blank lines only", "\n\n  \n", ": ", "blank lines only");
    row("too few cells", "a,b\n1,2\n3\n", ":3: ", "The line has 1 cell, but the header has 2 columns");
    row("too many cells", "a,b\n1,2,3\n", ":2: ", "The line has 3 cells, but the header has 2 columns");
    row("two names alike", "a,b,a\n1,2,3\n", ":1:5: ", "Two columns are called \"a\" (columns 1 and 3). Rename one");
    row("no header", "1,2\n3,4\n", ":1: ", "The first line holds values, so the file has no header");
    row("no header, dates", "2020-01-01,2\n2020-01-02,4\n", ":1: ", "no header");
    row("values twice in the first line", "H1,5,5\nH2,6,7\n",
        ":1:6: ", "If the line holds values, put a line with names");
    row("open quote", "a,b\n1,\"2\n3,4\n", ":2:3: ", "A quote opens in this line and is not closed");
    row("text after a quote", "a,b\n\"1\"x,2\n", ":2:2: ", "text after the closing quote");
    row("blank line in one column", "a\n1\n\n2\n", ":3: ", "The line is empty. Write NA");
    row("Latin-1 in the header",
        "T (\xB0"
        "C),b\n1,2\n",
        ":1:4: ", "The byte 0xB0 is no UTF-8 (in Latin-1 it is \"\xC2\xB0\")");
    row("Latin-1 in a cell", "a,b\n\xC3\xBC\xFC,2\n",
        ":2:2: ", "0xFC is no UTF-8 (in Latin-1 it is \"\xC3\xBC\"). Convert the file");
    row("overlong UTF-8", "a,b\n\xC0\xAF,2\n", ":2:1: ", "0xC0 is no UTF-8");
    row("cut UTF-8", "a,b\n1,\xE2\x82\n", ":2:3: ", "0xE2 is no UTF-8");
    row("NUL", QByteArray("a,b\n1,\0002\n", 9), ":2:3: ", "There is a NUL byte");
    row("UTF-16",
        QByteArray("\xFF\xFE"
                   "a\0,\0",
                   6),
        ": ", "UTF-16 text. Convert it");
    row("spreadsheet", QByteArray("PK\x03\x04xxxx"), ": ", "a zip archive or a spreadsheet");
    row("CR line ends", "a,b\r1,2\r3,4\r", ":1:", "ends its lines with CR alone");
    row("long line", "a,b\n" + QByteArray(1'100'000, '7') + ",2\n", ":2: ", "The line is longer than 1 MiB");
    row("long line with quotes", "a,b\n1,\"" + QByteArray(1'100'000, '\n') + "\"\n",
        ":2:3: ", "A quote opens in this line");
    row("long binary line", "a,b\n" + QByteArray(1'100'000, '\x80') + "\n", ":2:1: ", "0x80 is no UTF-8");
  }
  void mistakes() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, place);
    QFETCH(QByteArray, message);
    const TestFolder folder;
    const auto file = folder.write("t.csv", text.toStdString());
    const std::string error = readAll(file);
    QVERIFY2(error.find("ERROR " + file.string() + place.toStdString()) != std::string::npos, error.c_str());
    QVERIFY2(error.find(message.toStdString()) != std::string::npos, error.c_str());
    QVERIFY2(error.size() < 800, "no message repeats a whole line");
  }

  void recordsLargerThanAChunk() {
    std::string text = "a,b\n", expected = "a|b\n";
    for (int i = 0; i < 40; ++i) {
      const std::string cell(20'000 + static_cast<std::size_t>(i) * 1000, static_cast<char>('a' + i % 26));
      text += "\"" + cell + "\"\"\n" + cell + "\"," + std::to_string(i) + "\r\n";
      expected += cell + "\"\n" + cell + "|" + std::to_string(i) + "\n";
    }
    const TestFolder folder;
    QVERIFY(readAll(folder.write("t.csv", text)) == expected);
  }

  void linesAndColumnsAreCounted() {
    const TestFolder folder;
    auto reader = CsvReader::open(folder.write("t.csv", "a,b\n\"x\ny\",2\n\n\xC3\xBC,5\n"));
    VERIFY_OK(reader);
    VERIFY_OK(reader->next());
    QCOMPARE(reader->line(), std::size_t{2});
    VERIFY_OK(reader->next());
    QCOMPARE(reader->line(), std::size_t{5});
    QCOMPARE(reader->column(1), std::size_t{3});  // the umlaut is one character
  }

  void sameHashPackedOrNot() {
    const TestFolder folder;
    const std::string text = hourlyCsv(500);
    auto plain = CsvReader::open(folder.write("t.csv", text));
    auto packed = CsvReader::open(folder.write("t.csv.gz", TestFolder::packed(text)));
    for (auto* reader : {&*plain, &*packed}) {
      while (*reader->next()) {
      }
      QCOMPARE(reader->file().contentHash(), base::sha256Hex(text));
    }
    QVERIFY(!plain->file().isCompressed());
    QVERIFY(packed->file().isCompressed());
  }

  void cells_data() {
    QTest::addColumn<QString>("cell");
    QTest::addColumn<double>("value");  // NaN: missing; infinity: text
    const double missing = std::nan("");
    const double text = std::numeric_limits<double>::infinity();
    for (const auto& [cell, value] : {std::pair<const char*, double>{"1", 1.0},
                                      {"-1.5", -1.5},
                                      {"+2", 2.0},
                                      {" 3 ", 3.0},
                                      {"1e3", 1000.0},
                                      {".5", 0.5},
                                      {"5.", 5.0},
                                      {"1e-400", 0.0},
                                      {"-0.0", -0.0},
                                      {"", missing},
                                      {"NA", missing},
                                      {"NaN", missing},
                                      {"nan", missing},
                                      {"null", missing},
                                      {"N/A", missing},
                                      {"-nan", missing},
                                      {"  ", missing},
                                      {"abc", text},
                                      {"1,5", text},
                                      {"1.5x", text},
                                      {"inf", text},
                                      {"1e999", text},
                                      {"0x10", text},
                                      {"+-1", text},
                                      {"--1", text},
                                      {"1 2", text},
                                      {"infinity", text},
                                      {"nan(1)", text}}) {
      QTest::newRow(cell) << QString(cell) << value;
    }
  }
  void cells() {
    QFETCH(QString, cell);
    QFETCH(double, value);
    double read = 42.0;
    const CellKind kind = parseCell(cell.toStdString(), read);
    if (std::isinf(value)) {
      QVERIFY(kind == CellKind::kText);
    } else if (std::isnan(value)) {
      QVERIFY(kind == CellKind::kMissing && std::isnan(read));
    } else {
      QVERIFY(kind == CellKind::kNumber);
      QCOMPARE(read, value);
    }
  }

  void reasonsForText() {
    QVERIFY(whyNoNumber("1,5").find("decimal comma") != std::string::npos);
    QVERIFY(whyNoNumber("1,234.5").find("groups its digits") != std::string::npos);
    QVERIFY(whyNoNumber("inf").find("not a finite number") != std::string::npos);
    QVERIFY(whyNoNumber("1e999").find("not a finite number") != std::string::npos);
    QCOMPARE(whyNoNumber("abc"), std::string("is not a number"));
  }

  void messagesStayPrintable() {
    QCOMPARE(quoteForMessage("a\nb"), std::string("\"a b\""));
    QCOMPARE(quoteForMessage(std::string(100, 'x')), "\"" + std::string(40, 'x') + "...\"");
  }
};

QTEST_GUILESS_MAIN(CsvReaderTest)
#include "csv_reader_test.moc"
