#include "engine/store/op_writer.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace touchstone::store {

namespace {

constexpr std::size_t kPointColumns = 5;
constexpr std::size_t kChunkRows = 48;           // rows per INSERT; more gains nothing, fewer cost 1.5x per row
constexpr std::size_t kMostGathered = 1u << 17;  // 5 MB of points before they are written within a transaction
constexpr std::size_t kFloatsPerWeight = 64;

std::string insertSql(std::size_t rows) {
  std::string sql = "INSERT OR IGNORE INTO point (trial_id, metric_id, step, value, time_s) VALUES (?, ?, ?, ?, ?)";
  for (std::size_t i = 1; i < rows; ++i) {
    sql += ", (?, ?, ?, ?, ?)";
  }
  return sql;
}

struct Weigh {
  std::size_t operator()(const AddPoints& op) const { return std::max<std::size_t>(op.points.size(), 1); }
  std::size_t operator()(const AddPrediction& op) const { return 1 + op.output.size() / kFloatsPerWeight; }
  std::size_t operator()(const AddSeries& op) const { return 1 + op.row.values.size() / kFloatsPerWeight; }
  template <typename Other>
  std::size_t operator()(const Other&) const {
    return 1;
  }
};

}  // namespace

std::size_t weightOf(const WriteOp& op) {
  return std::visit(Weigh{}, op);
}

std::size_t weightOf(const WriteBatch& batch) {
  std::size_t weight = 0;
  for (const WriteOp& op : batch) {
    weight += weightOf(op);
  }
  return weight;
}

bool OpWriter::PointRow::isBefore(const PointRow& other) const {
  return std::tie(trial, metric, step) < std::tie(other.trial, other.metric, other.step);
}

void OpWriter::apply(const WriteBatch& batch) {
  for (const WriteOp& op : batch) {
    std::visit([this](const auto& one) { write(one); }, op);
  }
  if (m_points.size() >= kMostGathered) {
    writePoints();
  }
}

void OpWriter::finishTransaction() {
  writePoints();
  for (const auto& [study, added] : m_addedPoints) {
    m_connection.prepared("UPDATE study SET points = points + ? WHERE id = ?").run(added, study);
  }
  m_addedPoints.clear();
}

void OpWriter::write(const AddPoint& op) {
  m_points.push_back({op.trial.value, op.metric.value, op.step, op.value, op.timeS});
}

void OpWriter::write(const AddPoints& op) {
  for (const PointValue& point : op.points) {
    m_points.push_back({op.trial.value, op.metric.value, point.step, point.value, point.timeS});
  }
}

// Points of several trials come mixed. In the order of the key, neighbours meet the same page of the B-tree.
void OpWriter::writePoints() {
  if (m_points.empty()) {
    return;
  }
  const auto isBefore = [](const PointRow& a, const PointRow& b) { return a.isBefore(b); };
  if (!std::is_sorted(m_points.begin(), m_points.end(), isBefore)) {
    std::stable_sort(m_points.begin(), m_points.end(), isBefore);  // stable: of equal keys the last one wins
  }
  if (!m_insertChunk) {
    m_insertChunk.emplace(m_connection.db(), insertSql(kChunkRows));
    m_insertOne.emplace(m_connection.db(), insertSql(1));
    m_replacePoint.emplace(m_connection.db(),
                           "UPDATE point SET value = ?, time_s = ? WHERE trial_id = ? AND metric_id = ? AND step = ?");
  }
  for (std::size_t begin = 0; begin < m_points.size();) {
    const std::int64_t trial = m_points[begin].trial;
    std::size_t end = begin + 1;
    while (end < m_points.size() && m_points[end].trial == trial) {
      ++end;
    }
    std::int64_t added = 0;
    while (begin < end) {
      const bool isWhole = end - begin >= kChunkRows;
      const std::size_t count = isWhole ? kChunkRows : 1;
      added += insertPoints(isWhole ? *m_insertChunk : *m_insertOne, &m_points[begin], count);
      begin += count;
    }
    countPoints(trial, added);
  }
  m_points.clear();
}

std::int64_t OpWriter::insertPoints(Statement& insert, const PointRow* rows, std::size_t count) {
  insert.reset();
  int index = 0;
  for (std::size_t i = 0; i < count; ++i) {
    insert.bindOne(++index, rows[i].trial);
    insert.bindOne(++index, rows[i].metric);
    insert.bindOne(++index, rows[i].step);
    insert.bindOne(++index, rows[i].value);
    insert.bindOne(++index, std::isnan(rows[i].timeS) ? 0.0 : rows[i].timeS);
  }
  const int added = insert.finish();
  if (static_cast<std::size_t>(added) == count) {
    return added;
  }
  // A segment that was interrupted runs again: its points are there, and the new ones take their place.
  for (std::size_t i = 0; i < count; ++i) {
    m_replacePoint->run(rows[i].value, std::isnan(rows[i].timeS) ? 0.0 : rows[i].timeS, rows[i].trial, rows[i].metric,
                        rows[i].step);
  }
  return added;
}

void OpWriter::countPoints(std::int64_t trial, std::int64_t added) {
  if (added > 0) {
    m_addedPoints[studyOf(trial)] += added;
  }
}

std::int64_t OpWriter::studyOf(std::int64_t trial) {
  const auto known = m_studyOfTrial.find(trial);
  if (known != m_studyOfTrial.end()) {
    return known->second;
  }
  Statement& query =
      m_connection.prepared("SELECT r.study_id FROM trial t JOIN run r ON r.id = t.run_id WHERE t.id = ?");
  const std::int64_t study = query.bind(trial).step() ? query.integer(0) : 0;
  query.reset();
  if (study != 0) {  // a trial that comes after its points is asked for again
    m_studyOfTrial.emplace(trial, study);
  }
  return study;
}

}  // namespace touchstone::store
