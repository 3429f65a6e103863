#include "ui/theme/style_shapes.h"

#include <QPainter>
#include <QPainterPath>
#include <QWidget>

#include "ui/theme/icons.h"
#include "ui/theme/style.h"

namespace touchstone::ui::shapes {

namespace {

class Antialiased {
 public:
  explicit Antialiased(QPainter& painter) : m_painter(painter) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
  }
  ~Antialiased() { m_painter.restore(); }
  Antialiased(const Antialiased&) = delete;
  Antialiased& operator=(const Antialiased&) = delete;

 private:
  QPainter& m_painter;
};

bool has(const QWidget* widget, const char* property) {
  return widget != nullptr && widget->property(property).toBool();
}

Segment segmentOf(const QWidget* widget) {
  return widget == nullptr ? Segment::kNone : static_cast<Segment>(widget->property(kSegmentProperty).toInt());
}

bool isOn(const QStyleOption& option, QStyle::StateFlag flag) {
  return option.state.testFlag(flag);
}

struct BoxColours {
  QColor fill, edge;
};

BoxColours buttonColours(const QStyleOption& option, const QWidget* widget) {
  const Colours& colours = coloursOf(option.palette);
  if (has(widget, kPrimaryProperty)) {
    if (!isOn(option, QStyle::State_Enabled)) return {colours.hover, colours.border};
    const bool isHot = isOn(option, QStyle::State_MouseOver) || isOn(option, QStyle::State_Sunken);
    const QColor fill = !isHot           ? colours.accent
                        : colours.isDark ? colours.accent.lighter(108)
                                         : colours.accent.darker(112);
    return {fill, fill};
  }
  if (isOn(option, QStyle::State_On)) return {colours.accentTint, colours.border};
  if (!isOn(option, QStyle::State_Enabled)) return {colours.sunken, colours.line};
  if (isOn(option, QStyle::State_Sunken)) return {colours.line, colours.border};
  return {isOn(option, QStyle::State_MouseOver) ? colours.hover : colours.surface, colours.border};
}

// Segments share their inner edges: each box reaches over its neighbour's edge and is clipped to its own rectangle.
void segmentBox(QPainter& painter, const QStyleOption& option, Segment segment) {
  const BoxColours box = buttonColours(option, nullptr);
  const int over = static_cast<int>(corner::kButton) + 2;
  QRectF outline = option.rect;
  if (segment == Segment::kMiddle || segment == Segment::kFirst) outline.adjust(0, 0, over, 0);
  if (segment == Segment::kMiddle || segment == Segment::kLast) outline.adjust(-over, 0, 0, 0);
  painter.save();
  painter.setClipRect(option.rect);
  roundedBox(painter, outline, corner::kButton, box.fill, box.edge);
  painter.restore();
  if (segment == Segment::kMiddle || segment == Segment::kLast) {
    painter.fillRect(QRect(option.rect.topLeft(), QSize(1, option.rect.height())), box.edge);
  }
}

}  // namespace

void dim(QPainter& painter, const QRect& rect) {
  constexpr double kDim = 0.22;
  QColor shade = Qt::black;
  shade.setAlphaF(kDim);
  painter.fillRect(rect, shade);
}

void roundedBox(QPainter& painter, const QRectF& rect, double radius, const QColor& fill, const QColor& edge) {
  const Antialiased guard(painter);
  painter.setPen(edge.isValid() ? QPen(edge, 1.0) : QPen(Qt::NoPen));
  painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
  const double inset = edge.isValid() ? 0.5 : 0.0;
  painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset);
}

void chevron(QPainter& painter, const QRect& rect, Qt::ArrowType direction, const QColor& colour) {
  const Icon which = direction == Qt::UpArrow      ? Icon::kChevronUp
                     : direction == Qt::LeftArrow  ? Icon::kChevronLeft
                     : direction == Qt::RightArrow ? Icon::kChevronRight
                                                   : Icon::kChevronDown;
  const int side = std::min({frame::kIcon, std::max(rect.width(), 8), std::max(rect.height(), 8)});
  const QPixmap pixmap = iconPixmap(which, colour, side, painter.device()->devicePixelRatioF());
  painter.drawPixmap(rect.center().x() - side / 2 + 1, rect.center().y() - side / 2 + 1, pixmap);
}

void focusRing(QPainter& painter, const QRectF& outer, double radius, const Colours& colours) {
  const Antialiased guard(painter);
  const double half = frame::kFocusRing / 2.0;
  painter.setPen(QPen(colours.accent, frame::kFocusRing));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(outer.adjusted(half, half, -half, -half), radius, radius);
}

