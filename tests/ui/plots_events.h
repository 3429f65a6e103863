// Real events on a plot, for tests of plots: hover, click, wheel; and the layers that say what was drawn.
#pragma once

#include <qcustomplot.h>

#include <QApplication>
#include <QTest>

#include "ui/plots/block_layer.h"
#include "ui/plots/hover_layer.h"
#include "ui/plots/plot_view.h"

namespace touchstone::test {

inline QCustomPlot* canvasOf(const ui::PlotView& plot) {
  return plot.findChild<QCustomPlot*>();
}

inline ui::BlockLayer* blocksOf(const ui::PlotView& plot) {
  return canvasOf(plot)->findChild<ui::BlockLayer*>();
}

inline void settle(const ui::PlotView& plot) {
  QCoreApplication::processEvents();
  canvasOf(plot)->replot(QCustomPlot::rpImmediateRefresh);
}

inline void hover(const ui::PlotView& plot, QPointF at) {
  QCustomPlot* canvas = canvasOf(plot);
  QMouseEvent move(QEvent::MouseMove, at, canvas->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
  QApplication::sendEvent(canvas, &move);
  QCoreApplication::processEvents();  // hovering is answered when the queue is empty
}

inline void click(const ui::PlotView& plot, QPointF at) {
  QTest::mouseClick(canvasOf(plot), Qt::LeftButton, {}, at.toPoint());
}

inline void wheel(const ui::PlotView& plot, QPointF at, int notches) {
  QCustomPlot* canvas = canvasOf(plot);
  QWheelEvent event(at, canvas->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(canvas, &event);
}

// What the box under the cursor says; empty: nothing is hovered.
inline QStringList readoutOf(const ui::PlotView& plot) {
  const auto* layer = canvasOf(plot)->findChild<ui::HoverLayer*>();
  return layer->hit().isNone() ? QStringList() : layer->readout();
}

inline QImage pictureOf(const ui::PlotView& plot) {
  return canvasOf(plot)->toPixmap().toImage();
}

}  // namespace touchstone::test
