// Damaged weights of a model that is found through TOUCHSTONE_MODELS, and of a file of the user's own: its runs fail with
// the reason, once, the other contenders go on, and the weights stay as they are.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "support/cli_folder.h"

using namespace touchstone::test;

namespace {

QString tensor(const QString& name, const QString& dtype, int size, int begin, int end) {
  return QString("\"%1\":{\"dtype\":\"%2\",\"shape\":[%3],\"data_offsets\":[%4,%5]}")
      .arg(name, dtype)
      .arg(size)
      .arg(begin)
      .arg(end);
}

// The length of the header, little-endian, the header, and so many bytes of data; `claimed` instead of the true length.
QByteArray safetensors(const QString& header, int dataBytes, qint64 claimed = -1) {
  const QByteArray text = ("{" + header + "}").toUtf8();
  qint64 length = claimed >= 0 ? claimed : text.size();
  QByteArray bytes;
  for (int i = 0; i < 8; ++i, length >>= 8) {
    bytes += static_cast<char>(length & 0xFF);
  }
  return bytes + text + QByteArray(dataBytes, '\0');
}

}  // namespace

class BadModelTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (!hasTorch()) {
      QSKIP("skipped: built without torch");
    }
    m_folder.write("mine.manifest.toml", QByteArray("architecture = \"fracast\"\n"));
  }

  void damagedWeights_data() {
    QTest::addColumn<QByteArray>("weights");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QByteArray& weights, const char* says) {
      QTest::newRow(name) << weights << QString(says);
    };
    row("empty", "", "The file has only 0 bytes.|fetch it again.");
    row("truncated", safetensors(tensor("w", "F32", 100, 0, 400), 123),
        "The tensor \"w\" ends at byte 400 of the data, which has only 123 bytes.|fetch it again.");
    row("cut in the header", safetensors(tensor("w", "F32", 2, 0, 8), 8).left(40),
        "The header claims |the file has 40.|fetch it again.");
    row("header past the end", safetensors(tensor("w", "F32", 2, 0, 8), 8, 1'000'000'000'000),
        "The header claims 1000000000000 bytes|fetch it again.");
    row("negative length", safetensors(tensor("w", "F32", 2, 0, 8), 8, qint64(1) << 62),
        "The header claims 4611686018427387904 bytes|fetch it again.");
    row("overlap", safetensors(tensor("a", "F32", 2, 0, 8) + "," + tensor("b", "F32", 2, 4, 12), 12),
        "The tensor \"b\" starts at byte 4 of the data instead of 8: tensors overlap.|fetch it again.");
    row("gap", safetensors(tensor("a", "F32", 1, 0, 4) + "," + tensor("b", "F32", 1, 8, 12), 12),
        "there is a gap.|fetch it again.");
    row("dtype that does not fit", safetensors(tensor("w", "F64", 2, 0, 8), 8),
        "The tensor \"w\" needs 16 bytes for its shape, its data_offsets hold 8.|fetch it again.");
    row("unknown dtype", safetensors(tensor("w", "C64", 1, 0, 8), 8),
        "The tensor \"w\" has the type \"C64\".|Convert the file");
    row("no JSON", safetensors("w", 0), "The header is not a JSON object.|fetch it again.");
    row("another file", "PK\x03\x04 this is an archive", "The header claims |fetch it again.");
  }
  void damagedWeights() {
    QFETCH(QByteArray, weights);
    QFETCH(QString, says);
    const QString own = m_folder.write("mine.safetensors", weights);
    const QString stored = m_folder.write("models/fracast-0/model.safetensors", weights);
    const QStringList environment = {"TOUCHSTONE_MODELS=" + m_folder.path("models")};
    m_folder.write("study.toml", studyWith("fracast-0"));
    const QStringList before = m_folder.state();
    const CliOutcome run = m_folder.run({"run", "study.toml", "-p", "p.touchstone"}, environment);
    VERIFY_REFUSED(run, 1, stored + ": |" + says, 2);  // the second line is the progress
    checkReports();
    QDir(m_folder.path("p.touchstone.files")).removeRecursively();
    QFile::remove(m_folder.path("p.touchstone"));
    QCOMPARE(m_folder.state(), before);
    VERIFY_REFUSED(m_folder.run({"models", "check", "fracast-0"}, environment), 2,
                   stored + ": |The weights are damaged: SHA-256|Get them again: ", 1);
    VERIFY_REFUSED(m_folder.run({"models", "check", "mine.safetensors"}), 2, own + ": |" + says, 1);
    QCOMPARE(m_folder.state(), before);
  }

  void weightsOfAnotherModel() {
    const QString stored =
        m_folder.write("models/fracast-0/model.safetensors", safetensors(tensor("w", "F32", 2, 0, 8), 8));
    m_folder.write("mine.safetensors", m_folder.read("models/fracast-0/model.safetensors"));
    const QStringList environment = {"TOUCHSTONE_MODELS=" + m_folder.path("models")};
    VERIFY_REFUSED(m_folder.run({"models", "check", "fracast-0"}, environment), 2, stored + ": |SHA-256|Get them again",
                   1);
    VERIFY_REFUSED(m_folder.run({"models", "check", "mine.safetensors"}), 2,
                   "mine.safetensors: |is missing. The file holds weights of another model.", 1);
    m_folder.write("study.toml", studyWith("fracast-0"));
    VERIFY_REFUSED(m_folder.run({"run", "study.toml", "-p", "other.touchstone"}, environment), 1,
                   stored + ": The weights are not those of Fracast-0|Get them again", 2);
  }

  void noWeights() {
    const QStringList environment = {"TOUCHSTONE_MODELS=" + m_folder.path("none"),
                                     "TOUCHSTONE_DATA=", "XDG_DATA_HOME=" + m_folder.path("none")};
    m_folder.write("study.toml", studyWith("fracast-0"));
    VERIFY_REFUSED(
        m_folder.run({"run", "study.toml", "-p", "none.touchstone"}, environment), 1,
        "The weights of Fracast-0 are not on this machine (searched " + m_folder.path("none") + "|Get them: ", 2);
    VERIFY_REFUSED(m_folder.run({"models", "check", "fracast-0"}, environment), 2,
                   "are not on this machine|Get them: ", 1);
    m_folder.write("study.toml", studyWith("fracast-9"));
    const QStringList before = m_folder.state();
    VERIFY_REFUSED(m_folder.run({"run", "study.toml", "-p", "new.touchstone"}), 2,
                   "study.toml:15:9: There is no model \"fracast-9\"|did you mean \"fracast-0\"?", 1);
    QCOMPARE(m_folder.state(), before);
  }

 private:
  static QString studyWith(const QString& model) {
    return "[study]\nname = \"weights\"\nseeds = [0, 1]\n[[task]]\nname = \"nottem\"\nmodality = \"time-series\"\ndata "
           "= \"" +
           kNottem +
           "\"\nsplit = \"70/10/20\"\nhorizon = 12\nmetric = \"mse\"\n[[contender]]\nmethod = "
           "\"naive\"\n[[contender]]\n"
           "method = \"foundation\"\nmodel = \"" +
           model + "\"\n";
  }

  // The naive runs are done, the others failed with the reason, and reports can be made of it.
  void checkReports() {
    const CliOutcome board = m_folder.run({"leaderboard", "p.touchstone", "--format", "json"});
    QCOMPARE(board.code, 0);
    QStringList states;
    for (const auto& row : QJsonDocument::fromJson(board.out.toUtf8()).array()) {
      states << row.toObject()["method"].toString() + " " + row.toObject()["state"].toString();
    }
    states.sort();
    QCOMPARE(states, QStringList({"foundation failed", "foundation failed", "naive done", "naive done"}));
    QCOMPARE(m_folder.run({"export", "p.touchstone", "-o", "report", "--preset", "tables"}).code, 0);
    QVERIFY(m_folder.read("report/leaderboard.csv").contains("failed"));
    QDir(m_folder.path("report")).removeRecursively();
  }

  CliFolder m_folder;
};

QTEST_GUILESS_MAIN(BadModelTest)
#include "bad_model_test.moc"
