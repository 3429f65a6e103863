#include "ui/dialogs/new_study/budget_form.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/dialogs/new_study/budget_field.h"
#include "ui/dialogs/new_study/sheet_parts.h"
#include "ui/dialogs/new_study/study_draft.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr double kSecondsPerMinute = 60.0;
constexpr int kLargestReduction = 16;
constexpr int kSeedsWidth = 96, kLeastSeedsWidth = 52;

QString schedulerWords(const QString& scheduler) {
  if (scheduler == QLatin1String("asha")) {
    return BudgetForm::tr("ASHA, promotion");
  }
  if (scheduler == QLatin1String("asha-stopping")) {
    return BudgetForm::tr("ASHA, stopping");
  }
  return scheduler == QLatin1String("none") ? BudgetForm::tr("every trial to its end") : scheduler;
}

QString reductionWords(int reduction) {
  switch (reduction) {
  case 2:
    return BudgetForm::tr("one half");
  case 3:
    return BudgetForm::tr("one third");
  case 4:
    return BudgetForm::tr("one quarter");
  default:
    return BudgetForm::tr("one in %1").arg(reduction);
  }
}

QComboBox* makeCombo(const char* id, const QString& name, const QString& help, QWidget* parent) {
  auto* combo = new QComboBox(parent);
  combo->setObjectName(QString::fromLatin1(id));
  combo->setAccessibleName(name);
  combo->setToolTip(help);
  combo->setFixedHeight(frame::kControlInStrip);
  combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  return combo;
}

}  // namespace

BudgetForm::BudgetForm(StudyDraft& draft, int cores, QWidget* parent)
    : QWidget(parent), m_draft(draft), m_cores(std::max(1, cores)) {
  makeFields();
  auto* fields = new QHBoxLayout;
  fields->setSpacing(space::k20);
  for (BudgetField* field : {m_trials, m_epochs, m_time}) {
    fields->addWidget(field, 1);
  }
  auto* line = new QHBoxLayout;
  line->setSpacing(space::k6);
  makeLine(line);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::k8);
  layout->addLayout(fields);
  layout->addLayout(line);
  layout->addWidget(m_problem);
  connectFields();
  applyFonts();
}

