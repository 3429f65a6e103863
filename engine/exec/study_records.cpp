#include "engine/exec/study_records.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/base/clock.h"
#include "engine/contenders/catalogue.h"
#include "engine/data/metrics.h"
#include "engine/exec/provenance.h"
#include "engine/exec/study_cells.h"
#include "engine/exec/study_file.h"

namespace touchstone::exec {

namespace {

using Models = std::vector<std::optional<contenders::ModelCard>>;

std::string budgetJson(const BudgetSpec& budget) {
  return nlohmann::ordered_json{{"trials", budget.trials},
                                {"resource", budget.resource},
                                {"seconds", budget.secondsPerRun},
                                {"slots", budget.slotCount}}
      .dump();
}

void addTasks(const StudySpec& spec, StudyRecords& records, ProjectSession& session, store::WriteBatch& batch) {
  for (const TaskSpec& task : spec.tasks) {
    TaskRow row;
    row.id = session.next<TaskId>();
    row.study = records.study;
    row.name = task.name;
    row.modality = task.modality;
    row.metric = task.metric;
    row.lowerIsBetter = data::findMetric(task.metric)->lowerIsBetter;
    row.horizon = task.horizon;
    row.season = task.season;
    row.split = task.split;
    batch.push_back(store::AddTask{row, {}, static_cast<int>(records.tasks.size())});
    records.tasks.push_back(row.id);
  }
}

void addContenders(const StudySpec& spec, const Models& models, StudyRecords& records, ProjectSession& session,
                   store::WriteBatch& batch) {
  std::map<Family, int> familyCount;
  for (std::size_t i = 0; i < spec.contenders.size(); ++i) {
    const ContenderSpec& contender = spec.contenders[i];
    ContenderRow row;
    row.id = session.next<ContenderId>();
    row.study = records.study;
    row.name = contender.name;
    row.method = contender.method;
    row.family = contenders::findMethod(contender.method)->family;
    row.familyIndex = familyCount[row.family]++;
    row.model = contender.model;
    row.adapt = contender.adapt;
    if (models[i]) {
      row.licence = models[i]->licence;
      row.pretraining = models[i]->pretraining;
      row.parameters = models[i]->parameters;
    }
    batch.push_back(store::AddContender{row, optionsJson(contender.options), static_cast<int>(i)});
    records.contenders.push_back(row.id);
  }
}

void addRuns(const StudySpec& spec, StudyRecords& records, ProjectSession& session, store::WriteBatch& batch) {
  for (const StudyCell& cell : cellsOf(spec)) {
    const auto id = session.next<RunId>();
    batch.push_back(
        store::AddRun{id, records.study, records.tasks[cell.task], records.contenders[cell.contender], cell.seed});
    records.runs.push_back({id, false});
  }
}

Result<StudyRecords> addStudy(const StudySpec& spec, const Models& models, ProjectSession& session) {
  StudyRecords records;
  records.study = session.next<StudyId>();
  store::WriteBatch batch;
  batch.push_back(store::AddStudy{records.study, spec.name, spec.toml, specHash(spec), spec.folder.string(),
                                  budgetJson(spec.budget), nlohmann::json(spec.seeds).dump(), base::wallClockS()});
  addTasks(spec, records, session, batch);
  addContenders(spec, models, records, session, batch);
  addRuns(spec, records, session, batch);
  session.write(std::move(batch));
  if (auto flushed = session.flush(); !flushed) {
    return flushed.error();
  }
  return records;
}

// The ids of `specs` by name among the stored rows, in the order of `specs`; 0 where one is missing.
template <typename IdType, typename Spec>
std::vector<IdType> idsByName(const std::vector<Spec>& specs, const std::vector<std::pair<IdType, std::string>>& rows) {
  std::vector<IdType> ids;
  for (const Spec& spec : specs) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&spec](const auto& r) { return r.second == spec.name; });
    ids.push_back(row != rows.end() ? row->first : IdType{});
  }
  return ids;
}

Result<StudyRecords> matchStudy(const StudySpec& spec, const store::StoredStudy& stored, ProjectSession& session) {
  if (stored.specHash != specHash(spec)) {
    return Error{ErrorCode::kBadInput,
                 "The project has a study \"" + spec.name +
                     "\" already, with other tasks, contenders, seeds or budget. Give the new one another name, or use "
                     "another project.",
                 session.path().string()};
  }
  const auto tasks = session.replay().tasks(stored.id);
  const auto contenders = session.replay().contenders(stored.id);
  const auto runs = session.replay().runs(stored.id);
  for (const Error* error :
       {tasks ? nullptr : &tasks.error(), contenders ? nullptr : &contenders.error(), runs ? nullptr : &runs.error()}) {
    if (error != nullptr) {
      return *error;
    }
  }
  StudyRecords records{stored.id, idsByName(spec.tasks, *tasks), idsByName(spec.contenders, *contenders), {}};
  for (const StudyCell& cell : cellsOf(spec)) {
    const auto row = std::find_if(runs->begin(), runs->end(), [&](const store::StoredRun& run) {
      return run.task == records.tasks[cell.task] && run.contender == records.contenders[cell.contender] &&
             run.seed == cell.seed;
    });
    if (row == runs->end()) {
      return Error{ErrorCode::kInternal,
                   "A run of the study \"" + spec.name + "\" is missing in the file. Use another project.",
                   session.path().string()};
    }
    records.runs.push_back({row->id, row->state == RunState::kDone});
  }
  return records;
}

}  // namespace

Result<StudyRecords> findOrAddStudy(const StudySpec& spec, const Models& models, ProjectSession& session) {
  const auto stored = session.replay().studies();
  if (!stored) {
    return stored.error();
  }
  const auto same =
      std::find_if(stored->begin(), stored->end(), [&spec](const auto& study) { return study.name == spec.name; });
  return same == stored->end() ? addStudy(spec, models, session) : matchStudy(spec, *same, session);
}

}  // namespace touchstone::exec
