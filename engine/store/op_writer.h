// Turns write ops into SQL on an open transaction: one prepared statement per kind of op, points gathered and sorted.
// Thread: the writer thread. Blocking: yes, file writes.
// Errors: SQLite::Exception; the caller rolls back and does not go on with this object.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <unordered_map>
#include <variant>
#include <vector>

#include "engine/store/sql.h"
#include "engine/store/write_ops.h"

namespace touchstone::store {

// What an op takes of the queue's capacity: about the number of its rows.
std::size_t weightOf(const WriteOp& op);
std::size_t weightOf(const WriteBatch& batch);

class OpWriter {
 public:
  explicit OpWriter(Connection& connection) : m_connection(connection) {}

  void apply(const WriteBatch& batch);
  // Before each commit: writes the gathered points and the counters.
  void finishTransaction();

 private:
  struct PointRow {
    std::int64_t trial = 0, metric = 0, step = 0;
    double value = 0.0, timeS = 0.0;

    bool isBefore(const PointRow& other) const;
  };

  void write(const AddDataset& op);
  void write(const AddStudy& op);
  void write(const AddTask& op);
  void write(const UpdateTask& op);
  void write(const AddSeries& op);
  void write(const AddExample& op);
  void write(const AddContender& op);
  void write(const AddRun& op);
  void write(const SetStudyState& op);
  void write(const StartRun& op);
  void write(const SetRunState& op);
  void write(const SetRunSameAs& op);
  void write(const SetBestTrial& op);
  void write(const SetTestProgress& op);
  void write(const AddStage& op);
  void write(const FinishStage& op);
  void write(const AddTrial& op);
  void write(const UpdateTrial& op);
  void write(const StartSegment& op);
  void write(const AddSegment& op);
  void write(const AddRungEvent& op);
  void write(const AddMetric& op);
  void write(const AddPoint& op);
  void write(const AddPoints& op);
  void write(const AddScore& op);
  void write(const SetLedger& op);
  void write(const AddPrediction& op);
  void write(const AddArtifact& op);
  void write(const SetProvenance& op);
  void write(const AddLog& op);
  void write(const SetViewState& op);

  // The statement of this kind of op; prepared at its first use.
  template <typename Op>
  Statement& statementOf(const char* sql) {
    auto& statement = m_statements[indexOf<Op>(std::make_index_sequence<std::variant_size_v<WriteOp>>())];
    if (!statement) {
      statement.emplace(m_connection.db(), sql);
    }
    return *statement;
  }
  template <typename Op, std::size_t... I>
  static constexpr std::size_t indexOf(std::index_sequence<I...>) {
    return ((std::is_same_v<Op, std::variant_alternative_t<I, WriteOp>> ? I : 0) + ...);
  }

  std::optional<std::int64_t> storedDataset(DatasetId id) const;
  void writePoints();
  std::int64_t insertPoints(Statement& insert, const PointRow* rows, std::size_t count);  // how many were new
  void countPoints(std::int64_t trial, std::int64_t added);
  std::int64_t studyOf(std::int64_t trial);

  Connection& m_connection;
  std::array<std::optional<Statement>, std::variant_size_v<WriteOp>> m_statements;
  std::optional<Statement> m_insertChunk;
  std::optional<Statement> m_insertOne;
  std::optional<Statement> m_replacePoint;
  std::vector<PointRow> m_points;                                // of the open transaction
  std::unordered_map<std::int64_t, std::int64_t> m_addedPoints;  // by study, of the open transaction
  std::unordered_map<std::int64_t, std::int64_t> m_studyOfTrial;
  std::unordered_map<std::int64_t, std::int64_t> m_datasetAlias;  // id as sent -> id of the row with that content
};

}  // namespace touchstone::store
