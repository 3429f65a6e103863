#include <QApplication>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "ui/figure/exporter.h"
#include "ui/figure/study_figures.h"
#include "ui/plots/learning_read.h"
#include "ui/plots_data.h"
#include "unit/report/rows.h"

using namespace touchstone;
using namespace touchstone::ui;
namespace fs = std::filesystem;

class FigureExportTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void pageIsExact_data();
  void pageIsExact();
  void fontsAreEmbeddedTrueType();
  void textHasItsPointSize();
  void svgKeepsTextAndSize();
  void pngHasItsPhysicalSize();
  void csvIsWhatIsDrawn();
  void exportKeepsTheZoom();
  void exportIsLightOnWhite();
  void oddDataIsHarmless();
  void stemsAreSafeAndUnique();
  void failuresAreTold();
  void studyFiguresAreComplete();
  void axesOfAColumnAreReadable_data();
  void axesOfAColumnAreReadable();
  void curvesAreReadWithTheirRungs();

 private:
  fs::path file(const char* name) const { return fs::path(m_dir->path().toStdString()) / name; }
  static QByteArray contents(const fs::path& path);
  static QString run(const QString& program, const QStringList& arguments);

  std::unique_ptr<QTemporaryDir> m_dir;
};

namespace {

class StudyProject : public test::FakeProject {
 public:
  std::vector<std::string> taskNames = {"ETTh1, 96 h / x", "ETTh1 96 h x", std::string(300, 'w'), "\xD7\xA9\xD7\x9C"};

  Result<std::vector<TaskRow>> tasks(StudyId) const override {
    std::vector<TaskRow> rows;
    for (std::size_t i = 0; i < taskNames.size(); ++i) {
      TaskRow task;
      task.id = {static_cast<std::int64_t>(i) + 1};
      task.study = {1};
      task.name = taskNames[i];
      task.metric = "mse";
      rows.push_back(task);
    }
    return rows;
  }
  Result<std::vector<RunRow>> runs(StudyId) const override { return test::smallStudy(); }
  Result<std::vector<Curve>> curves(const CurveQuery& query) const override {
    return query.task.value == 1 ? test::curvesOf().curves : std::vector<Curve>{};
  }
  Result<std::vector<BestSoFar>> bestSoFar(StudyId, TaskId task) const override {
    return task.value == 1 ? test::bestOf(3).runs : std::vector<BestSoFar>{};
  }
};

}  // namespace

void FigureExportTest::init() {
  m_dir = std::make_unique<QTemporaryDir>();
}

QByteArray FigureExportTest::contents(const fs::path& path) {
  QFile in(QString::fromStdString(path.string()));
  return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

QString FigureExportTest::run(const QString& program, const QStringList& arguments) {
  QProcess process;
  process.start(program, arguments);
  return process.waitForFinished(20000) ? QString::fromUtf8(process.readAllStandardOutput()) : QString();
}

void FigureExportTest::pageIsExact_data() {
  QTest::addColumn<double>("width");
  QTest::addColumn<double>("height");
  QTest::addColumn<int>("widthPt");
  QTest::addColumn<int>("heightPt");
  QTest::newRow("Nature column") << 89.0 << 0.0 << 252 << 156;
  QTest::newRow("ICML column") << 82.55 << 51.0 << 234 << 145;
  QTest::newRow("Nature page") << 183.0 << 170.0 << 519 << 482;
}

void FigureExportTest::pageIsExact() {
  QFETCH(double, width);
  QFETCH(double, height);
  QFETCH(int, widthPt);
  QFETCH(int, heightPt);
  BestSoFarPlot plot;
  plot.setData(test::bestOf(3));
  FigureSpec spec;
  spec.widthMm = width;
  spec.heightMm = height;
  QVERIFY(writeFigureFile(plot, spec, file("f.pdf")).ok());
  static const QRegularExpression box(QStringLiteral("/MediaBox \\[0 0 ([0-9.]+) ([0-9.]+)\\]"));
  const QRegularExpressionMatch match = box.match(QString::fromLatin1(contents(file("f.pdf"))));
  QVERIFY(match.hasMatch());
  QCOMPARE(match.captured(1).toDouble(), static_cast<double>(widthPt));
  QCOMPARE(match.captured(2).toDouble(), static_cast<double>(heightPt));
  QVERIFY(std::abs(match.captured(1).toDouble() / 72.0 * 25.4 - width) < 0.18);
}

void FigureExportTest::fontsAreEmbeddedTrueType() {
  if (QStandardPaths::findExecutable(QStringLiteral("pdffonts")).isEmpty()) QSKIP("pdffonts is not installed");
  LearningCurvesPlot plot;
  plot.setData(test::curvesOf());
  QVERIFY(writeFigureFile(plot, {}, file("f.pdf")).ok());
  const QStringList lines = run(QStringLiteral("pdffonts"), {QString::fromStdString(file("f.pdf").string())})
                                .split(u'\n', Qt::SkipEmptyParts);
  QVERIFY(lines.size() >= 3);
  for (qsizetype i = 2; i < lines.size(); ++i) {
    QVERIFY2(lines[i].contains(QStringLiteral("TrueType")), qPrintable(lines[i]));
    QVERIFY2(!lines[i].contains(QStringLiteral("Type 3")), qPrintable(lines[i]));
    // embedded, with Unicode; whether pdffonts calls it a subset depends on Qt's naming
    static const QRegularExpression kEmbedded(QStringLiteral(" yes (yes|no ) ?yes "));
    QVERIFY2(kEmbedded.match(lines[i]).hasMatch(), qPrintable(lines[i]));
  }
}

// The boxes of words as poppler reads them: the digits of 7 pt tick labels are 7 pt high lines.
void FigureExportTest::textHasItsPointSize() {
  if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty()) QSKIP("pdftotext is not installed");
  BestSoFarPlot plot;
  plot.setData(test::bestOf(3));
  FigureSpec small, large;
  small.paper.labelPt = 8;
  large.paper.labelPt = 16;
  const auto heightOf = [&](const FigureSpec& spec) {
    if (!writeFigureFile(plot, spec, file("f.pdf"))) return 0.0;
    const QString html =
        run(QStringLiteral("pdftotext"),
            {QStringLiteral("-bbox"), QString::fromStdString(file("f.pdf").string()), QStringLiteral("-")});
    static const QRegularExpression word(QStringLiteral("yMin=\"([0-9.]+)\"[^>]*yMax=\"([0-9.]+)\">tuning<"));
    const QRegularExpressionMatch match = word.match(html);
    return match.hasMatch() ? match.captured(2).toDouble() - match.captured(1).toDouble() : 0.0;
  };
  const double eight = heightOf(small);
  QVERIFY2(eight > 7.0 && eight < 10.0, qPrintable(QString::number(eight)));
  QVERIFY(std::abs(heightOf(large) / eight - 2.0) < 0.02);
}

