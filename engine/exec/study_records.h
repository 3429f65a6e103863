// A study's rows in the project file: found there, or added with its tasks, contenders and queued runs.
// Thread: engine thread. Blocking: until the new rows are in the file.
// Errors: kBadInput: a study of this name with other tasks, contenders, seeds or budget is there already;
// kInternal: a run of it is missing; and what the file says.
#pragma once

#include <optional>
#include <vector>

#include "engine/api/ids.h"
#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/contenders/model_catalogue.h"
#include "engine/exec/project_session.h"

namespace touchstone::exec {

struct StudyRecords {
  struct Run {
    RunId id;
    bool isDone = false;
  };
  StudyId study;
  std::vector<TaskId> tasks;            // as in the spec
  std::vector<ContenderId> contenders;  // as in the spec
  std::vector<Run> runs;                // task by task, contender by contender, seed by seed
};

// `models`: one for each contender, empty where it uses none.
Result<StudyRecords> findOrAddStudy(const StudySpec& spec,
                                    const std::vector<std::optional<contenders::ModelCard>>& models,
                                    ProjectSession& session);

}  // namespace touchstone::exec
