// The paths of a study, from its folder and from another (engine/api/engine.h).
#include <algorithm>
#include <functional>

#include "engine/api/engine.h"

namespace touchstone {

namespace fs = std::filesystem;

namespace {

using Change = std::function<std::string(const std::string&)>;

std::vector<std::string> partsOf(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    std::string part = text.substr(start, end - start);
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(' ') + 1);
    if (!part.empty()) {
      parts.push_back(std::move(part));
    }
    start = end + 1;
  }
  return parts;
}

std::string joined(const std::vector<std::string>& parts, const char* separator) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : separator) + part;
  }
  return text;
}

// "a.fa=enhancer, b.fa=other": several files of sequences with their classes.
std::string changeSequenceFiles(const std::string& text, const Change& change) {
  std::vector<std::string> parts = partsOf(text, ',');
  for (std::string& part : parts) {
    const std::size_t label = std::min(part.rfind('='), part.size());
    part = change(part.substr(0, label)) + part.substr(label);
  }
  return joined(parts, ", ");
}

void changeData(TaskSpec& task, const Change& change) {
  for (std::string* path : {&task.data, &task.train, &task.validation, &task.test}) {
    if (path->empty()) {
      continue;
    }
    const bool isList = task.modality == Modality::kGenomics && path->find_first_of(",=") != std::string::npos;
    *path = isList ? changeSequenceFiles(*path, change) : change(*path);
  }
}

void changeSplit(TaskSpec& task, const Change& change) {
  if (task.split.starts_with(kSplitFile)) {
    const std::vector<std::string> named = partsOf(task.split.substr(kSplitFile.size()), '\n');
    task.split = std::string(kSplitFile) + change(named.empty() ? std::string() : named.front());
  } else if (task.split.starts_with(kSplitFiles)) {
    const std::string rest = task.split.substr(kSplitFiles.size());
    std::vector<std::string> files = partsOf(rest, rest.find(',') != std::string::npos ? ',' : ' ');
    std::transform(files.begin(), files.end(), files.begin(), change);
    task.split = std::string(kSplitFiles) + joined(files, ", ");
  }
}

// Options of image tasks that are files or folders.
void changeOptions(TaskSpec& task, const Change& change) {
  for (const char* key : {"masks", "labels_file", "image_folder"}) {
    const auto option = task.options.find(key);
    if (option == task.options.end()) {
      continue;
    }
    if (auto* text = std::get_if<std::string>(&option->second)) {
      *text = change(*text);
    } else if (auto* texts = std::get_if<std::vector<std::string>>(&option->second)) {
      std::transform(texts->begin(), texts->end(), texts->begin(), change);
    }
  }
}

void changePaths(StudySpec& spec, const Change& change) {
  for (TaskSpec& task : spec.tasks) {
    changeData(task, change);
    changeSplit(task, change);
    changeOptions(task, change);
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
