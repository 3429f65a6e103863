#include <qcustomplot.h>

#include <QApplication>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "ui/plots/best_scene.h"
#include "ui/plots/plot_card.h"
#include "ui/plots_data.h"
#include "ui/theme/theme.h"

using namespace touchstone;
using namespace touchstone::ui;

class PlotsSummaryTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_theme = new Theme(*qApp, Theme::Mode::kLight, this); }
  void familyIsItsBestContenderSeedBySeed();
  void meanStartsWhereAllSeedsHaveAValue();
  void bandNeedsThreeSeeds();
  void crossingIsTheLastOne();
  void costUnitsReadWell();
  void referenceIsItsOwnLine();
  void bestSoFarSwitchesItsAxis();
  void whatHasOnlyJustBegunIsADot();
  void bestSoFarWithOddData();
  void seedDotsTellTheDistance();
  void seedDotsMarkTheMethod();
  void seedDotsFromRuns();
  void nearReferencesAreInTheRange();
  void seedDotsWithOddData();
  void cardShowsItsMessageWhileEmpty();
  void cardToolsFitItsWidth();
  void cardSavesByMenu();

 private:
  Theme* m_theme = nullptr;
};

void PlotsSummaryTest::familyIsItsBestContenderSeedBySeed() {
  BestSoFarData data;
  BestSoFar slow;
  slow.contenderName = "slow";
  slow.seconds = {10, 30};
  slow.values = {0.9, 0.2};
  BestSoFar fast = slow;
  fast.contenderName = "fast";
  fast.seconds = {5, 20};
  fast.values = {0.5, 0.4};
  data.runs = {slow, fast};
  const std::vector<BestGroup> groups = bestGroups(data, CostAxis::kSeconds, BestGrouping::kFamily);
  QCOMPARE(groups.size(), std::size_t{1});
  QCOMPARE(groups[0].mean.x, (std::vector<double>{5, 20, 30}));
  QCOMPARE(groups[0].mean.y, (std::vector<double>{0.5, 0.4, 0.2}));
  QCOMPARE(bestGroups(data, CostAxis::kSeconds, BestGrouping::kContender).size(), std::size_t{2});
}

void PlotsSummaryTest::meanStartsWhereAllSeedsHaveAValue() {
  BestSoFarData data;
  BestSoFar one;
  one.seconds = {1, 10};
  one.values = {0.6, 0.4};
  BestSoFar two = one;
  two.seed = 1;
  two.seconds = {4};
  two.values = {0.8};
  data.runs = {one, two};
  const BestGroup group = bestGroups(data, CostAxis::kSeconds, BestGrouping::kFamily).at(0);
  QCOMPARE(group.mean.x, (std::vector<double>{4, 10}));
  QCOMPARE(group.mean.y[0], 0.7);
  QCOMPARE(group.runs[1].x.back(), 10.0);  // a finished run keeps its value
}

void PlotsSummaryTest::bandNeedsThreeSeeds() {
  QVERIFY(bestGroups(test::bestOf(2), CostAxis::kSeconds, BestGrouping::kFamily)[0].lo.empty());
  const BestGroup group = bestGroups(test::bestOf(3), CostAxis::kSeconds, BestGrouping::kFamily)[0];
  QCOMPARE(group.lo.size(), group.mean.x.size());
  QVERIFY(std::abs(group.hi[0] - group.mean.y[0] - 0.001) < 1e-12);  // 0, 0.001, 0.002
  BestSoFarPlot plot;
  plot.setData(test::bestOf(2));
  QVERIFY(plot.bandNote().contains(QStringLiteral("2 seeds")));
  plot.setData(test::bestOf(5));
  QVERIFY(plot.bandNote().contains(QStringLiteral("5 seeds")));
}

void PlotsSummaryTest::crossingIsTheLastOne() {
  const std::vector<BestGroup> groups = bestGroups(test::bestOf(3), CostAxis::kSeconds, BestGrouping::kFamily);
  const Crossing crossing = lastCrossing(groups[0].mean, groups[1].mean, true);
  QCOMPARE(crossing.x, 400.0);  // 0.60 - 0.05 i falls below 0.52 - 0.01 i at i = 3
  QVERIFY(crossing.isSupervisedAhead);
  QVERIFY(std::isnan(lastCrossing(groups[0].mean, groups[0].mean, true).x));
  QVERIFY(std::isnan(lastCrossing({}, groups[0].mean, true).x));
}

