#include "ui/dialogs/new_study/task_form.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <algorithm>

#include "ui/dialogs/new_study/sheet_parts.h"
#include "ui/dialogs/new_study/study_draft.h"
#include "ui/models/words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr int kMostSteps = 100'000;
constexpr int kMostNotes = 3;

// Text is set only where it differs, so that the cursor stays while it is typed.
void showText(QLineEdit* field, const std::string& text) {
  const QString wanted = QString::fromStdString(text);
  if (field->text().simplified() != wanted.simplified()) {
    const QSignalBlocker quiet(field);
    field->setText(wanted.simplified());
    field->setCursorPosition(0);
  }
}

void showNumber(QSpinBox* field, int number) {
  const QSignalBlocker quiet(field);
  field->setValue(number);
}

}  // namespace

TaskForm::TaskForm(StudyDraft& draft, int index, QWidget* parent) : QWidget(parent), m_draft(draft), m_index(index) {
  setObjectName(QStringLiteral("taskForm"));
  makeFields();
  makeGrid();
  connect(m_name, &QLineEdit::textEdited, this, [this](const QString& text) {
    change([&text](TaskSpec& spec) { spec.name = text.simplified().toStdString(); });
  });
  connect(m_horizon, &QSpinBox::valueChanged, this,
          [this](int value) { change([value](TaskSpec& spec) { spec.horizon = value; }); });
  connect(m_season, &QSpinBox::valueChanged, this,
          [this](int value) { change([value](TaskSpec& spec) { spec.season = value; }); });
  connect(m_split, &QLineEdit::textEdited, this, [this](const QString& text) {
    change([&text](TaskSpec& spec) { spec.split = text.simplified().toStdString(); });
  });
  connect(m_metric, &QComboBox::currentIndexChanged, this, [this] {
    change([this](TaskSpec& spec) { spec.metric = m_metric->currentData().toString().toStdString(); });
  });
  applyFonts();
  showDraft(m_draft.problems());
}

void TaskForm::makeFields() {
  m_name = new QLineEdit(this);
  m_name->setObjectName(QStringLiteral("taskName"));
  m_name->setAccessibleName(tr("Name of the task"));
  m_horizon = new QSpinBox(this);
  m_horizon->setObjectName(QStringLiteral("horizon"));
  m_horizon->setAccessibleName(tr("Horizon in steps"));
  m_horizon->setRange(1, kMostSteps);
  m_season = new QSpinBox(this);
  m_season->setObjectName(QStringLiteral("season"));
  m_season->setAccessibleName(tr("Season in steps"));
  m_season->setRange(0, kMostSteps);
  m_split = new QLineEdit(this);
  m_split->setObjectName(QStringLiteral("split"));
  m_split->setAccessibleName(tr("Split into training, validation and test"));
  m_split->setToolTip(tr("70/10/20 in percent, last 48 in rows, 12/4/4 months (or weeks, days, rows), file:split.txt"));
  m_metric = new QComboBox(this);
  m_metric->setObjectName(QStringLiteral("metric"));
  m_metric->setAccessibleName(tr("Metric"));
  for (const MetricInfo& metric : metricsOf(Modality::kTimeSeries)) {
    m_metric->addItem(metricText(metric.name, metric.lowerIsBetter), QString::fromStdString(metric.name));
    m_metric->setItemData(m_metric->count() - 1,
                          QString::fromStdString(metric.title) + QStringLiteral(": ") +
                              QString::fromStdString(metric.formula),
                          Qt::ToolTipRole);
  }
  for (QWidget* field : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_horizon),
                         static_cast<QWidget*>(m_season), static_cast<QWidget*>(m_split)}) {
    field->setAcceptDrops(false);
  }
  for (QWidget* field :
       {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_horizon), static_cast<QWidget*>(m_season),
        static_cast<QWidget*>(m_split), static_cast<QWidget*>(m_metric)}) {
    field->setFixedHeight(frame::kControlInForm);
  }
  m_nameProblem = new ProblemLabel(m_name, this);
  m_horizonProblem = new ProblemLabel(m_horizon, this);
  m_splitProblem = new ProblemLabel(m_split, this);
  m_metricProblem = new ProblemLabel(m_metric, this);
  m_otherProblem = new ProblemLabel(nullptr, this);
  m_notes = new MutedLabel(this);
  m_notes->setWordWrap(true);
  m_notes->setTextFormat(Qt::PlainText);
}

