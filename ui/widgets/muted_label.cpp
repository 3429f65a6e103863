#include "ui/widgets/muted_label.h"

#include <QApplication>
#include <QEvent>

#include "ui/theme/theme.h"

namespace touchstone::ui {

MutedLabel::MutedLabel(QWidget* parent) : MutedLabel(QString(), parent) {}

MutedLabel::MutedLabel(const QString& text, QWidget* parent) : QLabel(text, parent) {
  applyTheme();
}

void MutedLabel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationPaletteChange) {
    applyTheme();
  }
  QLabel::changeEvent(event);
}

// The application's palette says which theme it is: this label's own has `muted` as its text.
void MutedLabel::applyTheme() {
  if (m_isApplying) {
    return;
  }
  m_isApplying = true;
  QPalette own;
  const QColor muted = coloursOf(QApplication::palette()).muted;
  // Text is what a label on a ground of role Base takes.
  own.setColor(QPalette::WindowText, muted);
  own.setColor(QPalette::Text, muted);
  setPalette(own);
  m_isApplying = false;
}

}  // namespace touchstone::ui