void PlotsSummaryTest::costUnitsReadWell() {
  QCOMPARE(costUnit(CostAxis::kSeconds, 90.0).size, 1.0);
  QCOMPARE(costUnit(CostAxis::kSeconds, 900.0).size, 60.0);
  QCOMPARE(costUnit(CostAxis::kSeconds, 90000.0).size, 3600.0);
  QCOMPARE(costUnit(CostAxis::kTrials, 1e6).size, 1.0);
}

void PlotsSummaryTest::referenceIsItsOwnLine() {
  BestSoFarData data = test::bestOf(3);
  BestSoFar naive = data.runs.back();
  naive.contenderName = "naive";
  data.runs.push_back(naive);
  const std::vector<BestGroup> groups = bestGroups(data, CostAxis::kSeconds, BestGrouping::kFamily);
  QCOMPARE(groups.size(), std::size_t{4});
  QCOMPARE(groups[2].name, QStringLiteral("seasonal naive"));
  QCOMPARE(groups[2].mean.x.back(), 600.0);  // as long as the others
}

void PlotsSummaryTest::bestSoFarSwitchesItsAxis() {
  BestSoFarPlot plot;
  plot.setData(test::bestOf(3));
  QCOMPARE(plot.dataRect().right(), 10.0);  // 600 s in minutes
  plot.setCostAxis(CostAxis::kEpochs);
  QCOMPARE(plot.dataRect().right(), 60.0);
  plot.setCostAxis(CostAxis::kTrials);
  QCOMPARE(plot.dataRect().right(), 6.0);
  const TidyTable rows = plot.tidy();
  QCOMPARE(rows.front().seedCount, 3);
  QVERIFY(std::isfinite(rows.front().lo));
}

// On paper as large as the other marks there.
void PlotsSummaryTest::whatHasOnlyJustBegunIsADot() {
  struct Seen : BestSoFarPlot {
    using BestSoFarPlot::BestSoFarPlot;
    using PlotView::scene;
  };
  BestSoFarData data = test::bestOf(1);
  for (BestSoFar& run : data.runs) {
    if (run.family == Family::kFoundation) {
      run.seconds = {599.0};
      run.values = {0.5};
    }
  }
  const auto verify = [&data](Seen& plot, double radius) {
    plot.setData(data);
    for (const Series& series : plot.scene().series) {
      const bool isLate = series.family == Family::kFoundation;
      QCOMPARE(series.endMark.mark != Mark::kNone, isLate);
      if (isLate) QCOMPARE(series.endMark.radius, radius);
    }
  };
  Seen screen;
  verify(screen, PlotStyle::screen(coloursOf(QApplication::palette())).markRadius);
  const PaperOptions options;
  Seen paper(options);
  verify(paper, PlotStyle::paper(options).markRadius);
}

void PlotsSummaryTest::bestSoFarWithOddData() {
  BestSoFarPlot plot;
  plot.resize(400, 240);
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  for (const std::vector<double>& values :
       {std::vector<double>{}, {NAN}, {INFINITY, 1.0}, {0.5}, {0.0, -1.0}, {1e300, 1e-300}}) {
    BestSoFarData data;
    BestSoFar run;
    run.contenderName = std::string(300, 'x');
    run.values = values;
    for (std::size_t i = 0; i < values.size(); ++i) run.seconds.push_back(static_cast<double>(i));
    data.runs = {run};
    plot.setData(data);
    plot.setLogX(true);
    plot.setLogY(true);
    QVERIFY(!plot.image(1.0).isNull());
    plot.setLogX(false);
    plot.setLogY(false);
    QVERIFY(!plot.image(1.0).isNull());
  }
}

void PlotsSummaryTest::seedDotsTellTheDistance() {
  SeedDotsPlot plot;
  plot.resize(600, plot.heightForRows() + 200);
  plot.setData(test::dotsOf());
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  QVERIFY(plot.dataRect().right() < 0.6);  // naive at 1.294 is an arrow, not the scale
  const TidyTable rows = plot.tidy();
  QCOMPARE(rows.size(), std::size_t{1 + 3 + 1 + 2 + 1 + 1});
  QCOMPARE(rows[4].series, QStringLiteral("DLinear, mean"));
  QCOMPARE(rows[4].seedCount, 3);
  QVERIFY(std::abs(rows[4].hi - 0.374) < 1e-9);
  // keyboard: down the contenders
  QTest::keyClick(&plot, Qt::Key_Down);
  QCOMPARE(plot.hovered(), 1);
  QTest::keyClick(&plot, Qt::Key_Down);
  QCOMPARE(plot.hovered(), 2);
}