void pushButton(QPainter& painter, const QStyleOption& option, const QWidget* widget) {
  const Segment segment = segmentOf(widget);
  if (segment != Segment::kNone) return segmentBox(painter, option, segment);
  if (has(widget, kFlatProperty) && !isOn(option, QStyle::State_MouseOver) && !isOn(option, QStyle::State_Sunken))
    return;
  const BoxColours box = buttonColours(option, widget);
  roundedBox(painter, option.rect, corner::kButton, box.fill, box.edge);
}

void toolButton(QPainter& painter, const QStyleOption& option, const QWidget* widget) {
  const Segment segment = segmentOf(widget);
  if (segment != Segment::kNone) return segmentBox(painter, option, segment);
  const bool isFlat = isOn(option, QStyle::State_AutoRaise) || has(widget, kFlatProperty);
  if (!isFlat) {
    const BoxColours box = buttonColours(option, widget);
    return roundedBox(painter, option.rect, corner::kButton, box.fill, box.edge);
  }
  const Colours& colours = coloursOf(option.palette);
  const bool isHot = isOn(option, QStyle::State_MouseOver) && isOn(option, QStyle::State_Enabled);
  if (isOn(option, QStyle::State_On)) {
    roundedBox(painter, option.rect, corner::kField, colours.accentTint, {});
  } else if (isOn(option, QStyle::State_Sunken)) {
    roundedBox(painter, option.rect, corner::kField, colours.border, {});
  } else if (isHot) {
    roundedBox(painter, option.rect, corner::kField, colours.hover, {});
  }
}

void field(QPainter& painter, const QStyleOption& option, const QWidget* widget) {
  const Colours& colours = coloursOf(option.palette);
  const bool isEnabled = isOn(option, QStyle::State_Enabled);
  const bool isFlat =
      has(widget, kFlatProperty) && !isOn(option, QStyle::State_MouseOver) && !isOn(option, QStyle::State_HasFocus);
  const QColor edge = isFlat                                 ? QColor()
                      : !isEnabled                           ? colours.border
                      : isOn(option, QStyle::State_HasFocus) ? colours.accent
                                                             : colours.control;
  roundedBox(painter, option.rect, corner::kField, isEnabled ? colours.surface : colours.sunken, edge);
}

void checkBox(QPainter& painter, const QStyleOption& option) {
  const Colours& colours = coloursOf(option.palette);
  const bool isEnabled = isOn(option, QStyle::State_Enabled);
  const bool isMarked = isOn(option, QStyle::State_On) || isOn(option, QStyle::State_NoChange);
  const QColor mark = isEnabled ? colours.accent : colours.control;
  const QRectF box(option.rect);
  roundedBox(painter, box, corner::kCheck, isMarked ? mark : colours.surface, isMarked ? mark : colours.control);
  if (!isMarked) return;
  const Antialiased guard(painter);
  painter.setPen(QPen(colours.onAccent, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  const QPointF middle = box.center();
  if (isOn(option, QStyle::State_NoChange)) {
    painter.drawLine(middle - QPointF(3.5, 0), middle + QPointF(3.5, 0));
  } else {
    painter.drawPolyline(
        QPolygonF({middle + QPointF(-3.75, 0.25), middle + QPointF(-1.0, 3.0), middle + QPointF(4.0, -3.0)}));
  }
}

void radioButton(QPainter& painter, const QStyleOption& option) {
  const Colours& colours = coloursOf(option.palette);
  const bool isMarked = isOn(option, QStyle::State_On);
  const QColor mark = isOn(option, QStyle::State_Enabled) ? colours.accent : colours.control;
  const Antialiased guard(painter);
  const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.setPen(QPen(isMarked ? mark : colours.control, 1.0));
  painter.setBrush(colours.surface);
  painter.drawEllipse(box);
  if (!isMarked) return;
  painter.setPen(Qt::NoPen);
  painter.setBrush(mark);
  painter.drawEllipse(box.center(), 4.0, 4.0);
}

void comboBox(QPainter& painter, const QStyleOptionComboBox& option, const QWidget* widget) {
  const Colours& colours = coloursOf(option.palette);
  const bool isEnabled = isOn(option, QStyle::State_Enabled);
  // in forms a combo box is a field among fields, in strips a quiet button
  const bool isInForm = option.rect.height() >= frame::kControlInForm;
  const QColor edge = !isEnabled ? colours.line : isInForm ? colours.control : colours.border;
  const QColor fill = !isEnabled                              ? colours.sunken
                      : isOn(option, QStyle::State_MouseOver) ? colours.hover
                                                              : colours.surface;
  if (!has(widget, kFlatProperty)) roundedBox(painter, option.rect, corner::kField, fill, edge);
  const QRect arrow(option.rect.right() - 20, option.rect.top(), 16, option.rect.height());
  chevron(painter, arrow, Qt::DownArrow, isEnabled ? colours.muted : colours.control);
}

}  // namespace touchstone::ui::shapes
