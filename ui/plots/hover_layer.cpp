#include "ui/plots/hover_layer.h"

#include <algorithm>

#include "ui/plots/halo_text.h"

namespace touchstone::ui {

HoverLayer::HoverLayer(QCustomPlot* plot, const SeriesLayer* series, const BlockLayer* blocks)
    : QCPLayerable(plot, QStringLiteral("hover")), m_series(series), m_blocks(blocks) {}

void HoverLayer::setScene(const Scene* scene, const PlotStyle* style) {
  m_scene = scene;
  m_style = style;
  m_hit = {};
}

void HoverLayer::show(const SeriesLayer::Hit& hit, const QStringList& readout) {
  m_hit = hit;
  m_readout = readout;
}

void HoverLayer::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

void HoverLayer::draw(QCPPainter* painter) {
  if (m_scene == nullptr || m_hit.isNone()) return;
  painter->save();
  QColor colour = m_style->colours.text;
  if (m_hit.series >= 0) {
    const Series& series = m_scene->series[static_cast<std::size_t>(m_hit.series)];
    colour = m_series->colourOf(series);
    painter->setClipRect(m_series->keyAxis()->axisRect()->rect());
    m_series->strokeLine(*painter, static_cast<std::size_t>(m_hit.series), m_style->subject);
    painter->setClipping(false);
  }
  if (m_hit.isBlock()) m_blocks->paintHit(*painter, m_hit);
  if (m_hit.bar < 0)
    paintMark(*painter, m_hit.at,
              {.mark = Mark::kCircle,
               .isFilled = false,
               .colour = colour,
               .ground = m_hit.isBlock() ? QColor() : m_style->colours.surface,
               .radius = m_style->markRadius + 1.0,
               .penWidth = 2.0});
  paintReadout(*painter);
  painter->restore();
}

void HoverLayer::paintReadout(QPainter& painter) const {
  double width = 0.0;
  double height = 0.0;
  const double most = 0.6 * parentPlot()->viewport().width();
  std::vector<HaloText> lines;
  for (qsizetype i = 0; i < m_readout.size(); ++i) {
    const QFont& font = i == 0 ? m_style->boldFont : m_style->noteFont;
    const QColor& colour = i == 0 ? m_style->colours.text : m_style->colours.muted;
    lines.push_back({fitText(font, m_readout[i], most), font, colour, QColor(), 0.0});
    const QSizeF size = textSize(font, lines.back().text);
    width = std::max(width, size.width());
    height += size.height();
  }
  const double pad = m_style->gap;
  const QRectF view = parentPlot()->viewport();
  QRectF box(m_hit.at + QPointF(2.0 * pad, -height - 3.0 * pad), QSizeF(width + 2.0 * pad, height + 1.4 * pad));
  if (box.right() > view.right() - 1.0) box.moveRight(m_hit.at.x() - 2.0 * pad);
  if (box.top() < view.top() + 1.0) box.moveTop(m_hit.at.y() + 2.0 * pad);
  box.moveLeft(std::max(box.left(), view.left() + 1.0));
  painter.setPen(QPen(m_style->colours.border, 1.0));
  painter.setBrush(m_style->colours.surface);
  painter.drawRoundedRect(box, corner::kField, corner::kField);
  double y = box.top() + 0.7 * pad;
  for (const HaloText& line : lines) {
    const double tall = textSize(line.font, line.text).height();
    paintText(painter, {box.left() + pad, y + tall / 2.0}, line);
    y += tall;
  }
}

}  // namespace touchstone::ui
