// DASHA under SIGKILL: the real program killed in its architecture search, its tuning and its retraining, resumed, and then
// compared with a run that nobody killed, to the last digit.
#include <SQLiteCpp/SQLiteCpp.h>

#include <csignal>

#include "tests/support/cli_folder.h"

using namespace touchstone::test;

namespace {

// Small enough for seconds, with several checkpoints in every stage; the method is forced, because measuring may choose
// another one each time, and then the last digits differ.
QString studyText() {
  return QStringLiteral("[study]\nname = \"killed\"\nseeds = [0]\n[budget]\ntrials = 4\nresource = 3\nslots = 2\n"
                        "[[task]]\nname = \"splice\"\nmodality = \"genomics\"\ndata = \"%1\"\nsplit = \"20/10/70\"\n"
                        "metric = \"accuracy\"\n[[contender]]\nmethod = \"dasha\"\nmid = 4\nkernels = [3, 5]\n"
                        "dilations = [1, 3]\nsearch_epochs = 10\nepochs = 16\nmixed_convolution = \"taps\"\n")
      .arg(QStringLiteral(TOUCHSTONE_SOURCE_DIR "/resources/samples/genomics/splice_junctions.csv"));
}

// Everything that must be the same: no times, no ids.
QStringList resultsOf(const QString& project) {
  SQLite::Database db(project.toStdString(), SQLite::OPEN_READONLY, 5000);
  QStringList lines;
  for (const char* sql :
       {"SELECT printf('%.17g', score), trials, epochs, state FROM v_runs",
        "SELECT number, stage, state, config, printf('%.17g', value), rung, epochs FROM v_trials ORDER BY number",
        "SELECT metric, part, printf('%.17g', value) FROM v_scores ORDER BY 1, 2",
        "SELECT t.number, p.metric, p.step, printf('%.17g', p.value) FROM v_points p JOIN v_trials t USING (trial) "
        "ORDER BY 1, 2, 3"}) {
    SQLite::Statement query(db, sql);
    while (query.executeStep()) {
      QString line;
      for (int column = 0; column < query.getColumnCount(); ++column) {
        line += QString::fromStdString(query.getColumn(column).getString()) + " | ";
      }
      lines << line;
    }
  }
  return lines;
}

int segmentsOf(const QString& project, int stage) {
  try {
    SQLite::Database db(project.toStdString(), SQLite::OPEN_READONLY, 5000);
    SQLite::Statement query(db, "SELECT count(*) FROM segment s JOIN trial t ON t.id = s.trial_id WHERE t.stage = ?");
    query.bind(1, stage);
    return query.executeStep() ? query.getColumn(0).getInt() : 0;
  } catch (const SQLite::Exception&) {
    return 0;  // not there yet
  }
}

}  // namespace

class DashaKilledTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!hasTorch()) {
      QSKIP("built without LibTorch");
    }
    m_study = m_folder.write("killed.toml", studyText());
    const CliOutcome whole = runCli({"run", m_study, "-p", m_folder.path("whole.touchstone")});
    QVERIFY2(whole.code == 0, qPrintable(whole.err));
    m_whole = resultsOf(m_folder.path("whole.touchstone"));
    QVERIFY(m_whole.size() > 20);
  }

  void endsTheSame_data() {
    QTest::addColumn<int>("stage");
    QTest::newRow("architecture search") << 0;
    QTest::newRow("tuning") << 1;
    QTest::newRow("retraining") << 2;
  }
  void endsTheSame() {
    QFETCH(int, stage);
    const QString project = m_folder.path(QString("killed %1.touchstone").arg(stage));
    QProcess process;
    process.start(kCli, {"run", m_study, "-p", project});
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(segmentsOf(project, stage) >= 1, 60000);
    QVERIFY(process.state() == QProcess::Running);
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    QVERIFY(process.waitForFinished());
    const CliOutcome resumed = runCli({"resume", project});
    QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
    QCOMPARE(resultsOf(project), m_whole);
  }

 private:
  CliFolder m_folder;
  QString m_study;
  QStringList m_whole;
};

QTEST_GUILESS_MAIN(DashaKilledTest)
#include "dasha_killed_test.moc"
