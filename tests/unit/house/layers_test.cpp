// The walls of the house, read from the sources: which folder may include what.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QtTest>

namespace {

// Lowest first; a folder includes itself and what stands before it.
const QStringList kLayers = {"api", "base", "data", "store", "search", "stats", "nn", "train", "contenders", "exec", "report"};

// data/ and search/ hold what the store keeps, but the store knows no algorithm; stats and search are pure arithmetic.
const QHash<QString, QStringList> kForbidden = {
    {"store", {"data"}},
    {"search", {"data", "store"}},
    {"stats", {"data", "store", "search"}},
    {"report", {"nn", "train", "contenders", "exec", "store", "search"}},
};

struct Include {
  QString file;
  int line = 0;
  QString target;
};

QList<Include> includesBelow(const QString& folder) {
  static const QRegularExpression pattern(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"));
  QList<Include> found;
  QDirIterator files(QStringLiteral(TOUCHSTONE_SOURCE_DIR "/") + folder, {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
  while (files.hasNext()) {
    QFile file(files.next());
    if (!file.open(QIODevice::ReadOnly)) {
      continue;
    }
    int line = 0;
    while (!file.atEnd()) {
      ++line;
      const auto match = pattern.match(QString::fromUtf8(file.readLine()));
      if (match.hasMatch()) {
        found.append({file.fileName().mid(int(qstrlen(TOUCHSTONE_SOURCE_DIR)) + 1), line, match.captured(1)});
      }
    }
  }
  return found;
}

QString where(const Include& include) {
  return QStringLiteral("%1:%2 includes %3").arg(include.file).arg(include.line).arg(include.target);
}

bool isTorch(const QString& target) {
  return target.startsWith("torch/") || target.startsWith("ATen/") || target.startsWith("c10/");
}

bool isDatabase(const QString& target) {
  return target == "sqlite3.h" || target.startsWith("SQLiteCpp/");
}

bool isQt(const QString& target) {
  static const QRegularExpression pattern(QStringLiteral("^(Q[A-Z]|Qt|qcustomplot)"));
  return pattern.match(target).hasMatch();
}

}  // namespace

class LayersTest : public QObject {
  Q_OBJECT

 private slots:
  void sourcesAreFound() { QVERIFY(includesBelow("engine").size() > 100); }

  void engineHasNoQt() {
    for (const Include& include : includesBelow("engine")) {
      QVERIFY2(!isQt(include.target), qPrintable(where(include)));
    }
  }

  void apiIncludesStdAndItselfOnly() {
    for (const Include& include : includesBelow("engine/api")) {
      const bool isOwn = include.target.startsWith("engine/api/");
      const bool isStd = !include.target.contains('/') && !include.target.endsWith(".h");
      QVERIFY2(isOwn || isStd, qPrintable(where(include)));
    }
  }

  void windowAndProgramsSeeTheApiOnly() {
    for (const QString& folder : {QStringLiteral("ui"), QStringLiteral("app")}) {
      for (const Include& include : includesBelow(folder)) {
        const bool crosses = include.target.startsWith("engine/") && !include.target.startsWith("engine/api/");
        QVERIFY2(!crosses && !isTorch(include.target) && !isDatabase(include.target), qPrintable(where(include)));
      }
    }
  }

  void includesPointDown() {
    for (const Include& include : includesBelow("engine")) {
      if (!include.target.startsWith("engine/")) {
        continue;
      }
      const QString from = include.file.section('/', 1, 1);
      const QString to = include.target.section('/', 1, 1);
      QVERIFY2(kLayers.contains(from) && kLayers.contains(to), qPrintable(where(include)));
      QVERIFY2(kLayers.indexOf(to) <= kLayers.indexOf(from), qPrintable(where(include)));
      QVERIFY2(!kForbidden.value(from).contains(to), qPrintable(where(include)));
    }
  }

  void torchStaysInItsSources() {
    for (const Include& include : includesBelow("engine")) {
      const QString layer = include.file.section('/', 1, 1);
      const bool mayHave = layer == "nn" || layer == "train" || layer == "contenders";
      const bool isHeader = include.file.endsWith(".h") && !include.file.endsWith("_pch.h");
      QVERIFY2(!isTorch(include.target) || (mayHave && !isHeader), qPrintable(where(include)));
    }
  }

  // libgdal and the libraries behind it would slow every start of the program.
  void rasterLibrariesStayInTheirModule() {
    for (const Include& include : includesBelow("engine")) {
      const bool isRaster = include.target.startsWith("gdal") || include.target.startsWith("cpl_") || include.target == "hdf5.h";
      QVERIFY2(!isRaster || include.file.startsWith("engine/data/raster/"), qPrintable(where(include)));
    }
  }

  void databaseStaysInTheStore() {
    for (const Include& include : includesBelow("engine")) {
      const bool isStore = include.file.startsWith("engine/store/");
      const bool isVersionQuestion = include.file == "engine/exec/provenance.cpp";
      QVERIFY2(!isDatabase(include.target) || isStore || isVersionQuestion, qPrintable(where(include)));
    }
  }
};

QTEST_GUILESS_MAIN(LayersTest)
#include "layers_test.moc"
