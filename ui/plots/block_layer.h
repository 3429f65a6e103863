// Draws a scene's blocks (scene_blocks.h) and finds what is under the cursor or next to it.
// Dots of a column are laid out in pixels for the axes of the moment; many are drawn as a histogram, and picked in it.
// For ui/plots/*.cpp only (QCustomPlot in the header). Thread: GUI.
#pragma once

#include <qcustomplot.h>

#include "ui/plots/bar_layout.h"
#include "ui/plots/beeswarm.h"
#include "ui/plots/plot_hit.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/scene.h"
#include "ui/plots/series_layer.h"

namespace touchstone::ui {

class BlockLayer : public QCPLayerable {
  Q_OBJECT

 public:
  BlockLayer(QCustomPlot* plot, const SeriesLayer* series);
  // Both must live until the next call.
  void setScene(const Scene* scene, const PlotStyle* style);

  // Room above the plot for heads and names; `width` is the whole plot's.
  double roomAbove(double width) const;
  bool isEmpty() const { return m_scene == nullptr || m_scene->isEmpty || m_scene->blocks.isEmpty(); }

  PlotHit nearest(QPointF pixel, double reach) const;
  // The next thing to the right (`across` 1), left (-1), above (`up` 1) or below (-1) of one; of nothing, the first.
  PlotHit step(const PlotHit& from, int across, int up) const;
  std::int64_t idOf(const PlotHit& hit) const;
  void paintHit(QPainter& painter, const PlotHit& hit) const;

  // Where things stood in the last layout, for tests: dots of a column, and bars as they are drawn.
  std::vector<QPointF> dotPlaces(std::size_t column) const;
  bool isHistogram(std::size_t column) const;
  std::vector<QRectF> barBoxes() const;

 protected:
  void draw(QCPPainter* painter) override;
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;

 private:
  struct LaidColumn {
    std::vector<QPointF> dots;  // beside the column's; a place that is not finite is not drawn
    double radius = 0.0;
    bool isHistogram = false;
    ColumnBins bins;
  };
  struct LaidBar {
    PixelBar bar;       // its index counts the row's bars
    std::size_t index;  // into the scene's bars
    double top, height;
  };

  void layOut() const;
  void layOutColumn(const DotColumn& column, LaidColumn& laid) const;
  void layOutBars() const;
  double unit() const { return m_style->markRadius / plotpen::kMarkRadius; }
  double halfWidth() const;
  MarkStyle dotMark(State state, double radius) const;
  bool isShown(QPointF at) const;
  void drawLinks(QPainter& painter) const;
  QPainterPath linkPath(const ColumnLink& link) const;
  void drawHistogram(QPainter& painter, std::size_t column) const;
  void drawCut(QPainter& painter, const DotColumn& column) const;
  void drawDots(QPainter& painter, std::size_t column) const;
  void drawBars(QPainter& painter) const;
  void drawBarEnd(QPainter& painter, const LaidBar& laid) const;
  void drawTopLines(QPainter& painter) const;
  PlotHit hitOfDot(std::size_t column, std::size_t dot) const;
  PlotHit hitOfBar(std::size_t bar) const;
  PlotHit nearestDot(QPointF pixel, double reach) const;
  PlotHit nearestBar(QPointF pixel, double reach) const;
  PlotHit stepDots(const PlotHit& from, int across, int up) const;
  PlotHit stepBars(const PlotHit& from, int across, int up) const;
  std::vector<std::size_t> dotsFromTop(std::size_t column) const;
  QRectF boxOf(const RowBar& bar) const;
  void rowBox(int row, double& top, double& height) const;

  const SeriesLayer* m_series;
  const Scene* m_scene = nullptr;
  const PlotStyle* m_style = nullptr;
  mutable AxisMap m_x, m_y;
  mutable bool m_isStale = true;
  mutable std::vector<LaidColumn> m_columns;
  mutable std::vector<LaidBar> m_bars;
};

}  // namespace touchstone::ui
