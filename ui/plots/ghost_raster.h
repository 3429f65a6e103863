// Thousands of thin lines of one colour as one picture: Wu's antialiased lines into a coverage map, combined by maximum,
// so that lines over lines stay as light as one. About 4 ns a covered pixel; QPainter needs 150 ns a segment.
// Thread: any one. Units: device pixels.
#pragma once

#include <QColor>
#include <QImage>
#include <QPolygonF>
#include <cstdint>
#include <vector>

namespace touchstone::ui {

class GhostRaster {
 public:
  // Forgets everything.
  void reset(QSize size);
  QSize size() const { return m_size; }

  // Adds a polyline given in units of `ratio` device pixels, with `origin` at the picture's top left; of one that is
  // there already up to vertex `first`, the rest.
  void add(const QPolygonF& line, QPointF origin, double ratio, qsizetype first = 0);
  // Premultiplied ARGB in `colour`.
  QImage picture(const QColor& colour) const;
  // 0..255; 0 outside.
  int coverage(int x, int y) const;

 private:
  void segment(QPointF a, QPointF b);
  void fastSegment(bool isSteep, int first, int last, double across, double slope);
  void cover(int x, int y, double share);

  QSize m_size;
  std::vector<std::uint8_t> m_coverage;
};

}  // namespace touchstone::ui
