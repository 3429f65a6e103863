// Draws a scene's shades, curves, bands, rows of dots and rules on two axes, and finds what is under the cursor.
// While the axes stand still, only what is new of a curve is put on pixels. Ghosts are kept as one picture, to which new
// and longer ones are added; many lit curves are one picture that is made anew each time.
// For ui/plots/*.cpp only (QCustomPlot in the header). Thread: GUI.
#pragma once

#include <qcustomplot.h>

#include <optional>
#include <unordered_map>

#include "ui/plots/decimate.h"
#include "ui/plots/ghost_raster.h"
#include "ui/plots/plot_hit.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/scene.h"
#include "ui/plots/stroke_raster.h"

namespace touchstone::ui {

AxisMap mapOf(const QCPAxis& axis);
// What the axes enclose as they are drawn.
QRectF plotArea(const QCPAxis& axis);

class SeriesLayer : public QCPAbstractPlottable {
  Q_OBJECT

 public:
  SeriesLayer(QCPAxis* keyAxis, QCPAxis* valueAxis);

  // Both must live until the next call. Call it whenever the scene's content changed.
  void setScene(const Scene* scene, const PlotStyle* style);

  // Puts on pixels what is new, and makes the picture of ghosts: half of drawing, which may go ahead of it.
  void prepare();

  using Hit = PlotHit;
  // The nearest pickable thing within `reach` px; lit ones before ghosts.
  Hit nearest(QPointF pixel, double reach) const;
  // Position of a series' point, for the keyboard.
  Hit hitOf(int series, std::size_t point) const;
  Hit hitOfRow(int row, std::size_t point) const;
  const Polylines& polylines(std::size_t series) const;
  // The same as it is drawn: on paper cut to the axes.
  Polylines drawnLines(std::size_t series) const;
  void strokeLine(QPainter& painter, std::size_t series, double width) const;
  QColor colourOf(const Series& series) const;

  double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details) const override;
  QCPRange getKeyRange(bool& found, QCP::SignDomain domain) const override;
  QCPRange getValueRange(bool& found, QCP::SignDomain domain, const QCPRange& keyRange) const override;

 protected:
  void draw(QCPPainter* painter) override;
  void drawLegendIcon(QCPPainter*, const QRectF&) const override {}
  QRect clipRect() const override;
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;

 private:
  // Tells whether a curve is the one known before, or that with new points at its end: three points stand for all.
  struct CurveKey {
    std::size_t points = 0;
    double middleX = 0.0, lastX = 0.0, lastY = 0.0;

    static CurveKey of(const Series& series, std::size_t points);
    // So, too, where both are no numbers.
    bool operator==(const CurveKey& other) const;
  };
  struct CurveLines {
    std::int64_t id = 0;
    CurveKey key;
    double columnWidth = 0.0;
    GrowingLines grown;
  };
  // What the picture of ghosts shows of one.
  struct DrawnGhost {
    CurveKey key;
    double columnWidth = 0.0;
    std::size_t lines = 0;
    qsizetype settledVertices = 0;
  };

  void project() const;
  CurveLines linesOf(const Series& series, CurveLines* known) const;
  double columnWidth(const Series& series) const;
  void drawShades(QPainter& painter) const;
  void drawGhosts(QCPPainter& painter);
  void updateGhosts(double ratio);
  void addGhost(std::size_t index, QPointF origin, double ratio);
  void paintGhosts(QPainter& painter) const;
  QPolygonF stubOf(QPointF at) const;
  std::vector<std::size_t> ghosts() const;
  std::optional<std::vector<std::size_t>> newGhosts() const;
  void drawBand(QPainter& painter, const Series& series) const;
  void drawLit(QCPPainter& painter);
  void drawLine(QPainter& painter, std::size_t index, double width) const;
  void drawDots(QPainter& painter, const Series& series, const Polylines& lines, double radius) const;
  bool mayRaster(const QCPPainter& painter) const;
  void rasterLit(QCPPainter& painter, double width);
  QPen linePen(const Series& series, const QPolygonF& line, double width, double ratio) const;
  void drawMarks(QPainter& painter, std::size_t index) const;
  bool isAtEdgeMark(QPointF at) const;
  void drawEndMark(QPainter& painter, const Series& series) const;
  void drawRow(QPainter& painter, const DotRow& row, double y) const;
  void drawRules(QPainter& painter) const;
  void drawFrames(QPainter& painter) const;
  void drawStems(QPainter& painter, const Series& series, double width) const;
  QPen penOf(const Series& series, double width) const;
  Hit nearestPoint(std::size_t series, QPointF pixel) const;
  double stemDistance(const Series& series, QPointF pixel, double reach) const;
  double rowY(std::size_t row) const;

  const Scene* m_scene = nullptr;
  const PlotStyle* m_style = nullptr;
  bool m_isCrowded = false;                 // more lit curves than are drawn at full width
  mutable std::vector<CurveLines> m_lines;  // one a series, valid for the maps below
  mutable AxisMap m_x, m_y;
  mutable bool m_isStale = true;

  GhostRaster m_ghostRaster;
  QImage m_ghostPicture;
  AxisMap m_ghostX, m_ghostY;
  QRgb m_ghostColour = 0;
  std::unordered_map<std::int64_t, DrawnGhost> m_drawnGhosts;
  StrokeRaster m_strokes;
};

}  // namespace touchstone::ui
