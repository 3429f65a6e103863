// What the Live view remembers between starts. A foreign entry is ignored. Thread: GUI.
#pragma once

#include <QSettings>

#include "ui/views/live/live_layout.h"

namespace touchstone::ui {

class LiveSettings {
 public:
  LiveCards cards() const { return liveCardsFrom(m_settings.value(QStringLiteral("live/cards")).toString()); }
  void setCards(LiveCards cards) { m_settings.setValue(QStringLiteral("live/cards"), toWord(cards)); }

 private:
  QSettings m_settings;
};

}  // namespace touchstone::ui
