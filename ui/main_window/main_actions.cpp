#include "ui/main_window/main_actions.h"

#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>

namespace touchstone::ui {

MainActions::MainActions(QMenuBar* bar, const std::vector<ViewEntry>& entries) : QObject(bar) {
  makeFile(bar);
  makeEdit(bar);
  makeView(bar, entries);
  makeStudy(bar);
  makeHelp(bar);
}

QAction* MainActions::add(QMenu* menu, const QString& id, const QString& text, const QKeySequence& keys) {
  auto* action = new QAction(text, this);
  action->setObjectName(id);
  if (!keys.isEmpty()) {
    action->setShortcut(keys);
  }
  menu->addAction(action);
  return action;
}

void MainActions::makeFile(QMenuBar* bar) {
  QMenu* menu = bar->addMenu(tr("&File"));
  m_menus.push_back(menu);
  newStudies = new QMenu(bar);
  newStudy = add(menu, "newStudy", tr("&New study…"), QKeySequence(Qt::CTRL | Qt::Key_N));
  newProject =
      add(menu, "newProject", tr("New project from my &data…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N));
  studyFromFile = add(menu, "studyFromFile", tr("New study from a &file…"));
  menu->addSeparator();
  open = add(menu, "open", tr("&Open…"), QKeySequence(Qt::CTRL | Qt::Key_O));
  recent = menu->addMenu(tr("Open &recent"));
  firstStudy = add(menu, "firstStudy", tr("Run the &first study"));
  menu->addSeparator();
  closeProject = add(menu, "closeProject", tr("&Close project"), QKeySequence(Qt::CTRL | Qt::Key_W));
  menu->addSeparator();
  quit = add(menu, "quit", tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));
  quit->setMenuRole(QAction::QuitRole);
}

void MainActions::makeEdit(QMenuBar* bar) {
  QMenu* menu = bar->addMenu(tr("&Edit"));
  m_menus.push_back(menu);
  copy = add(menu, "copy", tr("&Copy table or plot"), QKeySequence(Qt::CTRL | Qt::Key_C));
  selectAll = add(menu, "selectAll", tr("Select &all"), QKeySequence(Qt::CTRL | Qt::Key_A));
  menu->addSeparator();
  find = add(menu, "find", tr("&Find or run…"), QKeySequence(Qt::CTRL | Qt::Key_K));
  find->setIcon(icon(Icon::kLens, Tone::kText));
}

void MainActions::makeView(QMenuBar* bar, const std::vector<ViewEntry>& entries) {
  QMenu* menu = bar->addMenu(tr("&View"));
  m_menus.push_back(menu);
  for (const ViewEntry& entry : entries) {
    views.push_back(add(menu, QStringLiteral("view-") + entry.id, entry.title, entry.shortcut));
  }
  lastView = add(menu, "lastView", tr("&Last view"), QKeySequence(Qt::CTRL | Qt::Key_Tab));
  menu->addSeparator();
  project = add(menu, "project", tr("&Project"));
  inspector = add(menu, "inspector", tr("&Inspector"), QKeySequence(Qt::CTRL | Qt::Key_I));
  queue = add(menu, "queue", tr("&Queue"), QKeySequence(Qt::ALT | Qt::Key_1));
  problems = add(menu, "problems", tr("P&roblems"), QKeySequence(Qt::ALT | Qt::Key_2));
  log = add(menu, "log", tr("Lo&g"), QKeySequence(Qt::ALT | Qt::Key_3));
  for (QAction* pane : {project, inspector, queue, problems, log}) {
    pane->setCheckable(true);
  }
  resetLayout = add(menu, "resetLayout", tr("R&eset layout"), QKeySequence(Qt::CTRL | Qt::Key_0));
  menu->addSeparator();
  QMenu* theme = menu->addMenu(tr("&Theme"));
  auto* group = new QActionGroup(this);
  themeSystem = add(theme, "themeSystem", tr("As the &system"));
  themeLight = add(theme, "themeLight", tr("&Light"));
  themeDark = add(theme, "themeDark", tr("&Dark"));
  for (QAction* choice : {themeSystem, themeLight, themeDark}) {
    choice->setCheckable(true);
    group->addAction(choice);
  }
  larger = add(menu, "larger", tr("&Larger text"), QKeySequence(Qt::CTRL | Qt::Key_Plus));
  smaller = add(menu, "smaller", tr("S&maller text"), QKeySequence(Qt::CTRL | Qt::Key_Minus));
  fullScreen = add(menu, "fullScreen", tr("&Full screen"), QKeySequence(Qt::Key_F11));
  fullScreen->setCheckable(true);
}

void MainActions::makeStudy(QMenuBar* bar) {
  QMenu* menu = bar->addMenu(tr("&Study"));
  m_menus.push_back(menu);
  run = add(menu, "run", tr("&Run or resume"), QKeySequence(Qt::Key_F5));
  run->setIcon(icon(Icon::kPlay, Tone::kText));
  pause = add(menu, "pause", tr("&Pause"), QKeySequence(Qt::Key_F6));
  pause->setIcon(icon(Icon::kPause, Tone::kText));
  stop = add(menu, "stop", tr("&Stop"), QKeySequence(Qt::SHIFT | Qt::Key_F5));
  stop->setIcon(icon(Icon::kStop, Tone::kText));
}

void MainActions::makeHelp(QMenuBar* bar) {
  QMenu* menu = bar->addMenu(tr("&Help"));
  m_menus.push_back(menu);
  shortcuts = add(menu, "shortcuts", tr("&Shortcuts"), QKeySequence(Qt::Key_Question));
  about = add(menu, "about", tr("&About and licences"));
  about->setMenuRole(QAction::AboutRole);
}

std::vector<ShortcutGroup> MainActions::shortcutGroups() const {
  std::vector<ShortcutGroup> groups;
  for (const QMenu* menu : m_menus) {
    ShortcutGroup group;
    group.title = menu->title().remove(QLatin1Char('&'));
    for (const QAction* action : menu->actions()) {
      if (action->shortcut().isEmpty()) {
        continue;
      }
      group.lines.push_back({action->shortcut().toString(QKeySequence::NativeText),
                             action->text().remove(QLatin1Char('&')).remove(QChar(0x2026))});
    }
    if (!group.lines.empty()) {
      groups.push_back(std::move(group));
    }
  }
  groups.push_back(ShortcutOverlay::tableKeys());
  groups.push_back(ShortcutOverlay::plotKeys());
  return groups;
}

}  // namespace touchstone::ui