void FigureExportTest::svgKeepsTextAndSize() {
  BestSoFarPlot plot;
  plot.setData(test::bestOf(3));
  FigureSpec spec;
  spec.widthMm = 82.55;
  spec.heightMm = 51.0;
  spec.title = QStringLiteral("Best <so> far & more");
  QVERIFY(writeFigureFile(plot, spec, file("f.svg")).ok());
  const QByteArray svg = contents(file("f.svg"));
  QXmlStreamReader reader(svg);
  bool hasText = false;
  QString width, viewBox;
  while (!reader.atEnd()) {
    if (reader.readNext() != QXmlStreamReader::StartElement) continue;
    if (reader.name() == QStringLiteral("svg")) {
      width = reader.attributes().value(QStringLiteral("width")).toString();
      viewBox = reader.attributes().value(QStringLiteral("viewBox")).toString();
    }
    if (reader.name() == QStringLiteral("text")) {
      hasText = true;
      const QString size = reader.attributes().value(QStringLiteral("font-size")).toString();
      QVERIFY2(size == QStringLiteral("8") || size == QStringLiteral("7"), qPrintable(size));
    }
  }
  QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
  QVERIFY(hasText);
  QCOMPARE(width, QStringLiteral("82.55mm"));
  QCOMPARE(viewBox, QStringLiteral("0 0 234 145"));
  QVERIFY(QSvgRenderer(svg).isValid());
}

void FigureExportTest::pngHasItsPhysicalSize() {
  BestSoFarPlot plot;
  plot.setData(test::bestOf(3));
  FigureSpec spec;
  spec.pngDpi = 300;
  QVERIFY(writeFigureFile(plot, spec, file("f.png")).ok());
  const QImage image(QString::fromStdString(file("f.png").string()));
  QCOMPARE(image.size(), QSize(1050, 650));  // 252 x 156 pt
  QCOMPARE(image.dotsPerMeterX(), 11811);
  QVERIFY(std::abs(image.width() / (image.dotsPerMeterX() / 1000.0) - 88.9) < 0.01);
}

void FigureExportTest::csvIsWhatIsDrawn() {
  BestSoFarPlot plot;
  plot.setData(test::bestOf(3));
  QVERIFY(writeFigureFile(plot, {}, file("f.csv")).ok());
  const QList<QByteArray> lines = contents(file("f.csv")).split('\n');
  QCOMPARE(lines[0], QByteArray("series,family,task,seed_n,x,y,lo,hi"));
  QCOMPARE(lines.size(), static_cast<qsizetype>(plot.tidy().size()) + 2);
  QVERIFY(lines[1].startsWith("supervised,supervised,ETTh1-96,3,"));
}

