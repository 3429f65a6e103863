#include <QElapsedTimer>
#include <QTest>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

#include "ui/plots/decimate.h"
#include "ui/plots/ghost_raster.h"
#include "ui/plots/label_layout.h"

using namespace touchstone::ui;

class PlotsGeometryTest : public QObject {
  Q_OBJECT

 private slots:
  void decimationKeepsEveryColumnsExtremes_data();
  void decimationKeepsEveryColumnsExtremes();
  void decimationKeepsEndsAndGaps();
  void growingEqualsStartingAnew();
  void decimationBoundsItsOutput();
  void farPointsKeepTheirSlope();
  void mapsGoBothWays();
  void stepsHoldTheirValue();
  void columnLabelsNeverTouch();
  void columnLabelsMoveAsLittleAsPossible();
  void columnLabelsDropTheLeastImportant();
  void insideLabelsNeverTouch();
  void ghostsCoverWhatTheyCross();
  void ghostsDoNotDarkenEachOther();
};

namespace {

// Lowest and highest y a polyline reaches in each pixel column, connecting lines included.
std::map<int, std::pair<double, double>> envelope(const std::vector<QPointF>& line, double left, double right) {
  std::map<int, std::pair<double, double>> columns;
  const auto touch = [&](int column, double y) {
    auto [at, isNew] = columns.try_emplace(column, y, y);
    at->second.first = std::min(at->second.first, y);
    at->second.second = std::max(at->second.second, y);
  };
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const QPointF a = line[i];
    const QPointF b = line[i + 1];
    for (int column = static_cast<int>(std::floor(std::max(left, a.x()))); column <= std::min(right, b.x()); ++column) {
      for (const double x :
           {std::clamp(static_cast<double>(column), a.x(), b.x()), std::clamp(column + 1.0, a.x(), b.x())}) {
        const double share = b.x() > a.x() ? (x - a.x()) / (b.x() - a.x()) : 0.0;
        touch(column, a.y() + share * (b.y() - a.y()));
      }
      if (static_cast<int>(std::floor(a.x())) == column) touch(column, a.y());
      if (static_cast<int>(std::floor(b.x())) == column) touch(column, b.y());
    }
  }
  return columns;
}

}  // namespace

void PlotsGeometryTest::decimationKeepsEveryColumnsExtremes_data() {
  QTest::addColumn<int>("count");
  QTest::addColumn<bool>("isLog");
  for (const int count : {2, 10, 300, 5000, 100000}) {
    QTest::addRow("%d points, linear", count) << count << false;
    QTest::addRow("%d points, log", count) << count << true;
  }
}

void PlotsGeometryTest::decimationKeepsEveryColumnsExtremes() {
  QFETCH(int, count);
  QFETCH(bool, isLog);
  std::mt19937 generator(static_cast<unsigned>(count));
  std::normal_distribution<double> noise;
  std::vector<double> x, y;
  double walk = 10.0;
  for (int i = 0; i < count; ++i) {
    x.push_back(i + 1.0);
    walk = std::max(0.5, walk + 0.2 * noise(generator));
    y.push_back(walk + (i % 997 == 0 ? 5.0 : 0.0));
  }
  const AxisMap xMap{.lo = 1.0, .hi = static_cast<double>(count), .from = 50.0, .to = 450.0, .isLog = isLog};
  const AxisMap yMap{.lo = 0.1, .hi = 40.0, .from = 300.0, .to = 10.0, .isLog = isLog};
  std::vector<QPointF> whole;
  for (std::size_t i = 0; i < x.size(); ++i) whole.emplace_back(xMap.toPixel(x[i]), yMap.toPixel(y[i]));
  const Polylines lines = decimated(x, y, xMap, yMap);
  QCOMPARE(lines.size(), std::size_t{1});
  const std::vector<QPointF> thin(lines[0].begin(), lines[0].end());
  const auto before = envelope(whole, 50.0, 450.0);
  const auto after = envelope(thin, 50.0, 450.0);
  QCOMPARE(after.size(), before.size());
  for (const auto& [column, extremes] : before) {
    // a line that enters a column from the side may do so within the rounding of its neighbours' last points
    QVERIFY2(std::abs(after.at(column).first - extremes.first) < 1e-6, qPrintable(QString::number(column)));
    QVERIFY2(std::abs(after.at(column).second - extremes.second) < 1e-6, qPrintable(QString::number(column)));
  }
}

void PlotsGeometryTest::decimationKeepsEndsAndGaps() {
  std::vector<double> x(10000), y(10000);
  std::iota(x.begin(), x.end(), 0.0);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = std::sin(0.01 * static_cast<double>(i));
  y[4000] = std::nan("");
  y[4001] = INFINITY;
  const AxisMap xMap{.lo = 0.0, .hi = 9999.0, .from = 0.0, .to = 300.0};
  const AxisMap yMap{.lo = -1.0, .hi = 1.0, .from = 100.0, .to = 0.0};
  const Polylines lines = decimated(x, y, xMap, yMap);
  QCOMPARE(lines.size(), std::size_t{2});
  QCOMPARE(lines[0].front(), QPointF(0.0, yMap.toPixel(0.0)));
  QCOMPARE(lines[0].back().x(), xMap.toPixel(3999.0));
  QCOMPARE(lines[1].front().x(), xMap.toPixel(4002.0));
  QCOMPARE(lines[1].back().x(), 300.0);
  QVERIFY(decimated({}, {}, xMap, yMap).empty());
  const double one = 5.0;
  QCOMPARE(decimated(std::span(&one, 1), std::span(&one, 1), xMap, yMap).front().size(), 1);
}

