#include "ui/plots/stroke_raster.h"

#include <algorithm>
#include <cmath>

namespace touchstone::ui {

namespace {

// Rounding by the library is a call a number, which takes longer than the pixel itself. Far outside numbers stay so.
int floorOf(double value) {
  constexpr double kFar = 1e8;
  const double near = std::min(std::max(value, -kFar), kFar);
  const int whole = static_cast<int>(near);
  return whole - (static_cast<double>(whole) > near);
}

constexpr int kMostInner = 1 << 14;  // whole numbers of 31 bits with 16 bits of fraction
constexpr double kSlack = 1e-6;      // for rounding on the way along a segment

std::uint8_t inkOf(double share) {
  return static_cast<std::uint8_t>(std::min(std::max(share, 0.0), 1.0) * 255.0 + 0.5);
}

// How much of the pixel from `edge` on lies in [from, to].
double overlap(int edge, double from, double to) {
  return std::min(to, edge + 1.0) - std::max(from, static_cast<double>(edge));
}

QRgb over(QRgb ink, QRgb ground) {
  const unsigned rest = 255 - static_cast<unsigned>(qAlpha(ink));
  const auto faded = [rest](int channel) {
    return static_cast<int>((static_cast<unsigned>(channel) * rest + 127) / 255);
  };
  return ink + qRgba(faded(qRed(ground)), faded(qGreen(ground)), faded(qBlue(ground)), faded(qAlpha(ground)));
}

}  // namespace

void StrokeRaster::reset(QSize size) {
  m_size = size.expandedTo({0, 0});
  if (m_picture.size() != m_size) m_picture = QImage(m_size, QImage::Format_ARGB32_Premultiplied);
  m_picture.fill(Qt::transparent);
  const auto width = static_cast<std::size_t>(m_size.width());
  m_coverage.assign(width * static_cast<std::size_t>(m_size.height()), 0);
  m_touched.assign(width, Range{});
  m_columns = {};
}

// What of a cell's first, full and last pixels is covered, with 16 bits of fraction: far cheaper than segment(), for what
// lies inside and has neighbours at both ends.
void StrokeRaster::innerSegment(const Stroke& stroke, double slope, double half) {
  constexpr double kOne = 65536.0;
  constexpr int kBits = 16, kFraction = 0xffff, kFull = 255;
  const std::ptrdiff_t acrossStride = stroke.isSteep ? 1 : m_size.width();
  const std::ptrdiff_t alongStride = stroke.isSteep ? m_size.width() : 1;
  const Range steps{static_cast<int>(stroke.from), static_cast<int>(stroke.to)};
  const int width = static_cast<int>(2.0 * half * kOne);
  const auto share = [](int part) { return static_cast<std::uint8_t>(part * kFull >> kBits); };
  const auto cover = [](std::uint8_t& cell, std::uint8_t ink) { cell = std::max(cell, ink); };
  Range all;
  std::uint8_t* row = m_coverage.data() + steps.first * alongStride;
  for (int step = steps.first; step <= steps.last; ++step, row += alongStride) {
    const double middle = std::min(std::max(step + 0.5, stroke.from), stroke.to);
    const int low = static_cast<int>((stroke.acrossFrom + slope * (middle - stroke.from) - half) * kOne);
    const int high = low + width;
    const Range cells{low >> kBits, high >> kBits};
    std::uint8_t* cell = row + cells.first * acrossStride;
    if (cells.first == cells.last) {
      cover(*cell, share(width));
    } else {
      cover(*cell, share((1 << kBits) - (low & kFraction)));
      for (int i = cells.first + 1; i < cells.last; ++i) *(cell += acrossStride) = kFull;
      cover(*(cell += acrossStride), share(high & kFraction));
    }
    all.add(cells);
    if (!stroke.isSteep) m_touched[static_cast<std::size_t>(step)].add(cells);
  }
  touch(stroke.isSteep, steps, all);
}

void StrokeRaster::touch(bool isSteep, const Range& steps, const Range& cells) {
  m_columns.add(isSteep ? cells : steps);
  for (int x = cells.first; isSteep && x <= cells.last; ++x) m_touched[static_cast<std::size_t>(x)].add(steps);
}

// Step after step along the longer direction, what the line covers across it.
void StrokeRaster::segment(const Stroke& stroke) {
  const double slope =
      stroke.to > stroke.from ? (stroke.acrossTo - stroke.acrossFrom) / (stroke.to - stroke.from) : 0.0;
  const double half = 0.5 * stroke.width * std::sqrt(1.0 + slope * slope);
  const int alongSize = stroke.isSteep ? m_size.height() : m_size.width();
  const int acrossSize = stroke.isSteep ? m_size.width() : m_size.height();
  const bool isInside = stroke.from >= 0.0 && stroke.to < alongSize &&
                        std::min(stroke.acrossFrom, stroke.acrossTo) >= half + kSlack &&
                        std::max(stroke.acrossFrom, stroke.acrossTo) + half + kSlack < std::min(acrossSize, kMostInner);
  if (isInside && !stroke.isOpenBefore && !stroke.isOpenAfter) {
    innerSegment(stroke, slope, half);
    return;
  }
  const std::ptrdiff_t acrossStride = stroke.isSteep ? 1 : m_size.width();
  const std::ptrdiff_t alongStride = stroke.isSteep ? m_size.width() : 1;
  const Range steps{std::max(0, floorOf(stroke.from)), std::min(alongSize - 1, floorOf(stroke.to))};
  Range all;
  for (int step = steps.first; step <= steps.last; ++step) {
    const double middle = std::min(std::max(step + 0.5, stroke.from), stroke.to);
    const double across = stroke.acrossFrom + slope * (middle - stroke.from);
    const double low = across - half;
    const double high = across + half;
    const Range cells{std::max(0, floorOf(low)), std::min(acrossSize - 1, floorOf(high))};
    if (cells.first > cells.last) continue;
    const double length =
        overlap(step, stroke.isOpenBefore ? stroke.from : step, stroke.isOpenAfter ? stroke.to : step + 1.0);
    std::uint8_t* cell = m_coverage.data() + step * alongStride + cells.first * acrossStride;
    for (int i = cells.first; i <= cells.last; ++i, cell += acrossStride) {
      *cell = std::max(*cell, inkOf(length * overlap(i, low, high)));
    }
    all.add(cells);
    if (!stroke.isSteep) m_touched[static_cast<std::size_t>(step)].add(cells);
  }
  if (all.first <= all.last) touch(stroke.isSteep, steps, all);
}

void StrokeRaster::add(const QPolygonF& line, QPointF origin, double ratio, double width) {
  const QPointF shift = QPointF(0.5, 0.5) - origin;  // from whole numbers at pixels' centres to those at their edges
  QPointF a = line.isEmpty() ? QPointF() : (line.front() + shift) * ratio;
  for (qsizetype i = 1; i < line.size(); ++i) {
    const QPointF b = (line[i] + shift) * ratio;
    const bool isSteep = std::abs(b.y() - a.y()) > std::abs(b.x() - a.x());
    Stroke stroke{.isSteep = isSteep,
                  .isOpenBefore = i == 1,
                  .isOpenAfter = i + 1 == line.size(),
                  .from = isSteep ? a.y() : a.x(),
                  .to = isSteep ? b.y() : b.x(),
                  .acrossFrom = isSteep ? a.x() : a.y(),
                  .acrossTo = isSteep ? b.x() : b.y(),
                  .width = width * ratio};
    if (stroke.to < stroke.from) {
      std::swap(stroke.from, stroke.to);
      std::swap(stroke.acrossFrom, stroke.acrossTo);
      std::swap(stroke.isOpenBefore, stroke.isOpenAfter);
    }
    segment(stroke);
    a = b;
  }
}

void StrokeRaster::blend(const QColor& colour) {
  QRgb inks[256];
  for (int i = 0; i < 256; ++i) {
    inks[i] = qPremultiply(qRgba(colour.red(), colour.green(), colour.blue(), i * colour.alpha() / 255));
  }
  auto* pixels = reinterpret_cast<QRgb*>(m_picture.bits());
  const std::ptrdiff_t width = m_size.width();
  for (int x = m_columns.first; x <= m_columns.last; ++x) {
    Range& rows = m_touched[static_cast<std::size_t>(x)];
    for (std::ptrdiff_t at = rows.first * width + x; at <= rows.last * width + x; at += width) {
      std::uint8_t& cell = m_coverage[static_cast<std::size_t>(at)];
      if (cell == 0) continue;
      pixels[at] = cell == 255 && colour.alpha() == 255 ? inks[255] : over(inks[cell], pixels[at]);
      cell = 0;
    }
    rows = {};
  }
  m_columns = {};
}

}  // namespace touchstone::ui
