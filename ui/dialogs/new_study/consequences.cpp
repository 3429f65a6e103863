#include "ui/dialogs/new_study/consequences.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/dialogs/new_study/bar_rows.h"
#include "ui/dialogs/new_study/sheet_parts.h"
#include "ui/dialogs/new_study/study_draft.h"
#include "ui/models/words.h"
#include "ui/plots/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr int kFewestSeedsForSpread = 3;

QString epochs(int number) {
  return counted(number, Consequences::tr("%1 epoch"), Consequences::tr("%1 epochs"));
}

QString timeText(double seconds) {
  return seconds < 1.0 ? Consequences::tr("under 1 s") : duration(seconds);
}

}  // namespace

Consequences::Consequences(const StudyDraft& draft, int cores, QWidget* parent)
    : QWidget(parent), m_draft(draft), m_cores(std::max(1, cores)) {
  m_ladderHead = new SectionHead(tr("Rung ladder"), tr("trials of one run at each rung"), this);
  m_ladder = new BarRows(BarRows::Look::kLadder, tr("Rung ladder"), this);
  m_ladder->setToolTip(tr("At least so many trials reach each rung"));
  m_ladderNote = new MutedLabel(this);
  m_ladderNote->setWordWrap(true);
  m_costsHead = new SectionHead(tr("What it will take"), QString(), this);
  m_costRows = new BarRows(BarRows::Look::kCosts, tr("What it will take"), this);
  m_costNote = new MutedLabel(this);
  m_costNote->setWordWrap(true);
  m_total = new QLabel(this);
  m_total->setWordWrap(true);
  m_notesLayout = new QVBoxLayout;
  m_notesLayout->setSpacing(space::k6);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::k16, space::k12, space::k16, space::k12);
  layout->setSpacing(space::k6);
  layout->addWidget(m_ladderHead);
  layout->addWidget(m_ladder);
  layout->addWidget(m_ladderNote);
  layout->addSpacing(space::k16);
  layout->addWidget(m_costsHead);
  layout->addWidget(m_costRows);
  layout->addWidget(m_total);
  layout->addWidget(m_costNote);
  layout->addSpacing(space::k16);
  layout->addWidget(new SectionHead(tr("Fair?"), QString(), this));
  layout->addLayout(m_notesLayout);
  layout->addStretch(1);
  applyFonts();
}

void Consequences::setCosts(RunCosts costs) {
  m_costs = std::move(costs);
  showDraft();
}

void Consequences::showDraft() {
  const StudySpec spec = m_draft.spec();
  const StudyPlan plan = planStudy(spec);
  showLadder(spec, plan);
  showCosts(spec, plan);
  showNotes(spec, plan);
}

void Consequences::showLadder(const StudySpec& spec, const StudyPlan& plan) {
  const auto halved = std::find_if(plan.contenders.begin(), plan.contenders.end(),
                                   [](const ContenderPlan& contender) { return !contender.rungs.empty(); });
  std::vector<BarRows::Row> rows;
  QStringList names;
  for (std::size_t i = 0; i < plan.contenders.size(); ++i) {
    if (!plan.contenders[i].rungs.empty()) {
      names << shortName(spec.contenders[i].name);
    }
  }
  if (halved != plan.contenders.end()) {
    for (const RungCount& rung : halved->rungs) {
      rows.push_back({epochs(rung.resource), count(rung.trials),
                      halved->trialsPerRun > 0 ? static_cast<double>(rung.trials) / halved->trialsPerRun : 0.0,
                      std::nullopt});
    }
  }
  m_ladder->setRows(std::move(rows));
  m_ladderNote->setText(names.isEmpty() ? tr("No chosen contender is tuned in rungs: each run is one trial.")
                        : m_draft.scheduler().isEmpty()
                            ? tr("Of %1; the others as in the file.").arg(names.first())
                            : tr("Of %1. All others need one trial.").arg(names.join(QStringLiteral(", ")).left(80)));
}

Family Consequences::familyOf(const ContenderSpec& contender) const {
  for (const DraftContender& known : m_draft.contenders()) {
    if (known.card.spec.name == contender.name) {
      return known.card.family;
    }
  }
  return Family::kReference;
}

void Consequences::showCosts(const StudySpec& spec, const StudyPlan& plan) {
  m_costsHead->setNote(counted(plan.runs, tr("%1 run"), tr("%1 runs")));
  const auto tasks = static_cast<int>(spec.tasks.size());
  double sum = 0.0, longest = 0.0;
  int unknown = 0, measured = 0;
  std::vector<double> seconds;
  for (std::size_t i = 0; i < spec.contenders.size(); ++i) {
    seconds.push_back(expectedSeconds(m_costs, spec.contenders[i], plan.contenders[i], tasks));
    const bool isKnown = std::isfinite(seconds.back());
    measured += isKnown ? 1 : 0;
    unknown += isKnown || familyOf(spec.contenders[i]) == Family::kReference ? 0 : 1;
    sum += isKnown ? seconds.back() : 0.0;
    longest = std::max(longest, isKnown ? seconds.back() : 0.0);
  }
  std::vector<BarRows::Row> rows;
  for (std::size_t i = 0; i < spec.contenders.size(); ++i) {
    const Family family = familyOf(spec.contenders[i]);
    if (family == Family::kReference) {
      continue;
    }
    const bool isKnown = std::isfinite(seconds[i]) && tasks > 0;
    const auto trials = static_cast<double>(plan.contenders[i].trialsPerRun) * plan.contenders[i].seedsComputed * tasks;
    rows.push_back(
        {shortName(spec.contenders[i].name),
         isKnown ? timeText(seconds[i]) : (trials == 1.0 ? tr("%1 trial") : tr("%1 trials")).arg(count(trials)),
         isKnown && longest > 0.0 ? seconds[i] / longest : 0.0, family});
  }
  m_costRows->setRows(std::move(rows));
  const int slotCount = m_draft.budget().slotCount > 0 ? m_draft.budget().slotCount : m_cores;
  m_total->setVisible(measured > 0 && tasks > 0);
  m_total->setText(tr("Expected on %1: %2")
                       .arg(counted(slotCount, tr("%1 slot"), tr("%1 slots")),
                            (unknown > 0 ? tr("more than %1") : QStringLiteral("%1")).arg(timeText(sum / slotCount))));
  m_costNote->setText(measured == 0 ? tr("The time is unknown before the first run.")
                      : unknown > 0 ? tr("From earlier runs in this project; of some contenders there are none yet.")
                                    : tr("From earlier runs in this project, on its tasks."));
}

