#include "ui/bridge/backends.h"

namespace touchstone::ui {

Backends engineBackends() {
  Backends backends;
  backends.openReader = [](const std::filesystem::path& path, std::function<void()> wake) {
    return Reader::open(path, std::move(wake));
  };
  backends.openView = [](const std::filesystem::path& path) { return ProjectView::open(path); };
  backends.createEngine = [](EngineOptions options) { return Engine::create(std::move(options)); };
  backends.readStudy = [](const std::string& presetOrFile) { return readStudyFile(presetOrFile); };
  backends.summarise = [](const std::filesystem::path& path) { return summariseSeries(path); };
  backends.checkTask = [](const TaskSpec& task, const std::filesystem::path& folder) {
    return checkTaskData(task, folder);
  };
  backends.contenderCards = [] { return contenderCards(); };
  backends.presets = [] { return presets(); };
  return backends;
}

}  // namespace touchstone::ui
