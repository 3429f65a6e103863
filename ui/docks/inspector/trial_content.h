// A trial in the Inspector: why it stopped or went on, its rungs, its configuration beside the median, what it cost.
// readTrial runs on the reader's thread; trialContent is a pure function.
// Errors: kNotFound where the trial is gone.
#pragma once

#include <string>
#include <vector>

#include "engine/api/project_view.h"
#include "ui/docks/inspector/inspector_content.h"

namespace touchstone::ui {

struct TrialDetails {
  TrialRow trial;
  RunRow run;
  std::vector<RungRow> rungs;        // of this trial, lowest first
  std::vector<std::string> configs;  // of all trials of the run
};

Result<TrialDetails> readTrial(const ProjectView& view, TrialId trial);
InspectorContent trialContent(const TrialDetails& details);

}  // namespace touchstone::ui
