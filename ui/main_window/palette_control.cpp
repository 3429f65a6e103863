#include "ui/main_window/palette_control.h"

#include <QAction>

#include "ui/bridge/engine_bridge.h"
#include "ui/dialogs/palette/command_palette.h"
#include "ui/dialogs/palette/palette_items.h"
#include "ui/main_window/main_actions.h"
#include "ui/main_window/window_settings.h"

namespace touchstone::ui {
namespace {

void append(std::vector<PaletteItem>& items, std::vector<PaletteItem> more) {
  items.insert(items.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

PaletteControl::PaletteControl(EngineBridge& bridge, ProjectState& state, const MainActions& actions, QWidget* window)
    : QObject(window), m_state(state), m_actions(actions), m_window(window) {
  connect(actions.find, &QAction::triggered, this, &PaletteControl::toggle);
  // Its tasks and studies are those of the project that was open.
  connect(&bridge, &EngineBridge::projectOpened, this, &PaletteControl::dismiss);
  connect(&bridge, &EngineBridge::projectClosed, this, &PaletteControl::dismiss);
}

void PaletteControl::toggle() {
  if (m_palette && m_palette->isVisible()) {
    dismiss();
    return;
  }
  std::vector<PaletteItem> items = commandItems(m_actions.menus(), {m_actions.find, m_actions.recent->menuAction()});
  append(items, projectItems(m_state));
  append(items,
         recentItems(WindowSettings().recentProjects(), [this](const QString& path) { emit projectWanted(path); }));
  m_palette = new CommandPalette(std::move(items), m_window);
}

void PaletteControl::dismiss() {
  if (m_palette) {
    m_palette->dismiss();
  }
}

}  // namespace touchstone::ui
