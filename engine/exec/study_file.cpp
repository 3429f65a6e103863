#include "engine/exec/study_file.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <toml++/toml.h>

#include "engine/base/folders.h"
#include "engine/base/text.h"
#include "engine/data/content_hash.h"
#include "engine/exec/spec/overrides.h"
#include "engine/exec/spec/study_reader.h"

namespace touchstone::exec {

namespace fs = std::filesystem;

std::variant<StudySpec, SpecProblems> readStudyText(std::string_view text, const fs::path& file, const fs::path& folder,
                                                    const std::vector<std::string>& overrides) {
  toml::table root;
  try {
    root = toml::parse(text, file.string());
  } catch (const toml::parse_error& error) {
    const auto where = error.source().begin;
    return SpecProblems{file,
                        {{static_cast<int>(where.line), static_cast<int>(where.column),
                          "This is not valid TOML: " + std::string(error.description()) + ". Mend the file there."}}};
  }
  std::vector<SpecProblem> problems;
  for (const std::string& override : overrides) {
    if (std::string problem = applyOverride(root, override); !problem.empty()) {
      problems.push_back({0, 0, std::move(problem)});
    }
  }
  TomlFields fields(folder);
  StudySpec spec = readStudy(root, fields);
  for (SpecProblem& problem : fields.takeProblems()) {
    problems.push_back(std::move(problem));
  }
  if (!problems.empty()) {
    std::stable_sort(problems.begin(), problems.end(), [](const SpecProblem& a, const SpecProblem& b) {
      return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return SpecProblems{file, std::move(problems)};
  }
  if (overrides.empty()) {
    spec.toml = text;
  } else {
    std::ostringstream merged;
    merged << root << "\n";
    spec.toml = merged.str();
  }
  return spec;
}

std::string specHash(const StudySpec& spec) {
  toml::table root = toml::parse(spec.toml);
  if (toml::table* budget = root["budget"].as_table()) {
    budget->erase("slots");
    budget->erase("seconds");
  }
  root.erase("study");
  std::ostringstream canonical;
  canonical << toml::default_formatter(root, toml::default_formatter::default_flags);
  for (const std::int64_t seed : spec.seeds) {
    canonical << ' ' << seed;
  }
  return data::contentHash(canonical.str());
}

}  // namespace touchstone::exec

namespace touchstone {

namespace fs = std::filesystem;

namespace {

// The user's own come first: one of a shipped preset's name takes its place.
std::vector<fs::path> presetFolders() {
  return {base::userPresetFolder(), base::resourceFolder() / "presets"};
}

fs::path presetFile(const std::string& name) {
  std::error_code ignored;
  for (const fs::path& folder : presetFolders()) {
    if (const fs::path file = folder / (name + ".toml"); fs::exists(file, ignored)) {
      return file;
    }
  }
  return name;
}

}  // namespace

std::filesystem::path userPresetFolder() {
  return base::userPresetFolder();
}

std::variant<StudySpec, SpecProblems> studyFromText(std::string_view text, const fs::path& folder) {
  return exec::readStudyText(text, "study.toml", folder);
}

std::variant<StudySpec, SpecProblems> readStudyFile(const fs::path& file, const std::vector<std::string>& overrides) {
  fs::path path = file;
  std::error_code ignored;
  if (!fs::exists(path, ignored) && path.filename() == path && !path.has_extension()) {
    path = presetFile(path.string());
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream || fs::is_directory(path, ignored)) {
    std::vector<std::string> names;
    for (const PresetInfo& preset : presets()) {
      names.push_back(preset.name);
    }
    return SpecProblems{file,
                        {{0, 0,
                          "There is no study file or preset of this name" + base::didYouMean(file.string(), names) +
                              " Presets: " + base::joinWords(names, "and") + "."}}};
  }
  std::ostringstream text;
  text << stream.rdbuf();
  const fs::path folder = fs::absolute(path, ignored).parent_path();
  return exec::readStudyText(text.str(), path, folder, overrides);
}

std::vector<PresetInfo> presets() {
  std::vector<PresetInfo> list;
  std::error_code ignored;
  for (const fs::path& folder : presetFolders()) {
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
      PresetInfo preset{entry.path().stem().string(), "", entry.path()};
      const bool isHidden = std::any_of(list.begin(), list.end(),
                                        [&preset](const PresetInfo& known) { return known.name == preset.name; });
      if (entry.path().extension() != ".toml" || isHidden) {
        continue;
      }
      try {
        preset.title = toml::parse_file(entry.path().string())["study"]["name"].value_or(preset.name);
      } catch (const toml::parse_error&) {
        preset.title = preset.name + " (damaged)";
      }
      list.push_back(std::move(preset));
    }
  }
  std::sort(list.begin(), list.end(), [](const PresetInfo& a, const PresetInfo& b) { return a.name < b.name; });
  return list;
}

}  // namespace touchstone
