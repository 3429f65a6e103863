// The window: menus, view bar, context strip, Project dock, panes, status bar, and in the middle the views of the open
// project, the start page, or what went wrong.
// Thread: GUI. Blocking: never; the engine and the project file are reached through EngineBridge only.
#pragma once

#include <QMainWindow>
#include <vector>

#include "ui/bridge/engine_bridge.h"
#include "ui/main_window/window_settings.h"
#include "ui/models/project_state.h"
#include "ui/models/selection.h"
#include "ui/views/view.h"

class QStackedWidget;

namespace touchstone::ui {

class ContextStrip;
class EmptyPanel;
class MainActions;
class MessageBar;
class NewStudyControl;
class PaletteControl;
class StartPage;
class StatusLine;
class StudyControl;
class ViewBar;
class WindowDocks;

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  // `theme` may be null (tests): then the theme menu does nothing.
  explicit MainWindow(Backends backends, Theme* theme = nullptr, QWidget* parent = nullptr);
  ~MainWindow() override;

  void openProject(const QString& path);
  // Runs the preset "first-study" in a project of its own in `folder`, and shows Live.
  void startFirstStudy(const QString& folder);
  void showView(const QString& id);
  QString currentView() const;
  // Closes at once, with what runs paused: for signals and the end of a session.
  void closeNow();

  EngineBridge& bridge() { return m_bridge; }
  ProjectState& state() { return m_state; }
  Selection& selection() { return m_selection; }

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void makeHead();
  void makeCentre();
  void connectActions();
  void connectNewStudy();
  void connectTheme();
  void connectBridge();
  void showPage();
  void showTitle();
  void showControls();
  void showRecent();
  void activateView(int index);
  void adaptToWidth();
  void askForProject();
  void askToResume();
  void askToClose();
  void pauseAndClose();
  void whenFailed(const Error& error);
  void whenProblem(const ProblemEvent& problem);
  void whenLost(const Error& error);
  void copyFromFocus();
  void showShortcuts();
  void showAbout();

  enum Page { kStart, kFailed, kViews };

  Theme* const m_theme;
  WindowSettings m_settings;
  EngineBridge m_bridge;
  ProjectState m_state;
  Selection m_selection;
  StudyControl* m_control;
  NewStudyControl* m_newStudy;
  PaletteControl* m_palette;
  const std::vector<ViewEntry> m_entries;
  std::vector<View*> m_views;
  MainActions* m_actions;
  WindowDocks* m_docks;
  ViewBar* m_viewBar;
  ContextStrip* m_strip;
  StatusLine* m_status;
  MessageBar* m_messages;
  QStackedWidget* m_pages;
  QStackedWidget* m_viewStack;
  StartPage* m_start;
  EmptyPanel* m_failed;
  int m_current = 0;
  int m_previous = -1;
  bool m_isFailed = false;
  bool m_isClosing = false;
  bool m_isResumeAsked = false;
};

}  // namespace touchstone::ui
