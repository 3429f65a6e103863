// What there is to find or run, collected for one showing of the command palette.
// Thread: GUI. Blocking: never.
#pragma once

#include <QMenu>
#include <QStringList>
#include <vector>

#include "ui/dialogs/palette/palette_model.h"

namespace touchstone::ui {

class ProjectState;

// Every enabled action of the menus and their submenus, in menu order, but those in `without`.
std::vector<PaletteItem> commandItems(const std::vector<QMenu*>& menus, const QList<const QAction*>& without);
// The tasks of the chosen study and all studies; choosing one selects it. `state` must outlive the items.
std::vector<PaletteItem> projectItems(ProjectState& state);
// Projects by their paths; choosing one calls `open`.
std::vector<PaletteItem> recentItems(const QStringList& paths, const std::function<void(const QString&)>& open);

}  // namespace touchstone::ui
