// The part of PlotView that tells what a picked point is and which one comes next.
#include <algorithm>
#include <cmath>

#include "ui/plots/numbers.h"
#include "ui/plots/plot_view.h"
#include "ui/plots/plot_view_parts.h"

namespace touchstone::ui {

std::int64_t PlotView::idOf(const PlotHit& hit) const {
  if (hit.isBlock()) return m_parts->blocks->idOf(hit);
  if (hit.series >= 0) return m_scene.series[static_cast<std::size_t>(hit.series)].id;
  if (hit.row >= 0) return m_scene.dotRows[static_cast<std::size_t>(hit.row)].id;
  return 0;
}

PlotHit PlotView::nearest(QPointF pixel, double reach) const {
  return hasBlocks() ? m_parts->blocks->nearest(pixel, reach) : m_parts->series->nearest(pixel, reach);
}

PlotHit PlotView::stepBlocks(const PlotHit& from, int across, int up) const {
  return m_parts->blocks->step(from, across, up);
}

QStringList PlotView::blockReadout(const PlotHit&) const {
  return {};
}

QStringList PlotView::readout(const PlotHit& hit) const {
  if (hit.isBlock()) return blockReadout(hit);
  if (hit.series >= 0) {
    const Series& series = m_scene.series[static_cast<std::size_t>(hit.series)];
    const double at = series.x[hit.point];
    if (m_scene.x.ticks == TickKind::kCalendar) {
      return {series.name,
              QStringLiteral("%1: %2").arg(m_scene.x.calendar.text(at), readableNumber(series.y[hit.point]))};
    }
    const QString x = readableNumber(at);
    QString y = readableNumber(series.y[hit.point]);
    if (hit.point < series.lo.size() && hit.point < series.hi.size()) {
      y += tr(" (%1 to %2)").arg(readableNumber(series.lo[hit.point]), readableNumber(series.hi[hit.point]));
    }
    return {series.name, tr("%1 %2: %3").arg(m_scene.x.word, x, y)};
  }
  if (hit.row >= 0) {
    const DotRow& row = m_scene.dotRows[static_cast<std::size_t>(hit.row)];
    const bool isSeed = hit.point < row.values.size();
    const QString what = isSeed && hit.point < row.valueNames.size() ? row.valueNames[hit.point] : tr("mean");
    return {row.name, tr("%1: %2").arg(what, readableNumber(isSeed ? row.values[hit.point] : row.mean))};
  }
  return {};
}

std::vector<PlotHit> PlotView::walk() const {
  std::vector<PlotHit> ends;
  for (std::size_t row = 0; row < m_scene.dotRows.size(); ++row) {
    if (!m_scene.dotRows[row].values.empty()) ends.push_back(m_parts->series->hitOfRow(static_cast<int>(row), 0));
  }
  for (std::size_t i = 0; i < m_scene.series.size(); ++i) {
    const Series& series = m_scene.series[i];
    if (series.emphasis == Emphasis::kGhost || series.id == 0) continue;
    std::size_t last = std::min(series.x.size(), series.y.size());
    while (last > 0 && !std::isfinite(series.y[last - 1])) --last;
    if (last > 0) ends.push_back(m_parts->series->hitOf(static_cast<int>(i), last - 1));
  }
  std::stable_sort(ends.begin(), ends.end(), [](const PlotHit& a, const PlotHit& b) { return a.at.y() < b.at.y(); });
  return ends;
}

PlotHit PlotView::neighbour(const PlotHit& hit, int step) const {
  if (hit.row >= 0) {
    const std::size_t count = m_scene.dotRows[static_cast<std::size_t>(hit.row)].values.size();
    const auto next = static_cast<std::ptrdiff_t>(hit.point) + step;
    if (next < 0 || next >= static_cast<std::ptrdiff_t>(count)) return hit;
    return m_parts->series->hitOfRow(hit.row, static_cast<std::size_t>(next));
  }
  if (hit.series < 0) return {};
  const Series& series = m_scene.series[static_cast<std::size_t>(hit.series)];
  const auto count = static_cast<std::ptrdiff_t>(std::min(series.x.size(), series.y.size()));
  for (auto next = static_cast<std::ptrdiff_t>(hit.point) + step; next >= 0 && next < count; next += step) {
    if (std::isfinite(series.y[static_cast<std::size_t>(next)])) {
      return m_parts->series->hitOf(hit.series, static_cast<std::size_t>(next));
    }
  }
  return hit;
}

}  // namespace touchstone::ui
