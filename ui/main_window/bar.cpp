#include "ui/main_window/bar.h"

#include <QHBoxLayout>
#include <QPainter>

#include "ui/theme/theme.h"

namespace touchstone::ui {

Bar::Bar(const QString& name, int height, Ground ground, QWidget* parent) : QWidget(parent), m_ground(ground) {
  setAccessibleName(name);
  setFixedHeight(height);
  m_row = new QHBoxLayout(this);
  m_row->setContentsMargins(space::k12, 0, space::k12, 1);
  m_row->setSpacing(space::k6);
}

void Bar::add(QWidget* widget) {
  m_row->addWidget(widget, 0, Qt::AlignVCenter);
}

void Bar::addStretch() {
  m_row->addStretch(1);
}

void Bar::addGap(int width) {
  m_row->addSpacing(width);
}

void Bar::setLeftMargin(int width) {
  m_row->setContentsMargins(width, 0, space::k12, 1);
}

void Bar::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.fillRect(rect(), m_ground == Ground::kSurface ? colours.surface : colours.sunken);
  painter.fillRect(0, height() - 1, width(), 1, colours.border);
}

}  // namespace touchstone::ui
