// What the window remembers between starts: its place and docks, theme and text size, the last view, recent projects.
// Nothing of a project is kept here; a damaged or foreign entry is ignored.
// Thread: GUI. Blocking: the settings file is read once at start and written at the end.
#pragma once

#include <QSettings>
#include <QStringList>

#include "ui/theme/theme.h"

class QMainWindow;

namespace touchstone::ui {

class WindowSettings {
 public:
  void restoreWindow(QMainWindow& window) const;
  void saveWindow(const QMainWindow& window);
  void forgetLayout();

  Theme::Mode themeMode() const;
  void setThemeMode(Theme::Mode mode);
  double uiScale() const;
  void setUiScale(double scale);
  QString lastView() const;
  void setLastView(const QString& id);
  QStringList recentProjects() const;  // newest first
  void addRecentProject(const QString& path);

 private:
  QSettings m_settings;
};

// 1440 x 900, or what the screen has; centred.
void placeByDefault(QMainWindow& window);
// A window that came back on a screen that is no longer there is moved to one that is.
void bringOnScreen(QMainWindow& window);

}  // namespace touchstone::ui
