// Bad data files as a user meets them: `run` and `describe` say what is wrong, where and what to do, and leave everything
// as it was: no new project, an old one byte for byte.
#include <sys/resource.h>
#include <zlib.h>

#include "support/cli_folder.h"

using namespace touchstone::test;

namespace {

// In `cells`, A and B stand for numbers that change from row to row.
QByteArray table(int rows, const char* cells = "A,B") {
  QByteArray text = "a,b\n";
  for (int i = 0; i < rows; ++i) {
    text +=
        QByteArray(cells).replace("A", QByteArray::number(i % 7)).replace("B", QByteArray::number(i * 37 % 101)) + "\n";
  }
  return text;
}

// As gzip writes it; in pieces, because some of it is large.
void writePacked(const QString& path, const QByteArray& head, const QByteArray& piece, int pieces) {
  gzFile file = gzopen(path.toUtf8().constData(), "wb1");
  gzwrite(file, head.constData(), static_cast<unsigned>(head.size()));
  for (int i = 0; i < pieces; ++i) {
    gzwrite(file, piece.constData(), static_cast<unsigned>(piece.size()));
  }
  gzclose(file);
}

QByteArray utf16(const QString& text, bool isBigEndian) {
  QByteArray bytes = isBigEndian ? QByteArray("\xFE\xFF", 2) : QByteArray("\xFF\xFE", 2);
  for (const QChar letter : text) {
    const char high = static_cast<char>(letter.unicode() >> 8), low = static_cast<char>(letter.unicode() & 0xFF);
    bytes += isBigEndian ? high : low;
    bytes += isBigEndian ? low : high;
  }
  return bytes;
}

QString studyOf(const QString& data, const QString& metric = "mse", int horizon = 12) {
  return QString(
             "[study]\nname = \"bad\"\nseeds = [0, 1]\n[[task]]\nname = \"one\"\nmodality = \"time-series\"\n"
             "data = \"%1\"\nsplit = \"70/10/20\"\nhorizon = %3\nmetric = \"%2\"\n[[contender]]\nmethod = \"naive\"\n"
             "[[contender]]\nmethod = \"auto-ar\"\n")
      .arg(data, metric)
      .arg(horizon);
}

}  // namespace

class BadDataTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_folder.write("quick.toml", quickStudy());
    QCOMPARE(m_folder.run({"run", "quick.toml", "-p", "kept.touchstone"}).code, 0);
  }

  void files_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("described");  // empty: describe refuses it as run does
    const auto row = [](const char* name, const QByteArray& content, const char* says, const char* described = "",
                        const char* file = "bad.csv") {
      QTest::newRow(name) << QString(file) << content << QString(says) << QString(described);
    };
    QByteArray binary = "\x89\x01\xFE\x03";
    for (int i = 0; i < 4000; ++i) {
      binary += static_cast<char>(i * 31 + i / 256);
    }
    writePacked(m_folder.path("whole.csv.gz"), table(2000), {}, 0);
    const QByteArray packed = m_folder.read("whole.csv.gz");
    QFile::remove(m_folder.path("whole.csv.gz"));
    row("empty", "", ": The file is empty.|Check that it was written completely.");
    row("blank lines", "\n\n\n", ": The file holds blank lines only.|Check that");
    row("header only", "a,b\n", ": The file has a header and no rows.");
    row("cut within a row", table(500) + "3", ":502: The line has 1 cell, but the header has 2 columns.|Mend the line");
    row("cut within quotes", table(500) + "\"3", ":502:1: A quote opens in this line and is not closed.|Close it");
    row("cut gzip", packed.left(packed.size() / 2), ": The gzip file is cut off|Fetch or pack it again.", "",
        "bad.csv.gz");
    row("cut gzip header", packed.left(6), "bad.csv.gz", "", "bad.csv.gz");
    row("gzip without its end", packed.chopped(4), ": The gzip file is cut off|Fetch or pack it again.", "",
        "bad.csv.gz");
    row("binary", binary, ":1:1: |binary or damaged file|Give a CSV file");
    row("NUL bytes", QByteArray("t,y\n1,\0\0\0\n", 11), ":2:3: There is a NUL byte|Give a CSV file");
    row("picture", "\x89PNG\r\n\x1A\n", ": This is no text but a PNG image.|Give a CSV file");
    row("UTF-16 little-endian", utf16("a,b\n1,2\n", false), ": The file holds UTF-16 text.|iconv -f UTF-16 -t UTF-8");
    row("UTF-16 big-endian", utf16("a,b\n1,2\n", true), ": The file holds UTF-16 text.|iconv -f UTF-16 -t UTF-8");
    row("UTF-16 without a mark", utf16("a,b\n1,2\n", false).mid(2), ":1:2: There is a NUL byte|Give a CSV file");
    row("Latin-1 header",
        "a,T (\xB0"
        "C)\n1,2\n",
        ":1:6: The byte 0xB0 is no UTF-8 (in Latin-1 it is \"°\").|iconv -f ISO-8859-1");
    row("column of text", table(100, "A,blue"),
        ":2:3: The value \"blue\" in the column \"b\" is not a number.|Leave the column out",
        "\"b\": 1 different texts");
    row("one text among numbers", table(100).replace("3,10\n", "3,oops\n"),
        ":5:3: The value \"oops\" in the column \"b\"|Mend it", "\"b\": 1 cell out of place, first in line 5");
    row("one row", "a,b\n1,2\n", ": The file has one row of values.|A series needs at least two rows",
        "There is one row only.");
    row("all missing", table(100, "A,"),
        ": The channel \"b\" has no values: every cell is missing.|Leave it out of columns.",
        "The channel \"b\" has no values");
    row("no header", "1,2\n3,4\n", ":1: The first line holds values, so the file has no header.|Put a line");
  }
  void files() {
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    QFETCH(QString, described);
    m_folder.write(name, content);
    m_folder.write("bad.toml", studyOf(name));
    const QStringList before = m_folder.state();
    for (const char* project : {"new.touchstone", "kept.touchstone"}) {
      const CliOutcome outcome = m_folder.run({"run", "bad.toml", "-p", project});
      VERIFY_REFUSED(outcome, 2, says, 1);
      QVERIFY2(outcome.err.contains(m_folder.path(name)), qPrintable(outcome.err));
      QVERIFY(outcome.out.isEmpty());
      QCOMPARE(m_folder.state(), before);
    }
    for (const QStringList& format : {QStringList(), QStringList("--json")}) {
      const CliOutcome outcome = m_folder.run(QStringList{"describe", name} + format);
      if (described.isEmpty()) {
        VERIFY_REFUSED(outcome, 2, says, 1);
        QVERIFY(outcome.out.isEmpty());
      } else {
        QCOMPARE(outcome.code, 0);
        QVERIFY2(!format.isEmpty() || outcome.out.contains(described), qPrintable(outcome.out));
      }
    }
    QCOMPARE(m_folder.state(), before);
    QFile::remove(m_folder.path(name));
  }

  void aMissingFile() {
    m_folder.write("bad.toml", studyOf("none.csv"));
    const QStringList before = m_folder.state();
    VERIFY_REFUSED(m_folder.run({"run", "bad.toml", "-p", "new.touchstone"}), 2,
                   "bad.toml:7:8: There is no file " + m_folder.path("none.csv") + "|Paths start at the folder", 1);
    VERIFY_REFUSED(m_folder.run({"describe", "none.csv"}), 2, "none.csv: There is no such file.|Check its name", 1);
    QCOMPARE(m_folder.state(), before);
  }

  // One line of 200 MB: refused after its first piece, whether it is packed or not.
  void hugeLines_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("says");
    QTest::newRow("row") << "huge.csv" << QByteArray("a\n1\n") << ":3: The line is longer than 1 MiB";
    QTest::newRow("header") << "huge.csv" << QByteArray() << ":1: The line is longer than 1 MiB";
    QTest::newRow("quote") << "huge.csv" << QByteArray("a\n\"")
                           << ":2:1: A quote opens in this line and is not closed.";
    QTest::newRow("packed row") << "huge.csv.gz" << QByteArray("a\n1\n") << ":3: The line is longer than 1 MiB";
  }
  void hugeLines() {
    QFETCH(QString, name);
    QFETCH(QByteArray, head);
    QFETCH(QString, says);
    const QByteArray piece(1'000'000, '1');
    if (name.endsWith(".gz")) {
      writePacked(m_folder.path(name), head, piece, 200);
    } else {
      QFile file(m_folder.path(name));
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write(head);
      for (int i = 0; i < 200; ++i) {
        file.write(piece);
      }
    }
    m_folder.write("bad.toml", studyOf(name));
    VERIFY_REFUSED(m_folder.run({"run", "bad.toml", "-p", "new.touchstone"}), 2, name + says, 1);
    VERIFY_REFUSED(m_folder.run({"describe", name}), 2, name + says, 1);
    QVERIFY(!QFile::exists(m_folder.path("new.touchstone")));
    QFile::remove(m_folder.path(name));
    rusage children{};
    getrusage(RUSAGE_CHILDREN, &children);
#ifdef __SANITIZE_ADDRESS__
    constexpr long kMostKb = 256'000;  // with the sanitizer's own
#else
    constexpr long kMostKb = 128'000;
#endif
    QVERIFY2(children.ru_maxrss < kMostKb, qPrintable(QString::number(children.ru_maxrss)));
  }

  void aConstantChannel() {
    m_folder.write("flat.csv", table(200, "A,5"));
    m_folder.write("flat.toml", studyOf("flat.csv"));
    const CliOutcome described = m_folder.run({"describe", "flat.csv"});
    QCOMPARE(described.code, 0);
    QVERIFY2(described.out.contains("The channel \"b\" is constant."), qPrintable(described.out));
    QCOMPARE(m_folder.run({"run", "flat.toml", "-p", "flat.touchstone"}).code, 0);  // harmless for the other errors
    const CliOutcome board = m_folder.run({"leaderboard", "flat.touchstone", "--format", "json"});
    QVERIFY2(board.code == 0 && !board.out.contains("null"), qPrintable(board.out));

    m_folder.write("flat.csv", table(200, "5,5"));
    m_folder.write("mase.toml", studyOf("flat.csv", "mase"));
    const QStringList before = m_folder.state();
    VERIFY_REFUSED(m_folder.run({"run", "mase.toml", "-p", "new.touchstone"}), 2,
                   "mase.toml: task \"one\": MASE is not defined|Choose another metric.", 1);
    QCOMPARE(m_folder.state(), before);
  }

  void aHorizonWithoutRoom() {
    m_folder.write("short.csv", table(200));
    m_folder.write("long.toml", studyOf("short.csv", "mse", 41));
    const QStringList before = m_folder.state();
    VERIFY_REFUSED(
        m_folder.run({"run", "long.toml", "-p", "new.touchstone"}), 2,
        "long.toml: task \"one\": The horizon 41 is longer than the test block of 40 rows|Make the block longer", 1);
    QCOMPARE(m_folder.state(), before);
  }

  // Every bad file at once, and a file that several tasks share once.
  void allAtOnce() {
    m_folder.write("text.csv", table(100, "A,blue"));
    m_folder.write("void.csv", QByteArray());
    QString study = studyOf("text.csv");
    for (const char* task : {"two text.csv", "three void.csv"}) {
      const QString name = QString(task).section(' ', 0, 0), data = QString(task).section(' ', 1, 1);
      study.replace("[[contender]]\nmethod = \"naive\"",
                    "[[task]]\nname = \"" + name + "\"\nmodality = \"time-series\"\ndata = \"" + data +
                        "\"\nsplit = \"70/10/20\"\nhorizon = 12\n[[contender]]\nmethod = \"naive\"");
    }
    m_folder.write("bad.toml", study);
    VERIFY_REFUSED(m_folder.run({"run", "bad.toml", "-p", "new.touchstone"}), 2,
                   "text.csv:2:3: The value \"blue\"|void.csv: The file is empty.", 2);
    QVERIFY(!QFile::exists(m_folder.path("new.touchstone")));
  }

 private:
  CliFolder m_folder;
};

QTEST_GUILESS_MAIN(BadDataTest)
#include "bad_data_test.moc"
