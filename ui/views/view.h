// A view: one tab of the window, answering one question about the open project.
// A new view is a folder beside this file and one line in registry.cpp; nothing else changes.
// Thread: GUI. Blocking: never; a view reads through the bridge and shows what it last read.
#pragma once

#include <QKeySequence>
#include <QString>
#include <QWidget>
#include <functional>
#include <vector>

#include "ui/theme/icons.h"

namespace touchstone::ui {

class EngineBridge;
class PlotCard;
class ProjectState;
class Selection;

// What every view works on; outlives the views.
struct ViewContext {
  EngineBridge& bridge;
  ProjectState& state;
  Selection& selection;
};

class View : public QWidget {
  Q_OBJECT

 public:
  using QWidget::QWidget;

  // A view that is not shown reads nothing; activated, it catches up.
  virtual void setActive(bool isActive) = 0;

 signals:
  void note(const QString& text);     // a short line for the status bar
  void problem(const QString& text);  // for the Problems pane

 protected:
  // What the card saved goes to the status bar, and what it could not save to Problems.
  void tellOf(PlotCard* card);
};

struct ViewEntry {
  QString id;     // "live": settings, --view
  QString title;  // "Live", translated
  Icon icon;
  QKeySequence shortcut;
  bool showsActivity = false;  // its tab carries the dot while something runs
  std::function<View*(const ViewContext&, QWidget* parent)> create;
};

// In tab order.
std::vector<ViewEntry> viewRegistry();

}  // namespace touchstone::ui
