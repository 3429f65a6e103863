// What can be asked of the engine. Commands are queued and carried out by the engine thread in order.
// Thread: value types, sent from any thread by Engine::submit.
#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "engine/api/ids.h"
#include "engine/api/spec.h"

namespace touchstone {

// Opens a project for writing (made when missing) and makes it the engine's project. Viewing needs no command.
struct OpenProject {
  std::filesystem::path path;
  bool isExample = false;  // a project made now is marked as example data (the demo)
};
// Adds the study to the open project (or finds the same study in it) and starts or goes on with it.
struct StartStudy {
  StudySpec spec;
};
struct ResumeStudies {
  StudyId study;  // 0: every study that is not done
};
// Running segments end within a second and keep their last checkpoint; nothing new starts.
struct PauseStudy {
  StudyId study;  // 0: all
};
// Like pause, and the study counts as interrupted until it is resumed.
struct StopStudy {
  StudyId study;  // 0: all
};
// Keeps how a view was left (sorting, filters, axes) in the project file.
struct SaveViewState {
  std::string key;
  std::string json;
};

using Command = std::variant<OpenProject, StartStudy, ResumeStudies, PauseStudy, StopStudy, SaveViewState>;

}  // namespace touchstone
