// The part of LabelLayer that names what is not a curve: marks on the frame, rules, rows and the note.
#include <algorithm>
#include <cmath>
#include <map>

#include "ui/plots/label_layer.h"

namespace touchstone::ui {

namespace {

constexpr double kMostNameShare = 0.36;
constexpr double kMostLabelShare = 0.34;

void paintTriangle(QPainter& painter, QPointF tip, QPointF direction, double size, const QColor& colour) {
  const QPointF across(-direction.y(), direction.x());
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawPolygon(
      QPolygonF({tip, tip - 1.5 * size * direction + size * across, tip - 1.5 * size * direction - size * across}));
  painter.setBrush(Qt::NoBrush);
}

}  // namespace

// Marks that would write over each other are one: "NaN t-096, t-101".
std::vector<QRectF> LabelLayer::paintEdgeMarks(QPainter& painter) {
  std::vector<EdgeMark> marks = m_scene->edgeMarks;
  std::stable_sort(marks.begin(), marks.end(), [](const EdgeMark& a, const EdgeMark& b) {
    return std::pair(a.kind, a.at) < std::pair(b.kind, b.at);
  });
  std::vector<QRectF> taken;
  std::map<EdgeMark::Kind, double> occupiedUntil;
  for (const EdgeMark& mark : marks) {
    const bool isAlongX =
        mark.kind == EdgeMark::Kind::kNan || mark.kind == EdgeMark::Kind::kAbove || mark.kind == EdgeMark::Kind::kBelow;
    const double at = (isAlongX ? m_x : m_y).toPixel(mark.at);
    const QRectF rect = plotRect();
    if (!(isAlongX ? at >= rect.left() - 1 && at <= rect.right() + 1 : at >= rect.top() - 1 && at <= rect.bottom() + 1))
      continue;
    EdgeMark shown = mark;
    const auto until = occupiedUntil.find(mark.kind);
    if (until != occupiedUntil.end() && at < until->second) shown.text.clear();  // its triangle alone
    const QRectF box = mark.kind == EdgeMark::Kind::kNan ? paintNanMark(painter, shown) : paintArrow(painter, shown);
    if (!shown.text.isEmpty()) occupiedUntil[mark.kind] = box.right() + m_style->gap;
    taken.push_back(box);
  }
  return taken;
}

QRectF LabelLayer::paintNanMark(QPainter& painter, const EdgeMark& mark) {
  const QRectF rect = plotRect();
  const double x = m_x.toPixel(mark.at);
  const double radius = m_style->markRadius;
  const double bottom = rect.bottom();
  paintMark(painter, {x, bottom - radius}, {.mark = Mark::kTriangleDown, .colour = mark.colour, .radius = radius});
  QRectF box(x - radius, bottom - 2.0 * radius, 2.0 * radius, 2.0 * radius);
  if (mark.text.isEmpty()) return box;
  const QString text = fitText(m_style->noteFont, mark.text, kMostLabelShare * rect.width());
  const QSizeF size = textSize(m_style->noteFont, text);
  const bool isRoomRight = x + radius + m_style->gap + size.width() <= rect.right();
  const double left = isRoomRight ? x + radius + m_style->gap * 0.7 : x - radius - m_style->gap * 0.7 - size.width();
  // the halo must not wipe out the axis below
  const double middle = bottom - std::max(radius + 1.0, size.height() * 0.36 + m_style->textHalo + 1.0);
  paintText(painter, {left, middle}, words(text, m_style->noteFont, m_style->colours.failed.text, true));
  return box.united({QPointF(left, middle - size.height() / 2.0), size});
}

QRectF LabelLayer::paintArrow(QPainter& painter, const EdgeMark& mark) {
  const QRectF rect = plotRect();
  const double size = m_style->markRadius;
  QPointF tip;
  QPointF direction;
  switch (mark.kind) {
  case EdgeMark::Kind::kAbove:
    tip = {m_x.toPixel(mark.at), rect.top()};
    direction = {0, -1};
    break;
  case EdgeMark::Kind::kBelow:
  case EdgeMark::Kind::kNan:
    tip = {m_x.toPixel(mark.at), rect.bottom()};
    direction = {0, 1};
    break;
  case EdgeMark::Kind::kLeft:
    tip = {rect.left(), m_y.toPixel(mark.at)};
    direction = {-1, 0};
    break;
  case EdgeMark::Kind::kRight:
    tip = {rect.right(), m_y.toPixel(mark.at)};
    direction = {1, 0};
    break;
  }
  paintTriangle(painter, tip, direction, size, mark.colour);
  const QPointF middle = tip - direction * size;
  QRectF box(middle - QPointF(size, size), QSizeF(2.0 * size, 2.0 * size));
  if (mark.text.isEmpty()) return box;
  const QString text = fitText(m_style->noteFont, mark.text, kMostLabelShare * rect.width());
  const QSizeF width = textSize(m_style->noteFont, text);
  const bool isRoomRight = middle.x() + size + m_style->gap + width.width() <= rect.right();
  const double left =
      isRoomRight ? middle.x() + size + m_style->gap * 0.7 : middle.x() - size - m_style->gap * 0.7 - width.width();
  paintText(painter, {left, middle.y()}, words(text, m_style->noteFont, mark.colour, true));
  return box.united({QPointF(left, middle.y() - width.height() / 2.0), width});
}

// Beside its line where it covers the least, from the bottom up, rather at the right.
void LabelLayer::paintRuleNames(QPainter& painter, std::vector<QRectF>& taken) {
  const QRectF rect = plotRect();
  const double farRight = parentPlot()->viewport().right() - m_style->gap;
  for (const Rule& rule : m_scene->rules) {
    const double x = m_x.toPixel(rule.at);
    if (rule.text.isEmpty() || !rule.isVertical || !(x >= rect.left() && x <= rect.right())) continue;
    const QString text = fitText(m_style->noteFont, rule.text, rect.width() - m_style->gap);
    const QSizeF size = textSize(m_style->noteFont, text);
    QRectF best;
    double least = HUGE_VAL;
    for (double y = rect.bottom() - 1.9 * size.height(); y > rect.top(); y -= size.height()) {
      for (const double left : {x + m_style->gap, x - m_style->gap - size.width()}) {
        const QRectF box({left, y}, size);
        if (box.left() < rect.left() || box.right() > farRight) continue;
        const bool isTaken =
            std::any_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(box); });
        const double cost = isTaken ? HUGE_VAL : clutter(box.adjusted(-2, -3, 2, 3));
        if (cost >= least) continue;
        least = cost;
        best = box;
      }
    }
    if (best.isNull()) continue;
    paintText(painter, {best.left(), best.center().y()}, words(text, m_style->noteFont, m_style->colours.muted, true));
    taken.push_back(best);
  }
}