void FigureExportTest::exportKeepsTheZoom() {
  LearningCurvesPlot plot;
  plot.setData(test::curvesOf());
  plot.setLogY(true);
  const std::unique_ptr<PlotView> paper = plot.onPaper({});
  QVERIFY(paper->isLogY());
  QCOMPARE(paper->dataRect(), plot.dataRect());
}

void FigureExportTest::exportIsLightOnWhite() {
  QPalette dark;
  dark.setColor(QPalette::Window, Qt::black);
  dark.setColor(QPalette::WindowText, Qt::white);
  QWidget window;
  window.setPalette(dark);
  LearningCurvesPlot plot(&window);
  plot.setData(test::curvesOf());
  QVERIFY(writeFigureFile(plot, {}, file("f.png")).ok());
  const QImage image(QString::fromStdString(file("f.png").string()));
  QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));
  QCOMPARE(image.pixelColor(image.width() - 1, image.height() - 1), QColor(Qt::white));
}

void FigureExportTest::oddDataIsHarmless() {
  for (const std::vector<double>& values : {std::vector<double>{}, {NAN}, {0.5}, {1e300, -1e300}, {INFINITY, 0.1}}) {
    LearningCurvesData data;
    data.metric = QString(300, u'm');
    data.curves.push_back(test::curveOf(1, Family::kFoundation, TrialState::kFailed, values));
    data.curves.back().contenderName = std::string(300, 'n');
    LearningCurvesPlot plot;
    plot.setData(std::move(data));
    const auto written = writeFigure(plot, {}, file("odd"));
    QVERIFY(written.ok());
    QCOMPARE(written->size(), std::size_t{4});
    for (const fs::path& path : *written) QVERIFY(fs::file_size(path) > 30);
    QVERIFY(!QImage(QString::fromStdString(file("odd.png").string())).isNull());
  }
}

void FigureExportTest::stemsAreSafeAndUnique() {
  std::set<std::string> taken;
  QCOMPARE(safeStem(QStringLiteral("ETTh1, 96 h"), taken), QStringLiteral("etth1-96-h"));
  QCOMPARE(safeStem(QStringLiteral("ETTh1 96/h"), taken), QStringLiteral("etth1-96-h-2"));
  QCOMPARE(safeStem(QStringLiteral("../../etc/passwd"), taken), QStringLiteral("etc-passwd"));
  QCOMPARE(safeStem(QStringLiteral("Übergrößen"), taken), QStringLiteral("ubergro-en"));
  QCOMPARE(safeStem(QStringLiteral("שלום"), taken), QStringLiteral("figure"));
  QCOMPARE(safeStem(QString(), taken), QStringLiteral("figure-2"));
  QVERIFY(safeStem(QString(300, u'a'), taken).size() <= 80);
  QVERIFY(safeStem(QStringLiteral("a\nb\0c"), taken).indexOf(u'\n') < 0);
}

void FigureExportTest::failuresAreTold() {
  BestSoFarPlot plot;
  plot.setData(test::bestOf(3));
  const auto noFolder = writeFigureFile(plot, {}, file("missing/f.pdf"));
  QVERIFY(!noFolder.ok());
  QCOMPARE(noFolder.error().code, ErrorCode::kNotFound);
  QVERIFY(noFolder.error().context.find("missing") != std::string::npos);
  const auto wrongKind = writeFigureFile(plot, {}, file("f.docx"));
  QCOMPARE(wrongKind.error().code, ErrorCode::kUnsupported);
  QVERIFY(QDir(m_dir->path()).isEmpty());  // nothing half-made
}

void FigureExportTest::studyFiguresAreComplete() {
  const StudyProject project;
  StudyFigureOptions options;
  options.spec.pngDpi = 100;
  const auto written = exportFigures(project, {1}, file("figures"), options);
  QVERIFY(written.ok());
  // task 1 has all three figures, task 2 its leaderboard; the others have no runs
  QCOMPARE(written->size(), std::size_t{4 * 4});
  QCOMPARE((*written)[0].filename().string(), std::string("etth1-96-h-x-learning-curves.pdf"));
  QCOMPARE((*written)[15].filename().string(), std::string("etth1-96-h-x-2-leaderboard.csv"));
  for (const fs::path& path : *written) QVERIFY(fs::exists(path));
  QVERIFY(!exportFigures(project, {1}, "/proc/none", options).ok());
}

