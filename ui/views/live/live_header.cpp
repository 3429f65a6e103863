#include "ui/views/live/live_header.h"

#include <QButtonGroup>
#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <algorithm>
#include <cmath>
#include <set>

#include "ui/models/project_state.h"
#include "ui/models/words.h"
#include "ui/plots/elided_label.h"
#include "ui/plots/marks.h"
#include "ui/plots/numbers.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/state_label.h"

namespace touchstone::ui {
namespace {

constexpr int kBarWidth = 110;
constexpr int kBarSteps = 1000;

// "Auto-AR, DLinear and 4 more · 3 seeds"
QString contendersText(const ProjectSnapshot& snapshot) {
  constexpr std::size_t kNamed = 3;
  QStringList names;
  for (std::size_t i = 0; i < std::min(kNamed, snapshot.contenders.size()); ++i) {
    names << shortName(snapshot.contenders[i].name);
  }
  QString text = names.join(QStringLiteral(", "));
  if (snapshot.contenders.size() > kNamed) {
    text = LiveHeader::tr("%1 and %2 more").arg(text).arg(snapshot.contenders.size() - kNamed);
  }
  std::set<std::int64_t> seeds;
  for (const RunRow& run : snapshot.runs) {
    seeds.insert(run.seed);
  }
  if (!seeds.empty()) {
    text += QStringLiteral(" · ") +
            counted(static_cast<qint64>(seeds.size()), LiveHeader::tr("%1 seed"), LiveHeader::tr("%1 seeds"));
  }
  return text;
}

QString countsText(const StudyRow& study) {
  const int over = study.runsDone + study.runsFailed;
  const int run = study.state == StudyState::kRunning ? std::min(over + 1, study.runsTotal) : over;
  QString text = LiveHeader::tr("run %1 of %2").arg(run).arg(study.runsTotal);
  if (study.trialsPlanned > 0) {
    text += QStringLiteral(" · ") + LiveHeader::tr("trial %1 of %2").arg(trialsEnded(study)).arg(study.trialsPlanned);
  }
  return text;
}

// "finished 12:41 after 2 min 31 s"
QString endText(const StudyRow& study) {
  if (std::isnan(study.finishedS)) {
    return {};
  }
  const QDateTime end = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(study.finishedS));
  const bool isToday = end.date() == QDate::currentDate();
  const QString when = end.toString(isToday ? QStringLiteral("HH:mm") : QStringLiteral("yyyy-MM-dd HH:mm"));
  if (std::isnan(study.startedS)) {
    return when;
  }
  return LiveHeader::tr("%1, took %2").arg(when, duration(study.finishedS - study.startedS));
}

}  // namespace

LiveHeader::LiveHeader(QWidget* parent) : QWidget(parent) {
  m_task = new QLabel(this);
  m_task->setTextFormat(Qt::PlainText);
  m_contenders = new ElidedLabel(this);
  m_contenders->setMuted(true);
  m_state = new StateLabel(Role::kSmall, this);
  m_state->setChip(true);
  m_counts = new MutedLabel(this);
  m_bar = new QProgressBar(this);
  m_bar->setTextVisible(false);
  m_bar->setRange(0, kBarSteps);
  m_bar->setFixedSize(kBarWidth, space::k6);
  m_bar->setAccessibleName(tr("Progress of the study"));
  m_eta = new QLabel(this);

  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::k16);
  layout->addWidget(m_task);
  layout->addWidget(m_contenders, 1);
  layout->addWidget(m_counts);
  layout->addWidget(m_bar);
  layout->addWidget(m_eta);
  layout->addWidget(m_state);
  layout->addWidget(makeButtons());
  applyFonts();
}

QWidget* LiveHeader::makeButtons() {
  auto* box = new QWidget(this);
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  auto* group = new QButtonGroup(box);
  constexpr std::array kCards{LiveCards::kOne, LiveCards::kTwo, LiveCards::kAll};
  constexpr std::array kIcons{Icon::kLayoutOne, Icon::kLayoutTwo, Icon::kLayoutAll};
  constexpr std::array kSegments{Segment::kFirst, Segment::kMiddle, Segment::kLast};
  const std::array tips{tr("Learning curves alone"), tr("Learning curves and best so far"), tr("All cards")};
  for (std::size_t i = 0; i < m_buttons.size(); ++i) {
    auto* button = new QToolButton(box);
    button->setToolTip(tips[i]);
    button->setAccessibleName(tips[i]);
    button->setFixedSize(frame::kControlInStrip + space::k4, frame::kControlInStrip);
    setSegment(button, kSegments[i]);
    const auto tint = [button, which = kIcons[i]](bool isOn) {
      button->setIcon(icon(which, isOn ? Tone::kAccent : Tone::kMuted));
    };
    tint(false);
    connect(button, &QToolButton::toggled, this, tint);
    connect(button, &QToolButton::clicked, this, [this, cards = kCards[i]] { emit cardsChosen(cards); });
    group->addButton(button);
    row->addWidget(button);
    m_buttons[i] = button;
  }
  return box;
}

void LiveHeader::setCards(LiveCards cards) {
  m_buttons[static_cast<std::size_t>(cards)]->setChecked(true);
}

void LiveHeader::showState(const ProjectState& state) {
  const StudyRow* study = state.currentStudy();
  const TaskRow* task = state.currentTask();
  if (study == nullptr) {
    return;
  }
  const std::string& name = task != nullptr ? task->name : study->name;
  m_task->setText(briefName(name));
  m_task->setToolTip(shortName(name));
  m_contenders->setText(contendersText(state.snapshot()));
  m_bar->setValue(static_cast<int>(std::lround(spentShare(*study) * kBarSteps)));
  m_counts->setText(countsText(*study));
  const bool isRunning = study->state == StudyState::kRunning;
  const QString eta = duration(study->etaS);
  m_eta->setText(isRunning ? (study->etaS >= 0.0 ? tr("ETA %1").arg(eta) : tr("no estimate yet"))
                           : tr("nothing running"));
  m_state->setVisible(!isRunning);
  QString words = stateWord(stateOf(study->state));
  if (study->state == StudyState::kInterrupted) {
    words = tr("interrupted");
  }
  const QString end = endText(*study);
  m_state->setState(stateOf(study->state), end.isEmpty() ? words : words + QLatin1Char(' ') + end);
}

void LiveHeader::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
  }
  QWidget::changeEvent(event);
}

void LiveHeader::applyFonts() {
  m_task->setFont(uiFont(Role::kBody, true));
  m_contenders->setFont(uiFont(Role::kSmall));
  m_counts->setFont(figureFont(Role::kSmall));
  m_eta->setFont(figureFont(Role::kSmall, true));
}

}  // namespace touchstone::ui
