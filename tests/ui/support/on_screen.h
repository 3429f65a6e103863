// What can be read on a widget now: the texts of its visible labels and buttons, one a line.
#pragma once

#include <QAbstractButton>
#include <QLabel>
#include <QStringList>

#include "ui/plots/elided_label.h"
#include "ui/widgets/state_label.h"

namespace touchstone::test {

inline QString onScreen(const QWidget* widget) {
  QStringList lines;
  for (const QWidget* each : widget->findChildren<QWidget*>()) {
    if (!each->isVisible()) {
      continue;
    }
    if (const auto* label = qobject_cast<const QLabel*>(each)) {
      lines << label->text();
    } else if (const auto* elided = qobject_cast<const ui::ElidedLabel*>(each)) {
      lines << elided->text();
    } else if (const auto* state = qobject_cast<const ui::StateLabel*>(each)) {
      lines << state->words();
    } else if (const auto* button = qobject_cast<const QAbstractButton*>(each)) {
      lines << button->text();
    }
  }
  lines.removeAll(QString());
  return lines.join(QLatin1Char('\n'));
}

}  // namespace touchstone::test
