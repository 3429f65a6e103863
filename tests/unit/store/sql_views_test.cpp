// The stable SQL views: their columns word for word, what they show, and that the help page tells the same.
#include "unit/store/store_fixture.h"

#include <QFile>
#include <QRegularExpression>

using namespace touchstone;
using namespace touchstone::test;

namespace {

struct ViewColumns {
  const char* view;
  const char* contract;  // shared/contract.md, in this order
  const char* added;     // further ones behind them
};

constexpr ViewColumns kViews[] = {
    {"v_runs",
     "study,task,modality,contender,family,method,seed,metric,direction,score,source,trials,epochs,seconds,parameters,"
     "state",
     "leakage,error,run"},
    {"v_trials", "study,task,contender,seed,trial,state,config,value,rung,epochs,seconds,stop_reason",
     "number,run,stage,stage_name"},
    {"v_points", "trial,metric,step,value,time", ""},
    {"v_rungs", "trial,rung,resource,value,decision,cutoff,rank,time", "of_count,run,stage"},
    {"v_scores", "", "run,study,task,contender,seed,metric,part,block,value,source,items,time"},
    {"v_ledger", "",
     "study,task,contender,seed,wall_seconds,cpu_seconds,gpu_seconds,test_seconds,trials,epochs,parameters_trained,"
     "parameters_total,pretraining,test_looks,run"},
    {"v_predictions", "", "study,task,contender,seed,item,part,error,mse,mae,mase,smape,label,output,run,cross_entropy"},
    {"v_stages", "",
     "study,task,contender,seed,stage,name,planned_trials,epochs_per_trial,note,decision,winner,started,finished,run"},
};

QStringList columnsOf(const std::filesystem::path& project, const std::string& view) {
  SQLite::Database db(project.string(), SQLite::OPEN_READONLY);
  SQLite::Statement query(db, "SELECT * FROM " + view);
  QStringList columns;
  for (int i = 0; i < query.getColumnCount(); ++i) {
    columns << QString::fromUtf8(query.getColumnName(i));
  }
  return columns;
}

QStringList expected(const ViewColumns& view) {
  return (QString(view.contract) + ',' + view.added).split(',', Qt::SkipEmptyParts);
}

QString helpPage() {
  QFile file(QStringLiteral(TOUCHSTONE_SOURCE_DIR "/resources/help/sql-views.md"));
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// The text from "## view" to the next heading.
QString sectionOf(const QString& page, const QString& view) {
  const qsizetype begin = page.indexOf("\n## " + view + "\n");
  const qsizetype end = begin < 0 ? -1 : page.indexOf("\n## ", begin + 4);
  return begin < 0 ? QString() : page.mid(begin, end < 0 ? -1 : end - begin);
}

QStringList captures(const QString& text, const char* pattern, QRegularExpression::PatternOptions options) {
  QStringList found;
  auto matches = QRegularExpression(pattern, options).globalMatch(text);
  while (matches.hasNext()) {
    found << matches.next().captured(1);
  }
  return found;
}

bool fill(const std::filesystem::path& path) {
  auto writer = openWriter(path);
  writer->push(smallStudy());
  WriteBatch rows;
  for (const std::int64_t run : {1, 3}) {
    rows.push_back(StartRun{{run}, "", 100.0});
    rows.push_back(AddStage{{run}, 0, "", 1, 20, "epoch", 1.0, "", "", 100.0});
    for (std::int64_t item = 0; item < 4; ++item) {
      AddPrediction row;
      row.run = {run};
      row.item = item;
      row.error = run == 1 ? 0.5 : 0.2 * static_cast<double>(item + 1);
      rows.push_back(row);
    }
    rows.push_back(AddScore{{run}, "mse", "", "test", "measured", run == 1 ? 0.37 : 0.39, 4, 110.0});
    rows.push_back(AddScore{{run}, "mse", "OT", "test", "measured", 0.2, 4, 110.0});
    rows.push_back(SetLedger{{run}, 10.0, 9.0, 0.0, 1.0, 3, 24, 14'000, 85'001, ""});
    rows.push_back(SetRunState{{run}, RunState::kDone, 110.0, "", ""});
  }
  rows.push_back(SetRunSameAs{{4}, {3}});
  rows.push_back(SetRunState{{4}, RunState::kDone, 110.0, "", ""});
  rows.push_back(trialRow(1, {1}, 0));
  rows.push_back(points(1, 1, {0.5, 0.4}));
  rows.push_back(AddRungEvent{{1}, {1}, 0, 4, 0.5, RungDecision::kPromoted, kNoValue, 1, 1, 0, 104.0});
  rows.push_back(finished(1, 0.4));
  writer->push(std::move(rows));
  return writer->flush().ok();
}

}  // namespace

class SqlViewsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(fill(m_folder.project())); }

  void columnsAreThoseOfTheContract() {
    for (const ViewColumns& view : kViews) {
      QCOMPARE(columnsOf(m_folder.project(), view.view), expected(view));
    }
    QCOMPARE(sqlNumber(m_folder.project(), "SELECT count(*) FROM sqlite_schema WHERE type = 'view'"),
             static_cast<std::int64_t>(std::size(kViews)));
  }

  void theHelpPageNamesEveryColumn() {
    const QString page = helpPage();
    QVERIFY(!page.isEmpty());
    for (const ViewColumns& view : kViews) {
      const QString section = sectionOf(page, view.view);
      QStringList columns = captures(section, "^\\| (\\w+) \\|", QRegularExpression::MultilineOption);
      QVERIFY2(!columns.isEmpty() && columns.takeFirst() == "column", view.view);
      QCOMPARE(columns, columnsOf(m_folder.project(), view.view));
      QVERIFY2(section.contains("```sql"), view.view);
    }
  }

  void theExamplesOfTheHelpPageGiveRows() {
    const QStringList examples =
        captures(helpPage(), "```sql\\n(.*?)```", QRegularExpression::DotMatchesEverythingOption);
    QCOMPARE(examples.size(), static_cast<qsizetype>(std::size(kViews)));
    SQLite::Database db(m_folder.project().string(), SQLite::OPEN_READONLY);
    for (const QString& example : examples) {
      SQLite::Statement query(db, example.toStdString());
      QVERIFY2(query.executeStep(), qPrintable(example));
    }
  }

  void aRunThatCopiesAnotherShowsItsScoresAndPredictions() {
    const auto path = m_folder.project();
    QCOMPARE(sqlText(path, "SELECT score FROM v_runs WHERE run = 4"), std::string("0.39"));
    QCOMPARE(sqlNumber(path, "SELECT count(*) FROM v_predictions WHERE run = 4 AND seed = 1"), std::int64_t{4});
    QCOMPARE(sqlNumber(path, "SELECT count(*) FROM v_scores WHERE run = 4"), std::int64_t{2});
    QCOMPARE(sqlNumber(path, "SELECT seconds FROM v_runs WHERE run = 4"), std::int64_t{0});
  }

  void aRunWithoutResultsIsARow() {
    QCOMPARE(
        sqlText(m_folder.project(), "SELECT state || trials || source || (score IS NULL) FROM v_runs WHERE run = 2"),
        std::string("queued0measured1"));
  }

  void pairedPredictionsGiveTheShareWon() {
    QCOMPARE(sqlText(m_folder.project(), "SELECT avg(a.error < b.error) FROM v_predictions a JOIN v_predictions b "
                                         "ON b.item = a.item AND b.seed = a.seed WHERE a.run = 3 AND b.run = 1"),
             std::string("0.5"));
  }

 private:
  ProjectFolder m_folder;
};

QTEST_GUILESS_MAIN(SqlViewsTest)
#include "sql_views_test.moc"