// Where a colour is drawn, and how much of a corner and of the middle of that box it fills.
struct Inked {
  QRect box;
  bool isCornerFilled = false, isMiddleFilled = false;
};

static Inked inkOf(const QImage& image, const QColor& colour) {
  Inked inked;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      if (image.pixelColor(x, y) == colour) inked.box = inked.box.united(QRect(x, y, 1, 1));
    }
  }
  const QPoint inside = inked.box.topLeft() + QPoint(1, 1);
  inked.isCornerFilled = image.pixelColor(inside) == colour;
  inked.isMiddleFilled = image.pixelColor(inked.box.center()) == colour;
  return inked;
}

void PlotsSummaryTest::seedDotsMarkTheMethod() {
  SeedDotsData data;
  const auto add = [&](Family family, int index, double score) {
    data.rows.push_back({.contender = QStringLiteral("c"),
                         .family = family,
                         .familyIndex = index,
                         .scores = {score},
                         .seeds = {0},
                         .note = {},
                         .id = static_cast<std::int64_t>(data.rows.size()) + 1});
  };
  add(Family::kFoundation, 0, 0.30);
  add(Family::kFoundation, 1, 0.32);
  add(Family::kSupervised, 0, 0.34);
  add(Family::kSupervised, 1, 0.36);
  SeedDotsPlot plot;
  plot.resize(600, 260);
  plot.setData(std::move(data));
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  const QImage image = plot.image(4.0);
  const Inked circle = inkOf(image, kLightColours.foundation.line);
  QVERIFY(circle.box.isValid() && !circle.isCornerFilled && circle.isMiddleFilled);
  const Inked square = inkOf(image, kLightColours.foundation.soft);
  QVERIFY(square.box.isValid() && square.isCornerFilled && square.isMiddleFilled);
  const Inked openCircle = inkOf(image, kLightColours.supervised.line);
  QVERIFY(openCircle.box.isValid() && !openCircle.isCornerFilled && !openCircle.isMiddleFilled);
  const Inked openSquare = inkOf(image, kLightColours.supervised.soft);
  QVERIFY(openSquare.box.isValid() && openSquare.isCornerFilled && !openSquare.isMiddleFilled);
}

void PlotsSummaryTest::nearReferencesAreInTheRange() {
  BestSoFarData data = test::bestOf(3);
  BestSoFarPlot plot;
  plot.setData(data);
  const double top = plot.dataRect().bottom();
  const double span = plot.dataRect().height();
  data.runs.back().values = {top + 0.1 * span};
  plot.setData(data);
  plot.fit();
  QVERIFY(plot.dataRect().bottom() > top + 0.1 * span);
  data.runs.back().values = {top + 3.0 * span};
  plot.setData(data);
  plot.fit();
  QCOMPARE(plot.dataRect().bottom(), top);
}

void PlotsSummaryTest::seedDotsFromRuns() {
  std::vector<RunRow> runs;
  const auto add = [&](int contender, const char* name, double score, std::optional<RunId> sameAs, RunState state) {
    RunRow run;
    run.id = {static_cast<std::int64_t>(runs.size()) + 1};
    run.task = {1};
    run.contender = {contender};
    run.contenderName = name;
    run.metric = "mse";
    run.score = score;
    run.sameAs = sameAs;
    run.state = state;
    run.seed = static_cast<std::int64_t>(runs.size());
    runs.push_back(run);
  };
  add(1, "worse", 0.5, {}, RunState::kDone);
  add(1, "worse", 0.6, {}, RunState::kDone);
  add(2, "certain", 0.4, {}, RunState::kDone);
  add(2, "certain", 0.4, RunId{3}, RunState::kDone);
  add(3, "broken", kNoValue, {}, RunState::kFailed);
  ContenderRow row;
  row.id = {1};
  row.familyIndex = 2;
  const SeedDotsData data = seedDotsOf(runs, {1}, {row});
  QCOMPARE(data.rows.size(), std::size_t{3});
  QCOMPARE(data.metric, QStringLiteral("MSE"));
  QCOMPARE(data.rows[0].contender, QStringLiteral("certain"));
  QCOMPARE(data.rows[0].scores.size(), std::size_t{1});  // copies are one value
  QCOMPARE(data.rows[1].familyIndex, 2);
  QVERIFY(data.rows[2].note.contains(QStringLiteral("failed")));
  QVERIFY(seedDotsOf(runs, {9}, {}).rows.empty());
}

