#include "ui/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QToolTip>
#include <algorithm>

#include "ui/theme/enter_key.h"
#include "ui/theme/focus_ring.h"
#include "ui/theme/style.h"
#include "ui/theme/system_scheme.h"

namespace touchstone::ui {

namespace {

bool isDarkPalette(const QPalette& palette) {
  return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

}  // namespace

const Colours& coloursOf(const QPalette& palette) {
  return isDarkPalette(palette) ? kDarkColours : kLightColours;
}

QPalette paletteOf(const Colours& colours) {
  QPalette palette;
  palette.setColor(QPalette::Window, colours.bg);
  palette.setColor(QPalette::WindowText, colours.text);
  palette.setColor(QPalette::Base, colours.surface);
  palette.setColor(QPalette::AlternateBase, colours.sunken);
  palette.setColor(QPalette::Text, colours.text);
  palette.setColor(QPalette::PlaceholderText, colours.muted);
  palette.setColor(QPalette::Button, colours.surface);
  palette.setColor(QPalette::ButtonText, colours.text);
  palette.setColor(QPalette::BrightText, colours.onAccent);
  palette.setColor(QPalette::ToolTipBase, colours.surface);
  palette.setColor(QPalette::ToolTipText, colours.text);
  palette.setColor(QPalette::Highlight, colours.accent);
  palette.setColor(QPalette::HighlightedText, colours.onAccent);
  palette.setColor(QPalette::Link, colours.accent);
  palette.setColor(QPalette::LinkVisited, colours.accent);
  // Fusion draws edges with these; the proxy style replaces most of them
  palette.setColor(QPalette::Light, colours.surface);
  palette.setColor(QPalette::Midlight, colours.line);
  palette.setColor(QPalette::Mid, colours.border);
  palette.setColor(QPalette::Dark, colours.control);
  palette.setColor(QPalette::Shadow, colours.border);
  for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, colours.control);
  }
  palette.setColor(QPalette::Disabled, QPalette::Highlight, colours.hover);
  palette.setColor(QPalette::Disabled, QPalette::HighlightedText, colours.control);
  return palette;
}

Theme::Theme(QApplication& app, Mode mode, QObject* parent)
    : QObject(parent),
      m_systemFont(app.font()),
      m_mode(mode),
      m_isSystemDark(guessSystemDark(isDarkPalette(QGuiApplication::palette()))) {
  app.setStyle(new Style);  // the application owns it
  apply();
  app.installEventFilter(this);
  app.installEventFilter(new FocusRing(this));
  app.installEventFilter(new EnterKey(this));
  auto* portal = new SystemScheme(this);
  connect(portal, &SystemScheme::changed, this, &Theme::setSystemDark);
  portal->ask();
}

Theme::~Theme() = default;

bool Theme::isDark() const {
  return m_mode == Mode::kSystem ? m_isSystemDark : m_mode == Mode::kDark;
}

void Theme::setMode(Mode mode) {
  if (mode == m_mode) return;
  const bool wasDark = isDark();
  m_mode = mode;
  if (isDark() != wasDark) apply();
}

void Theme::setSystemDark(bool isSystemDark) {
  const bool wasDark = isDark();
  m_isSystemDark = isSystemDark;
  if (isDark() != wasDark) apply();
}

void Theme::setUiScale(double scale) {
  scale = std::clamp(scale, 0.7, 2.0);
  if (scale == m_uiScale) return;
  m_uiScale = scale;
  apply();
}

void Theme::apply() {
  m_isApplying = true;
  QFont font = m_systemFont;
  const double points = font.pointSizeF() > 0.0 ? font.pointSizeF() : rolePoints(Role::kBody);
  font.setPointSizeF(points * m_uiScale);
  QApplication::setFont(font);
  const QPalette palette = paletteOf(colours());
  QApplication::setPalette(palette);
  QToolTip::setPalette(palette);
  QToolTip::setFont(uiFont(Role::kSmall));
  m_isApplying = false;
  emit changed();
}

// A platform theme that changes under a running program repaints with its own palette: read it, then put ours back.
bool Theme::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ThemeChange && !m_isApplying && !watched->isWidgetType()) {
    m_isApplying = true;
    QApplication::setPalette(QPalette());
    const bool isPlatformDark = isDarkPalette(QGuiApplication::palette());
    QApplication::setPalette(paletteOf(colours()));
    m_isApplying = false;
    setSystemDark(guessSystemDark(isPlatformDark));
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace touchstone::ui
