// What the window needs of the engine library, as functions, so that tests run it on fakes and the window links nothing
// before it is used.
// Thread: value type; all may be called on any thread, and all but createEngine block: they read files.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/api/engine.h"
#include "engine/api/project_view.h"
#include "engine/api/reader.h"
#include "engine/api/result.h"
#include "engine/api/study_data.h"
#include "engine/api/study_plan.h"

namespace touchstone::ui {

struct Backends {
  std::function<Result<std::unique_ptr<Reader>>(const std::filesystem::path&, std::function<void()> wake)> openReader;
  std::function<Result<std::unique_ptr<ProjectView>>(const std::filesystem::path&)> openView;
  std::function<std::unique_ptr<Engine>(EngineOptions)> createEngine;
  std::function<std::variant<StudySpec, SpecProblems>(const std::string& presetOrFile)> readStudy;
  std::function<Result<SeriesSummary>(const std::filesystem::path&)> summarise;
  std::function<Result<void>(const TaskSpec&, const std::filesystem::path& folder)> checkTask;
  std::function<std::vector<ContenderCard>()> contenderCards;
  std::function<std::vector<PresetInfo>()> presets;
};

// The real ones.
Backends engineBackends();

}  // namespace touchstone::ui
