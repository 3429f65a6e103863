#include "ui/dialogs/new_study/sheet_parts.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {

ProblemLabel::ProblemLabel(QWidget* field, QWidget* parent) : QLabel(parent), m_field(field) {
  setObjectName(QStringLiteral("problem"));
  setTextFormat(Qt::PlainText);
  setWordWrap(true);
  setTextInteractionFlags(Qt::TextSelectableByMouse);
  applyTheme();
  hide();
}

void ProblemLabel::setProblem(const QString& text) {
  setText(text);
  setVisible(!text.isEmpty());
  if (m_field != nullptr) {
    m_field->setAccessibleDescription(text);
  }
}

void ProblemLabel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::ApplicationFontChange) {
    applyTheme();
  }
  QLabel::changeEvent(event);
}

void ProblemLabel::applyTheme() {
  if (m_isApplying) {
    return;
  }
  m_isApplying = true;
  QPalette own;
  const QColor colour = coloursOf(QApplication::palette()).failed.text;
  own.setColor(QPalette::WindowText, colour);
  own.setColor(QPalette::Text, colour);
  setPalette(own);
  setFont(uiFont(Role::kSmall));
  m_isApplying = false;
}

LinkButton::LinkButton(const QString& text, QWidget* parent) : QPushButton(text, parent) {
  setFlat(true);
  touchstone::ui::setFlat(this);
  setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  applyTheme();
}

LinkButton::LinkButton(Icon which, const QString& text, QWidget* parent) : LinkButton(text, parent) {
  setIcon(touchstone::ui::icon(which, Tone::kAccent));
}

QSize LinkButton::sizeHint() const {
  const int mark = icon().isNull() ? 0 : frame::kIcon + space::k6;
  return {fontMetrics().horizontalAdvance(text()) + mark + space::k8, frame::kControlInStrip};
}

void LinkButton::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::ApplicationFontChange) {
    applyTheme();
  }
  QPushButton::changeEvent(event);
}

void LinkButton::applyTheme() {
  if (m_isApplying) {
    return;
  }
  m_isApplying = true;
  QPalette own = QApplication::palette();
  own.setColor(QPalette::Active, QPalette::ButtonText, coloursOf(own).accent);
  own.setColor(QPalette::Inactive, QPalette::ButtonText, coloursOf(own).accent);
  setPalette(own);
  setFont(uiFont(Role::kSmall));
  m_isApplying = false;
}

SectionHead::SectionHead(const QString& title, const QString& note, QWidget* parent) : QWidget(parent) {
  m_title = new QLabel(title, this);
  m_note = new MutedLabel(note, this);
  m_row = new QHBoxLayout(this);
  m_row->setContentsMargins(0, 0, 0, 0);
  m_row->setSpacing(space::k8);
  m_row->addWidget(m_title);
  m_row->addWidget(m_note, 1);
  applyFonts();
}

void SectionHead::setNote(const QString& note) {
  m_note->setText(note);
}

void SectionHead::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
  }
  QWidget::changeEvent(event);
}

void SectionHead::applyFonts() {
  m_title->setFont(uiFont(Role::kBody, true));
  m_note->setFont(uiFont(Role::kSmall));
}

}  // namespace touchstone::ui
