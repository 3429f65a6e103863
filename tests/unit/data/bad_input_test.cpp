// Every bad file that a user may hand in: always an error that says what, where and what to do, and nothing changed.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "engine/data/describe.h"
#include "engine/data/series_task.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

std::string numbers(int rows) {
  std::string text = "value\n";
  for (int i = 0; i < rows; ++i) {
    text += std::to_string(i * 37 % 101) + "\n";
  }
  return text;
}

TaskSpec taskOf(const std::string& data) {
  TaskSpec spec;
  spec.name = "test";
  spec.data = data;
  spec.split = "70/10/20";
  spec.horizon = 5;
  spec.metric = "mse";
  return spec;
}

}  // namespace

class BadInputTest : public QObject {
  Q_OBJECT

 private slots:
  void files_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<bool>("canBeDescribed");
    const auto row = [](const char* name, const QByteArray& bytes, const char* message, bool canBeDescribed = false) {
      QTest::newRow(name) << bytes << QByteArray(message) << canBeDescribed;
    };
    const auto packed = [](const std::string& text) { return QByteArray::fromStdString(TestFolder::packed(text)); };
    QByteArray damaged = packed(hourlyCsv(2000));
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
    row("empty", "", "The file is empty");
    row("empty gzip", packed(""), "The file is empty");
    row("header only", "a,b\n", "The file has a header and no rows");
    row("one row", "a,b\n1,2\n", "The file has one row of values", true);
    row("truncated gzip", packed(hourlyCsv(2000)).left(3000), "The gzip file is cut off: it ends after");
    row("truncated in the gzip header", packed(hourlyCsv(10)).left(6), "");
    row("gzip without its last bytes", packed(hourlyCsv(100)).chopped(4), "The gzip file is cut off");
    row("damaged gzip", damaged, "The gzip file is damaged after");
    row("binary", QByteArray("\x01\x02\0\x03,\n\xFF\xFE", 8), "There is a NUL byte");
    row("PNG", "\x89PNG\r\n", "This is no text but a PNG image");
    row("HDF5", "\x89HDF\r\n", "This is no text but an HDF5 file");
    row("NumPy", "\x93NUMPY....", "This is no text but a NumPy array. Save it as CSV");
    row("Parquet", "PAR1....", "Parquet");
    row("SQLite", "SQLite format 3 and so on", "an SQLite database");
    row("zip", "PK\x03\x04....", "a zip archive or a spreadsheet");
    row("bzip2", "BZh91AY", "packed with bzip2");
    row("Latin-1",
        "T (\xB0"
        "C)\n1\n2\n",
        ":1:4: The byte 0xB0 is no UTF-8");
    row("UTF-16", QByteArray("\xFF\xFEv\0\n\0", 6), "UTF-16 text. Convert it");
    row("huge line", "a\n" + QByteArray(3'000'000, '1') + "\n", ":2: The line is longer than 1 MiB");
    row("huge header", QByteArray(3'000'000, 'a'), ":1: The line is longer than 1 MiB");
    row("ragged", "a,b\n1,2\n3\n", ":3: The line has 1 cell");
    row("two names alike", "a,a\n1,2\n", "Two columns are called \"a\"");
    row("column of text", "a,b\n1,x\n2,y\n",
        ":2:3: The value \"x\" in the column \"b\" is not a number. Leave the column out", true);
    row("text among numbers", "a,b\n1,3\n2,oops\n",
        ":3:3: The value \"oops\" in the column \"b\" is not a number. Mend it", true);
    row("decimal comma", "a;b\n1;3,5\n2;4,5\n", ":2:3: The value \"3,5\" in the column \"b\" has a decimal comma",
        true);
    row("infinite", "a,b\n1,3\n2,inf\n", "is not a finite number", true);
    row("bad date", "date,a\n2020-01-01,1\n2020-01-32,2\n",
        ":3:1: \"2020-01-32\" is no date of the form 2016-07-01 00:00:00", true);
    row("all missing", "a,b\n1,NA\n2,\n3,NaN\n", "The channel \"b\" has no values: every cell is missing", true);
    row("dates only", "date\n2020-01-01\n2020-01-02\n", "There is no column of values", true);
    row("no header", "1,2\n3,4\n5,6\n", "The first line holds values, so the file has no header");
  }
  void files() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, message);
    QFETCH(bool, canBeDescribed);
    const TestFolder folder;
    const auto file = folder.write("bad.csv", bytes.toStdString());
    const auto task = loadSeriesTask(taskOf("bad.csv"), folder.path());
    VERIFY_ERROR(task, message.toStdString());
    const std::string text = task.error().text();
    QVERIFY2(task.error().code == ErrorCode::kBadInput, text.c_str());
    QVERIFY2(text.starts_with(file.string()), text.c_str());
    QVERIFY2(text.ends_with(".") && text.size() < 800, text.c_str());
    const auto description = describe(file);
    QCOMPARE(description.ok(), canBeDescribed);
    if (description.ok()) {
      QVERIFY(!description->problems.empty() || description->kind == TableKind::kTextTable ||
              description->channels.empty());
      QVERIFY(!toText(*description).empty() && !toJson(*description).empty());
    }
    std::ifstream again(file, std::ios::binary);
    QVERIFY(std::string(std::istreambuf_iterator<char>(again), {}) == bytes.toStdString());
  }

  void noFile() {
    const TestFolder folder;
    const auto task = loadSeriesTask(taskOf("none.csv"), folder.path());
    VERIFY_ERROR(task, "none.csv: There is no such file. Check its name and folder.");
    QVERIFY(task.error().code == ErrorCode::kNotFound);
    VERIFY_ERROR(describe(folder.path() / "none.csv"), "There is no such file");
  }

  void folderInsteadOfAFile() {
    const TestFolder folder;
    VERIFY_ERROR(loadSeriesTask(taskOf("."), folder.path()), "This is a folder, not a file");
  }

  void pipeDoesNotHang() {
    const TestFolder folder;
    QCOMPARE(::mkfifo((folder.path() / "pipe.csv").c_str(), 0600), 0);
    VERIFY_ERROR(loadSeriesTask(taskOf("pipe.csv"), folder.path()), "This is no regular file");
  }

  void noPermission() {
    const TestFolder folder;
    const auto file = folder.write("secret.csv", numbers(50));
    QCOMPARE(::chmod(folder.path().c_str(), 0755), 0);
    QCOMPARE(::chmod(file.c_str(), 0), 0);
    const uid_t user = ::geteuid();
    if (user == 0) {
      QCOMPARE(::seteuid(65534), 0);  // root may read everything
    }
    const auto task = loadSeriesTask(taskOf("secret.csv"), folder.path());
    if (user == 0) {
      QCOMPARE(::seteuid(0), 0);
    }
    VERIFY_ERROR(task, "There is no permission to read the file");
  }

  void tasks_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* key, const char* value, const char* message) {
      QTest::newRow(value) << QString(key) << QString(value) << QString(message);
    };
    row("horizon", "0", "The horizon is 0. Give the number of steps");
    row("horizon", "21",
        "The horizon 21 is longer than the test block of 20 rows. Make the block longer or the horizon shorter");
    row("horizon", "15", "The horizon 15 is longer than the validation block of 10 rows");
    row("split", "92/4/4", "The horizon 5 is longer than the test block of 4 rows");
    row("split", "4/48/48", "The training block of 4 rows is too short: a horizon of 5 needs at least 5");
    row("split", "last 50", "takes 100 rows for validation and test, but the series has 100");
    row("split", "80/30/10 rows", "asks for 120 rows, but the series has 100. Make the blocks smaller");
    row("split", "12/4/4 months",
        "needs the time between two rows, but the data have no date column. Give the blocks in rows");
    row("split", "", "is not understood");
    row("metric", "mape", "Unknown metric \"mape\". Known: mse, mae, rmse, mase and smape");
    row("season", "-1", "The season is -1");
    row("season", "70", "The season 70 is longer than the training block of 70 rows");
    row("data", "", "Give either data, or train and test");
    row("columns", "valu", "There is no column \"valu\", did you mean \"value\"? Known: value.");
  }
  void tasks() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, message);
    const TestFolder folder;
    folder.write("good.csv", numbers(100));
    TaskSpec spec = taskOf("good.csv");
    VERIFY_OK(loadSeriesTask(spec, folder.path()));
    const std::string text = value.toStdString();
    key == "horizon"   ? void(spec.horizon = value.toInt())
    : key == "split"   ? void(spec.split = text)
    : key == "metric"  ? void(spec.metric = text)
    : key == "season"  ? void(spec.season = value.toInt())
    : key == "columns" ? void(spec.columns = {text})
                       : void(spec.data = text);
    const auto task = loadSeriesTask(spec, folder.path());
    VERIFY_ERROR(task, message.toStdString());
    QVERIFY2(!task.error().context.empty() && task.error().text().ends_with("."), task.error().text().c_str());
  }

  void trainingRowsWithoutValues() {
    const TestFolder folder;
    std::string text = "a,b\n";
    for (int i = 0; i < 100; ++i) {
      text += std::to_string(i % 7) + (i < 75 ? ",NA\n" : ",3\n");
    }
    folder.write("late.csv", text);
    VERIFY_ERROR(loadSeriesTask(taskOf("late.csv"), folder.path()),
                 "The channel \"b\" has no value in its 70 training rows");
  }

  void maseThatIsNotDefined() {
    const TestFolder folder;
    std::string text = "a\n";
    for (int i = 0; i < 100; ++i) {
      text += "5\n";
    }
    folder.write("flat.csv", text);
    TaskSpec spec = taskOf("flat.csv");
    VERIFY_OK(loadSeriesTask(spec, folder.path()));
    spec.metric = "mase";
    VERIFY_ERROR(loadSeriesTask(spec, folder.path()), "MASE is not defined");
  }
};

QTEST_GUILESS_MAIN(BadInputTest)
#include "bad_input_test.moc"