// A curve decimated piece by piece as it grows is the one decimated at once: with gaps, far outside, dense and sparse.
void PlotsGeometryTest::growingEqualsStartingAnew() {
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> any;
    std::vector<double> x, y;
    for (int i = 0; i < 600; ++i) {
      x.push_back(i + 1.0);
      const double dice = any(generator);
      y.push_back(seed % 3 == 0 && dice < 0.02   ? std::nan("")
                  : seed % 4 == 0 && dice > 0.98 ? 1e9 * (dice - 0.99)
                                                 : 0.1 + any(generator));
    }
    const AxisMap xMap{
        .lo = 1.0, .hi = seed % 2 == 0 ? 600.0 : 4000.0, .from = 10.0, .to = 310.0, .isLog = seed % 5 == 0};
    const AxisMap yMap{.lo = 0.1, .hi = 1.1, .from = 200.0, .to = 0.0};
    const double width = seed % 7 == 0 ? 2.0 : 1.0;
    GrowingLines grown;
    for (std::size_t count = 0; count <= x.size(); count += 1 + generator() % 40) {
      const std::span xs(x.data(), count);
      const std::span ys(y.data(), count);
      extend(grown, xs, ys, xMap, yMap, width);
      QVERIFY(grown.lines == decimated(xs, ys, xMap, yMap, width));
    }
  }
}

void PlotsGeometryTest::decimationBoundsItsOutput() {
  std::mt19937 generator(1);
  std::uniform_real_distribution<double> any;
  std::vector<double> x, y;
  for (int i = 0; i < 200000; ++i) {
    x.push_back(i);
    y.push_back(any(generator));
  }
  const AxisMap xMap{.lo = 0.0, .hi = 200000.0, .from = 0.0, .to = 500.0};
  const AxisMap yMap{.lo = 0.0, .hi = 1.0, .from = 100.0, .to = 0.0};
  QVERIFY(decimated(x, y, xMap, yMap)[0].size() <= 4 * 503);
  // what lies outside at one side is one column
  const AxisMap zoomed{.lo = 100000.0, .hi = 100100.0, .from = 0.0, .to = 500.0};
  QVERIFY(decimated(x, y, zoomed, yMap)[0].size() <= 110 + 8);
}

void PlotsGeometryTest::farPointsKeepTheirSlope() {
  const std::vector<double> x = {0.0, 1.0, 2.0};
  const std::vector<double> y = {0.0, 1e12, 0.5};
  const AxisMap xMap{.lo = 0.0, .hi = 2.0, .from = 0.0, .to = 200.0};
  const AxisMap yMap{.lo = 0.0, .hi = 1.0, .from = 100.0, .to = 0.0};
  const Polylines lines = decimated(x, y, xMap, yMap);
  QCOMPARE(lines.size(), std::size_t{2});  // up and out, and in again
  for (const QPolygonF& line : lines) {
    for (const QPointF& point : line) QVERIFY(std::abs(point.y()) <= 30001.0);
  }
  QCOMPARE(lines[0].front(), QPointF(0.0, 100.0));
  QCOMPARE(lines[1].back(), QPointF(200.0, 50.0));
}

void PlotsGeometryTest::mapsGoBothWays() {
  for (const bool isLog : {false, true}) {
    const AxisMap map{.lo = 0.5, .hi = 80.0, .from = 300.0, .to = 20.0, .isLog = isLog};
    for (const double value : {0.5, 1.0, 7.7, 80.0, 120.0})
      QVERIFY(std::abs(map.toData(map.toPixel(value)) - value) < 1e-9 * value);
  }
}

void PlotsGeometryTest::stepsHoldTheirValue() {
  const double x[] = {1.0, 3.0, 4.0};
  const double y[] = {9.0, 5.0, 2.0};
  const StepCurve steps = stepped(x, y);
  QCOMPARE(steps.x, (std::vector<double>{1, 3, 3, 4, 4}));
  QCOMPARE(steps.y, (std::vector<double>{9, 9, 5, 5, 2}));
}

