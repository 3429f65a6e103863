#include "ui/main_window/start_card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <algorithm>
#include <cmath>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr int kDrawingHeight = 112;

class DrawingArea : public QWidget {
 public:
  DrawingArea(StartCard::Drawing drawing, QWidget* parent) : QWidget(parent), m_drawing(drawing) {
    setFixedHeight(kDrawingHeight);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Colours& colours = coloursOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect().adjusted(1, 1, -1, 0), colours.sunken);
    painter.fillRect(0, height() - 1, width(), 1, colours.border);
    // Drawn as 200 x 80, smaller where the card is narrow.
    const double scale = std::min(1.0, (width() - 2.0 * space::k16) / 200.0);
    painter.translate(width() / 2.0 - 100.0 * scale, height() / 2.0 - 40.0 * scale);
    painter.scale(scale, scale);
    switch (m_drawing) {
    case StartCard::Drawing::kCurves:
      paintCurves(painter, colours);
      break;
    case StartCard::Drawing::kRows:
      paintRows(painter, colours);
      break;
    case StartCard::Drawing::kClock:
      paintFiles(painter, colours);
      break;
    case StartCard::Drawing::kDrop:
      paintDrop(painter, colours);
      break;
    }
  }

 private:
  static QPainterPath curve(double start, double end, double bend) {
    QPainterPath path(QPointF(0, start));
    for (int x = 1; x <= 200; x += 3) {
      path.lineTo(x, end + (start - end) * std::exp(-x / bend));
    }
    return path;
  }

  static void paintCurves(QPainter& painter, const Colours& colours) {
    painter.setPen(QPen(colours.axis, 1));
    painter.drawLine(QPointF(0, 0), QPointF(0, 80));
    painter.drawLine(QPointF(0, 80), QPointF(200, 80));
    QPen foundation(colours.foundation.line, 2);
    foundation.setDashPattern({3.0, 1.5});
    painter.strokePath(curve(38, 20, 45), foundation);
    painter.strokePath(curve(70, 10, 50), QPen(colours.supervised.line, 2));
  }

  static void paintRows(QPainter& painter, const Colours& colours) {
    const QColor bars[] = {colours.supervised.line, colours.foundation.line, colours.supervised.line,
                           colours.foundation.line, colours.reference.line};
    const double names[] = {72, 58, 84, 62, 48}, values[] = {44, 30, 38, 24, 34};
    for (int row = 0; row < 5; ++row) {
      const double y = 2 + 16 * row;
      painter.setPen(colours.border);
      painter.setBrush(colours.surface);
      painter.drawRoundedRect(QRectF(0.5, y + 0.5, 199, 12), 2, 2);
      painter.fillRect(QRectF(5, y + 4, names[row], 5), colours.ghost);
      painter.fillRect(QRectF(144, y + 4, values[row], 5), bars[row]);
    }
  }

  // A page with a folded corner.
  static void paintPage(QPainter& painter, const QRectF& page, const Colours& colours) {
    painter.setPen(QPen(colours.control, 1));
    painter.setBrush(colours.surface);
    QPainterPath path(page.topLeft());
    path.lineTo(page.right() - 10, page.top());
    path.lineTo(page.right(), page.top() + 10);
    path.lineTo(page.bottomRight());
    path.lineTo(page.bottomLeft());
    path.closeSubpath();
    painter.drawPath(path);
  }

  static void paintDrop(QPainter& painter, const Colours& colours) {
    painter.setPen(QPen(colours.control, 1, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(0.5, 2.5, 199, 75), 3, 3);
    painter.setFont(uiFont(Role::kMicro));
    const char* const kinds[] = {"CSV", "GZ", "TOML"};
    for (int file = 0; file < 3; ++file) {
      const QRectF page(33.5 + 51 * file, 18.5, 32, 44);
      paintPage(painter, page, colours);
      painter.setPen(colours.muted);
      painter.drawText(page.adjusted(-4, 12, 4, 0), Qt::AlignCenter, QLatin1String(kinds[file]));
    }
  }

  static void paintFiles(QPainter& painter, const Colours& colours) {
    for (int file = 0; file < 3; ++file) {
      const QRectF page(38 + 46 * file, 16, 32, 44);
      paintPage(painter, page, colours);
      painter.fillRect(QRectF(page.left() + 6, page.bottom() - 14, 6, 8), colours.supervised.line);
      painter.fillRect(QRectF(page.left() + 14, page.bottom() - 20, 6, 14), colours.foundation.line);
    }
  }

  const StartCard::Drawing m_drawing;
};

}  // namespace

StartCard::StartCard(Drawing drawing, const QString& title, const QString& text, QWidget* parent) : QFrame(parent) {
  m_title = new QLabel(title, this);
  m_text = new MutedLabel(text, this);
  m_text->setWordWrap(true);
  m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  m_body = new QVBoxLayout;
  m_body->setContentsMargins(space::k16, space::k12, space::k16, space::k16);
  m_body->setSpacing(space::k8);
  m_body->addWidget(m_title);
  m_body->addWidget(m_text, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(new DrawingArea(drawing, this));
  layout->addLayout(m_body, 1);
  applyFonts();
}

void StartCard::setText(const QString& text) {
  m_text->setText(text);
}

QPushButton* StartCard::addButton(const QString& text, const QString& keys, bool isPrimary) {
  auto* button = new QPushButton(text, this);
  button->setFixedHeight(frame::kControlInForm + 2);
  button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  if (isPrimary) {
    setPrimary(button);
  }
  auto* row = new QHBoxLayout;
  row->addWidget(button);
  row->addStretch();
  if (!keys.isEmpty()) {
    m_keys = new MutedLabel(keys, this);
    row->addWidget(m_keys);
  }
  m_body->addLayout(row);
  applyFonts();
  return button;
}

void StartCard::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(colours.border);
  painter.setBrush(colours.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner::kCard, corner::kCard);
}

void StartCard::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
  }
  QFrame::changeEvent(event);
}

void StartCard::applyFonts() {
  m_title->setFont(uiFont(Role::kHeading, true));
  m_text->setFont(uiFont(Role::kBody));
  if (m_keys != nullptr) {
    m_keys->setFont(uiFont(Role::kMicro));
  }
}

}  // namespace touchstone::ui
