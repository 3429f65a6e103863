#include "ui/dialogs/palette/palette_items.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>

#include "ui/dialogs/palette/command_palette.h"
#include "ui/models/project_state.h"
#include "ui/models/project_tree_model.h"
#include "ui/models/words.h"
#include "ui/theme/icons.h"

namespace touchstone::ui {
namespace {

QString plain(QString text) {
  return text.remove(QLatin1Char('&'));
}

void addCommands(const QMenu& menu, const QString& place, const QList<const QAction*>& without,
                 std::vector<PaletteItem>& items) {
  for (QAction* action : menu.actions()) {
    if (action->isSeparator() || !action->isEnabled() || without.contains(action)) {
      continue;
    }
    if (const QMenu* inner = action->menu()) {
      addCommands(*inner, place + QStringLiteral(" › ") + plain(inner->title()), without, items);
      continue;
    }
    const auto trigger = [guard = QPointer<QAction>(action)] {
      if (guard) {
        guard->trigger();
      }
    };
    items.push_back({plain(action->text()), place, action->shortcut().toString(QKeySequence::NativeText),
                     action->icon(), true, trigger});
  }
}

}  // namespace

std::vector<PaletteItem> commandItems(const std::vector<QMenu*>& menus, const QList<const QAction*>& without) {
  std::vector<PaletteItem> items;
  for (const QMenu* menu : menus) {
    addCommands(*menu, plain(menu->title()), without, items);
  }
  return items;
}

std::vector<PaletteItem> projectItems(ProjectState& state) {
  std::vector<PaletteItem> items;
  for (const TaskRow& task : state.snapshot().tasks) {
    items.push_back({shortName(task.name),
                     CommandPalette::tr("Task"),
                     {},
                     icon(modalityIcon(task.modality)),
                     false,
                     [&state, id = task.id] { state.selectTask(id); }});
  }
  for (const StudyRow& study : state.snapshot().studies) {
    items.push_back(
        {shortName(study.name), CommandPalette::tr("Study"), {}, icon(Icon::kClock), false, [&state, id = study.id] {
           state.selectStudy(id);
         }});
  }
  return items;
}

std::vector<PaletteItem> recentItems(const QStringList& paths, const std::function<void(const QString&)>& open) {
  std::vector<PaletteItem> items;
  for (const QString& path : paths) {
    const QFileInfo file(path);
    items.push_back(
        {file.fileName(), QDir::toNativeSeparators(file.path()), {}, icon(Icon::kFile), false, [open, path] {
           open(path);
         }});
  }
  return items;
}

}  // namespace touchstone::ui
