#include "ui/plots/column_heads.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <numeric>

#include "ui/plots/halo_text.h"

namespace touchstone::ui {

namespace {

double unitOf(const PlotStyle& style) {
  return style.markRadius / plotpen::kMarkRadius;
}

double noteHeight(const PlotStyle& style) {
  return QFontMetricsF(style.noteFont).height();
}

double glyphSize(const PlotStyle& style) {
  return noteHeight(style) * 0.72;
}

double shareWidth(const ColumnShare& share, const PlotStyle& style) {
  return glyphSize(style) + style.gap * 0.4 + textSize(style.noteFont, QString::number(share.count)).width();
}

double shareGap(const PlotStyle& style) {
  return style.gap * 1.3;
}

// Whole where it fits; else the part with the number, which is what counts.
QString shortened(const QFont& font, const QString& text, double width, bool isNumberFirst) {
  if (textSize(font, text).width() <= width) return text;
  return isNumberFirst ? text.section(u' ', 0, 0) : text.section(u' ', -1, -1);
}

// Which line every share stands on.
std::vector<int> flow(const DotColumn& column, const PlotStyle& style, double width) {
  std::vector<int> lines;
  double x = 0.0;
  int line = 0;
  for (const ColumnShare& share : column.shares) {
    const double own = shareWidth(share, style);
    if (x > 0.0 && x + own > width) {
      ++line;
      x = 0.0;
    }
    lines.push_back(line);
    x += own + shareGap(style);
  }
  return lines;
}

void paintShareBar(QPainter& painter, const QRectF& box, const DotColumn& column, const PlotStyle& style) {
  const int total = std::accumulate(column.shares.begin(), column.shares.end(), 0,
                                    [](int sum, const ColumnShare& share) { return sum + share.count; });
  painter.fillRect(box, style.colours.border);
  if (total == 0) return;
  const double gap = 1.0 * unitOf(style);
  double done = 0.0;
  for (const ColumnShare& share : column.shares) {
    const double from = box.left() + box.width() * done / total;
    done += share.count;
    const double to = box.left() + box.width() * done / total;
    const bool isLast = done >= total;
    painter.fillRect(QRectF(from, box.top(), std::max(gap, to - from), box.height()), style.colours.surface);
    painter.fillRect(QRectF(from, box.top(), std::max(gap, to - from - (isLast ? 0.0 : gap)), box.height()),
                     stateColour(share.state, style.colours));
  }
}

}  // namespace

HeadLines headLines(const std::vector<DotColumn>& columns, const PlotStyle& style, double width) {
  HeadLines lines;
  for (const DotColumn& column : columns) {
    const double name = textSize(style.boldFont, column.name).width();
    const double count = textSize(style.noteFont, column.count).width();
    lines.isCountBelow = lines.isCountBelow || name + style.gap + count > width;
    const std::vector<int> each = flow(column, style, width);
    if (!each.empty()) lines.shareLines = std::max(lines.shareLines, each.back() + 1);
  }
  return lines;
}

double headHeight(const HeadLines& lines, const PlotStyle& style) {
  const double note = noteHeight(style);
  const double name = QFontMetricsF(style.boldFont).height();
  return name + (lines.isCountBelow ? note : 0.0) + block::kShareBar * unitOf(style) + style.gap * 0.5 +
         note * (lines.shareLines + 1);
}

void paintHead(QPainter& painter, const QRectF& box, const DotColumn& column, const HeadLines& lines,
               const PlotStyle& style) {
  const double note = noteHeight(style);
  const double nameHeight = QFontMetricsF(style.boldFont).height();
  const auto write = [&](QPointF at, const QString& text, const QFont& font, const QColor& colour) {
    paintText(painter, at, {text, font, colour, QColor(), 0.0});
  };
  double y = box.top();
  const QString name = shortened(style.boldFont, column.name, box.width(), true);
  write({box.left(), y + nameHeight / 2.0}, name, style.boldFont, style.colours.text);
  const double count = textSize(style.noteFont, column.count).width();
  if (!lines.isCountBelow) {
    write({box.right() - count, y + nameHeight / 2.0}, column.count, style.noteFont, style.colours.muted);
  } else {
    y += note;
    write({box.left(), box.top() + nameHeight + note / 2.0}, column.count, style.noteFont, style.colours.muted);
  }
  y += nameHeight;
  const double bar = block::kShareBar * unitOf(style);
  paintShareBar(painter, {box.left(), y, box.width(), bar}, column, style);
  y += bar + style.gap * 0.5;
  const std::vector<int> line = flow(column, style, box.width());
  double x = box.left();
  for (std::size_t i = 0; i < column.shares.size(); ++i) {
    if (i > 0 && line[i] != line[i - 1]) x = box.left();
    const double middle = y + note * (line[i] + 0.5);
    const double glyph = glyphSize(style);
    paintState(painter, {x, middle - glyph / 2.0, glyph, glyph}, column.shares[i].state, style.colours);
    write({x + glyph + style.gap * 0.4, middle}, QString::number(column.shares[i].count), style.noteFont,
          stateTextColour(column.shares[i].state, style.colours));
    x += shareWidth(column.shares[i], style) + shareGap(style);
  }
  y += note * lines.shareLines;
  const QString foot = shortened(style.noteFont, column.foot, box.width(), false);
  write({box.left(), y + note / 2.0}, foot, style.noteFont, style.colours.muted);
}

}  // namespace touchstone::ui
