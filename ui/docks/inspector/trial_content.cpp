#include "ui/docks/inspector/trial_content.h"

#include <QCoreApplication>
#include <QDateTime>
#include <algorithm>
#include <cmath>

#include "ui/models/config_text.h"
#include "ui/models/words.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {
namespace {

constexpr int kMostConfigs = 2000;  // for the median: reading more of them would not change what one sees

QString tr(const char* text) {
  return QCoreApplication::translate("Inspector", text);
}

QString unitOf(const RunRow& run) {
  return run.resourceUnit.empty() ? QStringLiteral("epoch") : QString::fromStdString(run.resourceUnit);
}

// What the last rung said of a trial that it let go on.
QString promotedText(const RungRow& rung, const RunRow& run) {
  const QString unit = unitOf(run).toHtmlEscaped();
  const QString spent = counted(rung.resource, QStringLiteral("%1 ") + unit, QStringLiteral("%1 ") + unit + u's');
  const QString rank =
      tr("At %1 it scored <b>%2</b>, rank %3 of %4")
          .arg(spent, readableNumber(rung.value), QString::number(rung.rank), QString::number(rung.of));
  return std::isnan(rung.cutoff) ? tr("%1, so it went on.").arg(rank)
                                 : tr("%1; the cut-off was %2, so it went on.").arg(rank, readableNumber(rung.cutoff));
}

QString whyTitle(TrialState state, bool isPromoted) {
  switch (state) {
  case TrialState::kFailed:
    return tr("Why failed?");
  case TrialState::kPaused:
    return tr("Why paused?");
  case TrialState::kStopped:
    return tr("Why stopped?");
  default:
    return isPromoted ? tr("Why promoted?") : tr("How it ended");
  }
}

// First what the search decided; a trial that got to the end was promoted before.
InspectorSection whySection(const TrialDetails& details) {
  const TrialRow& trial = details.trial;
  const auto promoted = std::find_if(details.rungs.rbegin(), details.rungs.rend(),
                                     [](const RungRow& rung) { return rung.decision == RungDecision::kPromoted; });
  const bool isOn = trial.state == TrialState::kFinished || trial.state == TrialState::kRunning;
  const bool isPromoted = isOn && promoted != details.rungs.rend();
  InspectorSection section;
  if (isPromoted) {
    section.paragraphs.push_back(promotedText(*promoted, details.run));
  }
  if (!trial.stopReason.empty()) {
    section.paragraphs.push_back(paragraphOf(trial.stopReason));
  }
  section.title = section.paragraphs.empty() ? QString() : whyTitle(trial.state, isPromoted);
  return section;
}

InspectorSection rungSection(const TrialDetails& details) {
  InspectorSection section;
  if (details.rungs.empty()) {
    return section;
  }
  section.title = tr("Rungs");
  section.rows.push_back({mutedCell(unitOf(details.run) + u's'), mutedCell(tr("score")), mutedCell(tr("cut-off")),
                          mutedCell(tr("rank")), mutedCell(tr("decision"))});
  for (const RungRow& rung : details.rungs) {
    const State state = stateOf(rung.decision);
    section.rows.push_back({plainCell(QString::number(rung.resource)),
                            boldCell(readableNumber(rung.value)),
                            mutedCell(std::isnan(rung.cutoff) ? QString() : readableNumber(rung.cutoff)),
                            plainCell(rung.of > 0 ? QStringLiteral("%1 / %2").arg(rung.rank).arg(rung.of) : QString()),
                            {stateWord(state), false, false, state}});
  }
  return section;
}

InspectorSection configSection(const TrialDetails& details) {
  InspectorSection section;
  const ConfigValues values = configValues(details.trial.configJson);
  if (values.empty()) {
    return section;
  }
  section.title = tr("Configuration");
  const bool hasOthers = details.configs.size() > 1;
  const ConfigValues medians = hasOthers ? medianConfig(details.configs) : ConfigValues();
  section.note = hasOthers ? tr("vs median of %1").arg(count(static_cast<double>(details.configs.size()))) : QString();
  for (const auto& [name, value] : values) {
    std::vector<InspectorCell> row{mutedCell(name), boldCell(value)};
    if (hasOthers) {
      const auto median =
          std::find_if(medians.begin(), medians.end(), [&name = name](const auto& each) { return each.first == name; });
      row.push_back(mutedCell(median != medians.end() ? median->second : QString()));
    }
    section.rows.push_back(std::move(row));
  }
  return section;
}

InspectorSection costSection(const TrialDetails& details) {
  const TrialRow& trial = details.trial;
  InspectorSection section;
  section.title = tr("Cost");
  section.rows = {{mutedCell(unitOf(details.run) + u's'), plainCell(count(trial.epochs))},
                  {mutedCell(tr("time")), plainCell(shortDuration(trial.seconds))},
                  {mutedCell(tr("CPU time")), plainCell(shortDuration(trial.cpuSeconds))}};
  if (trial.parameters > 0) {
    section.rows.push_back({mutedCell(tr("trained weights")), plainCell(count(static_cast<double>(trial.parameters)))});
  }
  return section;
}

}  // namespace

