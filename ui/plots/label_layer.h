// Draws all words of a scene over its curves: direct labels, marks on the frame, names of shades and rules, row names,
// and the note. Labels at the right edge stand in a column beside the plot, others near their point; none overlap.
// For ui/plots/*.cpp only (QCustomPlot in the header). Thread: GUI.
#pragma once

#include <qcustomplot.h>

#include "ui/plots/halo_text.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/scene.h"
#include "ui/plots/series_layer.h"

namespace touchstone::ui {

class LabelLayer : public QCPLayerable {
  Q_OBJECT

 public:
  LabelLayer(QCustomPlot* plot, const SeriesLayer* series);
  void setScene(const Scene* scene, const PlotStyle* style);

  // Room that words need beside the axes; `width` is the whole plot's.
  struct Room {
    double left = 0.0, right = 0.0, top = 0.0;
  };
  Room roomFor(double width) const;

  // Where the words stood in the last drawing, for tests.
  const std::vector<QRectF>& placedLabels() const { return m_placed; }

 protected:
  void draw(QCPPainter* painter) override;
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;

 private:
  struct Placed {
    const DirectLabel* label;
    QPointF anchor;
    QRectF box;
  };

  QFont fontOf(const DirectLabel& label) const;
  QSizeF sizeOf(const DirectLabel& label, double width) const;
  bool isAtEdge(const DirectLabel& label) const;
  bool isVisible(QPointF at) const;
  bool hasShadeNames() const;
  QRectF plotRect() const;
  std::vector<Placed> placeColumn(const std::vector<const DirectLabel*>& labels) const;
  std::vector<Placed> placeInner(const std::vector<const DirectLabel*>& labels, const std::vector<QRectF>& taken) const;
  double clutter(const QRectF& box) const;
  bool isOnStem(const Series& series, const QRectF& box) const;
  void paintPlaced(QPainter& painter, const Placed& placed, bool isColumn) const;
  std::vector<QRectF> paintEdgeMarks(QPainter& painter);
  QRectF paintNanMark(QPainter& painter, const EdgeMark& mark);
  QRectF paintArrow(QPainter& painter, const EdgeMark& mark);
  void paintShadeNames(QPainter& painter);
  void paintFrameNames(QPainter& painter, std::vector<QRectF>& taken);
  void paintRuleNames(QPainter& painter, std::vector<QRectF>& taken);
  void paintRows(QPainter& painter);
  void paintNote(QPainter& painter);
  HaloText words(const QString& text, const QFont& font, const QColor& colour, bool hasHalo) const;

  const SeriesLayer* m_series;
  const Scene* m_scene = nullptr;
  const PlotStyle* m_style = nullptr;
  AxisMap m_x, m_y;
  std::vector<QRectF> m_placed;
};

}  // namespace touchstone::ui
