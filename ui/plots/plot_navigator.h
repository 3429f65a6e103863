// Mouse and keyboard of a plot: zoom, pan, box zoom, hover, walking curves. plot_view.h lists what does what.
// For ui/plots/*.cpp only. Thread: GUI.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPoint>
#include <QRubberBand>
#include <QTimer>
#include <cstdint>
#include <vector>

#include "ui/plots/hover_layer.h"

class QKeyEvent;
class QMouseEvent;
class QWheelEvent;

namespace touchstone::ui {

class PlotView;

class PlotNavigator : public QObject {
  Q_OBJECT

 public:
  PlotNavigator(PlotView* view, QCustomPlot* plot, SeriesLayer* series, HoverLayer* hover);

  bool eventFilter(QObject* watched, QEvent* event) override;
  bool handleKey(QKeyEvent* event);
  void forgetHover();
  void hoverAgain();  // new data: what is under the cursor now
  bool isZoomed() const { return !m_stack.empty(); }
  bool undo();  // false: nothing to undo
  void forgetZoom() { m_stack.clear(); }
  std::int64_t hoveredId() const;

 private:
  struct View {
    QCPRange x, y;
  };

  void press(QMouseEvent* event);
  void move(QMouseEvent* event);
  void release(QMouseEvent* event);
  void wheel(QWheelEvent* event);
  void panTo(QPointF position);
  void zoomToBox();
  bool isFree(bool isX, Qt::KeyboardModifiers keys, QPointF at) const;
  void remember();  // for undo, before the view changes
  void setView(QCPRange x, QCPRange y);
  void hoverAt(QPointF position);
  void show(const SeriesLayer::Hit& hit);
  bool walkCurves(int step);
  bool walkPoints(int step);
  bool walkBlocks(int across, int up);

  PlotView* m_view;
  QCustomPlot* m_plot;
  SeriesLayer* m_series;
  HoverLayer* m_hover;
  QRubberBand* m_box = nullptr;
  QPointF m_pressed, m_hoverPosition;
  Qt::MouseButton m_button = Qt::NoButton;
  bool m_isDragging = false;
  View m_start;
  AxisMap m_startX, m_startY;
  std::vector<View> m_stack;
  QElapsedTimer m_lastWheel;
  QTimer m_hoverTimer;
  std::int64_t m_toldId = 0;
};

}  // namespace touchstone::ui
