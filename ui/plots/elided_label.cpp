#include "ui/plots/elided_label.h"

#include <QFontMetrics>
#include <QPainter>

#include "ui/theme/theme.h"

namespace touchstone::ui {

ElidedLabel::ElidedLabel(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString& text) {
  const QString line = text.simplified();
  if (line == m_text) return;
  m_text = line;
  setAccessibleName(line);
  updateGeometry();
  resizeEvent(nullptr);
  update();
}

QSize ElidedLabel::sizeHint() const {
  const QFontMetrics metrics(font());
  // + 1: rounding of the advance must not cost the last letter
  return {metrics.horizontalAdvance(m_text.left(200)) + 1, metrics.height()};
}

QSize ElidedLabel::minimumSizeHint() const {
  return {0, QFontMetrics(font()).height()};
}

void ElidedLabel::resizeEvent(QResizeEvent*) {
  const bool isWhole = QFontMetrics(font()).horizontalAdvance(m_text) < width();
  setToolTip(isWhole ? QString() : m_text);
}

void ElidedLabel::paintEvent(QPaintEvent*) {
  if (width() < m_least && width() < sizeHint().width()) return;
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.setPen(m_isMuted ? colours.muted : colours.text);
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                   QFontMetrics(font()).elidedText(m_text, Qt::ElideRight, width()));
}

}  // namespace touchstone::ui
