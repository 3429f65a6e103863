// Stages, trials, their segments and rungs.
#include "engine/store/op_writer.h"

namespace touchstone::store {

void OpWriter::write(const AddStage& op) {
  statementOf<AddStage>(
      "INSERT INTO stage (run_id, stage, name, planned_trials, resource_per_trial, resource_unit, time_end, note, "
      "decision, started_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, stage) DO UPDATE SET "
      "name = excluded.name, planned_trials = excluded.planned_trials, "
      "resource_per_trial = excluded.resource_per_trial, resource_unit = excluded.resource_unit, "
      "time_end = excluded.time_end, note = excluded.note")
      .run(op.run, op.stage, op.name, op.plannedTrials, op.resourcePerTrial, op.resourceUnit, op.timeEnd, op.note,
           op.decisionJson, op.timeS);
  m_connection
      .prepared("UPDATE run SET planned_trials = (SELECT SUM(planned_trials) FROM stage WHERE run_id = ?1), "
                "resource_per_trial = ?2, resource_unit = ?3 WHERE id = ?1")
      .run(op.run, op.resourcePerTrial, op.resourceUnit);
}

void OpWriter::write(const FinishStage& op) {
  statementOf<FinishStage>(
      "UPDATE stage SET winner_trial_id = ?, finished_s = COALESCE(finished_s, ?) WHERE run_id = ? AND stage = ?")
      .run(orNull(op.winner), op.timeS, op.run, op.stage);
}

void OpWriter::write(const AddTrial& op) {
  statementOf<AddTrial>(
      "INSERT INTO trial (id, run_id, number, state, config, seed, started_s, stage) VALUES (?, ?, ?, 'running', ?, "
      "?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = 'running', config = excluded.config, "
      "seed = excluded.seed, finished_s = NULL, stop_reason = ''")
      .run(op.id, op.run, op.number, op.configJson, op.seed, op.startedS, op.stage);
}

void OpWriter::write(const UpdateTrial& op) {
  statementOf<UpdateTrial>(
      "UPDATE trial SET state = ?, value = ?, rung = ?, resource = ?, seconds = ?, cpu_seconds = ?, "
      "parameters = ?, finished_s = ?, stop_reason = ? WHERE id = ?")
      .run(toWord(op.state), op.value, op.rung, op.resource, op.seconds, op.cpuSeconds, op.parameters, op.finishedS,
           op.stopReason, op.id);
}

void OpWriter::write(const StartSegment& op) {
  statementOf<StartSegment>("UPDATE trial SET slot = ?, segment_s = ? WHERE id = ?").run(op.slot, op.timeS, op.trial);
}

void OpWriter::write(const AddSegment& op) {
  statementOf<AddSegment>(
      "INSERT OR REPLACE INTO segment (trial_id, from_resource, to_resource, reached, outcome, value, slot, "
      "started_s, finished_s, cpu_seconds, checkpoint, details, error, parameters) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, ?, ?, ?, ?)")
      .run(op.trial, op.fromResource, op.toResource, op.reached, op.outcome, op.value, op.slot, op.startedS,
           op.finishedS, op.cpuSeconds, op.checkpoint, op.detailsJson, op.error, op.parameters);
}

void OpWriter::write(const AddRungEvent& op) {
  statementOf<AddRungEvent>(
      "INSERT INTO rung_event (run_id, trial_id, rung, resource, value, decision, cutoff, rank, of_count, sequence, "
      "time_s) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, sequence) DO UPDATE SET trial_id = "
      "excluded.trial_id, "
      "rung = excluded.rung, resource = excluded.resource, value = excluded.value, decision = excluded.decision, "
      "cutoff = excluded.cutoff, rank = excluded.rank, of_count = excluded.of_count, time_s = excluded.time_s")
      .run(op.run, op.trial, op.rung, op.resource, op.value, toWord(op.decision), op.cutoff, op.rank, op.of,
           op.sequence, op.timeS);
}

void OpWriter::write(const AddMetric& op) {
  statementOf<AddMetric>(
      "INSERT INTO metric (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name")
      .run(op.id, op.name);
}

}  // namespace touchstone::store