Result<TrialDetails> readTrial(const ProjectView& view, TrialId trial) {
  TrialFilter filter;
  filter.trial = trial;
  const auto found = view.trials(filter);
  if (!found) {
    return found.error();
  }
  if (found->rows.empty()) {
    return Error{ErrorCode::kNotFound, "This trial is no longer in the project.", ""};
  }
  TrialDetails details;
  details.trial = found->rows.front();
  const auto runs = view.runs({});
  if (!runs) {
    return runs.error();
  }
  const auto run =
      std::find_if(runs->begin(), runs->end(), [&](const RunRow& row) { return row.id == details.trial.run; });
  if (run != runs->end()) {
    details.run = *run;
  }
  const auto rungs = view.rungs(details.trial.run);
  if (!rungs) {
    return rungs.error();
  }
  std::copy_if(rungs->begin(), rungs->end(), std::back_inserter(details.rungs),
               [trial](const RungRow& rung) { return rung.trial == trial; });
  TrialFilter others;
  others.run = details.trial.run;
  others.limit = kMostConfigs;
  const auto all = view.trials(others);
  if (!all) {
    return all.error();
  }
  for (const TrialRow& other : all->rows) {
    details.configs.push_back(other.configJson);
  }
  return details;
}

InspectorContent trialContent(const TrialDetails& details) {
  const TrialRow& trial = details.trial;
  InspectorContent content;
  content.kind = tr("trial");
  content.title = trialName(trial.number);
  content.family = trial.family;
  content.chip = shortName(trial.contenderName);
  content.state = stateOf(trial.state);
  content.subtitle = tr("%1, seed %2").arg(isolated(briefName(trial.taskName))).arg(trial.seed);
  if (!std::isnan(trial.finishedS)) {
    constexpr double kMsPerS = 1000.0;
    const QDateTime end = QDateTime::fromMSecsSinceEpoch(std::llround(trial.finishedS * kMsPerS));
    content.subtitle = tr("%1 · ended %2").arg(content.subtitle, end.toString(QStringLiteral("HH:mm")));
  }
  if (!std::isnan(trial.value)) {
    content.number = readableNumber(trial.value);
    const bool isChosen = details.run.bestTrial == trial.id;
    content.numberNote = tr("validation %1").arg(metricText(details.run.metric, details.run.lowerIsBetter)) +
                         (isChosen ? tr(" · chosen for the test") : QString());
  }
  for (InspectorSection section :
       {whySection(details), rungSection(details), configSection(details), costSection(details)}) {
    if (!section.title.isEmpty()) {
      content.sections.push_back(std::move(section));
    }
  }
  return content;
}

}  // namespace touchstone::ui
