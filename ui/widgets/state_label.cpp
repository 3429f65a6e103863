#include "ui/widgets/state_label.h"

#include <QPainter>

#include "ui/theme/theme.h"

namespace touchstone::ui {
namespace {

constexpr int kMarkWidth = 14;
constexpr int kChipPadding = 7;

}  // namespace

StateLabel::StateLabel(Role role, QWidget* parent) : QWidget(parent), m_role(role) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
}

void StateLabel::setState(std::optional<State> state, const QString& words) {
  if (m_state == state && m_words == words) {
    return;
  }
  m_state = state;
  m_words = words;
  setAccessibleName(words);
  updateGeometry();
  update();
}

void StateLabel::setChip(bool isChip) {
  m_isChip = isChip;
  updateGeometry();
}

void StateLabel::setColoured(bool isColoured) {
  m_isColoured = isColoured;
  update();
}

QFont StateLabel::textFont() const {
  return figureFont(m_role);
}

QSize StateLabel::sizeHint() const {
  const QFontMetrics metrics(textFont());
  const int padding = m_isChip ? 2 * kChipPadding : 0;
  const int height = m_isChip ? std::max(frame::kChip, metrics.height() + 2) : metrics.height() + 2;
  return {metrics.horizontalAdvance(m_words) + (m_state ? kMarkWidth : 0) + padding, height};
}

void StateLabel::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QRect box = rect();
  if (m_isChip && m_state) {
    box = QRect(0, (height() - sizeHint().height()) / 2, width(), sizeHint().height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(stateTint(*m_state, colours));
    painter.drawRoundedRect(box, box.height() / 2.0, box.height() / 2.0);
    box.adjust(kChipPadding, 0, -kChipPadding, 0);
  }
  if (m_state) {
    paintState(painter, QRectF(box.left(), box.center().y() - 4.5, 10, 10), *m_state, colours);
    box.adjust(kMarkWidth, 0, 0, 0);
  }
  painter.setFont(textFont());
  painter.setPen((m_isChip || m_isColoured) && m_state ? stateTextColour(*m_state, colours)
                                                       : palette().color(QPalette::WindowText));
  painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, m_words);
}

}  // namespace touchstone::ui
