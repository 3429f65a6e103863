#include "ui/plots/ghost_raster.h"

#include <algorithm>
#include <cmath>

namespace touchstone::ui {

namespace {

// std::lround is a call, which takes longer than a short segment.
int nearest(double value) {
  return static_cast<int>(value + (value < 0.0 ? -0.5 : 0.5));
}

}  // namespace

void GhostRaster::reset(QSize size) {
  m_size = size;
  m_coverage.assign(
      static_cast<std::size_t>(std::max(0, size.width())) * static_cast<std::size_t>(std::max(0, size.height())), 0);
}

int GhostRaster::coverage(int x, int y) const {
  if (x < 0 || y < 0 || x >= m_size.width() || y >= m_size.height()) return 0;
  return m_coverage[static_cast<std::size_t>(y) * static_cast<std::size_t>(m_size.width()) +
                    static_cast<std::size_t>(x)];
}

void GhostRaster::cover(int x, int y, double share) {
  if (x < 0 || y < 0 || x >= m_size.width() || y >= m_size.height()) return;
  std::uint8_t& cell =
      m_coverage[static_cast<std::size_t>(y) * static_cast<std::size_t>(m_size.width()) + static_cast<std::size_t>(x)];
  cell = std::max(cell, static_cast<std::uint8_t>(std::lround(share * 255.0)));
}

// Along the longer direction, each step shares one pixel of ink between the two cells beside the line.
void GhostRaster::segment(QPointF a, QPointF b) {
  const bool isSteep = std::abs(b.y() - a.y()) > std::abs(b.x() - a.x());
  double along = isSteep ? a.y() : a.x();
  double across = isSteep ? a.x() : a.y();
  double endAlong = isSteep ? b.y() : b.x();
  double endAcross = isSteep ? b.x() : b.y();
  if (endAlong < along) {
    std::swap(along, endAlong);
    std::swap(across, endAcross);
  }
  const int limit = isSteep ? m_size.height() : m_size.width();
  if (endAlong < -1.0 || along > limit + 1.0) return;
  const double slope = endAlong > along ? (endAcross - across) / (endAlong - along) : 0.0;
  const int first = nearest(std::max(0.0, along));
  const int last = nearest(std::min(limit - 1.0, endAlong));
  const int reach = (isSteep ? m_size.width() : m_size.height()) - 2;
  if (std::min(across, endAcross) >= 0.0 && std::max(across, endAcross) < reach) {
    fastSegment(isSteep, first, last,
                across + slope * (std::clamp(static_cast<double>(first), along, endAlong) - along), slope);
    return;
  }
  for (int step = first; step <= last; ++step) {
    const double at = across + slope * (std::clamp(static_cast<double>(step), along, endAlong) - along);
    const double below = std::floor(at);
    if (std::abs(below) > 1e6) continue;
    const int cell = static_cast<int>(below);
    const double share = at - below;
    if (isSteep) {
      cover(cell, step, 1.0 - share);
      cover(cell + 1, step, share);
    } else {
      cover(step, cell, 1.0 - share);
      cover(step, cell + 1, share);
    }
  }
}

// All of it lies inside: no checks, and fixed point with 16 bits of fraction.
void GhostRaster::fastSegment(bool isSteep, int first, int last, double across, double slope) {
  const std::ptrdiff_t width = m_size.width();
  const std::ptrdiff_t alongStride = isSteep ? width : 1;
  const std::ptrdiff_t acrossStride = isSteep ? 1 : width;
  std::uint8_t* cell = m_coverage.data() + first * alongStride;
  const std::int64_t most = (static_cast<std::int64_t>(isSteep ? m_size.width() : m_size.height()) - 2) << 16;
  auto at = static_cast<std::int64_t>(across * 65536.0);
  const auto step = static_cast<std::int64_t>(slope * 65536.0);
  for (int i = first; i <= last; ++i, cell += alongStride, at += step) {
    const std::int64_t safe = std::clamp<std::int64_t>(at, 0, most);  // the ends may overshoot by half a step
    std::uint8_t* one = cell + (safe >> 16) * acrossStride;
    const auto share = static_cast<std::uint8_t>(safe >> 8 & 0xff);
    one[0] = std::max(one[0], static_cast<std::uint8_t>(255 - share));
    one[acrossStride] = std::max(one[acrossStride], share);
  }
}

void GhostRaster::add(const QPolygonF& line, QPointF origin, double ratio, qsizetype first) {
  // a pixel's centre has whole coordinates here
  const auto placed = [&](QPointF point) { return (point - origin) * ratio; };
  if (first >= line.size()) return;
  QPointF from = placed(line[first]);
  for (qsizetype i = first + 1; i < line.size(); ++i) {
    const QPointF to = placed(line[i]);
    segment(from, to);
    from = to;
  }
}

QImage GhostRaster::picture(const QColor& colour) const {
  QImage image(m_size, QImage::Format_ARGB32_Premultiplied);
  if (image.isNull()) return image;
  QRgb inks[256];
  for (unsigned i = 0; i < 256; ++i) {
    inks[i] = qPremultiply(qRgba(colour.red(), colour.green(), colour.blue(), static_cast<int>(i)));
  }
  const std::uint8_t* from = m_coverage.data();
  for (int y = 0; y < m_size.height(); ++y) {
    auto* to = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < m_size.width(); ++x) *to++ = inks[*from++];
  }
  return image;
}

}  // namespace touchstone::ui
