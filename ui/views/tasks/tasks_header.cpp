#include "ui/views/tasks/tasks_header.h"

#include <QEvent>
#include <QHBoxLayout>
#include <algorithm>

#include "engine/api/read_models.h"
#include "ui/models/words.h"
#include "ui/plots/elided_label.h"
#include "ui/plots/numbers.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

TasksHeader::TasksHeader(QWidget* parent) : QWidget(parent) {
  m_name = new ElidedLabel(this);
  m_name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  m_facts = new ElidedLabel(this);
  m_facts->setMuted(true);
  m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::k12);
  layout->addWidget(m_name);
  layout->addWidget(m_facts, 1);
  applyFonts();
}

void TasksHeader::showTask(const TaskRow& task) {
  m_name->setText(briefName(task.name));
  m_name->setToolTip(shortName(task.name));
  QStringList facts;
  if (!task.split.empty()) facts << tr("split %1").arg(QString::fromStdString(task.split).left(40));
  if (task.horizon > 0) facts << tr("horizon %1").arg(task.horizon);
  if (task.season > 1) facts << tr("season %1").arg(task.season);
  facts << metricText(task.metric, task.lowerIsBetter);
  const std::int64_t channels = std::max(1, task.channels);
  const std::int64_t windows = task.testItems / channels;
  if (windows == 1) facts << tr("1 test window");
  if (windows > 1) facts << tr("%1 test windows").arg(count(static_cast<double>(windows)));
  facts << counted(channels, tr("%1 channel"), tr("%1 channels"));
  m_facts->setText(facts.join(QStringLiteral(" · ")));
}

QString TasksHeader::name() const {
  return m_name->text();
}

QString TasksHeader::facts() const {
  return m_facts->text();
}

void TasksHeader::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::ApplicationFontChange) applyFonts();
}

void TasksHeader::applyFonts() {
  m_name->setFont(uiFont(Role::kBody, true));
  m_facts->setFont(uiFont(Role::kSmall));
}

}  // namespace touchstone::ui
