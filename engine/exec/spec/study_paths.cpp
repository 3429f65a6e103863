// The paths of a study, from its folder and from another (engine/api/engine.h).
#include <functional>

#include "engine/api/engine.h"

namespace touchstone {

namespace fs = std::filesystem;

namespace {

using Change = std::function<std::string(const std::string&)>;

void changePaths(StudySpec& spec, const Change& change) {
  for (TaskSpec& task : spec.tasks) {
    for (std::string* path : {&task.data, &task.train, &task.validation, &task.test}) {
      if (!path->empty()) {
        *path = change(*path);
      }
    }
    if (task.split.starts_with(kSplitFile)) {
      const std::string named = task.split.substr(kSplitFile.size());
      const std::size_t start = named.find_first_not_of(' ');
      task.split = std::string(kSplitFile) + change(start == std::string::npos ? std::string() : named.substr(start));
    }
  }
}

}  // namespace

StudySpec withAbsolutePaths(StudySpec spec) {
  const auto inFolder = [folder = spec.folder](const std::string& path) {
    return (folder / path).lexically_normal().string();  // an absolute path replaces the folder
  };
  changePaths(spec, inFolder);
  for (ContenderSpec& contender : spec.contenders) {
    // A model is a name of the catalogue or a file.
    std::error_code ignored;
    if (!contender.model.empty() && fs::is_regular_file(spec.folder / contender.model, ignored)) {
      contender.model = inFolder(contender.model);
    }
  }
  return spec;
}

StudySpec withPathsFrom(StudySpec spec, const fs::path& folder) {
  spec = withAbsolutePaths(std::move(spec));
  changePaths(spec, [&folder](const std::string& path) {
    const fs::path relative = fs::path(path).lexically_relative(folder.lexically_normal());
    return relative.empty() || *relative.begin() == ".." ? path : relative.string();
  });
  spec.folder = folder;
  return spec;
}

}  // namespace touchstone
