#include "ui/widgets/message_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "ui/theme/theme.h"

namespace touchstone::ui {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("messageBar"));
  m_icon = new QLabel(this);
  m_text = new QLabel(this);
  m_text->setTextFormat(Qt::PlainText);
  m_text->setWordWrap(true);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* answers = new QWidget(this);
  m_answers = new QHBoxLayout(answers);
  m_answers->setContentsMargins(0, 0, 0, 0);
  m_answers->setSpacing(space::k8);
  m_close = new QToolButton(this);
  m_close->setIcon(icon(Icon::kCross));
  m_close->setToolTip(tr("Dismiss (Esc)"));
  m_close->setAccessibleName(tr("Dismiss this message"));
  m_close->setAutoRaise(true);
  setFlat(m_close);
  connect(m_close, &QToolButton::clicked, this, [this] { dismiss(m_key); });

  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(space::k16, space::k6, space::k8, space::k6);
  layout->setSpacing(space::k8);
  layout->addWidget(m_icon);
  layout->addWidget(m_text, 1);
  layout->addWidget(answers);
  layout->addWidget(m_close);
  applyTheme();
  hide();
}

void MessageBar::ask(const QString& key, Kind kind, const QString& text, std::vector<Answer> answers) {
  m_key = key;
  m_kind = kind;
  m_text->setText(text);
  setAccessibleName(text);
  while (QLayoutItem* item = m_answers->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  for (Answer& answer : answers) {
    auto* button = new QPushButton(answer.text, this);
    button->setFixedHeight(frame::kControlInStrip);
    connect(button, &QPushButton::clicked, this, [this, key, chosen = std::move(answer.chosen)] {
      dismiss(key);
      if (chosen) {
        chosen();
      }
    });
    m_answers->addWidget(button);
  }
  applyTheme();
  show();
}

void MessageBar::dismiss(const QString& key) {
  if (key != m_key) {
    return;
  }
  m_key.clear();
  hide();
}

bool MessageBar::isShowing(const QString& key) const {
  return !key.isEmpty() && key == m_key;
}

QString MessageBar::text() const {
  return m_key.isEmpty() ? QString() : m_text->text();
}

void MessageBar::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  const QColor ground = m_kind == Kind::kError     ? colours.failed.tint
                        : m_kind == Kind::kWarning ? colours.paused.tint
                                                   : colours.accentTint;
  painter.fillRect(rect(), ground);
  painter.fillRect(0, height() - 1, width(), 1, colours.border);
}

void MessageBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    applyTheme();
  }
  QFrame::changeEvent(event);
}

void MessageBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    dismiss(m_key);
    return;
  }
  QFrame::keyPressEvent(event);
}

void MessageBar::applyTheme() {
  const Colours& colours = coloursOf(palette());
  const auto [which, colour] = m_kind == Kind::kError     ? std::pair(Icon::kCross, colours.failed.text)
                               : m_kind == Kind::kWarning ? std::pair(Icon::kWarning, colours.paused.text)
                                                          : std::pair(Icon::kInfo, colours.accent);
  m_icon->setPixmap(iconPixmap(which, colour, frame::kIcon, devicePixelRatioF()));
}

}  // namespace touchstone::ui