void PlotsSummaryTest::seedDotsWithOddData() {
  SeedDotsPlot plot;
  plot.resize(500, 300);
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  for (const std::vector<double>& scores :
       {std::vector<double>{}, {NAN}, {INFINITY}, {0.5}, {0.0, 0.0}, {-1.0, 1e300}}) {
    SeedDotsData data;
    for (int i = 0; i < 60; ++i) {
      data.rows.push_back({.contender = QStringLiteral("contender\n%1 ").arg(i).repeated(30),
                           .scores = scores,
                           .seeds = {},
                           .note = {},
                           .id = i + 1});
    }
    plot.setData(data);
    QVERIFY(!plot.image(1.0).isNull());
    QVERIFY(plot.findChild<QCustomPlot*>()->axisRect()->width() > 60);
  }
  plot.setData({});
  QVERIFY(plot.isEmpty());
}

void PlotsSummaryTest::cardShowsItsMessageWhileEmpty() {
  PlotCard card(QStringLiteral("Learning curves"));
  auto* plot = new LearningCurvesPlot;
  card.setPlot(plot);
  card.setEmptyMessage(Icon::kPulse, QStringLiteral("No trials yet"), QStringLiteral("Start a study."),
                       QStringLiteral("New study"));
  card.resize(500, 300);
  card.show();
  QVERIFY(QTest::qWaitForWindowExposed(&card));
  QVERIFY(!plot->isVisible());
  QSignalSpy clicked(&card, &PlotCard::emptyButtonClicked);
  QTest::mouseClick(card.findChild<QPushButton*>(), Qt::LeftButton);
  QCOMPARE(clicked.count(), 1);
  plot->setData(test::curvesOf());
  QVERIFY(plot->isVisible());
  plot->setData({});
  QVERIFY(!plot->isVisible());
}

void PlotsSummaryTest::cardToolsFitItsWidth() {
  PlotCard card(QStringLiteral("A card with a title that is far too long for its narrow place").repeated(3));
  card.setSubtitle(QStringLiteral("and a subtitle"));
  auto* plot = new LearningCurvesPlot;
  plot->setData(test::curvesOf());
  card.setPlot(plot);
  card.resize(300, 200);
  card.show();
  QVERIFY(QTest::qWaitForWindowExposed(&card));
  QCOMPARE(card.width(), 300);  // the title does not push
  const auto visibleTools = [&card] {
    int visible = 0;
    for (const QToolButton* button : card.findChildren<QToolButton*>()) visible += button->isVisible() ? 1 : 0;
    return visible;
  };
  QCOMPARE(visibleTools(), 1);  // "more"
  card.resize(600, 200);
  QTRY_COMPARE(visibleTools(), 3);
}

void PlotsSummaryTest::cardSavesByMenu() {
  const QTemporaryDir dir;
  PlotCard card(QStringLiteral("Best so far"));
  auto* plot = new BestSoFarPlot;
  plot->setData(test::bestOf(3));
  card.setPlot(plot);
  QSignalSpy exported(&card, &PlotCard::exported);
  QSignalSpy failed(&card, &PlotCard::failed);
  for (const char* suffix : {"pdf", "svg", "png", "csv"})
    QVERIFY(card.saveAs(dir.filePath(QStringLiteral("figure.") + QLatin1String(suffix))));
  QCOMPARE(exported.count(), 4);
  QVERIFY(!card.saveAs(dir.filePath(QStringLiteral("missing/figure.pdf"))));
  QVERIFY(!card.saveAs(dir.filePath(QStringLiteral("figure.docx"))));
  QCOMPARE(failed.count(), 2);
}

QTEST_MAIN(PlotsSummaryTest)
#include "plots_summary_test.moc"