void LabelLayer::paintRows(QPainter& painter) {
  const QRectF rect = plotRect();
  const double total = parentPlot()->viewport().width();
  // rows that have no room for their names show every second or third name
  const double rowHeight = m_scene->dotRows.size() > 1 ? std::abs(m_y.toPixel(1.0) - m_y.toPixel(0.0)) : rect.height();
  const double lineHeight = QFontMetricsF(m_style->labelFont).height() * 0.8;
  const auto stride = static_cast<std::size_t>(std::max(1.0, std::ceil(lineHeight / std::max(rowHeight, 0.5))));
  for (std::size_t i = 0; i < m_scene->dotRows.size(); ++i) {
    const DotRow& row = m_scene->dotRows[i];
    if (i % stride != 0 && !row.isBold) continue;
    const double y = m_y.toPixel(static_cast<double>(m_scene->dotRows.size() - 1 - i));
    if (y < rect.top() || y > rect.bottom()) continue;
    const QFont& nameFont = row.isBold ? m_style->boldFont : m_style->labelFont;
    const QString name = fitText(nameFont, row.name, kMostNameShare * total);
    const double left = rect.left() - 1.5 * m_style->gap - textSize(nameFont, name).width();
    paintText(painter, {left, y}, words(name, nameFont, m_style->colours.text, false));
    const QFont& noteFont = row.isBold ? m_style->boldFont : m_style->noteFont;
    const QColor colour = row.noteColour.isValid() ? row.noteColour : m_style->colours.muted;
    paintText(painter, {rect.right() + 1.5 * m_style->gap, y},
              words(fitText(noteFont, row.note, kMostLabelShare * total), noteFont, colour, false));
  }
}

// Above the plot, where no data are: to its right end, or to the page's where it is longer than the plot.
void LabelLayer::paintNote(QPainter& painter) {
  if (m_scene->note.isEmpty()) return;
  const QRectF rect = plotRect();
  const QRectF page = QRectF(parentPlot()->viewport()).adjusted(m_style->gap, 0, -m_style->gap, 0);
  const QString text = fitText(m_style->noteFont, m_scene->note, page.width());
  const QSizeF size = textSize(m_style->noteFont, text);
  const double right = size.width() <= rect.width() ? rect.right() : page.right();
  const double names = hasShadeNames() ? QFontMetricsF(m_style->noteFont).height() : 0.0;
  paintText(painter, {right - size.width(), rect.top() - names - 0.5 * m_style->gap - size.height() / 2.0},
            words(text, m_style->noteFont, m_style->colours.muted, false));
}

}  // namespace touchstone::ui
