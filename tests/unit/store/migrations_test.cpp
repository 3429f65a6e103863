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

bool makeProject(const fs::path& path, std::span<const Migration> steps = migrations()) {
  auto writer = openWriter(path, with(steps));
  if (!writer) {
    return false;
  }
  writer->push(smallStudy());
  writer->push({trialRow(1, {1}, 0), points(1, 1, std::vector<double>(1'000, 0.5))});
  return writer->flush().ok();
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
    QCOMPARE(latestSchema(migrations()), 2);
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
  void anOlderProjectIsReadAsItIs() {
    const ProjectFolder folder;
    QVERIFY(makeProject(folder.project(), migrations().first(1)));
    const auto view = openView(folder.project());
    QVERIFY(view != nullptr);
    QCOMPARE(view->runs({})->size(), std::size_t{4});
    QVERIFY(view->seriesHeads({1})->empty());
    QCOMPARE(view->series({1}, 0).error().code, ErrorCode::kNotFound);
    QCOMPARE(sqlNumber(folder.project(), "PRAGMA user_version"), std::int64_t{1});
    QVERIFY(openWriter(folder.project()) != nullptr);  // brings it up to date
    QVERIFY(fs::exists(backupPath(folder.project(), 1)));
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
