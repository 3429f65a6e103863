#include "ui/main_window/window_settings.h"

#include <QGuiApplication>
#include <QMainWindow>
#include <QScreen>
#include <algorithm>

namespace touchstone::ui {
namespace {

constexpr int kLayoutVersion = 2;  // counted up when docks or bars change, so that old layouts are not restored
constexpr int kMostRecent = 8;
constexpr QSize kDefaultSize(1440, 900);
constexpr QSize kLeastVisible(160, 60);

}  // namespace

void WindowSettings::restoreWindow(QMainWindow& window) const {
  placeByDefault(window);
  window.restoreGeometry(m_settings.value(QStringLiteral("window/geometry")).toByteArray());
  window.restoreState(m_settings.value(QStringLiteral("window/state")).toByteArray(), kLayoutVersion);
  bringOnScreen(window);
}

void WindowSettings::saveWindow(const QMainWindow& window) {
  m_settings.setValue(QStringLiteral("window/geometry"), window.saveGeometry());
  m_settings.setValue(QStringLiteral("window/state"), window.saveState(kLayoutVersion));
}

void WindowSettings::forgetLayout() {
  m_settings.remove(QStringLiteral("window"));
}

Theme::Mode WindowSettings::themeMode() const {
  const QString word = m_settings.value(QStringLiteral("look/theme")).toString();
  if (word == QLatin1String("light")) {
    return Theme::Mode::kLight;
  }
  return word == QLatin1String("dark") ? Theme::Mode::kDark : Theme::Mode::kSystem;
}

void WindowSettings::setThemeMode(Theme::Mode mode) {
  const char* word = mode == Theme::Mode::kLight ? "light" : mode == Theme::Mode::kDark ? "dark" : "system";
  m_settings.setValue(QStringLiteral("look/theme"), QString::fromLatin1(word));
}

double WindowSettings::uiScale() const {
  const double scale = m_settings.value(QStringLiteral("look/scale"), 1.0).toDouble();
  return scale >= 0.7 && scale <= 2.0 ? scale : 1.0;
}

void WindowSettings::setUiScale(double scale) {
  m_settings.setValue(QStringLiteral("look/scale"), scale);
}

QString WindowSettings::lastView() const {
  return m_settings.value(QStringLiteral("window-view")).toString();
}

void WindowSettings::setLastView(const QString& id) {
  m_settings.setValue(QStringLiteral("window-view"), id);
}

QStringList WindowSettings::recentProjects() const {
  return m_settings.value(QStringLiteral("projects/recent")).toStringList().mid(0, kMostRecent);
}

void WindowSettings::addRecentProject(const QString& path) {
  QStringList recent = recentProjects();
  recent.removeAll(path);
  recent.prepend(path);
  m_settings.setValue(QStringLiteral("projects/recent"), recent.mid(0, kMostRecent));
}

void placeByDefault(QMainWindow& window) {
  const QScreen* screen = QGuiApplication::primaryScreen();
  if (screen == nullptr) {
    return;
  }
  const QRect free = screen->availableGeometry();
  const QSize size = kDefaultSize.boundedTo(free.size());
  window.resize(size);
  window.move(free.center() - QPoint(size.width() / 2, size.height() / 2));
}

void bringOnScreen(QMainWindow& window) {
  const QRect frame = window.frameGeometry();
  for (const QScreen* screen : QGuiApplication::screens()) {
    const QRect seen = screen->availableGeometry().intersected(frame);
    if (seen.width() >= kLeastVisible.width() && seen.height() >= kLeastVisible.height()) {
      return;
    }
  }
  placeByDefault(window);
}

}  // namespace touchstone::ui
