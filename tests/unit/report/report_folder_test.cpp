#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "engine/report/report_folder.h"
#include "unit/report/golden.h"
#include "unit/report/rows.h"

using namespace touchstone;
using namespace touchstone::report;
namespace fs = std::filesystem;

class ReportFolderTest : public QObject {
  Q_OBJECT

 private slots:
  void writesEveryFileAndListsIt();
  void readsTrialsPageByPage();
  void unknownStudyIsNotFound();
  void folderThatCannotBe();

 private:
  static test::FakeProject project() {
    test::FakeProject fake;
    StudyRow study;
    study.id = {1};
    study.name = "ETT, 96 hours ahead";
    study.state = StudyState::kDone;
    study.startedS = 1795567895.0;
    study.finishedS = 1795568000.0;
    study.runsTotal = 25;
    study.runsDone = 24;
    study.runsFailed = 1;
    study.trialsTotal = 3;
    study.specToml = "[study]\nname = \"ETT, 96 hours ahead\"\n";
    fake.studyRows = {study};
    fake.runRows = test::smallStudy();
    fake.trialRows.resize(3);
    return fake;
  }
};

void ReportFolderTest::writesEveryFileAndListsIt() {
  const QTemporaryDir dir;
  const fs::path folder = fs::path(dir.path().toStdString()) / "deep" / "report";
  ReportOptions options;
  options.program = "touchstone 0.1.0";
  options.nowS = 1795568100.0;
  options.alsoList = {folder / "figures" / "etth1-96-best-so-far.pdf"};
  const auto written = writeReport(project(), {1}, folder, options);
  QVERIFY(written.ok());
  QCOMPARE(written->size(), std::size_t{9});
  for (const fs::path& path : *written) QVERIFY2(fs::file_size(path) > 0, path.c_str());
  QCOMPARE(QDir(QString::fromStdString(folder.string())).entryList(QDir::Files).size(), 9);  // no partial file is left
  QFile toml(QString::fromStdString((folder / "study.toml").string()));
  QVERIFY(toml.open(QIODevice::ReadOnly));
  QCOMPARE(toml.readAll().toStdString(), project().studyRows[0].specToml);
  QFile readme(QString::fromStdString((folder / "README.txt").string()));
  QVERIFY(readme.open(QIODevice::ReadOnly));
  test::compareGolden("README.txt", readme.readAll().toStdString());
}

void ReportFolderTest::readsTrialsPageByPage() {
  const QTemporaryDir dir;
  test::FakeProject many = project();
  many.trialRows.resize(12001);
  const auto written = writeReport(many, {1}, dir.path().toStdString());
  QVERIFY(written.ok());
  QFile trials(dir.filePath("trials.csv"));
  QVERIFY(trials.open(QIODevice::ReadOnly));
  QCOMPARE(trials.readAll().count('\n'), 12002);
}

void ReportFolderTest::unknownStudyIsNotFound() {
  const QTemporaryDir dir;
  const auto written = writeReport(project(), {7}, dir.path().toStdString());
  QVERIFY(!written.ok());
  QCOMPARE(written.error().code, ErrorCode::kNotFound);
}

void ReportFolderTest::folderThatCannotBe() {
  const QTemporaryDir dir;
  QFile file(dir.filePath("taken"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  const auto written = writeReport(project(), {1}, dir.filePath("taken/report").toStdString());
  QVERIFY(!written.ok());
  QVERIFY(written.error().context.find("taken") != std::string::npos);
}

QTEST_APPLESS_MAIN(ReportFolderTest)
#include "report_folder_test.moc"
