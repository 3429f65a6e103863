// Ctrl+K and the field of the view bar: opens the command palette with what there is to find or run now, or closes it.
// Thread: GUI. Blocking: never.
#pragma once

#include <QObject>
#include <QPointer>

namespace touchstone::ui {

class CommandPalette;
class EngineBridge;
class MainActions;
class ProjectState;

class PaletteControl : public QObject {
  Q_OBJECT

 public:
  // A child of `window`; the others must outlive it.
  PaletteControl(EngineBridge& bridge, ProjectState& state, const MainActions& actions, QWidget* window);

 signals:
  void projectWanted(const QString& path);

 private:
  void toggle();
  void dismiss();

  ProjectState& m_state;
  const MainActions& m_actions;
  QWidget* const m_window;
  QPointer<CommandPalette> m_palette;
};

}  // namespace touchstone::ui
