// The picture of many lit curves: how much it covers, and that it looks as if QPainter had stroked each of them.
#include <QtTest>
#include <cmath>

#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/stroke_raster.h"
#include "ui/plots_data.h"
#include "ui/plots_events.h"

using namespace touchstone;
using namespace touchstone::ui;

namespace {

constexpr QSize kSize(80, 60);

QImage pictureOf(const QPolygonF& line, double width, double ratio = 1.0, const QColor& colour = Qt::black) {
  StrokeRaster raster;
  raster.reset(kSize);
  raster.add(line, {0, 0}, ratio, width);
  raster.blend(colour);
  return raster.picture();
}

int inkOfColumn(const QImage& picture, int x) {
  int ink = 0;
  for (int y = 0; y < picture.height(); ++y) ink += qAlpha(picture.pixel(x, y));
  return ink;
}

int inkOf(const QImage& picture) {
  int ink = 0;
  for (int x = 0; x < picture.width(); ++x) ink += inkOfColumn(picture, x);
  return ink;
}

bool isBlank(const QImage& picture, int x, int y) {
  for (int i = -2; i <= 2; ++i) {
    for (int j = -2; j <= 2; ++j) {
      if (qGray(picture.pixel(x + i, y + j)) < 235) return false;
    }
  }
  return true;
}

// Up and down, of steep and flat segments.
QPolygonF zigzag() {
  QPolygonF line;
  for (int i = 0; i < 25; ++i) line << QPointF(4.0 + 3.0 * i, 30.0 + (i % 2 == 0 ? 1.0 : -1.0) * (i % 7) * 3.0);
  return line;
}

}  // namespace

class PlotsRasterTest : public QObject {
  Q_OBJECT

 private slots:
  void aLineCoversItsWidth() {
    for (const double rise : {0.0, 0.3, 0.8, -0.7}) {
      for (const double width : {1.0, 1.5, 4.2}) {
        const QImage picture = pictureOf({{5, 30}, {20, 30 + 15 * rise}, {35, 30 + 30 * rise}}, width);
        for (int x = 7; x < 33; ++x) {
          QVERIFY(std::abs(inkOfColumn(picture, x) - 255.0 * width * std::sqrt(1.0 + rise * rise)) < 6.0);
        }
      }
    }
  }

  // From end to end and no farther, to parts of a pixel: dashes keep their lengths.
  void aLineCoversItsLength() {
    for (const double length : {0.4, 1.5, 6.0, 20.25}) {
      for (const double start : {10.0, 10.3, 10.5}) {
        const double wanted = 255.0 * length * 2.0;
        QVERIFY(std::abs(inkOf(pictureOf({{start, 20}, {start + length, 20}}, 2.0)) - wanted) < 3.0 * length + 6.0);
        QVERIFY(std::abs(inkOf(pictureOf({{20, start}, {20, start + length}}, 2.0)) - wanted) < 3.0 * length + 6.0);
      }
    }
  }

  void linesDoNotDarkenThemselves() {
    StrokeRaster raster;
    raster.reset(kSize);
    for (int i = 0; i < 9; ++i) raster.add(zigzag(), {0, 0}, 1.0, 1.5);
    raster.blend(Qt::blue);
    QCOMPARE(raster.picture(), pictureOf(zigzag(), 1.5, 1.0, Qt::blue));
  }

  void theLastLineIsOnTop() {
    StrokeRaster raster;
    raster.reset(kSize);
    for (const QColor& colour : {QColor(Qt::red), QColor(Qt::green)}) {
      raster.add({{5, 20}, {60, 20}}, {0, 0}, 1.0, 3.0);
      raster.blend(colour);
    }
    QCOMPARE(raster.picture().pixelColor(30, 20), QColor(Qt::green));
    raster.reset(kSize);
    QCOMPARE(inkOf(raster.picture()), 0);
  }

  void whatLiesOutsideHarmsNothing() {
    const QPolygonF wild({{-1e9, 1e9}, {-3, -40}, {500, 10}, {40, -1e12}, {40, 1e12}, {1e12, 0}, {1e12 + 6, 0}});
    QCOMPARE(pictureOf(wild, 1.5).size(), kSize);
    QCOMPARE(inkOf(pictureOf({}, 1.5)), 0);
    QCOMPARE(inkOf(pictureOf({{10, 10}}, 1.5)), 0);
    QCOMPARE(inkOf(pictureOf({{-50, -9}, {-20, -9}, {-10, 900}}, 1.5)), 0);
    StrokeRaster none;
    none.reset({0, 0});
    none.add(zigzag(), {0, 0}, 1.0, 1.5);
    none.blend(Qt::black);
    QVERIFY(none.picture().isNull());
  }

