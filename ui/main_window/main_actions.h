// Every command of the window as a QAction, in its menu, with its shortcut: menus, buttons and the shortcut overlay all
// take them from here. Only what works is here.
// Thread: GUI.
#pragma once

#include <QObject>
#include <vector>

#include "ui/dialogs/shortcut_overlay.h"
#include "ui/views/view.h"

class QAction;
class QActionGroup;
class QMenu;
class QMenuBar;

namespace touchstone::ui {

class MainActions : public QObject {
  Q_OBJECT

 public:
  MainActions(QMenuBar* bar, const std::vector<ViewEntry>& views);

  QAction *newStudy, *studyFromFile, *newProject;
  QAction *open, *firstStudy, *closeProject, *quit;
  QAction *copy, *selectAll, *find;
  QAction *project, *inspector, *queue, *problems, *log;
  QAction *lastView, *resetLayout, *fullScreen, *larger, *smaller;
  QAction *themeSystem, *themeLight, *themeDark;
  QAction *run, *pause, *stop;
  QAction *shortcuts, *about;
  std::vector<QAction*> views;  // in registry order
  QMenu* recent;
  QMenu* newStudies;  // of the button: empty, from a file, presets

  // Top to bottom, as the command palette lists them.
  const std::vector<QMenu*>& menus() const { return m_menus; }
  // For the overlay.
  std::vector<ShortcutGroup> shortcutGroups() const;

 private:
  QAction* add(QMenu* menu, const QString& id, const QString& text, const QKeySequence& keys = {});
  void makeFile(QMenuBar* bar);
  void makeEdit(QMenuBar* bar);
  void makeView(QMenuBar* bar, const std::vector<ViewEntry>& entries);
  void makeStudy(QMenuBar* bar);
  void makeHelp(QMenuBar* bar);

  std::vector<QMenu*> m_menus;
};

}  // namespace touchstone::ui
