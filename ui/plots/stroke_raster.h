// Lines of some width by the hundred as one picture, each over the one before: antialiased by how much of a pixel the line
// covers, across its longer direction. About 10 ns a covered pixel, whatever the line's shape; QPainter outlines every
// segment first and looks for each pixel among those of its row, which takes many times as long.
// Lines go on to the right, as curves do; joins are bevelled, ends are flat. Thread: any one. Units: device pixels.
#pragma once

#include <QColor>
#include <QImage>
#include <QPolygonF>
#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace touchstone::ui {

class StrokeRaster {
 public:
  // A transparent picture.
  void reset(QSize size);

  // Adds a line given in units of `ratio` device pixels, with `origin` at the picture's top left and a pixel's centre at
  // whole coordinates, as QCustomPlot has it. Lines added before the next blend() are one: they do not darken each other.
  void add(const QPolygonF& line, QPointF origin, double ratio, double width);
  // Lays what was added over the picture.
  void blend(const QColor& colour);
  // Premultiplied ARGB.
  const QImage& picture() const { return m_picture; }

 private:
  struct Range {
    int first = std::numeric_limits<int>::max(), last = -1;

    void add(const Range& other) {
      first = std::min(first, other.first);
      last = std::max(last, other.last);
    }
  };
  // A segment as its longer direction sees it; open: nothing follows at that end, else the next segment does.
  struct Stroke {
    bool isSteep = false, isOpenBefore = false, isOpenAfter = false;
    double from = 0.0, to = 0.0, acrossFrom = 0.0, acrossTo = 0.0, width = 1.0;
  };

  void segment(const Stroke& stroke);
  void innerSegment(const Stroke& stroke, double slope, double half);
  void touch(bool isSteep, const Range& steps, const Range& cells);

  QSize m_size;
  QImage m_picture;
  std::vector<std::uint8_t> m_coverage;  // of the line that is being added
  std::vector<Range> m_touched;          // rows of each column
  Range m_columns;
};

}  // namespace touchstone::ui