void TaskForm::makeGrid() {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(frame::kTableRow + space::k8, space::k4, space::k8, space::k8);
  grid->setHorizontalSpacing(space::k8);
  grid->setVerticalSpacing(space::k4);
  const auto word = [this](const QString& text) { return new MutedLabel(text, this); };
  grid->addWidget(word(tr("Name")), 0, 0);
  grid->addWidget(m_name, 0, 1, 1, 3);
  grid->addWidget(m_nameProblem, 1, 1, 1, 3);
  grid->addWidget(word(tr("Horizon")), 2, 0);
  grid->addWidget(m_horizon, 2, 1);
  grid->addWidget(word(tr("Season")), 2, 2);
  grid->addWidget(m_season, 2, 3);
  grid->addWidget(m_horizonProblem, 3, 1, 1, 3);
  grid->addWidget(word(tr("Split")), 4, 0);
  grid->addWidget(m_split, 4, 1);
  grid->addWidget(word(tr("Metric")), 4, 2);
  grid->addWidget(m_metric, 4, 3);
  grid->addWidget(m_splitProblem, 5, 1, 1, 3);
  grid->addWidget(m_metricProblem, 6, 1, 1, 3);
  grid->addWidget(m_otherProblem, 7, 1, 1, 3);
  grid->addWidget(m_notes, 8, 1, 1, 3);
  grid->setColumnStretch(1, 1);
  grid->setColumnStretch(3, 1);
}

void TaskForm::change(const std::function<void(TaskSpec&)>& how) {
  TaskSpec spec = m_draft.tasks()[static_cast<std::size_t>(m_index)].spec;
  how(spec);
  m_draft.setTask(m_index, std::move(spec));
}

QString TaskForm::notesOf(const DraftTask& task) const {
  QStringList lines;
  if (task.data && !task.data->firstDate.empty()) {
    lines << tr("%1 to %2, a row each %3")
                 .arg(QString::fromStdString(task.data->firstDate), QString::fromStdString(task.data->lastDate),
                      QString::fromStdString(task.data->step));
  }
  if (task.data) {
    for (const std::string& note : task.data->notes) {
      if (lines.size() <= kMostNotes) {
        lines << QString::fromStdString(note);
      }
    }
  }
  lines << task.file();
  return lines.join(QLatin1Char('\n'));
}

void TaskForm::showDraft(const std::vector<DraftProblem>& problems) {
  const auto problemOf = [&](const QString& key) {
    const auto found = std::find_if(problems.begin(), problems.end(), [&](const DraftProblem& problem) {
      return problem.place == DraftPlace::kTask && problem.task == m_index && problem.key == key;
    });
    return found != problems.end() ? found->text : QString();
  };
  const DraftTask& task = m_draft.tasks()[static_cast<std::size_t>(m_index)];
  showText(m_name, task.spec.name);
  showText(m_split, task.spec.split);
  showNumber(m_horizon, task.spec.horizon);
  showNumber(m_season, task.spec.season);
  m_season->setSpecialValueText(!task.data              ? tr("found in the data")
                                : task.data->season > 1 ? tr("found: %1").arg(task.data->season)
                                                        : tr("none found"));
  const QSignalBlocker quiet(m_metric);
  m_metric->setCurrentIndex(m_metric->findData(QString::fromStdString(task.spec.metric)));
  m_nameProblem->setProblem(problemOf(QStringLiteral("name")));
  m_horizonProblem->setProblem(problemOf(QStringLiteral("horizon")));
  m_splitProblem->setProblem(problemOf(QStringLiteral("split")));
  m_metricProblem->setProblem(problemOf(QStringLiteral("metric")));
  const QString file = problemOf(QStringLiteral("data"));
  m_otherProblem->setProblem(file.isEmpty() ? problemOf(QStringLiteral("columns")) : file);
  m_notes->setText(notesOf(task));
}

void TaskForm::focusFirst() {
  m_name->setFocus(Qt::TabFocusReason);
}

void TaskForm::focusField(const QString& key) {
  QWidget* field = key == QLatin1String("horizon")  ? static_cast<QWidget*>(m_horizon)
                   : key == QLatin1String("split")  ? static_cast<QWidget*>(m_split)
                   : key == QLatin1String("metric") ? static_cast<QWidget*>(m_metric)
                                                    : static_cast<QWidget*>(m_name);
  field->setFocus(Qt::TabFocusReason);
}

void TaskForm::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
  }
  QWidget::changeEvent(event);
}

void TaskForm::applyFonts() {
  for (QWidget* child : findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
    child->setFont(uiFont(Role::kSmall));
  }
  m_horizon->setFont(figureFont(Role::kSmall));
  m_season->setFont(figureFont(Role::kSmall));
}

}  // namespace touchstone::ui
