// The curve and point under the cursor: drawn over the plot in a buffer of its own, so that hovering repaints nothing
// else. For ui/plots/*.cpp only. Thread: GUI.
#pragma once

#include <qcustomplot.h>

#include "ui/plots/block_layer.h"
#include "ui/plots/series_layer.h"

namespace touchstone::ui {

class HoverLayer : public QCPLayerable {
  Q_OBJECT

 public:
  HoverLayer(QCustomPlot* plot, const SeriesLayer* series, const BlockLayer* blocks);
  void setScene(const Scene* scene, const PlotStyle* style);
  const SeriesLayer::Hit& hit() const { return m_hit; }
  const QStringList& readout() const { return m_readout; }
  // `readout`: name, then value; on lines of their own.
  void show(const SeriesLayer::Hit& hit, const QStringList& readout);

 protected:
  void draw(QCPPainter* painter) override;
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;

 private:
  void paintReadout(QPainter& painter) const;

  const SeriesLayer* m_series;
  const BlockLayer* m_blocks;
  const Scene* m_scene = nullptr;
  const PlotStyle* m_style = nullptr;
  SeriesLayer::Hit m_hit;
  QStringList m_readout;
};

}  // namespace touchstone::ui
