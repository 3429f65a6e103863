#include "ui/plots/label_layer.h"

#include <algorithm>

#include "ui/plots/label_layout.h"

namespace touchstone::ui {

namespace {

// A line that ends in the last eighth of the axis is labelled beside the plot.
constexpr double kEdgeShare = 0.88;
// Words take at most this share of the plot's width; names of 300 letters must leave room for the data.
constexpr double kMostLabelShare = 0.34;
constexpr double kMostNameShare = 0.36;
// A curve's vertex under a label costs as much as one worse place.
constexpr double kClutterCost = 1.0;
constexpr double kMostClutter = 8.0;

// 0 at the axis' start, 1 at its end; needs no pixels, which are not known before the first layout.
double shareOf(AxisMap map, double value) {
  map.from = 0.0;
  map.to = 1.0;
  return map.toPixel(value);
}

}  // namespace

LabelLayer::LabelLayer(QCustomPlot* plot, const SeriesLayer* series)
    : QCPLayerable(plot, QStringLiteral("overlay")), m_series(series) {}

void LabelLayer::setScene(const Scene* scene, const PlotStyle* style) {
  m_scene = scene;
  m_style = style;
}

void LabelLayer::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

QFont LabelLayer::fontOf(const DirectLabel& label) const {
  return label.isBold ? m_style->boldFont : label.isMicro ? m_style->noteFont : m_style->labelFont;
}

QSizeF LabelLayer::sizeOf(const DirectLabel& label, double width) const {
  QSizeF size = textSize(fontOf(label), fitText(fontOf(label), label.text, width));
  if (!label.second.isEmpty()) {
    const QSizeF second = textSize(m_style->noteFont, fitText(m_style->noteFont, label.second, width));
    size = {std::max(size.width(), second.width()), size.height() + second.height() * 0.95};
  }
  return {size.width() + 1.0, size.height()};
}

bool LabelLayer::isAtEdge(const DirectLabel& label) const {
  if (label.isInside) return false;
  return shareOf(mapOf(*m_series->keyAxis()), label.x) >= kEdgeShare;
}

QRectF LabelLayer::plotRect() const {
  return plotArea(*m_series->keyAxis());
}

bool LabelLayer::isVisible(QPointF at) const {
  return plotRect().adjusted(-1, -1, 1.5, 1.5).contains(at);
}

LabelLayer::Room LabelLayer::roomFor(double width) const {
  Room room;
  room.top = m_style->gap + QFontMetricsF(m_style->tickFont).height() / 2.0;
  // half of the last tick's label reaches beyond the axis
  const bool isTime = m_scene != nullptr && m_scene->x.ticks == TickKind::kTime;
  const QString longest = isTime ? QStringLiteral("00:00:00") : QStringLiteral("0.000");
  const double lastTick = textSize(m_style->tickFont, longest).width() / 2.0;
  room.right = m_style->gap + std::max(lastTick, m_style->isPaper ? 0.0 : static_cast<double>(m_style->gap));
  if (m_scene == nullptr || m_scene->isEmpty) return room;
  double column = 0.0;
  for (const DirectLabel& label : m_scene->labels) {
    if (isAtEdge(label)) column = std::max(column, sizeOf(label, kMostLabelShare * width).width());
  }
  for (const DotRow& row : m_scene->dotRows) {
    const QFont& name = row.isBold ? m_style->boldFont : m_style->labelFont;
    room.left = std::max(room.left, textSize(name, fitText(name, row.name, kMostNameShare * width)).width());
    const QFont& note = row.isBold ? m_style->boldFont : m_style->noteFont;
    column = std::max(column, textSize(note, fitText(note, row.note, kMostLabelShare * width)).width());
  }
  if (room.left > 0.0) room.left += 2.5 * m_style->gap;
  if (column > 0.0) room.right = column + 3.0 * m_style->gap;
  const double line = QFontMetricsF(m_style->noteFont).height();
  if (hasShadeNames()) room.top += line;
  if (!m_scene->note.isEmpty()) room.top += line;
  return room;
}

bool LabelLayer::hasShadeNames() const {
  return std::any_of(m_scene->shades.begin(), m_scene->shades.end(),
                     [](const Shade& shade) { return !shade.text.isEmpty() && !shade.edge.isValid(); });
}

HaloText LabelLayer::words(const QString& text, const QFont& font, const QColor& colour, bool hasHalo) const {
  return {text, font, colour, hasHalo ? m_style->colours.surface : QColor(), m_style->textHalo};
}

void LabelLayer::draw(QCPPainter* painter) {
  m_placed.clear();
  if (m_scene == nullptr || m_scene->isEmpty) return;
  m_x = mapOf(*m_series->keyAxis());
  m_y = mapOf(*m_series->valueAxis());
  painter->save();
  paintShadeNames(*painter);
  paintRows(*painter);
  paintNote(*painter);
  std::vector<QRectF> taken = paintEdgeMarks(*painter);
  paintFrameNames(*painter, taken);
  std::vector<const DirectLabel*> column;
  std::vector<const DirectLabel*> inner;
  for (const DirectLabel& label : m_scene->labels) {
    if (isVisible({m_x.toPixel(label.x), m_y.toPixel(label.y)})) (isAtEdge(label) ? column : inner).push_back(&label);
  }
  for (const Placed& placed : placeColumn(column)) {
    paintPlaced(*painter, placed, true);
    m_placed.push_back(placed.box);
    taken.push_back(placed.box);
  }
  paintRuleNames(*painter, taken);
  for (const Placed& placed : placeInner(inner, taken)) {
    paintPlaced(*painter, placed, false);
    m_placed.push_back(placed.box);
  }
  painter->restore();
}

std::vector<LabelLayer::Placed> LabelLayer::placeColumn(const std::vector<const DirectLabel*>& labels) const {
  const double total = parentPlot()->viewport().width();
  std::vector<ColumnLabel> wanted;
  wanted.reserve(labels.size());
  for (const DirectLabel* label : labels) {
    wanted.push_back({m_y.toPixel(label->y), sizeOf(*label, kMostLabelShare * total).height(), label->priority});
  }
  const QRectF rect = plotRect();
  const double slack = QFontMetricsF(m_style->labelFont).height() / 2.0;
  const std::vector<double> centres =
      spreadApart(wanted, m_style->labelApart, rect.top() - slack, rect.bottom() + slack);
  std::vector<Placed> placed;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (std::isnan(centres[i])) continue;
    const QSizeF size = sizeOf(*labels[i], kMostLabelShare * total);
    const QPointF anchor(m_x.toPixel(labels[i]->x), m_y.toPixel(labels[i]->y));
    const double left = rect.right() + 2.0 * m_style->gap;
    placed.push_back({labels[i], anchor, {QPointF(left, centres[i] - size.height() / 2.0), size}});
  }
  return placed;
}

