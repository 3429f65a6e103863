#include "ui/widgets/sheet_frame.h"

#include <QApplication>
#include <QEvent>
#include <QLabel>
#include <QLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollArea>
#include <QShortcut>
#include <QToolButton>
#include <QWheelEvent>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/theme/style_shapes.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {
namespace {

constexpr int kTitleHeight = 32;
constexpr int kLeastMargin = 16;

bool takesTab(const QWidget* widget) {
  return (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget->isEnabled() && widget->isVisible();
}

void addStops(QWidget* widget, QList<QWidget*>& stops);

void addStops(const QLayout* layout, QList<QWidget*>& stops) {
  for (int i = 0; layout != nullptr && i < layout->count(); ++i) {
    QLayoutItem* item = layout->itemAt(i);
    if (item->layout() != nullptr) {
      addStops(item->layout(), stops);
    } else if (item->widget() != nullptr) {
      addStops(item->widget(), stops);
    }
  }
}

// In the order of the layouts, which is that of the eye; rows that came later stand among the others.
void addStops(QWidget* widget, QList<QWidget*>& stops) {
  if (takesTab(widget)) {
    stops << widget;
    return;
  }
  if (const auto* scroll = qobject_cast<const QScrollArea*>(widget)) {
    addStops(scroll->widget(), stops);
    return;
  }
  addStops(widget->layout(), stops);
}

}  // namespace

SheetFrame::SheetFrame(const QString& title, QSize wanted, QWidget* window)
    : QWidget(window), m_wanted(wanted), m_focusBefore(QApplication::focusWidget()) {
  setAttribute(Qt::WA_DeleteOnClose);
  setFocusPolicy(Qt::NoFocus);
  m_title = new QLabel(this);
  m_title->setAlignment(Qt::AlignCenter);
  m_body = new QWidget(this);
  m_close = new QToolButton(this);
  m_close->setIcon(icon(Icon::kCross, Tone::kText));
  m_close->setAutoRaise(true);
  m_close->setFocusPolicy(Qt::TabFocus);
  m_close->setAccessibleName(tr("Close"));
  m_close->setToolTip(tr("Close (Esc)"));
  setFlat(m_close);
  connect(m_close, &QToolButton::clicked, this, &SheetFrame::closeWanted);
  auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
  escape->setContext(Qt::WidgetWithChildrenShortcut);
  connect(escape, &QShortcut::activated, this, &SheetFrame::closeWanted);
  setTitle(title);
  applyFonts();
  window->installEventFilter(this);
  place();
}

SheetFrame::~SheetFrame() {
  if (m_focusBefore && m_focusBefore->isVisible()) {
    m_focusBefore->setFocus(Qt::OtherFocusReason);
  }
}

void SheetFrame::setTitle(const QString& title) {
  m_title->setText(title);
  setAccessibleName(title);
}

void SheetFrame::place() {
  const QRect all = parentWidget()->rect();
  setGeometry(all);
  const QSize room(all.width() - 2 * kLeastMargin, all.height() - 2 * kLeastMargin);
  // Larger letters need a larger sheet.
  const double scale = std::max(1.0, uiFont(Role::kBody).pointSizeF() / rolePoints(Role::kBody));
  const QSize size = (m_wanted * scale).boundedTo(room);
  m_panel = QRect(QPoint((all.width() - size.width()) / 2, (all.height() - size.height()) / 2), size);
  m_title->setGeometry(m_panel.left() + 48, m_panel.top(), m_panel.width() - 96, kTitleHeight);
  const int side = frame::kControlInStrip;
  m_close->setGeometry(m_panel.right() - side - space::k4, m_panel.top() + (kTitleHeight - side) / 2, side, side);
  m_body->setGeometry(m_panel.left() + 1, m_panel.top() + kTitleHeight, m_panel.width() - 2,
                      m_panel.height() - kTitleHeight - 1);
}

void SheetFrame::paintGrounds(QPainter&) {}

void SheetFrame::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  shapes::dim(painter, rect());
  const QRectF edge = QRectF(m_panel).adjusted(0.5, 0.5, -0.5, -0.5);
  QPainterPath outline;
  outline.addRoundedRect(edge, corner::kDialog, corner::kDialog);
  painter.fillPath(outline, colours.surface);
  painter.save();
  painter.setClipPath(outline);
  painter.fillRect(QRect(m_panel.topLeft(), QSize(m_panel.width(), kTitleHeight)), colours.hover);
  paintGrounds(painter);
  painter.restore();
  painter.strokePath(outline, QPen(colours.border, 1));
}

// What is behind is not touched.
void SheetFrame::mousePressEvent(QMouseEvent* event) {
  event->accept();
}

void SheetFrame::wheelEvent(QWheelEvent* event) {
  event->accept();
}

void SheetFrame::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
    place();
  }
  QWidget::changeEvent(event);
}

void SheetFrame::applyFonts() {
  m_title->setFont(uiFont(Role::kBody));
}

// Round in circles inside: the window behind cannot be reached by Tab.
bool SheetFrame::focusNextPrevChild(bool next) {
  QList<QWidget*> stops;
  addStops(m_body, stops);
  stops << m_close;
  qsizetype at = -1;
  for (qsizetype i = 0; i < stops.size(); ++i) {
    // The inner field of a spin box counts as its box.
    if (stops[i] == QApplication::focusWidget() || stops[i]->isAncestorOf(QApplication::focusWidget())) {
      at = i;
    }
  }
  const qsizetype count = stops.size();
  const qsizetype wanted = at < 0 ? (next ? 0 : count - 1) : (at + (next ? 1 : count - 1)) % count;
  stops[wanted]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
  return true;
}

bool SheetFrame::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget() && event->type() == QEvent::Resize) {
    place();
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace touchstone::ui
