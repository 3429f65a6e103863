// The part of LabelLayer that names shades above the plot and frames inside it.
#include <algorithm>
#include <cmath>

#include "ui/plots/label_layer.h"
#include "ui/plots/label_layout.h"

namespace touchstone::ui {

namespace {

constexpr double kMostLabelShare = 0.34, kMostStartShare = 0.5;

}  // namespace

// Each name over its shade; names that would touch move apart as little as possible.
void LabelLayer::paintShadeNames(QPainter& painter) {
  struct Name {
    const Shade* shade;
    QString text;
    QFont font;
  };
  const QRectF rect = plotRect();
  std::vector<Name> names;
  std::vector<ColumnLabel> wanted;
  for (const Shade& shade : m_scene->shades) {
    if (shade.text.isEmpty() || !shade.isAlongX || shade.edge.isValid()) continue;
    const double from = std::max(rect.left(), m_x.toPixel(shade.lo));
    const double to = std::min(rect.right(), m_x.toPixel(shade.hi));
    if (!(to > from)) continue;
    QFont font = m_style->noteFont;
    font.setBold(shade.isNamedAtStart);
    const double most = (shade.isNamedAtStart ? kMostStartShare : kMostLabelShare) * rect.width();
    const QString text = fitText(font, shade.text, std::max(to - from, most));
    const double width = textSize(font, text).width();
    double middle = shade.isNamedAtStart ? from + width / 2.0 : (from + to) / 2.0;
    if (!wanted.empty()) middle = std::max(middle, wanted.back().wanted + 1.0);  // in the order of the shades
    names.push_back({&shade, text, font});
    wanted.push_back({middle, width + 2.0 * m_style->gap, static_cast<int>(to - from)});
  }
  const double left = std::min(rect.left(), rect.right()) - m_style->gap;
  const std::vector<double> middles = spreadApart(wanted, 0.0, left, rect.right() + m_style->gap);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::isnan(middles[i])) continue;
    const QSizeF size = textSize(names[i].font, names[i].text);
    const QColor colour = names[i].shade->textColour.isValid() ? names[i].shade->textColour : m_style->colours.muted;
    paintText(painter, {middles[i] - size.width() / 2.0, rect.top() - size.height() / 2.0 - 1.0},
              words(names[i].text, names[i].font, colour, false));
  }
}

// At the top of the frame, at its left where there is room.
void LabelLayer::paintFrameNames(QPainter& painter, std::vector<QRectF>& taken) {
  const QRectF rect = plotRect();
  for (const Shade& shade : m_scene->shades) {
    if (shade.text.isEmpty() || !shade.edge.isValid()) continue;
    const double from = m_x.toPixel(shade.lo);
    const double to = m_x.toPixel(shade.hi);
    if (!(to >= rect.left() && from <= rect.right())) continue;
    QFont font = m_style->noteFont;
    font.setBold(true);
    const QSizeF size = textSize(font, shade.text);
    const bool isRoomLeft = from - m_style->gap - size.width() >= rect.left();
    const double left = isRoomLeft ? from - m_style->gap - size.width() : to + m_style->gap;
    if (left + size.width() > parentPlot()->viewport().right()) continue;
    const QRectF box(QPointF(left, rect.top() + 2.0), size);
    paintText(painter, {left, box.center().y()}, words(shade.text, font, shade.edge, true));
    taken.push_back(box);
  }
}

}  // namespace touchstone::ui
