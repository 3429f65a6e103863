// The panes around the views: Project at the left, Inspector at the right (below in a narrow window), and at the bottom
// Queue, Problems and Log, with their menu entries and the buttons of the status bar. A width that has no room for one hides
// it until there is room again.
// Thread: GUI. Blocking: never.
#pragma once

#include <QObject>

#include "ui/models/log_feed.h"
#include "ui/models/message_model.h"

class QMainWindow;

namespace touchstone::ui {

class DockFrame;
class InspectorPanel;
class MainActions;
class ProjectState;
class Selection;
class StatusLine;

class WindowDocks : public QObject {
  Q_OBJECT

 public:
  // A child of `window`, to which it adds the docks; the others must outlive it.
  WindowDocks(EngineBridge& bridge, ProjectState& state, Selection& selection, const MainActions& actions,
              QMainWindow* window);
  // Takes those docks along that read the project's state.
  ~WindowDocks() override;

  void connectStatus(StatusLine& status);
  void setDefaultLayout();
  // After the window's layout was restored from the settings.
  void takeUpLayout();
  void adaptToWidth(int width);
  // Before the layout is saved: a dock that only the width hides is remembered as shown.
  void showHiddenByWidth();

  void addProblem(const QString& text) { m_problems.addProblem(text); }
  void addProblem(const ProblemEvent& problem) { m_problems.addProblem(problem); }
  void showProblems() { toggle(m_problemsDock, true); }

 private:
  void connectActions();
  void toggle(DockFrame* dock, bool isShown);
  bool isInspectorBelow() const;
  void placeInspector(bool isBelow);

  QMainWindow* const m_window;
  const MainActions& m_actions;
  LogFeed m_logFeed;
  MessageModel m_problems;
  MessageModel m_log;
  InspectorPanel* m_inspector;
  DockFrame* m_projectDock;
  DockFrame* m_inspectorDock;
  DockFrame* m_queueDock;
  DockFrame* m_problemsDock;
  DockFrame* m_logDock;
  bool m_isProjectHiddenByWidth = false;
  bool m_isInspectorHiddenByWidth = false;
};

}  // namespace touchstone::ui