namespace {

struct Word {
  QString text;
  QRectF box;
};

std::vector<Word> wordsOf(const QString& html) {
  static const QRegularExpression kWord(
      QStringLiteral("xMin=\"([-0-9.]+)\" yMin=\"([-0-9.]+)\" xMax=\"([-0-9.]+)\" yMax=\"([-0-9.]+)\">([^<]*)<"));
  std::vector<Word> words;
  for (auto match = kWord.globalMatch(html); match.hasNext();) {
    const QRegularExpressionMatch word = match.next();
    const auto number = [&word](int i) { return word.captured(i).toDouble(); };
    words.push_back({word.captured(5), QRectF(QPointF(number(1), number(2)), QPointF(number(3), number(4)))});
  }
  return words;
}

bool isNumber(const QString& text) {
  static const QRegularExpression kNumber(QStringLiteral("^[−0-9.,×⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+$"));
  return kNumber.match(text).hasMatch();
}

}  // namespace

void FigureExportTest::axesOfAColumnAreReadable_data() {
  QTest::addColumn<QString>("kind");
  QTest::addColumn<bool>("isLog");
  for (const char* kind : {"learning", "best", "dots"}) {
    QTest::addRow("%s, linear", kind) << QString::fromLatin1(kind) << false;
    QTest::addRow("%s, log", kind) << QString::fromLatin1(kind) << true;
  }
}

// In a column of 89 mm: three numbers on each axis at least, every word on the page, and none over another.
void FigureExportTest::axesOfAColumnAreReadable() {
  if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty()) QSKIP("pdftotext is not installed");
  QFETCH(QString, kind);
  QFETCH(bool, isLog);
  LearningCurvesPlot learning{PaperOptions{}};
  BestSoFarPlot best{PaperOptions{}};
  SeedDotsPlot dots{PaperOptions{}};
  learning.setData(test::curvesOf());
  best.setData(test::bestOf(3));
  dots.setData(test::dotsOf());
  PlotView& plot = kind == QStringLiteral("learning") ? static_cast<PlotView&>(learning)
                   : kind == QStringLiteral("best")   ? static_cast<PlotView&>(best)
                                                      : dots;
  const bool isRows = kind == QStringLiteral("dots");
  (isRows ? plot.setLogX(isLog) : plot.setLogY(isLog));
  QVERIFY(writeFigureFile(plot, {}, file("f.pdf")).ok());
  const std::vector<Word> words =
      wordsOf(run(QStringLiteral("pdftotext"),
                  {QStringLiteral("-bbox"), QString::fromStdString(file("f.pdf").string()), QStringLiteral("-")}));
  QVERIFY(words.size() > 6);
  std::map<int, int> columns, rows;  // numbers that end at one x, or stand on one y
  for (const Word& word : words) {
    QVERIFY2(QRectF(0, 0, 252, 156).contains(word.box), qPrintable(word.text));
    if (!isNumber(word.text)) continue;
    ++columns[qRound(word.box.right())];
    ++rows[qRound(word.box.bottom())];
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    // the box of a word is as high as its font; letters are less
    const QRectF ink = words[i].box.adjusted(0.2, 0.2 * words[i].box.height(), -0.2, -0.2 * words[i].box.height());
    for (std::size_t k = 0; k < i; ++k)
      QVERIFY2(!ink.intersects(words[k].box), qPrintable(words[i].text + u' ' + words[k].text));
  }
  const auto lowest = rows.rbegin();  // the x axis is below everything else that is a number
  QVERIFY2(lowest != rows.rend() && lowest->second >= 3, qPrintable(QString::number(rows.size())));
  if (!isRows) QVERIFY2(columns.begin()->second >= 3, qPrintable(QString::number(columns.begin()->first)));
}

void FigureExportTest::curvesAreReadWithTheirRungs() {
  class Climb : public test::FakeProject {
   public:
    Result<std::vector<Curve>> curves(const CurveQuery&) const override {
      Curve naive = test::curveOf(9, Family::kReference, TrialState::kFinished, {0.5});
      naive.contenderName = "naive";
      return std::vector<Curve>{test::curveOf(1, Family::kSupervised, TrialState::kFinished, test::decay(27, 0.9, 0.4)),
                                test::curveOf(2, Family::kSupervised, TrialState::kStopped, {0.9}), naive};
    }
    Result<std::vector<RungRow>> rungs(RunId) const override {
      std::vector<RungRow> rows;
      for (const auto& [rung, resource] : {std::pair{0, 1}, {1, 3}, {2, 9}, {3, 27}, {3, 10}, {2, 7}}) {
        RungRow row;
        row.rung = rung;
        row.resource = resource;
        rows.push_back(row);
      }
      return rows;
    }
  };
  const Result<LearningRead> read = readLearning(Climb(), {});
  QVERIFY(read.ok());
  QCOMPARE(read->curves.size(), std::size_t{2});  // a contender without curves is left out, its trials of one step not
  QCOMPARE(read->rungResources, (std::vector<double>{1, 3, 9, 27}));  // ends by patience are no rungs
}

QTEST_MAIN(FigureExportTest)
#include "figure_export_test.moc"
