#include "ui/docks/inspector/inspector_panel.h"

#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/bridge/engine_bridge.h"
#include "ui/docks/inspector/board_content.h"
#include "ui/docks/inspector/inspector_sheet.h"
#include "ui/models/project_state.h"
#include "ui/models/selection.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"

namespace touchstone::ui {
namespace {

constexpr int kReadIntervalMs = 500;

}  // namespace

InspectorPanel::InspectorPanel(EngineBridge& bridge, ProjectState& state, Selection& selection, QWidget* parent)
    : QWidget(parent), m_bridge(bridge), m_state(state), m_selection(selection), m_throttle(kReadIntervalMs) {
  setBackgroundRole(QPalette::AlternateBase);
  setAutoFillBackground(true);
  m_pages = new QStackedWidget(this);
  m_empty = new EmptyPanel(m_pages);
  m_sheet = new InspectorSheet;
  m_scroll = new QScrollArea(m_pages);
  m_scroll->setAccessibleName(tr("Details of what is selected"));
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setWidgetResizable(true);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->setFocusPolicy(Qt::StrongFocus);
  m_scroll->setWidget(m_sheet);
  m_pages->addWidget(m_empty);
  m_pages->addWidget(m_scroll);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_pages);

  m_throttle.setEnabled(false);
  const auto poke = [this] { m_throttle.poke(); };
  connect(&m_throttle, &Throttle::due, this, &InspectorPanel::readSelected);
  connect(&m_bridge, &EngineBridge::pointsChanged, this, poke);
  connect(&m_state, &ProjectState::changed, this, poke);  // after whatever else was committed
  connect(&m_selection, &Selection::changed, this, &InspectorPanel::showSelected);
  showSelected();
}

void InspectorPanel::setWide(bool isWide) {
  m_sheet->setWide(isWide);
  m_scroll->setHorizontalScrollBarPolicy(isWide ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
  setMinimumWidth(isWide ? 0 : frame::kInspector - space::k24);
}

// The focus is on what scrolls, which holds the sheet.
void InspectorPanel::copy() {
  m_sheet->copy();
}

void InspectorPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_throttle.setEnabled(true);
  m_throttle.poke();
}

void InspectorPanel::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_throttle.setEnabled(false);
}

// Another thing: the page of the one before must not stand under its name.
void InspectorPanel::showSelected() {
  m_throttle.reset();
  if (m_selection.item().kind == SelectedItem::Kind::kNone) {
    showNothing(tr("Nothing selected"), tr("Select a task, a trial or a point in a plot and its details appear here."));
    return;
  }
  m_scroll->ensureVisible(0, 0);
  if (isVisible()) {
    readSelected();
  } else {
    m_throttle.poke();
  }
}

void InspectorPanel::readSelected() {
  const SelectedItem& item = m_selection.item();
  switch (item.kind) {
  case SelectedItem::Kind::kCell:
    showContent(cellContent(m_state.snapshot(), item.task, item.contender));
    break;
  case SelectedItem::Kind::kTask:
    showContent(taskContent(m_state.snapshot(), item.task));
    break;
  case SelectedItem::Kind::kTrial:
    if (!m_bridge.hasProject()) {
      m_throttle.skip();
      return;
    }
    m_throttle.begin();
    m_bridge.ask<Result<TrialDetails>>(
        "inspector/trial", this, [trial = item.trial](const ProjectView& view) { return readTrial(view, trial); },
        [this, trial = item.trial](const Result<TrialDetails>& details) { take(trial, details); });
    break;
  case SelectedItem::Kind::kNone:
    m_throttle.skip();
    break;
  }
}

void InspectorPanel::take(TrialId trial, const Result<TrialDetails>& details) {
  m_throttle.end();
  if (m_selection.item().kind != SelectedItem::Kind::kTrial || m_selection.trial() != trial) return;
  if (details) {
    showContent(trialContent(*details));
  } else {
    showNothing(QString::fromStdString(details.error().message), tr("Select another one."));
  }
}

void InspectorPanel::showContent(const InspectorContent& content) {
  if (content.isEmpty()) {
    showNothing(tr("This is no longer in the project"), tr("Select something else."));
    return;
  }
  m_sheet->setContent(content);
  m_pages->setCurrentIndex(1);
  emit titleChanged(tr("Inspector: %1").arg(content.kind));
}

void InspectorPanel::showNothing(const QString& what, const QString& advice) {
  m_empty->setContent(Icon::kInfo, what, advice);
  m_pages->setCurrentIndex(0);
  emit titleChanged(tr("Inspector"));
}

}  // namespace touchstone::ui
