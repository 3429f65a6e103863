#include "ui/main_window/context_strip.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QProgressBar>
#include <cmath>

#include "ui/models/project_state.h"
#include "ui/models/words.h"
#include "ui/plots/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr int kBudgetWidth = 120;
constexpr int kBudgetSteps = 1000;
constexpr int kMostCharacters = 40;

QComboBox* makeCombo(QWidget* parent, const QString& name) {
  auto* combo = new QComboBox(parent);
  combo->setAccessibleName(name);
  combo->setFixedHeight(frame::kControlInStrip);
  combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  combo->setMaximumWidth(280);
  return combo;
}

// Fills a combo without touching what has not changed, so that an open list stays open.
template <typename Rows>
void fill(QComboBox* combo, const Rows& rows, qint64 chosen) {
  bool isSame = combo->count() == static_cast<int>(rows.size());
  for (int i = 0; isSame && i < combo->count(); ++i) {
    const auto& row = rows[static_cast<std::size_t>(i)];
    isSame =
        combo->itemData(i).toLongLong() == row.id.value && combo->itemData(i, Qt::ToolTipRole) == shortName(row.name);
  }
  if (!isSame) {
    combo->clear();
    for (const auto& row : rows) {
      const QString name = shortName(row.name);
      combo->addItem(name.size() > kMostCharacters ? name.left(kMostCharacters) + QChar(0x2026) : name,
                     static_cast<qint64>(row.id.value));
      combo->setItemData(combo->count() - 1, name, Qt::ToolTipRole);
    }
  }
  const int index = combo->findData(chosen);
  if (index != combo->currentIndex()) {
    combo->setCurrentIndex(index);
  }
}

}  // namespace

ContextStrip::ContextStrip(ProjectState& state, QWidget* parent)
    : Bar(tr("Context"), frame::kContextStrip, Ground::kSunken, parent), m_state(state) {
  m_nothing = new MutedLabel(tr("No project open"), this);
  m_studyWord = new MutedLabel(tr("Study"), this);
  m_study = makeCombo(this, tr("Study"));
  m_taskWord = new MutedLabel(tr("Task"), this);
  m_task = makeCombo(this, tr("Task"));
  m_budgetWord = new MutedLabel(tr("Budget used"), this);
  m_budget = new QProgressBar(this);
  m_budget->setTextVisible(false);
  m_budget->setRange(0, kBudgetSteps);
  m_budget->setFixedSize(kBudgetWidth, space::k6);
  m_budget->setAccessibleName(tr("Budget used"));
  m_share = new QLabel(this);
  m_trials = new MutedLabel(this);

  m_words = {m_studyWord, m_taskWord, m_budgetWord};
  m_whenOpen = {m_study, m_task, m_budget, m_share, m_trials};
  for (QWidget* widget :
       {static_cast<QWidget*>(m_nothing), static_cast<QWidget*>(m_studyWord), static_cast<QWidget*>(m_study)}) {
    add(widget);
  }
  addGap(space::k8);
  add(m_taskWord);
  add(m_task);
  addStretch();
  add(m_budgetWord);
  for (QWidget* widget :
       {static_cast<QWidget*>(m_budget), static_cast<QWidget*>(m_share), static_cast<QWidget*>(m_trials)}) {
    add(widget);
  }
  connect(m_study, &QComboBox::currentIndexChanged, this, [this] {
    if (!m_isShowing && m_study->currentIndex() >= 0) {
      m_state.selectStudy(StudyId{m_study->currentData().toLongLong()});
    }
  });
  connect(m_task, &QComboBox::currentIndexChanged, this, [this] {
    if (!m_isShowing && m_task->currentIndex() >= 0) {
      const TaskId task{m_task->currentData().toLongLong()};
      m_state.selectTask(task);
      emit taskChosen(task);
    }
  });
  connect(&state, &ProjectState::changed, this, &ContextStrip::showState);
  connect(&state, &ProjectState::contextChanged, this, &ContextStrip::showState);
  applyFonts();
  showState();
}

void ContextStrip::setNarrow(bool isNarrow) {
  m_isNarrow = isNarrow;
  showState();
}

void ContextStrip::showState() {
  m_isShowing = true;
  const bool isOpen = m_state.currentStudy() != nullptr;
  m_nothing->setVisible(!m_state.isLoaded());
  for (QWidget* widget : m_whenOpen) {
    widget->setVisible(isOpen);
  }
  for (QWidget* word : m_words) {
    word->setVisible(isOpen && !m_isNarrow);
  }
  if (isOpen) {
    fill(m_study, m_state.snapshot().studies, m_state.study().value);
    fill(m_task, m_state.snapshot().tasks, m_state.task().value);
    showBudget();
  }
  m_isShowing = false;
}

void ContextStrip::showBudget() {
  const StudyRow& study = *m_state.currentStudy();
  const bool isPlanned = study.trialsPlanned > 0;
  const double share = spentShare(study);
  m_budget->setValue(static_cast<int>(std::lround(share * kBudgetSteps)));
  m_share->setText(percentText(share));
  m_trials->setText(isPlanned ? tr("%1 of %2 trials").arg(count(trialsEnded(study)), count(study.trialsPlanned))
                              : QString());
}

void ContextStrip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
  }
  Bar::changeEvent(event);
}

void ContextStrip::applyFonts() {
  const QList<QWidget*> all = {m_nothing, m_studyWord, m_study, m_taskWord, m_task, m_budgetWord};
  for (QWidget* widget : all) {
    widget->setFont(uiFont(Role::kSmall));
  }
  m_share->setFont(figureFont(Role::kSmall));
  m_trials->setFont(figureFont(Role::kSmall));
}

}  // namespace touchstone::ui
