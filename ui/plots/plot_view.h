// The base of every plot: axes by the plot conventions, a scene of series, labels and marks, and the navigation that
// all plots share. Subclasses turn plain data into a scene (scene.h) and hand it to setScene().
// Mouse: wheel zooms at the cursor (Shift: x only, Ctrl: y only), drag pans, right drag zooms to a box, double click
// fits, hover reads values. Keys: R or Home fit, Esc undoes a zoom, L / Shift+L log y / x, F follow live, T table,
// Ctrl+C copies the picture, arrows walk curves and points, Enter activates.
// While following, axes fit new data; any zoom or pan by hand stops following, until fit.
// Thread: GUI. Blocking: never; drawing is queued, takes two passes of the event loop, and does not happen while hidden.
#pragma once

#include <QTimer>
#include <QWidget>
#include <cstdint>
#include <memory>

#include "ui/plots/plot_style.h"
#include "ui/plots/scene.h"
#include "ui/plots/tidy_table.h"

class QCPPainter;
class QCustomPlot;

namespace touchstone::ui {

struct PlotHit;

class PlotView : public QWidget {
  Q_OBJECT

 public:
  ~PlotView() override;

  // One row a drawn point.
  virtual TidyTable tidy() const = 0;
  // The same data, axes and zoom, for paper.
  virtual std::unique_ptr<PlotView> onPaper(const PaperOptions& options) const = 0;

  bool isEmpty() const { return m_scene.isEmpty; }
  bool isLogX() const;
  bool isLogY() const;
  bool isFollowing() const { return m_isFollowing; }
  bool isZoomed() const;
  // Thing under the cursor or chosen by the keyboard (a trial's id in learning curves); 0: none.
  std::int64_t hovered() const;
  // Ranges that the axes show, in data.
  QRectF dataRect() const;

  QImage image(double scale = 2.0) const;                        // as on the screen
  void paint(QCPPainter& painter, int width, int height) const;  // for exporters; units of the style
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 public slots:
  void fit();
  bool undoZoom();
  void setLogX(bool isLog);
  void setLogY(bool isLog);
  void setFollowing(bool isFollowing);
  void copyImage();
  void showTable();  // a small window with tidy(), sortable and to be copied as TSV

 signals:
  void followingChanged(bool isFollowing);
  void viewChanged();  // zoom, pan, log axes
  void emptyChanged(bool isEmpty);
  void hoverChanged(std::int64_t id);  // 0: none
  void clicked(std::int64_t id);       // click or Enter on a curve
  void placeClicked(QPointF place);    // click inside the axes, in data
  void menuRequested(QPoint globalPosition, std::int64_t id);

 protected:
  PlotView(const PlotStyle& style, QWidget* parent);

  void setScene(Scene scene);                // replaces everything drawn; axes follow unless zoomed by hand
  void copyViewFrom(const PlotView& other);  // axes, log scales and zoom of another view
  const PlotStyle& style() const { return m_style; }
  const Scene& scene() const { return m_scene; }
  // What the user chose by L, or what the data suggest.
  bool logXOr(bool suggested) const { return m_logX < 0 ? suggested : m_logX != 0; }
  bool logYOr(bool suggested) const { return m_logY < 0 ? suggested : m_logY != 0; }
  // What hovering tells of a dot or bar, line by line; the first is its name.
  virtual QStringList blockReadout(const PlotHit& hit) const;
  virtual void rebuild() = 0;  // the style changed or an axis went log: make the scene again

  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  friend class PlotNavigator;
  struct Parts;  // QCustomPlot and the layers in it

  void fitAxes(bool mayStay);
  void layoutMargins(double width) const;
  void layoutFor(QSize size) const;
  void queueReplot();
  void drawInSteps();
  void zoomedByHand();
  void setAxisLog(bool isX, bool isLog);
  void stopFollowing(bool isFollowing);
  bool mayZoom(bool isX) const;
  QStringList readout(const PlotHit& hit) const;
  std::int64_t idOf(const PlotHit& hit) const;
  PlotHit nearest(QPointF pixel, double reach) const;
  PlotHit stepBlocks(const PlotHit& from, int across, int up) const;
  bool hasBlocks() const { return !m_scene.blocks.isEmpty(); }
  std::vector<PlotHit> walk() const;                      // lit curves from the top down, or rows
  PlotHit neighbour(const PlotHit& hit, int step) const;  // the next point that has a value

  PlotStyle m_style;
  Scene m_scene;
  std::unique_ptr<Parts> m_parts;
  bool m_isFollowing = true;
  bool m_wasFollowing = true;  // before the first zoom by hand
  QTimer m_drawTimer;
  bool m_isReplotDue = false;
  bool m_isPrepared = false;  // the first step of drawing is done
  bool m_hasKeyboardFocus = false;
  mutable QSize m_laidOut;
  int m_logX = -1, m_logY = -1;  // -1: as the data suggest
};

}  // namespace touchstone::ui
