// The facade: everything that the window and the command line use of the engine.
// One engine has one project open for writing, runs its studies on trial slots, and tells what changed by events.
// Thread: submit() and drainEvents() from any one thread; both never block. The destructor stops within a second,
// leaves a resumable project and joins all threads.
// Errors: submit cannot fail; what goes wrong later arrives as a ProblemEvent.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/api/commands.h"
#include "engine/api/events.h"
#include "engine/api/result.h"
#include "engine/api/spec.h"

namespace touchstone {

struct EngineOptions {
  int slotCount = 0;                 // trials at a time; 0: one per core
  std::string device = "auto";       // auto, cpu, cuda:K
  std::function<void()> wake;        // called on an engine thread when events wait; must only post a note
};

class Engine {
 public:
  virtual ~Engine() = default;
  static std::unique_ptr<Engine> create(EngineOptions options);

  virtual void submit(Command command) = 0;
  virtual std::vector<Event> drainEvents() = 0;
};

// Every mistake of a study file at once: each with file, line, column and the nearest valid name.
struct SpecProblem {
  int line = 0;
  int column = 0;
  std::string message;
};
struct SpecProblems {
  std::filesystem::path file;
  std::vector<SpecProblem> problems;  // by line and column
};
// Reads and checks a study file; nothing is started and no data is read. A preset is found by its name.
std::variant<StudySpec, SpecProblems> readStudyFile(const std::filesystem::path& file,
                                                    const std::vector<std::string>& overrides = {});
// The same from a text, whose relative paths start at `folder`.
std::variant<StudySpec, SpecProblems> studyFromText(std::string_view text, const std::filesystem::path& folder);
// The study as a file that reads back to the same tasks, contenders, seeds and budget. Paths are written as they are.
// Thread: any. Blocking: never.
std::string studyToText(const StudySpec& spec);
// The same study with paths that hold from anywhere, and with those below `folder` written from there.
// Thread: any. Blocking: asks whether a contender's model is a file. Errors: none; a missing file keeps its name.
StudySpec withAbsolutePaths(StudySpec spec);
StudySpec withPathsFrom(StudySpec spec, const std::filesystem::path& folder);
// Reads the data of one task and says what would stop it: a bad file, a horizon that the split has no room for. Nothing is
// kept. Thread: any. Blocking: reads the whole data.
Result<void> checkTaskData(const TaskSpec& task, const std::filesystem::path& folder);
struct PresetInfo {
  std::string name;   // "first-study"
  std::string title;  // [study] name
  std::filesystem::path file;
};
// The shipped ones and those in userPresetFolder(). Thread: any. Blocking: reads the small files.
std::vector<PresetInfo> presets();
std::filesystem::path userPresetFolder();

}  // namespace touchstone
