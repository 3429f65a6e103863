#include "ui/dialogs/new_study/budget_field.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr int kSteps = 200;
constexpr int kPage = 20;

}  // namespace

BudgetField::BudgetField(const QString& name, const QString& help, Range range, QWidget* parent)
    : QWidget(parent), m_range(std::move(range)) {
  m_name = new MutedLabel(name, this);
  m_number = new QSpinBox(this);
  m_number->setRange(m_range.mayBeNone ? 0 : m_range.least, m_range.most);
  m_number->setButtonSymbols(QAbstractSpinBox::NoButtons);
  m_number->setSuffix(m_range.suffix);
  m_number->setAlignment(Qt::AlignCenter);
  m_number->setAcceptDrops(false);
  if (m_range.mayBeNone) {
    m_number->setSpecialValueText(tr("no limit"));
  }
  m_slider = new QSlider(Qt::Horizontal, this);
  m_slider->setRange(0, kSteps + (m_range.mayBeNone ? 1 : 0));
  m_slider->setPageStep(kPage);
  m_low = new MutedLabel(QString::number(m_range.low) + m_range.suffix, this);
  m_high = new MutedLabel(m_range.mayBeNone ? tr("no limit") : QString::number(m_range.high), this);
  for (QWidget* control : {static_cast<QWidget*>(m_number), static_cast<QWidget*>(m_slider)}) {
    control->setAccessibleName(name);
    control->setToolTip(help);
  }
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(space::k6);
  grid->setVerticalSpacing(space::k2);
  grid->addWidget(m_name, 0, 0);
  grid->addWidget(m_number, 0, 1, Qt::AlignRight);
  grid->addWidget(m_slider, 1, 0, 1, 2);
  grid->addWidget(m_low, 2, 0);
  grid->addWidget(m_high, 2, 1, Qt::AlignRight);
  grid->setColumnStretch(0, 1);
  connect(m_number, &QSpinBox::valueChanged, this, [this](int value) {
    showOnSlider(value);
    emit changed(value);
  });
  connect(m_slider, &QSlider::valueChanged, this, [this](int position) { m_number->setValue(atPosition(position)); });
  applyFonts();
}

int BudgetField::value() const {
  return m_number->value();
}

void BudgetField::setValue(int value) {
  const QSignalBlocker quiet(m_number);
  m_number->setValue(value);
  showOnSlider(value);
}

int BudgetField::atPosition(int position) const {
  if (position > kSteps) {
    return 0;
  }
  const double ratio = static_cast<double>(m_range.high) / m_range.low;
  return static_cast<int>(std::lround(m_range.low * std::pow(ratio, static_cast<double>(position) / kSteps)));
}

int BudgetField::positionOf(int value) const {
  if (m_range.mayBeNone && value == 0) {
    return kSteps + 1;
  }
  const double ratio = static_cast<double>(m_range.high) / m_range.low;
  const double share = std::log(std::max(1.0, static_cast<double>(value)) / m_range.low) / std::log(ratio);
  return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * kSteps));
}

// A step of the slider is finer than a whole number: it stays where the hand has put it while the number is the same.
void BudgetField::showOnSlider(int value) {
  if (atPosition(m_slider->value()) == value) {
    return;
  }
  const QSignalBlocker quiet(m_slider);
  m_slider->setValue(positionOf(value));
}

void BudgetField::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
  }
  QWidget::changeEvent(event);
}

void BudgetField::applyFonts() {
  m_name->setFont(uiFont(Role::kSmall));
  m_number->setFont(figureFont(Role::kSmall));
  const QString longest = m_range.mayBeNone ? m_number->specialValueText() : QStringLiteral("00000");
  m_number->setFixedWidth(QFontMetrics(m_number->font()).horizontalAdvance(longest) + space::k24);
  m_low->setFont(figureFont(Role::kMicro));
  m_high->setFont(figureFont(Role::kMicro));
}

}  // namespace touchstone::ui
