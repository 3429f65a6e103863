#include "ui/plots/halo_text.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPainterPathStroker>
#include <QPixmapCache>

namespace touchstone::ui {

QSizeF textSize(const QFont& font, const QString& text) {
  const QFontMetricsF metrics(font);
  return {metrics.horizontalAdvance(text), metrics.height()};
}

QString fitText(const QFont& font, const QString& text, double width) {
  QString line = text.simplified();
  // laying out megabytes to cut them to a few words would stall the window
  constexpr qsizetype kMost = 400;
  if (line.size() > kMost) line.truncate(kMost);
  return QFontMetricsF(font).elidedText(line, Qt::ElideRight, width);
}

namespace {

QPainterPath haloPath(QPointF baseline, const HaloText& text) {
  QPainterPath path;
  path.addText(baseline, text.font, text.text);
  QPainterPathStroker stroker;
  stroker.setWidth(2.0 * text.haloWidth);
  stroker.setJoinStyle(Qt::RoundJoin);
  return stroker.createStroke(path);
}

// Stroking letters costs half a millisecond a label, and labels say the same in every frame: on the screen the halo is
// a kept picture, placed on whole pixels.
void paintCachedHalo(QPainter& painter, QPointF baseline, const HaloText& text, const QFontMetricsF& metrics) {
  const double ratio = painter.device()->devicePixelRatioF();
  const double pad = text.haloWidth + 1.0;
  const QString key = QStringLiteral("touchstone-halo/%1/%2/%3/%4/%5")
                          .arg(text.text, text.font.key())
                          .arg(text.halo.rgba())
                          .arg(text.haloWidth)
                          .arg(ratio);
  QPixmap pixmap;
  if (!QPixmapCache::find(key, &pixmap)) {
    const QSizeF size(metrics.horizontalAdvance(text.text) + 2.0 * pad, metrics.height() + 2.0 * pad);
    pixmap = QPixmap((size * ratio).toSize() + QSize(1, 1));
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter picture(&pixmap);
    picture.setRenderHint(QPainter::Antialiasing);
    picture.fillPath(haloPath({pad, pad + metrics.ascent()}, text), text.halo);
    picture.end();
    QPixmapCache::insert(key, pixmap);
  }
  painter.drawPixmap(baseline - QPointF(pad, pad + metrics.ascent()), pixmap);
}

bool isOnScreen(const QPainter& painter) {
  return painter.paintEngine() != nullptr && painter.paintEngine()->type() == QPaintEngine::Raster &&
         painter.worldTransform().type() <= QTransform::TxTranslate;
}

}  // namespace

void paintText(QPainter& painter, QPointF at, const HaloText& text) {
  const QFontMetricsF metrics(text.font);
  const QPointF baseline = at + QPointF(0.0, (metrics.ascent() - metrics.descent()) / 2.0);
  if (text.halo.isValid() && text.haloWidth > 0.0) {
    if (isOnScreen(painter))
      paintCachedHalo(painter, baseline, text, metrics);
    else
      painter.fillPath(haloPath(baseline, text), text.halo);
  }
  painter.setFont(text.font);
  painter.setPen(text.colour);
  painter.drawText(baseline, text.text);
}

}  // namespace touchstone::ui
