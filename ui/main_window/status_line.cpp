#include "ui/main_window/status_line.h"

#include <QAction>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include "ui/bridge/engine_bridge.h"
#include "ui/models/project_state.h"
#include "ui/models/words.h"
#include "ui/plots/elided_label.h"
#include "ui/plots/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/state_label.h"

namespace touchstone::ui {
namespace {

constexpr int kNoteMs = 6000;

// A pane's name and, when it has something, how much in a badge.
class PaneButton : public QToolButton {
 public:
  PaneButton(QAction* action, StatusLine::Badge badge, QWidget* parent) : QToolButton(parent), m_badge(badge) {
    setDefaultAction(action);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setFlat(this);
    setToolTip(QStringLiteral("%1 (%2)").arg(name(), action->shortcut().toString(QKeySequence::NativeText)));
    setCount(0);
  }
  void setCount(int count) {
    m_count = count;
    setAccessibleName(count > 0 ? QStringLiteral("%1, %2").arg(name()).arg(count) : name());
    updateGeometry();
    update();
  }
  QSize sizeHint() const override {
    const QFontMetrics text(uiFont(Role::kSmall)), badge(figureFont(Role::kMicro));
    const int badgeWidth = m_count > 0 ? badge.horizontalAdvance(QString::number(m_count)) + 18 : 0;
    return {text.horizontalAdvance(name()) + badgeWidth + 16, frame::kStatusBar - 4};
  }
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Colours& colours = coloursOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    if (underMouse() || isChecked()) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(isChecked() ? colours.accentTint : colours.hover);
      painter.drawRoundedRect(box, corner::kField, corner::kField);
    }
    if (hasFocus()) {
      painter.setPen(QPen(colours.accent, frame::kFocusRing));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(box, corner::kField, corner::kField);
    }
    painter.setPen(colours.muted);
    painter.setFont(uiFont(Role::kSmall));
    painter.drawText(rect().adjusted(8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name());
    if (m_count == 0) {
      return;
    }
    const bool isAlarm = m_badge == StatusLine::Badge::kAlarm;
    const int textWidth = painter.fontMetrics().horizontalAdvance(name());
    painter.setFont(figureFont(Role::kMicro));
    const int width = painter.fontMetrics().horizontalAdvance(QString::number(m_count)) + 10;
    const QRectF badge(textWidth + 14, (height() - 16) / 2.0, width, 16);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isAlarm ? colours.failed.tint : colours.hover);
    painter.drawRoundedRect(badge, 8, 8);
    painter.setPen(isAlarm ? colours.failed.text : colours.muted);
    painter.drawText(badge, Qt::AlignCenter, QString::number(m_count));
  }

 private:
  QString name() const { return defaultAction()->text().remove(QLatin1Char('&')); }
  const StatusLine::Badge m_badge;
  int m_count = 0;
};

bool hasNvidiaDevice() {
  return QFileInfo::exists(QStringLiteral("/dev/nvidiactl"));
}

}  // namespace

StatusLine::StatusLine(EngineBridge& bridge, ProjectState& state, QWidget* parent)
    : QStatusBar(parent), m_bridge(bridge), m_state(state) {
  setSizeGripEnabled(false);
  setFixedHeight(frame::kStatusBar);
  // One widget with a row of its own: QStatusBar hides its items for messages and adds margins of its own.
  auto* content = new QWidget(this);
  m_row = new QHBoxLayout(content);
  m_row->setContentsMargins(space::k6, 1, space::k8, 0);
  m_row->setSpacing(space::k12);
  addWidget(content, 1);
  m_note = new ElidedLabel(this);
  m_note->setMuted(true);
  m_running = new StateLabel(Role::kSmall, this);
  m_eta = new MutedLabel(this);
  m_device = new MutedLabel(this);
  m_saved = new MutedLabel(tr("saved"), this);
  m_saved->setToolTip(tr("Every trial is in the project file as soon as it ends."));
  const QString cores = counted(bridge.slotCount(), tr("%1 core"), tr("%1 cores"));
  m_device->setText(hasNvidiaDevice() ? cores : tr("%1, CPU").arg(cores));
  m_noteTimer.setSingleShot(true);
  m_noteTimer.setInterval(kNoteMs);
  connect(&m_noteTimer, &QTimer::timeout, this, [this] { m_note->setText(QString()); });
  m_row->addWidget(m_note, 1);
  for (QWidget* widget : {static_cast<QWidget*>(m_running), static_cast<QWidget*>(m_eta),
                          static_cast<QWidget*>(m_device), static_cast<QWidget*>(m_saved)}) {
    m_row->addWidget(widget);
  }
  connect(&bridge, &EngineBridge::activityChanged, this, &StatusLine::showState);
  connect(&state, &ProjectState::changed, this, &StatusLine::showState);
  connect(&state, &ProjectState::contextChanged, this, &StatusLine::showState);
  applyFonts();
  showState();
}

void StatusLine::addPaneButton(QAction* action, Badge badge) {
  auto* button = new PaneButton(action, badge, this);
  m_row->insertWidget(static_cast<int>(m_buttons.size()), button);
  m_buttons << button;
}

void StatusLine::setCount(QAction* action, int count) {
  for (QToolButton* button : m_buttons) {
    if (button->defaultAction() == action) {
      static_cast<PaneButton*>(button)->setCount(count);
    }
  }
}

void StatusLine::note(const QString& text) {
  m_note->setText(text);
  m_noteTimer.start();
}

QString StatusLine::noteText() const {
  return m_note->text();
}

void StatusLine::showState() {
  const StudyRow* running = nullptr;
  for (const StudyRow& study : m_state.snapshot().studies) {
    const bool isLive = m_bridge.isRunning(study.id) || m_state.isRunningElsewhere(study);
    if (study.state == StudyState::kRunning && isLive) {
      running = &study;
    }
  }
  m_saved->setVisible(m_bridge.hasProject());
  m_eta->setVisible(running != nullptr && running->etaS >= 0.0);
  if (running == nullptr) {
    if (m_bridge.isRunning()) {
      m_running->setState(State::kRunning, tr("starting"));
    } else {
      m_running->setState(std::nullopt, tr("idle"));
    }
    return;
  }
  const int slotTotal = m_bridge.slotCount();
  if (m_bridge.isRunning(running->id)) {
    // A run that predicts its test windows keeps a slot busy without a trial.
    const int busy = std::min(std::max(running->trialsRunning, running->runsRunning), slotTotal);
    m_running->setState(State::kRunning,
                        counted(slotTotal, tr("running %2 of %1 slot"), tr("running %2 of %1 slots")).arg(busy));
  } else {
    m_running->setState(State::kRunning, tr("running in another program"));
  }
  m_eta->setText(tr("ETA %1").arg(duration(running->etaS)));
}

void StatusLine::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.fillRect(rect(), colours.surface);
  painter.fillRect(0, 0, width(), 1, colours.border);
}

void StatusLine::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
  }
  QStatusBar::changeEvent(event);
}

void StatusLine::applyFonts() {
  m_note->setFont(uiFont(Role::kSmall));
  for (QLabel* label : {m_eta, m_device, m_saved}) {
    label->setFont(figureFont(Role::kSmall));
  }
}

}  // namespace touchstone::ui
