// The rung flow plot through real events: where dots stand, what hovering tells, what a click says, and odd data.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/figure/exporter.h"
#include "ui/paper_words.h"
#include "ui/plots/plot_table.h"
#include "ui/plots_events.h"
#include "ui/rungs_data.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"

using namespace touchstone;
using namespace touchstone::ui;

class PlotsRungFlowTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_settingsFolder);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void init();
  void cleanup() { m_plot.reset(); }
  void columnsHaveHeads();
  void dotsStandAtTheirScore();
  void marksTellTheState();
  void cutOffIsALineOverItsColumn();
  void hoverTellsTrialScoreRankAndDecision();
  void clickAndEnterTellTheTrial();
  void arrowsFollowATrial();
  void tableHasEveryTrial();
  void nanStandsAtTheFrame();
  void manyTrialsAreAHistogram();
  void higherIsBetterIsSaid();
  void oddLaddersAreHarmless();
  void emptyIsTold();
  void darkThemeIsDark();
  void zoomMovesTheDots();
  void paperKeepsWordsInside_data();
  void paperKeepsWordsInside();

 private:
  BlockLayer* blocks() const { return test::blocksOf(*m_plot); }
  QPointF place(std::size_t column, TrialId trial) const;
  void show(const test::RungStory& story);
  QString paperText(const PaperOptions& paper);

  QTemporaryDir m_dir;
  QTemporaryDir m_settingsFolder;
  std::unique_ptr<Theme> m_theme;
  std::unique_ptr<RungFlowPlot> m_plot;
};

void PlotsRungFlowTest::init() {
  m_plot = std::make_unique<RungFlowPlot>();
  m_plot->resize(560, 260);
  m_plot->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_plot.get()));
  show(test::smallLadder());
}

void PlotsRungFlowTest::show(const test::RungStory& story) {
  m_plot->setData(test::flowOf(story, story.rows.size() > 100 ? 27 : 9));
  test::settle(*m_plot);
}

// Dots are the rung's trials that have a value, in their order.
QPointF PlotsRungFlowTest::place(std::size_t column, TrialId trial) const {
  const std::vector<QPointF> dots = blocks()->dotPlaces(column);
  std::size_t next = 0;
  for (const RungPlace& each : m_plot->data().rungs[column].places) {
    if (!std::isfinite(each.value)) continue;
    if (each.trial == trial) return dots.at(next);
    ++next;
  }
  return {-1.0, -1.0};
}

void PlotsRungFlowTest::columnsHaveHeads() {
  // the words are what the paper figure says: text there stays text
  const QString text = paperText(PaperOptions{});
  for (const char* word :
       {"1 epoch", "3 epochs", "9 epochs", "6 in", "2 in", "1 in", "cut-off 0.850", "cut-off 0.550", "last rung"}) {
    QVERIFY2(text.contains(QString::fromLatin1(word)), qPrintable(QString::fromLatin1(word) + " in " + text));
  }
  // the share bar of the first rung begins with promoted, a third of it
  const QImage image = test::pictureOf(*m_plot);
  const QRect area = test::canvasOf(*m_plot)->axisRect()->rect();
  int promoted = 0;
  for (int y = 0; y < area.top(); ++y) {
    int run = 0;
    for (int x = 0; x < image.width() / 3; ++x) run += image.pixelColor(x, y) == kLightColours.promoted.fill;
    promoted = std::max(promoted, run);
  }
  const double column = area.width() / (2.0 + 2.0 * block::kColumnHalf) * 2.0 * block::kColumnHalf;
  QVERIFY2(std::abs(promoted - column / 3.0) <= 3.0, qPrintable(QString::number(promoted)));
}

void PlotsRungFlowTest::dotsStandAtTheirScore() {
  const QCustomPlot* canvas = test::canvasOf(*m_plot);
  for (std::size_t column = 0; column < 3; ++column) {
    for (const RungPlace& each : m_plot->data().rungs[column].places) {
      if (!std::isfinite(each.value)) continue;
      const QPointF at = place(column, each.trial);
      QVERIFY(std::abs(at.y() - canvas->yAxis->coordToPixel(each.value)) < 1.5);
      QVERIFY(std::abs(canvas->xAxis->pixelToCoord(at.x()) - static_cast<double>(column)) <= block::kColumnHalf);
    }
  }
  QVERIFY(place(0, TrialId{1}).y() > place(0, TrialId{3}).y());  // lower scores stand lower
}

void PlotsRungFlowTest::marksTellTheState() {
  const QImage image = test::pictureOf(*m_plot);
  QCOMPARE(image.pixelColor(place(0, TrialId{1}).toPoint()), kLightColours.promoted.fill);
  QCOMPARE(image.pixelColor(place(0, TrialId{3}).toPoint()), kLightColours.paused.fill);
  QCOMPARE(image.pixelColor(place(0, TrialId{4}).toPoint()), kLightColours.stopped.fill);
  QCOMPARE(image.pixelColor(place(2, TrialId{1}).toPoint()), kLightColours.text);
  QCOMPARE(image.pixelColor(place(1, TrialId{2}).toPoint()), kLightColours.surface);  // running: an open circle
}

