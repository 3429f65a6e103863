#include "ui/widgets/empty_panel.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr int kMostTextWidth = 420;

}  // namespace

EmptyPanel::EmptyPanel(QWidget* parent) : QWidget(parent) {
  m_icon = new QLabel(this);
  m_icon->setAlignment(Qt::AlignCenter);
  m_missing = new QLabel(this);
  m_advice = new MutedLabel(this);
  for (QLabel* label : {m_missing, m_advice}) {
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setMaximumWidth(kMostTextWidth);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  }
  m_button = new QPushButton(this);
  m_button->setFixedHeight(frame::kControlInForm);
  connect(m_button, &QPushButton::clicked, this, &EmptyPanel::buttonClicked);

  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(space::k6);
  layout->addStretch();
  layout->addWidget(m_icon);
  // Labels that wrap get the height of their text only inside a plain box, not when aligned.
  for (QLabel* label : {m_missing, m_advice}) {
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(label, 1);
    row->addStretch();
    layout->addLayout(row);
  }
  layout->addSpacing(space::k6);
  layout->addWidget(m_button, 0, Qt::AlignCenter);
  layout->addStretch();
  applyTheme();
}

void EmptyPanel::setContent(Icon icon, const QString& missing, const QString& advice, const QString& button) {
  m_which = icon;
  m_missing->setText(missing);
  m_advice->setText(advice);
  m_button->setText(button);
  m_button->setVisible(!button.isEmpty());
  setAccessibleName(missing);
  setAccessibleDescription(advice);
  applyTheme();
}

QString EmptyPanel::text() const {
  return m_missing->text() + QLatin1Char('\n') + m_advice->text();
}

void EmptyPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange) {
    applyTheme();
  }
  QWidget::changeEvent(event);
}

void EmptyPanel::applyTheme() {
  const Colours& colours = coloursOf(palette());
  m_icon->setPixmap(iconPixmap(m_which, colours.muted, frame::kIconEmpty, devicePixelRatioF()));
  m_missing->setFont(uiFont(Role::kBody, true));
  m_advice->setFont(uiFont(Role::kBody));
}

}  // namespace touchstone::ui