  // A line that leaves the picture is inside as it is in a larger one.
  void theEdgeCutsCleanly() {
    const QPolygonF line({{-20, 10}, {30, 45}, {60, -15}, {120, 70}});
    const QPointF shift(200, 100);
    StrokeRaster large;
    large.reset({400, 300});
    large.add(line.translated(shift), {0, 0}, 1.0, 1.5);
    large.blend(Qt::black);
    const QImage part = large.picture().copy(QRect(shift.toPoint(), kSize));
    const QImage own = pictureOf(line, 1.5);
    for (int y = 0; y < kSize.height(); ++y) {
      for (int x = 0; x < kSize.width(); ++x) {
        QVERIFY(std::abs(qAlpha(own.pixel(x, y)) - qAlpha(part.pixel(x, y))) <= 2);
      }
    }
  }

  // A pixel's centre has whole coordinates, at any ratio of the screen.
  void looksAsPainted() {
    for (const double ratio : {1.0, 2.0}) {
      QPolygonF line = zigzag();
      for (QPointF& point : line) point /= ratio;
      const QImage own = pictureOf(line, 1.5, ratio);
      QImage painted(kSize, QImage::Format_ARGB32_Premultiplied);
      painted.fill(Qt::transparent);
      QPainter painter(&painted);
      painter.setRenderHint(QPainter::Antialiasing);
      painter.scale(ratio, ratio);
      painter.translate(0.5, 0.5);
      painter.setPen(QPen(Qt::black, 1.5, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
      painter.drawPolyline(line);
      painter.end();
      int off = 0;
      for (int y = 0; y < kSize.height(); ++y) {
        for (int x = 0; x < kSize.width(); ++x) off += std::abs(qAlpha(own.pixel(x, y)) - qAlpha(painted.pixel(x, y)));
      }
      QVERIFY2(off < 0.12 * inkOf(painted), qPrintable(QString::number(off / static_cast<double>(inkOf(painted)))));
    }
  }

  // Between two that are no numbers, say.
  void aValueWithoutNeighboursIsADot() {
    LearningCurvesData data = manyRunning();
    std::vector<double>& values = data.curves[9].values;  // lit, but not the one in front
    for (const std::size_t i : {19, 21}) values[i] = NAN;
    values[20] = 1.1;  // far from the others and from lines of the grid
    LearningCurvesPlot plot;
    plot.resize(640, 360);
    plot.setData(data);
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    test::settle(plot);
    const QImage screen = test::canvasOf(plot)->grab().toImage();
    const QImage stroked = test::canvasOf(plot)->toPixmap().toImage();
    int missing = 0;
    for (int y = 2; y < screen.height() - 2; ++y) {
      for (int x = 2; x < screen.width() - 2; ++x) {
        missing += qGray(stroked.pixel(x, y)) < 170 && isBlank(screen, x, y);
      }
    }
    QCOMPARE(missing, 0);
  }

  // All families, with their dashes, smooth and noisy: the screen beside the strokes that go to pictures and paper.
  void manyLitCurvesLookStroked() {
    LearningCurvesPlot plot;
    plot.resize(640, 360);
    plot.setData(manyRunning());
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    test::settle(plot);
    QCustomPlot* canvas = test::canvasOf(plot);
    const QImage screen = canvas->grab().toImage();
    const QImage stroked = canvas->toPixmap().toImage();
    QCOMPARE(screen.size(), stroked.size());
    qint64 off = 0, inked = 0;
    for (int y = 0; y < screen.height(); ++y) {
      for (int x = 0; x < screen.width(); ++x) {
        off += std::abs(qGray(screen.pixel(x, y)) - qGray(stroked.pixel(x, y)));
        inked += qGray(stroked.pixel(x, y)) < 240;
      }
    }
    QVERIFY(inked > 20'000);
    const double mean = static_cast<double>(off) / static_cast<double>(inked);
    QVERIFY2(mean < 5.0, qPrintable(QString::number(mean)));
  }

 private:
  static LearningCurvesData manyRunning() {
    LearningCurvesData data;
    for (int i = 0; i < 24; ++i) {
      std::vector<double> values = test::decay(60, 0.9 - 0.02 * i, 0.2 + 0.02 * i);
      for (std::size_t k = 0; i % 4 == 0 && k < values.size(); ++k) values[k] += k % 2 == 0 ? 0.05 : -0.05;
      data.curves.push_back(test::curveOf(100 + i, static_cast<Family>(i % 3), TrialState::kRunning, values));
    }
    return data;
  }
};

QTEST_MAIN(PlotsRasterTest)
#include "plots_raster_test.moc"