void BudgetForm::makeFields() {
  m_trials = new BudgetField(tr("Trials per run"), tr("Configurations that a tuned contender may try in one run"),
                             {.low = 3, .high = 243, .suffix = {}}, this);
  m_trials->setObjectName(QStringLiteral("trials"));
  m_epochs = new BudgetField(tr("Epochs per trial"), tr("Epochs that the best trials may reach"),
                             {.low = 3, .high = 243, .suffix = {}}, this);
  m_epochs->setObjectName(QStringLiteral("epochs"));
  m_time = new BudgetField(
      tr("Time per run"), tr("A run ends when this time is used up; results then depend on the machine"),
      {.low = 1, .high = 480, .least = 0, .most = 100'000, .mayBeNone = true, .suffix = tr(" min")}, this);
  m_time->setObjectName(QStringLiteral("time"));
  m_seeds = new QLineEdit(this);
  m_seeds->setObjectName(QStringLiteral("seeds"));
  m_seeds->setAccessibleName(tr("Seeds"));
  m_seeds->setToolTip(tr("Every contender with randomness runs once for each seed; three show a spread"));
  m_seeds->setFixedHeight(frame::kControlInStrip);
  m_seeds->setMinimumWidth(kLeastSeedsWidth);  // large letters leave it less than it likes
  m_seeds->setMaximumWidth(kSeedsWidth);
  m_seeds->setAcceptDrops(false);
  m_scheduler = makeCombo("scheduler", tr("Scheduler"), tr("How weak trials are stopped early"), this);
  m_reduction = makeCombo("reduction", tr("Goes on"), tr("How many of the trials at a rung go on to the next"), this);
  for (int reduction = 2; reduction <= 4; ++reduction) {
    m_reduction->addItem(reductionWords(reduction), reduction);
  }
  m_slots = makeCombo("slots", tr("Slots"), tr("Trials at a time on this machine; results do not depend on it"), this);
  m_slots->addItem(tr("all %1").arg(m_cores), 0);
  for (int slot = 1; slot < m_cores; ++slot) {
    m_slots->addItem(QString::number(slot), slot);
  }
  m_problem = new ProblemLabel(m_seeds, this);
}

void BudgetForm::makeLine(QHBoxLayout* line) {
  const std::pair<QString, QWidget*> parts[] = {
      {tr("Seeds"), m_seeds}, {tr("Scheduler"), m_scheduler}, {tr("goes on"), m_reduction}, {tr("Slots"), m_slots}};
  for (const auto& [word, field] : parts) {
    if (line->count() > 0) {
      line->addSpacing(space::k6);
    }
    m_words << new MutedLabel(word, this);
    line->addWidget(m_words.back());
    line->addWidget(field);
  }
  line->addStretch(0);
}

void BudgetForm::connectFields() {
  const auto change = [this](auto how) {
    BudgetSpec budget = m_draft.budget();
    how(budget);
    m_draft.setBudget(budget);
  };
  connect(m_trials, &BudgetField::changed, this,
          [change](int value) { change([value](BudgetSpec& budget) { budget.trials = value; }); });
  connect(m_epochs, &BudgetField::changed, this,
          [change](int value) { change([value](BudgetSpec& budget) { budget.resource = value; }); });
  connect(m_time, &BudgetField::changed, this, [change](int minutes) {
    change([minutes](BudgetSpec& budget) { budget.secondsPerRun = minutes * kSecondsPerMinute; });
  });
  connect(m_slots, &QComboBox::currentIndexChanged, this, [this, change] {
    change([this](BudgetSpec& budget) { budget.slotCount = m_slots->currentData().toInt(); });
  });
  connect(m_seeds, &QLineEdit::textEdited, &m_draft, &StudyDraft::setSeedsText);
  connect(m_scheduler, &QComboBox::currentIndexChanged, this,
          [this] { m_draft.setScheduler(m_scheduler->currentData().toString()); });
  connect(m_reduction, &QComboBox::currentIndexChanged, this,
          [this] { m_draft.setReduction(m_reduction->currentData().toInt()); });
}

void BudgetForm::showDraft() {
  const BudgetSpec& budget = m_draft.budget();
  m_trials->setValue(budget.trials);
  m_epochs->setValue(budget.resource);
  m_time->setValue(static_cast<int>(std::ceil(budget.secondsPerRun / kSecondsPerMinute)));
  if (m_seeds->text() != m_draft.seedsText()) {
    const QSignalBlocker quiet(m_seeds);
    m_seeds->setText(m_draft.seedsText());
    m_seeds->setCursorPosition(0);
  }
  const QSignalBlocker quietSlots(m_slots);
  if (m_slots->findData(budget.slotCount) < 0) {
    m_slots->addItem(QString::number(budget.slotCount), budget.slotCount);
  }
  m_slots->setCurrentIndex(m_slots->findData(budget.slotCount));
  showScheduler();
  QString words;
  for (const DraftProblem& problem : m_draft.problems()) {
    if (problem.place == DraftPlace::kSeeds) {
      words = problem.text;
    }
  }
  m_problem->setProblem(words);
}

void BudgetForm::showScheduler() {
  const QSignalBlocker quietScheduler(m_scheduler), quietReduction(m_reduction);
  if (m_scheduler->count() == 0) {
    for (const std::string& scheduler : schedulersToChoose()) {
      const QString word = QString::fromStdString(scheduler);
      m_scheduler->addItem(schedulerWords(word), word);
    }
  }
  if (m_draft.scheduler().isEmpty() && m_scheduler->findData(QString()) < 0) {
    m_scheduler->insertItem(0, tr("as in the file"), QString());
  }
  m_scheduler->setCurrentIndex(m_scheduler->findData(m_draft.scheduler()));
  const int reduction = std::clamp(m_draft.reduction(), 2, kLargestReduction);
  if (m_reduction->findData(reduction) < 0) {
    m_reduction->addItem(reductionWords(reduction), reduction);
  }
  m_reduction->setCurrentIndex(m_reduction->findData(reduction));
  m_reduction->setEnabled(!m_draft.scheduler().isEmpty() && m_draft.scheduler() != QLatin1String("none"));
}

void BudgetForm::focusSeeds() {
  m_seeds->setFocus(Qt::TabFocusReason);
}

void BudgetForm::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
  }
  QWidget::changeEvent(event);
}

void BudgetForm::applyFonts() {
  for (QWidget* field : {static_cast<QWidget*>(m_scheduler), static_cast<QWidget*>(m_reduction)}) {
    field->setFont(uiFont(Role::kSmall));
  }
  for (QWidget* field : {static_cast<QWidget*>(m_seeds), static_cast<QWidget*>(m_slots)}) {
    field->setFont(figureFont(Role::kSmall));
  }
  for (MutedLabel* word : m_words) {
    word->setFont(uiFont(Role::kSmall));
  }
}

}  // namespace touchstone::ui
