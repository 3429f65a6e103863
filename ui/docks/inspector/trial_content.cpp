#include "ui/docks/inspector/trial_content.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/models/config_text.h"
#include "ui/models/words.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {
namespace {

constexpr int kMostConfigs = 2000;

QString tr(const char* text) {
  return QCoreApplication::translate("Inspector", text);
}

// What the last rung said of a trial that it let go on.
QString promotedText(const RungRow& rung, const RunRow& run) {
  const QString unit = QString::fromStdString(run.resourceUnit.empty() ? "epoch" : run.resourceUnit);
  return tr("At %1 it scored <b>%2</b>, rank %3 of %4; the cut-off was %5, so it went on.")
      .arg(counted(rung.resource, QStringLiteral("%1 ") + unit, QStringLiteral("%1 ") + unit + u's'),
           readableNumber(rung.value), QString::number(rung.rank), QString::number(rung.of), readableNumber(rung.cutoff));
}

InspectorSection whySection(const TrialDetails& details) {
  const TrialRow& trial = details.trial;
  InspectorSection section;
  if (!trial.stopReason.empty()) {
    const QString reason = QString::fromStdString(trial.stopReason).toHtmlEscaped();
    section.title = trial.state == TrialState::kFailed   ? tr("Why failed?")
                    : trial.state == TrialState::kPaused ? tr("Why paused?")
                                                         : tr("Why stopped?");
    section.paragraphs = {reason};
  } else if (!details.rungs.empty() && details.rungs.back().decision == RungDecision::kPromoted) {
    section.title = tr("Why promoted?");
    section.paragraphs = {promotedText(details.rungs.back(), details.run)};
  }
  return section;
}

InspectorSection rungSection(const TrialDetails& details) {
  InspectorSection section;
  if (details.rungs.empty()) {
    return section;
  }
  section.title = tr("Rungs");
  const auto head = [](const QString& text) { return InspectorCell{text, false, true, {}}; };
  const QString unit = QString::fromStdString(details.run.resourceUnit.empty() ? "epoch" : details.run.resourceUnit);
  section.rows.push_back({head(unit + u's'), head(tr("score")), head(tr("cut-off")), head(tr("rank")), head(tr("decision"))});
  for (const RungRow& rung : details.rungs) {
    const State state = stateOf(rung.decision);
    section.rows.push_back({{QString::number(rung.resource), false, false, {}},
                            {readableNumber(rung.value), true, false, {}},
                            {std::isnan(rung.cutoff) ? QString() : readableNumber(rung.cutoff), false, true, {}},
                            {QStringLiteral("%1 / %2").arg(rung.rank).arg(rung.of), false, false, {}},
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
  section.note = hasOthers ? tr("beside the median of %1 trials").arg(details.configs.size()) : QString();
  for (const auto& [name, value] : values) {
    std::vector<InspectorCell> row{{name, false, true, {}}, {value, true, false, {}}};
    if (hasOthers) {
      const auto median = std::find_if(medians.begin(), medians.end(), [&name = name](const auto& m) { return m.first == name; });
      row.push_back({median != medians.end() ? median->second : QString(), false, true, {}});
    }
    section.rows.push_back(std::move(row));
  }
  return section;
}

InspectorSection costSection(const TrialDetails& details) {
  const TrialRow& trial = details.trial;
  InspectorSection section;
  section.title = tr("Cost");
  const auto add = [&section](const QString& name, const QString& value) {
    section.rows.push_back({{name, false, true, {}}, {value, false, false, {}}});
  };
  add(QString::fromStdString(details.run.resourceUnit.empty() ? "epoch" : details.run.resourceUnit) + u's', QString::number(trial.epochs));
  add(tr("time"), shortDuration(trial.seconds));
  add(tr("CPU time"), shortDuration(trial.cpuSeconds));
  if (trial.parameters > 0) {
    add(tr("trained weights"), count(static_cast<double>(trial.parameters)));
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
  const auto run = std::find_if(runs->begin(), runs->end(), [&](const RunRow& row) { return row.id == details.trial.run; });
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
  content.subtitle = tr("%1, seed %2").arg(shortName(trial.taskName)).arg(trial.seed);
  if (!std::isnan(trial.value)) {
    content.number = readableNumber(trial.value);
    const bool isChosen = details.run.bestTrial == trial.id;
    content.numberNote = tr("validation %1").arg(metricText(details.run.metric, details.run.lowerIsBetter)) +
                         (isChosen ? tr(" · chosen for the test") : QString());
  }
  for (InspectorSection section : {whySection(details), rungSection(details), configSection(details), costSection(details)}) {
    if (!section.title.isEmpty()) {
      content.sections.push_back(std::move(section));
    }
  }
  return content;
}

}  // namespace touchstone::ui
