// Scores, costs, predictions, artifacts, provenance, the log and how views were left.
#include "engine/store/op_writer.h"

namespace touchstone::store {

void OpWriter::write(const AddScore& op) {
  statementOf<AddScore>(
      "INSERT OR REPLACE INTO score (run_id, metric, part, block, source, value, items, time_s) VALUES (?, ?, "
      "?, ?, ?, ?, ?, ?)")
      .run(op.run, op.metric, op.part, op.block, op.source, op.value, op.items, op.timeS);
}

void OpWriter::write(const SetLedger& op) {
  statementOf<SetLedger>(
      "INSERT OR REPLACE INTO ledger (run_id, wall_seconds, cpu_seconds, gpu_seconds, test_seconds, trials, "
      "epochs, parameters_trained, parameters_total, pretraining) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(op.run, op.wallSeconds, op.cpuSeconds, op.gpuSeconds, op.testSeconds, op.trials, op.epochs,
           op.parametersTrained, op.parametersTotal, op.pretraining);
}

void OpWriter::write(const AddPrediction& op) {
  const auto label = op.label >= 0 ? std::optional(op.label) : std::nullopt;
  statementOf<AddPrediction>(
      "INSERT OR REPLACE INTO prediction (run_id, item, part, error, mse, mae, mase, smape, label, "
      "output, cross_entropy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(op.run, op.item, op.part, op.error, op.mse, op.mae, op.mase, op.smape, label, op.output, op.crossEntropy);
}

void OpWriter::write(const AddArtifact& op) {
  statementOf<AddArtifact>(
      "INSERT INTO artifact (run_id, trial_id, kind, json, path, created_s) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (IFNULL(run_id, 0), IFNULL(trial_id, 0), kind) DO UPDATE SET json = excluded.json, "
      "path = excluded.path, created_s = excluded.created_s")
      .run(orNull(op.run), orNull(op.trial), op.kind, op.json, op.path, op.timeS);
}

void OpWriter::write(const SetProvenance& op) {
  statementOf<SetProvenance>(
      "INSERT OR REPLACE INTO provenance (run_id, spec, seed, code_version, libraries, machine, device, "
      "threads, slots, data_hash, split_hash, wall_seconds, cpu_seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
      "?, ?, ?, ?, ?)")
      .run(op.run, op.specJson, op.seed, op.codeVersion, op.librariesJson, op.machineJson, op.device, op.threads,
           op.slotCount, op.dataHash, op.splitHash, op.wallSeconds, op.cpuSeconds);
}

void OpWriter::write(const AddLog& op) {
  statementOf<AddLog>("INSERT INTO log (time_s, level, study_id, run_id, trial_id, text) VALUES (?, ?, ?, ?, ?, ?)")
      .run(op.timeS, op.level, orNull(op.study), orNull(op.run), orNull(op.trial), op.text);
}

void OpWriter::write(const SetViewState& op) {
  statementOf<SetViewState>("INSERT OR REPLACE INTO view_state (key, json, saved_s) VALUES (?, ?, ?)")
      .run(op.key, op.json, op.timeS);
}

}  // namespace touchstone::store