void PlotsRungFlowTest::cutOffIsALineOverItsColumn() {
  const QCustomPlot* canvas = test::canvasOf(*m_plot);
  const QImage image = test::pictureOf(*m_plot);
  const int y = qRound(canvas->yAxis->coordToPixel(0.85));
  const auto isLine = [&](double x) {
    const int column = qRound(canvas->xAxis->coordToPixel(x));
    for (int off = -2; off <= 2; ++off) {
      if (image.pixelColor(column, y + off).lightness() < 90) return true;
    }
    return false;
  };
  QVERIFY(isLine(-0.38) && isLine(0.38));
  QVERIFY(!isLine(0.55));
}

void PlotsRungFlowTest::hoverTellsTrialScoreRankAndDecision() {
  QSignalSpy hovered(m_plot.get(), &PlotView::hoverChanged);
  test::hover(*m_plot, place(0, TrialId{2}));
  QCOMPARE(m_plot->hovered(), 2);
  QCOMPARE(test::readoutOf(*m_plot), (QStringList{"t-002 DLinear, seed 3", "validation MSE: 0.8000 · rank 2 of 6",
                                                  "promoted at 1 epoch, cut-off 0.8500"}));
  test::hover(*m_plot, place(1, TrialId{2}));
  QCOMPARE(test::readoutOf(*m_plot).last(), QStringLiteral("running, heading for 3 epochs"));
  test::hover(*m_plot, test::canvasOf(*m_plot)->axisRect()->rect().bottomRight() - QPoint(2, 2));
  QCOMPARE(m_plot->hovered(), 0);
  QCOMPARE(hovered.count(), 2);
}

void PlotsRungFlowTest::clickAndEnterTellTheTrial() {
  QSignalSpy clicked(m_plot.get(), &PlotView::clicked);
  test::click(*m_plot, place(0, TrialId{4}));
  QCOMPARE(clicked.count(), 1);
  QCOMPARE(clicked[0][0].toLongLong(), 4);
  QTest::keyClick(m_plot.get(), Qt::Key_Return);
  QCOMPARE(clicked.count(), 2);
  QCOMPARE(clicked[1][0].toLongLong(), 4);
}

void PlotsRungFlowTest::arrowsFollowATrial() {
  QTest::keyClick(m_plot.get(), Qt::Key_Up);  // the lowest dot of the first rung
  QCOMPARE(m_plot->hovered(), 1);
  QTest::keyClick(m_plot.get(), Qt::Key_Right);
  QTest::keyClick(m_plot.get(), Qt::Key_Right);
  QCOMPARE(m_plot->hovered(), 1);
  QVERIFY(test::readoutOf(*m_plot).last().startsWith("finished at 9 epochs"));
  QTest::keyClick(m_plot.get(), Qt::Key_Left);
  QTest::keyClick(m_plot.get(), Qt::Key_Up);
  QCOMPARE(m_plot->hovered(), 2);
  QTest::keyClick(m_plot.get(), Qt::Key_Up);  // there is nothing above
  QCOMPARE(m_plot->hovered(), 2);
  QTest::keyClick(m_plot.get(), Qt::Key_Left);
  QTest::keyClick(m_plot.get(), Qt::Key_Up);
  QCOMPARE(m_plot->hovered(), 3);
}

void PlotsRungFlowTest::tableHasEveryTrial() {
  QCOMPARE(m_plot->tidy().size(), std::size_t{6 + 2 + 1});
  QCOMPARE(m_plot->tidy()[1].series, QStringLiteral("t-002 DLinear, seed 3, promoted"));
  QCOMPARE(m_plot->tidy()[1].x, 1.0);
  QTest::keyClick(m_plot.get(), Qt::Key_T);
  QVERIFY(m_plot->findChild<PlotTable*>() != nullptr);
}

void PlotsRungFlowTest::nanStandsAtTheFrame() {
  const QCustomPlot* canvas = test::canvasOf(*m_plot);
  const QPoint foot(qRound(canvas->xAxis->coordToPixel(0.0)), canvas->axisRect()->bottom() - 5);
  QCOMPARE(test::pictureOf(*m_plot).pixelColor(foot), kLightColours.failed.fill);
  QVERIFY(paperText(PaperOptions{}).contains("NaN t-005"));
}

void PlotsRungFlowTest::manyTrialsAreAHistogram() {
  show(test::longLadder(1000));
  QVERIFY(blocks()->isHistogram(0) && blocks()->isHistogram(1));
  QVERIFY(!blocks()->isHistogram(2) && !blocks()->isHistogram(3));
  // a bin is picked by height: the trial with the nearest score
  const QCustomPlot* canvas = test::canvasOf(*m_plot);
  test::hover(*m_plot, {canvas->xAxis->coordToPixel(0.2), canvas->yAxis->coordToPixel(0.3 + 0.6 * 0.7)});
  QVERIFY2(std::abs(m_plot->hovered() - 700) <= 5, qPrintable(QString::number(m_plot->hovered())));
  show(test::longLadder(200));
  QVERIFY(!blocks()->isHistogram(0));
}

