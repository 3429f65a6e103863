#include "ui/views/tasks/window_picker.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/views/tasks/forecast_math.h"

namespace touchstone::ui {
namespace {

QToolButton* arrow(Icon which, const QString& tip, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(icon(which));
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  button->setAutoRaise(true);
  return button;
}

}  // namespace

WindowPicker::WindowPicker(QWidget* parent) : QWidget(parent) {
  m_previous = arrow(Icon::kChevronLeft, tr("Previous window (PgUp)"), this);
  m_next = arrow(Icon::kChevronRight, tr("Next window (PgDown)"), this);
  m_spin = new WindowSpin(this);
  m_spin->setFixedHeight(frame::kControlInStrip);
  m_spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
  m_spin->setAlignment(Qt::AlignCenter);
  m_spin->setKeyboardTracking(false);
  m_spin->setPrefix(tr("window "));
  m_spin->setAccessibleName(tr("Test window"));
  m_spin->setToolTip(tr("The stored window nearest to this number is shown"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::k2);
  layout->addWidget(m_previous);
  layout->addWidget(m_spin);
  layout->addWidget(m_next);
  connect(m_previous, &QToolButton::clicked, this, &WindowPicker::previous);
  connect(m_next, &QToolButton::clicked, this, &WindowPicker::next);
  connect(m_spin, &WindowSpin::stepped, this, [this](int steps) { setIndex(m_index + steps); });
  connect(m_spin, &QSpinBox::valueChanged, this, [this](int number) { setIndex(nearestWindow(m_items, number - 1)); });
}

std::int64_t WindowPicker::item() const {
  return m_index < 0 ? -1 : m_items[static_cast<std::size_t>(m_index)];
}

void WindowPicker::setWindows(std::vector<std::int64_t> items, std::int64_t count, int index) {
  m_items = std::move(items);
  m_index = m_items.empty() ? -1 : std::clamp(index, 0, static_cast<int>(m_items.size()) - 1);
  const QSignalBlocker blocker(m_spin);
  const auto most = m_items.empty() ? count : std::max(count, m_items.back() + 1);
  m_spin->setRange(1, static_cast<int>(std::max<std::int64_t>(1, most)));
  m_spin->setSuffix(tr(" of %1").arg(most));
  const QString widest = m_spin->prefix() + QString::number(most) + m_spin->suffix();
  m_spin->setMinimumWidth(m_spin->fontMetrics().horizontalAdvance(widest) + 2 * space::k12);
  show();
}

void WindowPicker::setIndex(int index) {
  const int last = static_cast<int>(m_items.size()) - 1;
  const int wanted = std::min(std::max(index, 0), last);
  const bool isOther = wanted != m_index;
  m_index = wanted;
  show();
  if (isOther) emit chosen(m_index);
}

void WindowPicker::show() {
  const QSignalBlocker blocker(m_spin);
  if (m_index >= 0) m_spin->setValue(static_cast<int>(item()) + 1);
  setVisible(!m_items.empty());
  m_previous->setEnabled(m_index > 0);
  m_next->setEnabled(m_index + 1 < static_cast<int>(m_items.size()));
}

}  // namespace touchstone::ui
