#include "ui/dialogs/new_study/bar_rows.h"

#include <QPainter>
#include <algorithm>

#include "ui/plots/marks.h"
#include "ui/theme/style_shapes.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {
namespace {

constexpr double kThickBar = 18.0, kThinBar = 5.0;
constexpr int kMarkRoom = 16;
constexpr int kMostLabelShare = 2;  // a label takes at most half the width

}  // namespace

BarRows::BarRows(Look look, const QString& name, QWidget* parent) : QWidget(parent), m_look(look) {
  setAccessibleName(name);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BarRows::setRows(std::vector<Row> rows) {
  m_rows = std::move(rows);
  QStringList words;
  for (const Row& row : m_rows) {
    words << QStringLiteral("%1: %2").arg(row.label, row.value);
  }
  setAccessibleDescription(words.join(QStringLiteral("; ")));
  setToolTip(QString());
  updateGeometry();
  update();
}

int BarRows::rowHeight() const {
  const int text = QFontMetrics(uiFont(Role::kSmall)).height();
  return m_look == Look::kLadder ? std::max(text + space::k12, 30) : std::max(text + space::k4, 22);
}

QSize BarRows::sizeHint() const {
  return {220, rowHeight() * static_cast<int>(m_rows.size())};
}

void BarRows::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QFont words = uiFont(Role::kSmall);
  const QFont values = figureFont(Role::kSmall, m_look == Look::kLadder);
  const int mark = m_look == Look::kCosts ? kMarkRoom : 0;
  int label = 0, value = 0;
  for (const Row& row : m_rows) {
    label = std::max(label, QFontMetrics(words).horizontalAdvance(row.label));
    value = std::max(value, QFontMetrics(values).horizontalAdvance(row.value));
  }
  label = std::min(label + space::k2, width() / kMostLabelShare);  // rounding must not cost the last letter
  const double left = mark + label + space::k12, right = width() - value - space::k12;
  double top = 0.0;
  for (const Row& row : m_rows) {
    const QRectF box(0, top, width(), rowHeight());
    top += rowHeight();
    if (row.family) {
      const bool isFoundation = *row.family == Family::kFoundation;
      paintMark(painter, {5.0, box.center().y()},
                {isFoundation ? Mark::kSquare : Mark::kCircle, true, colours.of(*row.family).line, {}, 4.0, 0.0});
    }
    painter.setPen(colours.text);
    painter.setFont(words);
    painter.drawText(box.adjusted(mark, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(words).elidedText(row.label, Qt::ElideRight, label));
    painter.setFont(values);
    painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, row.value);
    const double height = m_look == Look::kLadder ? kThickBar : kThinBar;
    const QRectF groove(left, box.center().y() - height / 2, std::max(0.0, right - left), height);
    if (m_look == Look::kLadder) {
      shapes::roundedBox(painter, groove, 2.0, colours.equalTint, {});
    }
    if (row.share > 0.0) {
      QRectF bar = groove;
      bar.setWidth(std::max(height / 3, groove.width() * std::min(1.0, row.share)));
      const QColor fill = row.family ? colours.of(*row.family).line : colours.control;
      shapes::roundedBox(painter, bar, m_look == Look::kLadder ? 2.0 : height / 2, fill, {});
    }
  }
}

}  // namespace touchstone::ui