std::vector<Consequences::Note> Consequences::notes(const StudySpec& spec, const StudyPlan& plan) const {
  std::vector<Note> found;
  found.push_back({Icon::kTick,
                   tr("The same budget for each: %1, %2")
                       .arg(counted(spec.budget.trials, tr("%1 trial"), tr("%1 trials")), epochs(spec.budget.resource)),
                   QString()});
  found.push_back({Icon::kTick, tr("Chosen on validation, the test stays sealed"), QString()});
  bool hasSupervised = false, hasFoundation = false;
  for (const DraftContender& contender : m_draft.contenders()) {
    if (!contender.isChosen || contender.card.family == Family::kReference) {
      continue;
    }
    (contender.card.family == Family::kFoundation ? hasFoundation : hasSupervised) = true;
    const QString name = briefName(contender.card.spec.name);
    if (const QString leakage = m_draft.leakageOf(contender); !leakage.isEmpty()) {
      found.push_back({Icon::kWarning, tr("%1: its pretraining may hold these data").arg(name), leakage});
    }
    if (!contender.card.missing.empty()) {
      found.push_back({Icon::kWarning, tr("%1: not on this machine, its runs will fail").arg(name),
                       QString::fromStdString(contender.card.missing)});
    }
  }
  if (hasSupervised != hasFoundation) {
    found.push_back({Icon::kWarning,
                     hasSupervised ? tr("No foundation model: nothing to compare with")
                                   : tr("No supervised model: nothing to compare with"),
                     tr("A verdict needs at least one of each family on the same task.")});
  }
  for (const ContenderPlan& contender : plan.contenders) {
    if (!contender.rungs.empty() && contender.rungs.back().trials == 0) {
      found.push_back({Icon::kWarning, tr("Too few trials: maybe none reaches %1").arg(epochs(spec.budget.resource)),
                       tr("Give more trials, fewer epochs, or let more of them go on.")});
      break;
    }
  }
  if (!spec.seeds.empty() && static_cast<int>(spec.seeds.size()) < kFewestSeedsForSpread) {
    found.push_back({Icon::kWarning, tr("Fewer than three seeds: the spread is not known well"), QString()});
  }
  if (spec.budget.secondsPerRun > 0.0) {
    found.push_back({Icon::kWarning, tr("A time limit: results depend on the machine"), QString()});
  }
  return found;
}

Consequences::NoteRow& Consequences::noteRow(std::size_t index) {
  while (m_notes.size() <= index) {
    NoteRow row;
    row.line = new QWidget(this);
    row.mark = new QLabel(row.line);
    row.mark->setFixedSize(frame::kIcon, frame::kIcon);
    row.text = new QLabel(row.line);
    row.text->setWordWrap(true);
    row.text->setTextFormat(Qt::PlainText);
    row.text->setFont(uiFont(Role::kSmall));
    auto* layout = new QHBoxLayout(row.line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::k6);
    layout->addWidget(row.mark, 0, Qt::AlignTop);
    layout->addWidget(row.text, 1);
    m_notesLayout->addWidget(row.line);
    m_notes.push_back(row);
  }
  return m_notes[index];
}

void Consequences::showNotes(const StudySpec& spec, const StudyPlan& plan) {
  const std::vector<Note> wanted = notes(spec, plan);
  const Colours& colours = coloursOf(palette());
  for (std::size_t i = 0; i < std::max(wanted.size(), m_notes.size()); ++i) {
    NoteRow& row = noteRow(i);
    row.line->setVisible(i < wanted.size());
    if (i >= wanted.size()) {
      continue;
    }
    const Note& note = wanted[i];
    const QColor colour = note.icon == Icon::kWarning ? colours.paused.text : colours.promoted.text;
    row.mark->setPixmap(iconPixmap(note.icon, colour, frame::kIcon, devicePixelRatioF()));
    row.text->setText(note.text);
    row.line->setToolTip(note.help);
    row.text->setAccessibleDescription(note.help);
  }
}

void Consequences::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
  }
  if (event->type() == QEvent::PaletteChange) {
    showDraft();
  }
  QWidget::changeEvent(event);
}

void Consequences::applyFonts() {
  m_ladderNote->setFont(uiFont(Role::kSmall));
  m_costNote->setFont(uiFont(Role::kSmall));
  m_total->setFont(figureFont(Role::kSmall, true));
  for (const NoteRow& row : m_notes) {
    row.text->setFont(uiFont(Role::kSmall));
  }
}

}  // namespace touchstone::ui
