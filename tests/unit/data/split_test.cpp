// Splits: every form, the published borders of ETT, weather and M4, and every mistake with its advice.
#include "engine/data/split.h"

#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

Clock clockOf(double stepS, CalendarStep step = CalendarStep::kSeconds) {
  Clock clock;
  clock.stepS = stepS;
  clock.step = step;
  return clock;
}

Result<std::vector<SplitRows>> split(const std::string& text, const std::vector<std::size_t>& lengths,
                                     const Clock& clock = {}, double stepsPerDay = 0.0) {
  const auto rule = parseSplit(text, "/nowhere");
  if (!rule) {
    return rule.error();
  }
  const std::vector<std::string> names(lengths.size(), "x");
  return applySplit(*rule, {lengths, names, clock, stepsPerDay});
}

}  // namespace

class SplitTest : public QObject {
  Q_OBJECT

 private slots:
  void rows_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("stepS");
    QTest::addColumn<QList<int>>("rows");
    const auto row = [](const char* text, int length, int stepS, const QList<int>& rows) {
      QTest::addRow("%s of %d by %d s", text, length, stepS) << QString(text) << length << stepS << rows;
    };
    row("12/4/4 months", 17'420, 3600, {8640, 11'520, 14'400});   // ETTh
    row("12/4/4 months", 69'680, 900, {34'560, 46'080, 57'600});  // ETTm
    row("2/1/1 weeks", 100, 86'400, {14, 21, 28});
    row("10/5/5 days", 3000, 3600, {240, 360, 480});
    row("8640/2880/2880 rows", 17'420, 0, {8640, 11'520, 14'400});
    row("70/10/20", 52'696, 600, {36'887, 42'157, 52'696});  // weather: int(0.7 N), int(0.2 N) = 10,539
    row("70/10/20 %", 144, 0, {100, 116, 144});
    row("60 / 20 / 20", 10, 0, {6, 8, 10});
    row("70/10/20", 90, 0, {62, 72, 90});  // int(90 * 0.7) is 62 in doubles, as in the published code
    row("last 48", 748, 0, {652, 700, 748});
    row("Last 12", 144, 0, {120, 132, 144});
  }
  void rows() {
    QFETCH(QString, text);
    QFETCH(int, length);
    QFETCH(int, stepS);
    QFETCH(QList<int>, rows);
    const auto splits = split(text.toStdString(), {static_cast<std::size_t>(length)}, clockOf(stepS));
    VERIFY_OK(splits);
    const SplitRows& first = splits->front();
    QCOMPARE((QList<int>{static_cast<int>(first.trainEnd), static_cast<int>(first.validationEnd),
                         static_cast<int>(first.testEnd)}),
             rows);
  }

  void calendarMonths() {
    QVERIFY(*split("120/12/12 months", {144}, clockOf(2'592'000, CalendarStep::kMonths)) ==
            (std::vector<SplitRows>{{120, 132, 144}}));
    QVERIFY(*split("24/6/6 months", {12}, clockOf(7'776'000, CalendarStep::kQuarters)) ==
            (std::vector<SplitRows>{{8, 10, 12}}));
  }

