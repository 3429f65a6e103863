// Data sets, studies, tasks, contenders and runs.
#include <nlohmann/json.hpp>

#include "engine/store/op_writer.h"

namespace touchstone::store {

namespace {

const char* directionOf(const TaskRow& row) {
  return row.lowerIsBetter ? "minimise" : "maximise";
}

std::string textsJson(const std::vector<std::string>& texts) {
  // A file may bring any bytes into a text; what is no UTF-8 is shown as a replacement character.
  return nlohmann::json(texts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::optional<std::int64_t> OpWriter::storedDataset(DatasetId id) const {
  const auto alias = m_datasetAlias.find(id.value);
  return alias != m_datasetAlias.end() ? std::optional(alias->second) : orNull(id);
}

void OpWriter::write(const AddDataset& op) {
  Statement& same = m_connection.prepared("SELECT id FROM dataset WHERE hash = ? AND path = ? AND id <> ?");
  const bool isThere = same.bind(op.hash, op.path, op.id).step();
  if (isThere) {
    m_datasetAlias[op.id.value] = same.integer(0);
  }
  same.reset();
  if (!isThere) {
    statementOf<AddDataset>(
        "INSERT INTO dataset (id, name, path, hash, size_bytes, licence, source) VALUES (?, ?, ?, ?, ?, "
        "?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, path = excluded.path, "
        "hash = excluded.hash, size_bytes = excluded.size_bytes, licence = excluded.licence, "
        "source = excluded.source")
        .run(op.id, op.name, op.path, op.hash, op.sizeBytes, op.licence, op.source);
  }
}

void OpWriter::write(const AddStudy& op) {
  statementOf<AddStudy>(
      "INSERT INTO study (id, name, state, spec_toml, spec_hash, folder, budget, seeds, created_s) VALUES "
      "(?, ?, 'queued', ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
      "spec_toml = excluded.spec_toml, spec_hash = excluded.spec_hash, folder = excluded.folder, "
      "budget = excluded.budget, seeds = excluded.seeds")
      .run(op.id, op.name, op.specToml, op.specHash, op.folder, op.budgetJson, op.seedsJson, op.createdS);
}

void OpWriter::write(const AddTask& op) {
  statementOf<AddTask>(
      "INSERT INTO task (id, study_id, position, name, modality, dataset_id, metric, direction, split, "
      "split_hash, horizon, season, channels, train_rows, validation_rows, test_rows, test_items, notes, target, "
      "classes, height, width, overlap) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
      "position = excluded.position, name = excluded.name, modality = excluded.modality, "
      "metric = excluded.metric, direction = excluded.direction, split = excluded.split, "
      "horizon = excluded.horizon, dataset_id = COALESCE(excluded.dataset_id, dataset_id)")
      .run(op.row.id, op.row.study, op.position, op.row.name, toWord(op.row.modality), storedDataset(op.dataset),
           op.row.metric, directionOf(op.row), op.row.split, op.row.splitHash, orNull(op.row.horizon),
           orNull(op.row.season), orNull(op.row.channels), orNull(op.row.trainRows), orNull(op.row.validationRows),
           orNull(op.row.testRows), orNull(op.row.testItems), textsJson(op.row.notes), op.row.target,
           textsJson(op.row.classes), op.row.height, op.row.width, op.row.overlap);
}

void OpWriter::write(const UpdateTask& op) {
  statementOf<UpdateTask>(
      "UPDATE task SET name = ?2, modality = ?3, dataset_id = COALESCE(?4, dataset_id), metric = ?5, "
      "direction = ?6, split = ?7, split_hash = ?8, horizon = ?9, season = ?10, channels = ?11, "
      "train_rows = ?12, validation_rows = ?13, test_rows = ?14, test_items = ?15, notes = ?16, target = ?17, "
      "classes = ?18, height = ?19, width = ?20, overlap = ?21 "
      "WHERE id = ?1")
      .run(op.row.id, op.row.name, toWord(op.row.modality), storedDataset(op.dataset), op.row.metric,
           directionOf(op.row), op.row.split, op.row.splitHash, orNull(op.row.horizon), orNull(op.row.season),
           orNull(op.row.channels), orNull(op.row.trainRows), orNull(op.row.validationRows), orNull(op.row.testRows),
           orNull(op.row.testItems), textsJson(op.row.notes), op.row.target, textsJson(op.row.classes), op.row.height,
           op.row.width, op.row.overlap);
}

void OpWriter::write(const AddExample& op) {
  const ExampleRow& row = op.row;
  statementOf<AddExample>(
      "INSERT OR REPLACE INTO example (task_id, item, block, name, label, content, mask) VALUES (?, ?, ?, ?, ?, ?, ?)")
      .run(row.task, row.item, row.block, row.name, row.label < 0 ? std::nullopt : std::optional(row.label),
           row.content, row.mask);
}

void OpWriter::write(const AddSeries& op) {
  const SeriesRow& row = op.row;
  statementOf<AddSeries>(
      "INSERT OR REPLACE INTO series (task_id, channel, name, first_row, train_end, validation_end, test_end, mean, "
      "deviation, start_s, step_s, step_unit, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(row.task, row.channel, row.name, row.firstRow, row.trainEnd, row.validationEnd, row.testEnd, row.mean,
           row.deviation, row.startS, row.stepS, row.stepUnit, row.values);
}

void OpWriter::write(const AddContender& op) {
  statementOf<AddContender>(
      "INSERT INTO contender (id, study_id, position, name, method, family, family_index, model, "
      "adapt, options, parameters, licence, pretraining) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?) ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name, "
      "method = excluded.method, family = excluded.family, family_index = excluded.family_index, "
      "model = excluded.model, adapt = excluded.adapt, options = excluded.options, "
      "parameters = COALESCE(excluded.parameters, parameters), licence = excluded.licence, "
      "pretraining = excluded.pretraining")
      .run(op.row.id, op.row.study, op.position, op.row.name, op.row.method, toWord(op.row.family), op.row.familyIndex,
           op.row.model, op.row.adapt, op.optionsJson.empty() ? std::string("{}") : op.optionsJson,
           orNull(op.row.parameters), op.row.licence, op.row.pretraining);
}

void OpWriter::write(const AddRun& op) {
  statementOf<AddRun>(
      "INSERT INTO run (id, study_id, task_id, contender_id, seed, state) VALUES (?, ?, ?, ?, ?, 'queued') "
      "ON CONFLICT (id) DO NOTHING")
      .run(op.id, op.study, op.task, op.contender, op.seed);
}

void OpWriter::write(const SetStudyState& op) {
  statementOf<SetStudyState>(
      "UPDATE study SET state = ?2, started_s = CASE WHEN ?2 = 'running' THEN COALESCE(started_s, ?3) "
      "ELSE started_s END, finished_s = CASE WHEN ?2 IN ('done', 'failed') THEN ?3 END WHERE id = ?1")
      .run(op.id, toWord(op.state), op.timeS);
}

void OpWriter::write(const StartRun& op) {
  statementOf<StartRun>(
      "UPDATE run SET state = 'running', leakage = ?1, started_s = COALESCE(started_s, ?2), resumed_s = ?2, "
      "finished_s = NULL, error_code = '', error = '' WHERE id = ?3")
      .run(op.leakage, op.timeS, op.id);
}

void OpWriter::write(const SetRunState& op) {
  statementOf<SetRunState>(
      "UPDATE run SET state = ?2, started_s = CASE WHEN ?2 = 'running' THEN COALESCE(started_s, ?3) ELSE "
      "started_s END, resumed_s = CASE WHEN ?2 = 'running' AND state <> 'running' THEN ?3 ELSE resumed_s "
      "END, finished_s = CASE WHEN ?2 IN ('done', 'failed') THEN ?3 END, error_code = ?4, "
      "error = ?5 WHERE id = ?1")
      .run(op.id, toWord(op.state), op.timeS, op.errorCode, op.error);
}

void OpWriter::write(const SetRunSameAs& op) {
  statementOf<SetRunSameAs>("UPDATE run SET same_as = ? WHERE id = ?").run(orNull(op.source), op.id);
}

void OpWriter::write(const SetBestTrial& op) {
  statementOf<SetBestTrial>("UPDATE run SET best_trial_id = ? WHERE id = ?").run(orNull(op.trial), op.run);
}

void OpWriter::write(const SetTestProgress& op) {
  statementOf<SetTestProgress>("UPDATE run SET test_done = ?, test_looks = ? WHERE id = ?")
      .run(op.itemsDone, op.looks, op.run);
}

}  // namespace touchstone::store