// How much of the lit curves a box would cover, in vertices and crossings; ghosts are there to be written over.
double LabelLayer::clutter(const QRectF& box) const {
  double cost = 0.0;
  for (std::size_t i = 0; i < m_scene->series.size(); ++i) {
    if (m_scene->series[i].emphasis == Emphasis::kGhost) continue;
    if (m_scene->series[i].isStem) {
      if (isOnStem(m_scene->series[i], box)) return kMostClutter;
      continue;
    }
    for (const QPolygonF& line : m_series->polylines(i)) {
      auto point =
          std::lower_bound(line.begin(), line.end(), box.left(), [](const QPointF& p, double x) { return p.x() < x; });
      if (point == line.begin() && point != line.end()) ++point;
      for (; point != line.end() && (point - 1)->x() <= box.right(); ++point) {
        const auto [low, high] = std::minmax({point->y(), (point - 1)->y()});
        if (high >= box.top() && low <= box.bottom()) cost += kClutterCost;
        if (cost >= kMostClutter) return kMostClutter;
      }
    }
  }
  return cost;
}

bool LabelLayer::isOnStem(const Series& series, const QRectF& box) const {
  const double foot = m_y.toPixel(0.0);
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    const double x = m_x.toPixel(series.x[i]);
    const auto [low, high] = std::minmax({foot, m_y.toPixel(series.y[i])});
    if (x >= box.left() && x <= box.right() && high >= box.top() && low <= box.bottom()) return true;
  }
  return false;
}

std::vector<LabelLayer::Placed> LabelLayer::placeInner(const std::vector<const DirectLabel*>& labels,
                                                       const std::vector<QRectF>& taken) const {
  const double total = parentPlot()->viewport().width();
  std::vector<InsideLabel> wanted;
  std::vector<QRectF> obstacles = taken;
  const double mark = m_style->markRadius + 1.0;
  for (const DirectLabel* label : labels) {
    const QPointF anchor(m_x.toPixel(label->x), m_y.toPixel(label->y));
    wanted.push_back({anchor, sizeOf(*label, kMostLabelShare * total), label->priority});
    obstacles.emplace_back(anchor - QPointF(mark, mark), QSizeF(2.0 * mark, 2.0 * mark));
  }
  const QRectF bounds = plotRect().adjusted(0, -m_style->gap, 2.0 * m_style->gap, 0);
  const std::vector<QRectF> boxes =
      placeInside(wanted, bounds, obstacles, mark + m_style->gap * 0.5, m_style->labelApart * 0.85,
                  [this](const QRectF& box) { return clutter(box); });
  std::vector<Placed> placed;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!boxes[i].isNull()) placed.push_back({labels[i], wanted[i].anchor, boxes[i]});
  }
  return placed;
}

void LabelLayer::paintPlaced(QPainter& painter, const Placed& placed, bool isColumn) const {
  const DirectLabel& label = *placed.label;
  const QFont font = fontOf(label);
  const double height = QFontMetricsF(font).height();
  const QPointF text(placed.box.left(), placed.box.top() + height / 2.0);
  const double moved = label.second.isEmpty()
                           ? std::abs(text.y() - placed.anchor.y())
                           : std::max(0.0, std::abs(placed.box.center().y() - placed.anchor.y()) - height / 2.0);
  const double away =
      std::hypot(std::max({placed.box.left() - placed.anchor.x(), placed.anchor.x() - placed.box.right(), 0.0}), moved);
  const bool needsLeader = isColumn ? moved > 4.0 : away > m_style->labelApart * 1.5;
  if (needsLeader) {
    painter.setPen(QPen(label.colour, m_style->leader));
    const double side = placed.box.left() > placed.anchor.x() ? placed.box.left() - 2.0 : placed.box.right() + 2.0;
    const double start = m_style->markRadius + 1.0;
    const QPointF from = placed.anchor + QPointF(side > placed.anchor.x() ? start : -start, 0.0);
    painter.drawLine(from, QPointF(side, text.y()));
  }
  const double width = placed.box.width();
  paintText(painter, text, words(fitText(font, label.text, width), font, label.colour, !isColumn));
  if (label.second.isEmpty()) return;
  const QFont& note = m_style->noteFont;
  const QPointF below(placed.box.left(), placed.box.bottom() - QFontMetricsF(note).height() * 0.47);
  paintText(painter, below, words(fitText(note, label.second, width), note, label.colour, !isColumn));
}

}  // namespace touchstone::ui