void PlotsRungFlowTest::higherIsBetterIsSaid() {
  QVERIFY(paperText(PaperOptions{}).contains(QStringLiteral("validation MSE ↓")));
  RungFlowData data = m_plot->data();
  data.lowerIsBetter = false;
  data.metric = QStringLiteral("validation macro-F1");
  m_plot->setData(std::move(data));
  QVERIFY(paperText(PaperOptions{}).contains(QStringLiteral("validation macro-F1 ↑")));
  QVERIFY(place(0, TrialId{3}).y() < place(0, TrialId{1}).y());  // higher scores stand higher
}

void PlotsRungFlowTest::oddLaddersAreHarmless() {
  using enum RungDecision;
  show({{test::rungRow(1, 0, 0.5, kPromoted)}, {test::trialRow(1, TrialState::kRunning)}});
  test::hover(*m_plot, place(0, TrialId{1}));
  QCOMPARE(m_plot->hovered(), 1);
  test::RungStory equal;
  for (int i = 1; i <= 60; ++i) {
    equal.rows.push_back(test::rungRow(i, 0, 0.5, i % 3 == 0 ? kPromoted : kStopped, 0.5));
    equal.trials.push_back(test::trialRow(i, TrialState::kStopped));
  }
  show(equal);
  const std::vector<QPointF> dots = blocks()->dotPlaces(0);
  QVERIFY(QLineF(dots.front(), dots.back()).length() > 1.0);
  show({{test::rungRow(1, 0, std::nan(""), kStopped, 0.5), test::rungRow(2, 0, INFINITY, kPaused)}, {}});
  for (const QSize size : {QSize(240, 140), QSize(40, 30), QSize(1400, 900)}) {
    m_plot->resize(size);
    QVERIFY(!m_plot->image().isNull());
  }
}

void PlotsRungFlowTest::emptyIsTold() {
  QVERIFY(!m_plot->isEmpty());
  QSignalSpy empty(m_plot.get(), &PlotView::emptyChanged);
  m_plot->setData({});
  QVERIFY(m_plot->isEmpty());
  QCOMPARE(empty.count(), 1);
  QVERIFY(m_plot->tidy().empty());
  for (const Qt::Key key : {Qt::Key_Up, Qt::Key_Left, Qt::Key_Return, Qt::Key_R}) QTest::keyClick(m_plot.get(), key);
}

void PlotsRungFlowTest::darkThemeIsDark() {
  m_theme->setMode(Theme::Mode::kDark);
  test::settle(*m_plot);
  const QImage image = test::pictureOf(*m_plot);
  QCOMPARE(image.pixelColor(place(0, TrialId{1}).toPoint()), kDarkColours.promoted.fill);
  QCOMPARE(image.pixelColor(1, image.height() - 2), kDarkColours.surface);
  m_theme->setMode(Theme::Mode::kLight);
}

void PlotsRungFlowTest::zoomMovesTheDots() {
  const QPointF before = place(0, TrialId{3});
  const QRectF view = m_plot->dataRect();
  test::wheel(*m_plot, place(0, TrialId{1}), 3);
  test::settle(*m_plot);
  QCOMPARE(m_plot->dataRect().width(), view.width());  // rungs stand still
  QVERIFY(m_plot->dataRect().height() < view.height());
  QVERIFY(!std::isfinite(place(0, TrialId{3}).y()) || place(0, TrialId{3}).y() < before.y());
  QTest::keyClick(m_plot.get(), Qt::Key_R);
  test::settle(*m_plot);
  QCOMPARE(place(0, TrialId{3}), before);
}

void PlotsRungFlowTest::paperKeepsWordsInside_data() {
  QTest::addColumn<double>("width");
  QTest::addColumn<int>("trials");
  QTest::newRow("one column") << 89.0 << 40;
  QTest::newRow("page") << 183.0 << 40;
  QTest::newRow("one column, many trials") << 89.0 << 1000;
}

void PlotsRungFlowTest::paperKeepsWordsInside() {
  QFETCH(double, width);
  QFETCH(int, trials);
  show(test::longLadder(trials));
  FigureSpec spec;
  spec.widthMm = width;
  test::checkWordsInside(test::svgOf(*m_plot, spec, m_dir.path()), spec);
}

QString PlotsRungFlowTest::paperText(const PaperOptions& paper) {
  FigureSpec spec;
  spec.paper = paper;
  return test::wordsOf(test::svgOf(*m_plot, spec, m_dir.path())).join(QLatin1Char('|'));
}

QTEST_MAIN(PlotsRungFlowTest)
#include "plots_rung_flow_test.moc"