void PlotsGeometryTest::columnLabelsNeverTouch() {
  std::mt19937 generator(11);
  std::uniform_real_distribution<double> any(0.0, 300.0);
  for (int round = 0; round < 500; ++round) {
    std::vector<ColumnLabel> labels;
    const int count = 1 + round % 20;
    for (int i = 0; i < count; ++i) labels.push_back({any(generator), 10.0 + (i % 3) * 8.0, i % 5});
    const std::vector<double> centres = spreadApart(labels, 14.0, 0.0, 300.0);
    std::vector<std::pair<double, double>> shown;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (std::isnan(centres[i])) continue;
      QVERIFY(centres[i] - labels[i].height / 2.0 >= -1e-6 && centres[i] + labels[i].height / 2.0 <= 300.0 + 1e-6);
      shown.emplace_back(centres[i], labels[i].height);
    }
    QVERIFY(!shown.empty());
    std::sort(shown.begin(), shown.end());
    for (std::size_t i = 1; i < shown.size(); ++i) {
      const double apart = shown[i].first - shown[i - 1].first;
      QVERIFY(apart >= 14.0 - 1e-6);
      QVERIFY(apart >= (shown[i].second + shown[i - 1].second) / 2.0 - 1e-6);
    }
  }
}

void PlotsGeometryTest::columnLabelsMoveAsLittleAsPossible() {
  const std::vector<double> apart = spreadApart({{50.0, 10.0, 0}, {200.0, 10.0, 0}}, 14.0, 0.0, 300.0);
  QCOMPARE(apart, (std::vector<double>{50.0, 200.0}));
  const std::vector<double> pair = spreadApart({{100.0, 10.0, 0}, {102.0, 10.0, 0}}, 14.0, 0.0, 300.0);
  QVERIFY(std::abs(pair[0] - 94.0) < 1e-9 && std::abs(pair[1] - 108.0) < 1e-9);  // both by the same amount
  QVERIFY(std::isnan(spreadApart({{std::nan(""), 10.0, 0}}, 14.0, 0.0, 300.0)[0]));
}

void PlotsGeometryTest::columnLabelsDropTheLeastImportant() {
  std::vector<ColumnLabel> labels;
  for (int i = 0; i < 30; ++i) labels.push_back({100.0, 12.0, i == 7 ? 9 : 1});
  const std::vector<double> centres = spreadApart(labels, 14.0, 0.0, 100.0);
  QVERIFY(!std::isnan(centres[7]));
  QCOMPARE(std::count_if(centres.begin(), centres.end(), [](double c) { return !std::isnan(c); }), 7);
}

void PlotsGeometryTest::insideLabelsNeverTouch() {
  std::mt19937 generator(5);
  std::uniform_real_distribution<double> x(0.0, 400.0), y(0.0, 200.0);
  const QRectF bounds(0, 0, 400, 200);
  for (int round = 0; round < 200; ++round) {
    std::vector<InsideLabel> labels;
    for (int i = 0; i < 12; ++i) labels.push_back({{x(generator), y(generator)}, {60.0 + i, 12.0}, i});
    const std::vector<QRectF> obstacles = {QRectF(100, 100, 40, 40)};
    const std::vector<QRectF> boxes = placeInside(labels, bounds, obstacles, 6.0, 14.0);
    QVERIFY(!boxes[11].isNull());  // the first to choose
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      if (boxes[i].isNull()) continue;
      QVERIFY(bounds.contains(boxes[i]));
      QVERIFY(!boxes[i].intersects(obstacles[0]));
      for (std::size_t k = 0; k < i; ++k) QVERIFY(boxes[k].isNull() || !boxes[i].intersects(boxes[k]));
    }
  }
}

void PlotsGeometryTest::ghostsCoverWhatTheyCross() {
  GhostRaster raster;
  raster.reset({50, 50});
  raster.add(QPolygonF({{5, 10}, {45, 10}}), {0, 0}, 1.0);
  for (int column = 5; column <= 45; ++column) QCOMPARE(raster.coverage(column, 10), 255);
  QCOMPARE(raster.coverage(20, 12), 0);
  raster.reset({50, 50});
  raster.add(QPolygonF({{5, 5}, {25, 45}}), {0, 0}, 1.0);
  for (int row = 5; row <= 45; ++row) {
    int ink = 0;
    for (int column = 0; column < 50; ++column) ink += raster.coverage(column, row);
    QVERIFY(std::abs(ink - 255) <= 2);  // one pixel of ink a row
  }
  // far outside, reversed and single points harm nothing
  raster.add(QPolygonF({{1e9, -1e9}, {-1e9, 1e9}}), {0, 0}, 2.0);
  raster.add(QPolygonF({{10, 10}}), {0, 0}, 1.0);
  raster.add(QPolygonF({{1e12, 0}, {1e12 + 6.0, 0}}), {0, 0}, 1.0);
  QCOMPARE(raster.picture(Qt::red).size(), QSize(50, 50));
}

void PlotsGeometryTest::ghostsDoNotDarkenEachOther() {
  GhostRaster once, often;
  once.reset({40, 40});
  often.reset({40, 40});
  const QPolygonF line({{1.0, 3.0}, {37.0, 29.0}});
  once.add(line, {0, 0}, 1.0);
  for (int i = 0; i < 50; ++i) often.add(line, {0, 0}, 1.0);
  QCOMPARE(often.picture(Qt::gray), once.picture(Qt::gray));
}

QTEST_APPLESS_MAIN(PlotsGeometryTest)
#include "plots_geometry_test.moc"