  void stepsPerDayStandInForDates() {
    QVERIFY(*split("12/4/4 months", {17'420}, {}, 24) == (std::vector<SplitRows>{{8640, 11'520, 14'400}}));
  }

  void everySeriesOfItsOwnLength() {
    QVERIFY(*split("last 48", {748, 1008}) == (std::vector<SplitRows>{{652, 700, 748}, {912, 960, 1008}}));
    QVERIFY(*split("last 2", {5, 7}) == (std::vector<SplitRows>{{1, 3, 5}, {3, 5, 7}}));
  }

  void mistakes_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* text, const char* message) {
      QTest::addRow("%s", text) << QString(text) << QString(message);
    };
    row("", "is not understood. Write \"12/4/4 months\" (or weeks, days, rows), \"70/10/20\" (percent), \"last 48\" "
            "(rows) or");
    row("random", "is not understood");
    row("70/30", "is not understood");
    row("70/10/20/5", "is not understood");
    row("-70/10/20", "is not understood");
    row("1e3/1/1", "is not understood");
    row("70/10/10", "adds up to 90 percent, not 100. For blocks of time name the unit, as in \"70/10/10 months\"");
    row("80/20/0", "has an empty block");
    row("12/4/4 monhts", "has the unknown unit \"monhts\", did you mean \"months\"?");
    row("12/4/4 parsecs", "has the unknown unit \"parsecs\". Write");
    row("1.5/1/1 rows", "has a fraction of a row");
    row("last", "is not understood");
    row("last x", "needs a whole number of rows");
    row("last 0", "needs a whole number of rows");
    row("last -5", "needs a whole number of rows");
    row("last 50", "takes 100 rows for validation and test, but the series has 100");
    row("12/4/4 months", "needs the time between two rows");
    row("90/20/20 rows", "asks for 130 rows, but the series has 100");
    row("file:none.txt", "There is no split file here");
    row("999999999/999999999/999999999 rows", "rows, but the series has 100");
  }
  void mistakes() {
    QFETCH(QString, text);
    QFETCH(QString, message);
    VERIFY_ERROR(split(text.toStdString(), {100}), message.toStdString());
  }

  void files_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("message");  // empty: {60, 80, 100}
    const auto row = [](const char* name, const char* content, const char* message = "") {
      QTest::newRow(name) << QByteArray(content) << QByteArray(message);
    };
    row("counts", "60 20 20\n");
    row("counts on lines", "# rows of each block\n60\n20\n20 # the last year\n");
    row("counts with slashes", "60/20/20");
    row("counts with commas, CRLF", "60, 20, 20\r\n");
    row("ranges", "train 0 60\nvalidation 60 80\ntest 80 100\n");
    row("ranges with capitals", "Train\t0 60\nValidation 60 80\nTEST 80 100");
    row("empty", "", "The split file is not complete. Write three whole numbers");
    row("two numbers", "60 20", "is not complete");
    row("four numbers", "60 20 10 10", "is not complete");
    row("word", "60 20 many", ":1: The word \"many\" is not expected here");
    row("wrong order", "train 0 60\ntest 60 80\n", ":2: The word \"test\" is not expected here");
    row("gap", "train 0 60\nvalidation 61 80\ntest 80 100\n", "follow each other without a gap or an overlap");
    row("not from 0", "train 5 60\nvalidation 60 80\ntest 80 100\n", "must start at row 0");
    row("backwards", "train 0 60\nvalidation 60 50\ntest 50 100\n", "A block of the split is empty");
    row("empty block", "60 0 40", "A block of the split is empty");
    row("negative", "60 -20 20", "The word \"-20\" is not expected here");
    row("too long", "120 20 20", "asks for 160 rows, but the series has 100");
  }
  void files() {
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, message);
    const TestFolder folder;
    folder.write("split.txt", content.toStdString());
    const auto rule = parseSplit("file:split.txt", folder.path());
    const std::size_t lengths[] = {100};
    const auto splits =
        rule.ok() ? applySplit(*rule, {lengths, {}, {}, 0.0}) : Result<std::vector<SplitRows>>(rule.error());
    if (!message.isEmpty()) {
      VERIFY_ERROR(splits, message.toStdString());
      return;
    }
    VERIFY_OK(splits);
    QVERIFY(*splits == (std::vector<SplitRows>{{60, 80, 100}}));
  }

  void filesAsTheSplit() {
    const std::vector<std::vector<std::size_t>> pair = {{700, 748}, {960, 1008}};
    QVERIFY(*splitByFiles(pair, 48, {}) == (std::vector<SplitRows>{{630, 700, 748}, {864, 960, 1008}}));
    QVERIFY(*splitByFiles(pair, 90, {}) == (std::vector<SplitRows>{{610, 700, 748}, {864, 960, 1008}}));
    const std::vector<std::vector<std::size_t>> three = {{10, 15, 20}};
    QVERIFY(*splitByFiles(three, 3, {}) == (std::vector<SplitRows>{{10, 15, 20}}));
    const std::vector<std::vector<std::size_t>> tiny = {{5, 10}};
    VERIFY_ERROR(splitByFiles(tiny, 5, {}), "The train file has 5 rows, too few to keep 5 of them for validation");
  }

  void checks() {
    const std::vector<SplitRows> splits = {{100, 150, 200}, {60, 108, 156}};
    const std::vector<std::string> names = {"a", "b"};
    VERIFY_OK(checkSplit(splits, 48, names));
    VERIFY_ERROR(checkSplit(splits, 96, names), "The horizon 96 is longer than the test block of 50 rows of \"a\"");
    VERIFY_ERROR(checkSplit(splits, 49, names), "The horizon 49 is longer than the test block of 48 rows of \"b\"");
    const std::vector<SplitRows> oneRow = {{1, 2, 3}};
    VERIFY_ERROR(checkSplit(oneRow, 1, {}), "The training block of 1 row is too short");
  }

  void hashesTellSplitsApart() {
    const std::vector<SplitRows> a = {{100, 150, 200}}, b = {{100, 150, 201}}, c = {{100, 150, 200}, {100, 150, 200}};
    QCOMPARE(splitHash(a).size(), std::size_t{16});
    QCOMPARE(splitHash(a), shortHash("100 150 200\n"));  // stable: project files keep it
    QVERIFY(splitHash(a) != splitHash(b) && splitHash(a) != splitHash(c));
  }
};

QTEST_GUILESS_MAIN(SplitTest)
#include "split_test.moc"
