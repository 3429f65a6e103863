#include "ui/dialogs/new_study/task_list.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/dialogs/new_study/sheet_parts.h"
#include "ui/dialogs/new_study/study_draft.h"
#include "ui/dialogs/new_study/task_form.h"
#include "ui/models/words.h"
#include "ui/plots/elided_label.h"
#include "ui/plots/numbers.h"
#include "ui/theme/icons.h"
#include "ui/theme/style_shapes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr int kMetricWidth = 64;
constexpr int kEmptyHeight = 64;

QString sizeText(const DraftTask& task) {
  if (!task.data) {
    return task.failure.isEmpty() ? TaskLine::tr("reading…") : TaskLine::tr("not usable");
  }
  const SeriesSummary& data = *task.data;
  const auto channels = task.spec.columns.empty() ? data.channels.size() : task.spec.columns.size();
  const QString rows = data.rows == data.longest
                           ? count(static_cast<double>(data.rows))
                           : TaskLine::tr("%1 to %2")
                                 .arg(count(static_cast<double>(data.rows)), count(static_cast<double>(data.longest)));
  const QString many = data.isSeriesInRows ? TaskLine::tr("%1 series") : TaskLine::tr("%1 channels");
  const QString one = data.isSeriesInRows ? TaskLine::tr("%1 series") : TaskLine::tr("%1 channel");
  return TaskLine::tr("%1 steps, %2").arg(rows, counted(static_cast<qint64>(channels), one, many));
}

QString taskMetricText(const DraftTask& task) {
  for (const MetricInfo& metric : metricsOf(Modality::kTimeSeries)) {
    if (metric.name == task.spec.metric) {
      return metricText(metric.name, metric.lowerIsBetter);
    }
  }
  return QString::fromStdString(task.spec.metric);
}

QToolButton* makeTool(Icon which, const QString& name, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(icon(which));
  button->setAutoRaise(true);
  button->setFocusPolicy(Qt::TabFocus);
  button->setAccessibleName(name);
  button->setToolTip(name);
  setFlat(button);
  return button;
}

}  // namespace

TaskLine::TaskLine(StudyDraft& draft, int index, QWidget* parent) : QWidget(parent), m_draft(draft), m_index(index) {
  makeParts();
  connect(m_box, &QCheckBox::toggled, this, [this](bool isChosen) { m_draft.chooseTask(m_index, isChosen); });
  connect(m_edit, &QToolButton::toggled, this, &TaskLine::openForm);
  connect(m_remove, &QToolButton::clicked, this, &TaskLine::removeWanted);
  applyTheme();
  showDraft(m_draft.problems());
}

void TaskLine::makeParts() {
  m_box = new QCheckBox(this);
  m_box->setObjectName(QStringLiteral("taskChosen"));
  m_kind = new QLabel(this);
  m_name = new ElidedLabel(this);
  m_size = new MutedLabel(this);
  m_metric = new MutedLabel(this);
  m_metric->setFixedWidth(kMetricWidth);
  m_metric->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_edit = makeTool(Icon::kChevronDown, tr("Edit"), this);
  m_edit->setObjectName(QStringLiteral("editTask"));
  m_edit->setCheckable(true);
  m_remove = makeTool(Icon::kCross, tr("Take out"), this);
  m_remove->setObjectName(QStringLiteral("removeTask"));
  m_problem = new ProblemLabel(m_box, this);
  m_problem->setContentsMargins(frame::kTableRow + space::k8, 0, space::k8, space::k4);
  auto* line = new QHBoxLayout;
  line->setContentsMargins(space::k8, 0, space::k4, 0);
  line->setSpacing(space::k8);
  for (QWidget* part : {static_cast<QWidget*>(m_box), static_cast<QWidget*>(m_kind)}) {
    line->addWidget(part);
  }
  line->addWidget(m_name, 1);
  for (QWidget* part : {static_cast<QWidget*>(m_size), static_cast<QWidget*>(m_metric)}) {
    line->addWidget(part);
  }
  auto* tools = new QHBoxLayout;
  tools->setSpacing(0);
  tools->addWidget(m_edit);
  tools->addWidget(m_remove);
  line->addLayout(tools);
  m_layout = new QVBoxLayout(this);
  m_layout->setContentsMargins(0, 0, 0, 1);
  m_layout->setSpacing(0);
  m_layout->addLayout(line);
  m_layout->addWidget(m_problem);
}

void TaskLine::setIndex(int index) {
  m_index = index;
  if (m_form != nullptr) {
    m_form->setIndex(index);
  }
}

