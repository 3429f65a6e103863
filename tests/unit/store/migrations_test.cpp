// Migrations with steps of the test's own: order, backup, all or nothing.
#include "engine/store/migrations.h"

#include <vector>

#include "unit/store/store_fixture.h"

using namespace touchstone;
using namespace touchstone::test;

namespace fs = std::filesystem;

namespace {

// The schema as it is, then two made-up ones.
const int kNow = latestSchema(migrations());

std::vector<Migration> twoMoreSteps() {
  std::vector<Migration> steps(migrations().begin(), migrations().end());
  steps.push_back({kNow + 1, "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
                             "INSERT INTO note (text) SELECT name FROM study"});
  steps.push_back({kNow + 2, "ALTER TABLE note ADD COLUMN author TEXT NOT NULL DEFAULT ''"});
  return steps;
}

WriterOptions with(std::span<const Migration> steps) {
  WriterOptions options;
  options.migrations = steps;
  return options;
}

bool makeProject(const fs::path& path) {
  auto writer = openWriter(path);
  if (!writer) {
    return false;
  }
  writer->push(smallStudy());
  writer->push({trialRow(1, {1}, 0), points(1, 1, std::vector<double>(1'000, 0.5))});
  return writer->flush().ok();
}

// The same project as an earlier program would have left it: its tables with the columns that they had.
void makeOldProject(const fs::path& path, std::size_t schema) {
  const fs::path now = path.parent_path() / "now.touchstone";
  QVERIFY(makeProject(now));
  QVERIFY(openWriter(path, with(migrations().first(schema))) != nullptr);
  SQLite::Database db(path.string(), SQLite::OPEN_READWRITE);
  db.exec("PRAGMA foreign_keys = OFF; ATTACH '" + now.string() + "' AS now");
  std::vector<std::string> copies;
  SQLite::Statement tables(db, "SELECT m.name, group_concat(c.name) FROM sqlite_schema m, pragma_table_info(m.name) c "
                               "WHERE m.type = 'table' GROUP BY m.name");
  while (tables.executeStep()) {
    const std::string table = tables.getColumn(0).getString(), columns = tables.getColumn(1).getString();
    copies.push_back("INSERT OR REPLACE INTO main." + table + " (" + columns + ") SELECT " + columns + " FROM now." + table);
  }
  for (const std::string& copy : copies) {
    db.exec(copy);
  }
}

}  // namespace

class MigrationsTest : public QObject {
  Q_OBJECT

 private slots:
  void theStepsAreNumberedWithoutGaps() {
    int expected = 0;
    for (const Migration& step : migrations()) {
      QCOMPARE(step.to, ++expected);
    }
    QCOMPARE(latestSchema(migrations()), 3);
  }

  void anOldProjectIsBackedUpAndMigrated() {
    const ProjectFolder folder;
    QVERIFY(makeProject(folder.project()));
    const auto steps = twoMoreSteps();
    auto writer = openWriter(folder.project(), with(steps));
    QVERIFY(writer != nullptr);
    writer->push({AddMetric{{9}, "written after the migration"}});
    VERIFY_OK(writer->flush());
    writer.reset();
    QCOMPARE(sqlNumber(folder.project(), "PRAGMA user_version"), std::int64_t{kNow + 2});
    QCOMPARE(sqlText(folder.project(), "SELECT text || author FROM note"), std::string("ETT"));
    QCOMPARE(sqlNumber(folder.project(), "SELECT count(*) FROM point"), std::int64_t{1'000});

    const fs::path backup = backupPath(folder.project(), kNow);
    QCOMPARE(backup.filename().string(), "test.touchstone.schema-" + std::to_string(kNow) + ".bak");
    const auto view = openView(backup);  // a project like any other
    QVERIFY(view != nullptr);
    QCOMPARE(view->studies()->at(0).points, std::int64_t{1'000});
    QCOMPARE(sqlText(backup, "PRAGMA integrity_check"), std::string("ok"));
  }

  void aProjectOfThisSchemaGetsNoBackup() {
    const ProjectFolder folder;
    QVERIFY(makeProject(folder.project()));
    QVERIFY(openWriter(folder.project()) != nullptr);
    QVERIFY(!fs::exists(backupPath(folder.project(), kNow)));
  }

  void aNewProjectStartsWithTheNewestSchema() {
    const ProjectFolder folder;
    const auto steps = twoMoreSteps();
    QVERIFY(openWriter(folder.project(), with(steps)) != nullptr);
    QCOMPARE(sqlNumber(folder.project(), "PRAGMA user_version"), std::int64_t{kNow + 2});
    QVERIFY(!fs::exists(backupPath(folder.project(), 0)));
  }

  void aStepThatFailsChangesNothing_data() {
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("wrong SQL") << QByteArray("DROP TABLE log; CREATE TABLE nonsense (");
    QTest::newRow("broken references") << QByteArray("DELETE FROM run WHERE id = 1");
  }
  void aStepThatFailsChangesNothing() {
    QFETCH(QByteArray, sql);
    const ProjectFolder folder;
    QVERIFY(makeProject(folder.project()));
    auto steps = twoMoreSteps();
    steps.back().sql = sql.constData();
    const auto writer = ProjectWriter::open(folder.project(), with(steps));
    QVERIFY(!writer.ok());
    QCOMPARE(writer.error().code, ErrorCode::kInternal);
    QCOMPARE(sqlNumber(folder.project(), "PRAGMA user_version"), std::int64_t{kNow});
    QCOMPARE(sqlNumber(folder.project(), "SELECT count(*) FROM sqlite_schema WHERE name IN ('note', 'log')"),
             std::int64_t{1});
    QVERIFY(openWriter(folder.project()) != nullptr);
    QCOMPARE(openView(folder.project())->runs({})->size(), std::size_t{4});
  }

  // Of the first schema on: the view shows what is there and leaves the file as it is.
  void anOlderProjectIsReadAsItIs_data() {
    QTest::addColumn<int>("schema");
    QTest::newRow("first") << 1;
    QTest::newRow("second") << 2;
  }
  void anOlderProjectIsReadAsItIs() {
    QFETCH(int, schema);
    const ProjectFolder folder;
    makeOldProject(folder.project(), static_cast<std::size_t>(schema));
    const auto view = openView(folder.project());
    QVERIFY(view != nullptr);
    QCOMPARE(view->runs({})->size(), std::size_t{4});
    QVERIFY(view->seriesHeads({1})->empty());
    QCOMPARE(view->series({1}, 0).error().code, ErrorCode::kNotFound);
    VERIFY_OK(view->tasks({}));
    VERIFY_OK(view->trials({}));
    VERIFY_OK(view->rungs({1}));
    QVERIFY(view->stages({1})->empty());
    QVERIFY(view->exampleHeads({1})->empty());
    QVERIFY(view->classPredictions({1})->empty());
    QCOMPARE(sqlNumber(folder.project(), "PRAGMA user_version"), std::int64_t{schema});
    QVERIFY(openWriter(folder.project()) != nullptr);  // brings it up to date
    QVERIFY(fs::exists(backupPath(folder.project(), schema)));
    QCOMPARE(openView(folder.project())->runs({})->size(), std::size_t{4});
  }

  void anUnknownOlderSchemaIsRefused() {
    const ProjectFolder folder;
    QVERIFY(makeProject(folder.project()));
    sqlRun(folder.project(), "PRAGMA user_version = 0");
    const auto view = ProjectView::open(folder.project());
    QVERIFY(!view.ok());
    QCOMPARE(view.error().code, ErrorCode::kUnsupported);
    QCOMPARE(sqlNumber(folder.project(), "PRAGMA user_version"), std::int64_t{0});
  }
};

QTEST_GUILESS_MAIN(MigrationsTest)
#include "migrations_test.moc"
