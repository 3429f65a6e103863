// The Inspector dock's content: what is selected, from the project's snapshot or read from the file, and kept up to date
// while a study runs.
// Thread: GUI. Blocking: never. Errors: what cannot be read is told in place.
#pragma once

#include <QWidget>

#include "engine/api/result.h"
#include "ui/bridge/throttle.h"
#include "ui/docks/inspector/trial_content.h"

class QScrollArea;
class QStackedWidget;

namespace touchstone::ui {

class EmptyPanel;
class EngineBridge;
class InspectorSheet;
class ProjectState;
class Selection;

class InspectorPanel : public QWidget {
  Q_OBJECT

 public:
  InspectorPanel(EngineBridge& bridge, ProjectState& state, Selection& selection, QWidget* parent = nullptr);

  const InspectorSheet& sheet() const { return *m_sheet; }
  // For a low and wide dock: the sections stand side by side.
  void setWide(bool isWide);

 public slots:
  void copy();

 signals:
  void titleChanged(const QString& title);  // "Inspector: trial"

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void showSelected();
  void readSelected();
  void take(TrialId trial, const Result<TrialDetails>& details);
  void showContent(const InspectorContent& content);
  void showNothing(const QString& what, const QString& advice);

  EngineBridge& m_bridge;
  ProjectState& m_state;
  Selection& m_selection;
  Throttle m_throttle;
  QStackedWidget* m_pages;
  EmptyPanel* m_empty;
  QScrollArea* m_scroll;
  InspectorSheet* m_sheet;
};

}  // namespace touchstone::ui