void TaskLine::openForm(bool isOpen) {
  const QSignalBlocker quiet(m_edit);
  m_edit->setChecked(isOpen);
  if (isOpen && m_form == nullptr) {
    m_form = new TaskForm(m_draft, m_index, this);
    m_layout->addWidget(m_form);
    m_form->show();  // now, not with the next event: it takes the focus
    m_form->focusFirst();
  } else if (!isOpen && m_form != nullptr) {
    delete m_form;
    m_form = nullptr;
    m_edit->setFocus();
  }
  m_edit->setIcon(icon(isOpen ? Icon::kChevronUp : Icon::kChevronDown));
  showDraft(m_draft.problems());
}

void TaskLine::focusField(const QString& key) {
  if (key == QLatin1String("data")) {
    m_box->setFocus(Qt::TabFocusReason);
    return;
  }
  openForm(true);
  m_form->focusField(key);
}

void TaskLine::showDraft(const std::vector<DraftProblem>& problems) {
  const DraftTask& task = m_draft.tasks()[static_cast<std::size_t>(m_index)];
  const QString name = shortName(task.spec.name);
  const QSignalBlocker quiet(m_box);
  m_box->setChecked(task.isChosen);
  m_name->setText(name);
  m_size->setText(sizeText(task));
  m_metric->setText(taskMetricText(task));
  m_box->setAccessibleName(tr("%1, %2, %3").arg(name, m_size->text(), m_metric->text()));
  m_edit->setAccessibleName(tr("Edit %1").arg(name));
  m_remove->setAccessibleName(tr("Take out %1").arg(name));
  QString words;
  for (const DraftProblem& problem : problems) {
    if (words.isEmpty() && problem.place == DraftPlace::kTask && problem.task == m_index) {
      words = problem.text;
    }
  }
  m_problem->setProblem(m_form == nullptr ? words : QString());
  if (m_form != nullptr) {
    m_form->showDraft(problems);
  }
}

void TaskLine::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::PaletteChange) {
    applyTheme();
  }
  QWidget::changeEvent(event);
}

void TaskLine::applyTheme() {
  m_name->setFont(uiFont(Role::kSmall));
  m_size->setFont(figureFont(Role::kSmall));
  m_metric->setFont(uiFont(Role::kSmall));
  m_kind->setPixmap(iconPixmap(Icon::kWave, coloursOf(palette()).muted, frame::kIcon, devicePixelRatioF()));
}

TaskList::TaskList(StudyDraft& draft, QWidget* parent) : QFrame(parent), m_draft(draft) {
  setAccessibleName(tr("Tasks"));
  m_empty = new MutedLabel(tr("Drop CSV files with time series, or a study file, anywhere here."), this);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  m_empty->setMinimumHeight(kEmptyHeight);
  m_layout = new QVBoxLayout(this);
  m_layout->setContentsMargins(1, 1, 1, 1);
  m_layout->setSpacing(0);
  m_layout->addWidget(m_empty);
}

void TaskList::showDraft(const std::vector<DraftProblem>& problems) {
  const int wanted = static_cast<int>(m_draft.tasks().size());
  while (static_cast<int>(m_rows.size()) > wanted) {
    delete m_rows.back();
    m_rows.pop_back();
  }
  for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
    m_rows[static_cast<std::size_t>(i)]->setIndex(i);
    m_rows[static_cast<std::size_t>(i)]->showDraft(problems);
  }
  while (static_cast<int>(m_rows.size()) < wanted) {
    auto* row = new TaskLine(m_draft, static_cast<int>(m_rows.size()), this);
    connect(row, &TaskLine::removeWanted, this, [this, row] { remove(row); });
    m_layout->addWidget(row);
    m_rows.push_back(row);
  }
  m_empty->setVisible(wanted == 0);
  update();
}

// The row goes first, so that the others keep theirs when the draft tells of the change.
void TaskList::remove(TaskLine* row) {
  const int index = row->index();
  std::erase(m_rows, row);
  row->hide();
  row->deleteLater();
  for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
    m_rows[static_cast<std::size_t>(i)]->setIndex(i);
  }
  m_draft.removeTask(index);
}

void TaskList::focusTask(int index, const QString& key) {
  if (index >= 0 && index < static_cast<int>(m_rows.size())) {
    m_rows[static_cast<std::size_t>(index)]->focusField(key);
  }
}

void TaskList::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  shapes::roundedBox(painter, rect(), corner::kField, colours.surface, colours.border);
  for (std::size_t i = 1; i < m_rows.size(); ++i) {
    painter.fillRect(QRectF(1, m_rows[i]->y() - 1, width() - 2, 1), colours.line);
  }
}

}  // namespace touchstone::ui
