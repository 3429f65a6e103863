// No bytes whatever may crash a reader: random bytes, random truncations and random changes of valid files. Run it with
// address and undefined-behaviour sanitizers (preset asan) to make it worth most.
#include "engine/base/random.h"
#include "engine/data/describe.h"
#include "engine/data/series_reader.h"
#include "engine/data/text_file.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

// Reads it in every way; an error must be a sentence with a place.
void readBytes(const TestFolder& folder, const std::string& bytes) {
  // ext4 flushes a file that is cut and written again to the disk: ten times slower than a new one.
  std::filesystem::remove(folder.path() / "fuzz.csv");
  const auto file = folder.write("fuzz.csv", bytes);
  const auto series = readSeries(file, {{}, {-9999}});
  if (series.ok()) {
    QVERIFY(!series->table.channels.empty());
  } else {
    QVERIFY2(series.error().text().starts_with(file.string()), series.error().text().c_str());
    QVERIFY2(series.error().message.ends_with("."), series.error().text().c_str());
  }
  if (const auto description = describe(file); description.ok()) {
    QVERIFY(!toText(*description).empty());
    QVERIFY(!toJson(*description).empty());
  }
  if (series.ok()) {
    const std::filesystem::path twice[] = {file, file};
    if (const auto parts = readSeriesParts(twice); parts.ok()) {
      QCOMPARE(parts->ends.size(), parts->joined.table.channels.size());
    }
  }
}

std::string wideCsv() {
  std::string text = "\"V1\",\"V2\",\"V3\",\"V4\"\n";
  for (int i = 0; i < 40; ++i) {
    text += "\"H" + std::to_string(i) + "\",\"" + std::to_string(i * i) + "\",NA,\"" + std::to_string(7 - i) + "\"\r\n";
  }
  return text;
}

std::string textCsv() {
  std::string text = "sequence,label,note\n";
  for (int i = 0; i < 40; ++i) {
    text += "ACGT,ei,\"a \"\"quoted\"\" one,\nover two lines\"\n";
  }
  return text;
}

}  // namespace

class MalformedTest : public QObject {
  Q_OBJECT

 private slots:
  void randomBytes() {
    const TestFolder folder;
    base::RandomStream random{1};
    for (int round = 0; round < 200; ++round) {
      std::string bytes(static_cast<std::size_t>(random.below(2000)), '\0');
      for (char& byte : bytes) {
        byte = static_cast<char>(random.below(256));
      }
      readBytes(folder, bytes);
    }
  }

  // Bytes that look like a table: separators, quotes, digits, signs, line ends, halves of UTF-8.
  void randomTables() {
    const TestFolder folder;
    base::RandomStream random{2};
    const std::string letters = "0123456789.-+eE,;\t\"\" \n\n\r\naNnVdate:/T\xC3\xBC\xEF";
    for (int round = 0; round < 400; ++round) {
      std::string bytes;
      const auto size = random.below(400);
      for (std::int64_t i = 0; i < size; ++i) {
        bytes += letters[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(letters.size())))];
      }
      readBytes(folder, bytes);
    }
  }

  void truncationsAndChanges_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("rows") << QByteArray::fromStdString(hourlyCsv(120));
    QTest::newRow("wide") << QByteArray::fromStdString(wideCsv());
    QTest::newRow("texts") << QByteArray::fromStdString(textCsv());
    QTest::newRow("gzip") << QByteArray::fromStdString(TestFolder::packed(hourlyCsv(120)));
    QTest::newRow("gzip wide") << QByteArray::fromStdString(TestFolder::packed(wideCsv()));
  }
  void truncationsAndChanges() {
    QFETCH(QByteArray, bytes);
    const std::string valid = bytes.toStdString();
    const TestFolder folder;
    base::RandomStream random{3};
    const auto place = [&] { return static_cast<std::size_t>(random.below(static_cast<std::int64_t>(valid.size()))); };
    for (int round = 0; round < 60; ++round) {
      readBytes(folder, valid.substr(0, place()));
      std::string changed = valid;
      for (std::int64_t i = random.below(4); i >= 0; --i) {
        changed[place()] = static_cast<char>(random.below(256));
      }
      readBytes(folder, changed);
      const std::size_t cut = place();
      readBytes(folder, valid.substr(0, cut) + valid.substr(place()));
    }
  }

  void recordsAtTheEdgeOfTheBuffer() {
    const TestFolder folder;
    base::RandomStream random{4};
    const std::size_t chunk = TextFile::kChunk;
    for (int round = 0; round < 24; ++round) {
      // A quote, a doubled quote or a CRLF lands on the border of the read buffer.
      const std::size_t fill = chunk - 20 + static_cast<std::size_t>(round);
      const char* tail = round % 3 == 0   ? "\"\"\",5\r\n6,7\n"
                         : round % 3 == 1 ? "x\",5\r\n6,7\r\n"
                                          : "\n\n\",\"5\"\r\n6,7";
      readBytes(folder, "a,b\n\"" + std::string(fill - 10, 'y') + tail);
      readBytes(folder, "a,b\n1,2\n" + std::string(fill - 8, '3') + ",4\r\n" + tail);
    }
  }
};

QTEST_GUILESS_MAIN(MalformedTest)
#include "malformed_test.moc"
