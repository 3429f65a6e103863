// Trials in pages, their rungs, and where they ran.
#include <array>
#include <utility>
#include <variant>

#include "engine/store/project_view_sqlite.h"

namespace touchstone::store {

namespace {

constexpr const char* kJoins = " FROM trial tr JOIN run r ON r.id = tr.run_id JOIN study s ON s.id = r.study_id "
                               "JOIN task t ON t.id = r.task_id JOIN contender c ON c.id = r.contender_id";

// Missing values come last in both directions; equal ones in the order of their ids.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kSortKeys{{
    {"id", "tr.id"},
    {"number", "tr.number"},
    {"value", "tr.value"},
    {"epochs", "tr.resource"},
    {"seconds", "tr.seconds"},
    {"state", "CASE tr.state WHEN 'running' THEN 0 WHEN 'paused' THEN 1 WHEN 'stopped' THEN 2 WHEN 'finished' THEN 3 "
              "ELSE 4 END"},
    {"contender", "c.name COLLATE NOCASE"},
    {"task", "t.name COLLATE NOCASE"},
    {"seed", "r.seed"},
}};

std::optional<std::string> orderBy(const TrialFilter& filter) {
  for (const auto& [name, key] : kSortKeys) {
    if (name == filter.sortColumn) {
      const std::string direction = filter.descending ? " DESC" : "";
      const std::string first = name == "value" ? "tr.value IS NULL, " : "";
      const std::string then = name == "id" ? "" : ", tr.id";
      return " ORDER BY " + first + std::string(key) + direction + then;
    }
  }
  return std::nullopt;
}

// Finds the text itself: % and _ of LIKE are letters like any other.
std::string likePattern(const std::string& text) {
  std::string pattern = "%";
  for (const char letter : text) {
    if (letter == '%' || letter == '_' || letter == '\\') {
      pattern += '\\';
    }
    pattern += letter;
  }
  return pattern + "%";
}

struct Where {
  std::string sql;
  std::vector<std::variant<std::int64_t, std::string>> values;

  template <typename Value>
  void add(const std::string& condition, Value value) {
    sql += (sql.empty() ? " WHERE " : " AND ") + condition;
    values.emplace_back(std::move(value));
  }
  int bindTo(Statement& statement) const {
    statement.reset();
    int index = 0;
    for (const auto& value : values) {
      ++index;
      std::visit([&](const auto& known) { statement.bindOne(index, known); }, value);
    }
    return index;
  }
};

Where whereOf(const TrialFilter& filter, bool isWritten) {
  Where where;
  if (filter.study.isValid()) {
    where.add("r.study_id = ?", filter.study.value);
  }
  if (filter.task.isValid()) {
    where.add("r.task_id = ?", filter.task.value);
  }
  if (filter.run.isValid()) {
    where.add("tr.run_id = ?", filter.run.value);
  }
  if (filter.trial.isValid()) {
    where.add("tr.id = ?", filter.trial.value);
  }
  if (filter.state) {
    where.add((isWritten ? "tr.state" : "REPLACE(tr.state, 'running', 'paused')") + std::string(" = ?"),
              std::string(toWord(*filter.state)));
  }
  if (!filter.text.empty()) {
    where.add("(printf('t-%03d', tr.number) || char(10) || c.name || char(10) || t.name || char(10) || tr.config) LIKE "
              "? ESCAPE '\\'",
              likePattern(filter.text));
  }
  return where;
}

TrialRow trialFrom(const Statement& query, bool isWritten) {
  TrialRow row;
  row.id = query.id<TrialId>(0);
  row.run = query.id<RunId>(1);
  row.number = query.count(2);
  row.studyName = query.text(3);
  row.taskName = query.text(4);
  row.contenderName = query.text(5);
  row.family = familyFrom(query.text(6)).value_or(Family::kSupervised);
  row.familyIndex = query.count(7);
  row.seed = query.integer(8);
  row.state = seenState(trialStateFrom(query.text(9)), isWritten);
  row.configJson = query.text(10);
  row.value = query.real(11);
  row.rung = query.count(12);
  row.epochs = query.count(13);
  row.seconds = query.real(14);
  row.startedS = query.real(15);
  row.finishedS = query.real(16);
  row.stopReason = query.text(17);
  row.cpuSeconds = query.isNull(18) ? 0.0 : query.real(18);
  row.parameters = query.integer(19);
  row.stage = query.count(20);
  return row;
}

// A segment that ended while its trial goes on: it waits at a rung.
TrialState endStateOf(const std::string& outcome, bool isLast, const std::string& trialState) {
  if (outcome == "diverged" || outcome == "failed") {
    return TrialState::kFailed;
  }
  if (!isLast) {
    return TrialState::kPaused;
  }
  const TrialState state = trialStateFrom(trialState).value_or(TrialState::kPaused);
  return state == TrialState::kRunning ? TrialState::kPaused : state;
}

}  // namespace

Result<TrialPage> SqliteProjectView::trials(const TrialFilter& filter) const {
  const std::optional<std::string> order = orderBy(filter);
  if (!order) {
    return Error{ErrorCode::kBadInput, "Trials cannot be sorted by \"" + filter.sortColumn + "\".", m_path.string()};
  }
  return read([&] {
    TrialPage page;
    const bool isWritten = hasWriter();
    const Where where = whereOf(filter, isWritten);
    Statement& total =
        prepared(std::string("SELECT COUNT(*)") +
                 (filter.text.empty() ? " FROM trial tr JOIN run r ON r.id = tr.run_id" : kJoins) + where.sql);
    where.bindTo(total);
    total.step();
    page.total = total.integer(0);

    // The page's ids first: sorting whole rows with their configurations takes four times as long.
    Statement& query = prepared(
        std::string(
            "SELECT tr.id, tr.run_id, tr.number, s.name, t.name, c.name, c.family, c.family_index, r.seed, tr.state, "
            "tr.config, tr.value, tr.rung, tr.resource, tr.seconds, tr.started_s, tr.finished_s, tr.stop_reason, "
            "tr.cpu_seconds, tr.parameters, ") +
        (hasStages() ? "tr.stage" : "0") + kJoins + " WHERE tr.id IN (SELECT tr.id" + kJoins + where.sql + *order +
        " LIMIT ? OFFSET ?)" + *order);
    const int bound = where.bindTo(query);
    query.bindOne(bound + 1, filter.limit);
    query.bindOne(bound + 2, filter.offset);
    while (query.step()) {
      page.rows.push_back(trialFrom(query, isWritten));
    }
    return page;
  });
}

Result<std::vector<RungRow>> SqliteProjectView::rungs(RunId run) const {
  return read([&] {
    std::vector<RungRow> rows;
    Statement& query =
        prepared(std::string("SELECT e.trial_id, tr.number, e.rung, e.resource, e.value, e.decision, e.cutoff, e.rank, "
                             "e.of_count, e.time_s, ") +
                 (hasStages() ? "tr.stage" : "0") +
                 " FROM rung_event e JOIN trial tr ON tr.id = e.trial_id WHERE e.run_id = ? ORDER BY e.sequence");
    query.bind(run);
    while (query.step()) {
      rows.push_back({query.id<TrialId>(0), query.count(1), query.count(2), query.count(3), query.real(4),
                      rungDecisionFrom(query.text(5)).value_or(RungDecision::kPaused), query.real(6), query.count(7),
                      query.count(8), query.real(9), query.count(10)});
    }
    return rows;
  });
}

Result<std::vector<StageRow>> SqliteProjectView::stages(RunId run) const {
  return read([&] {
    std::vector<StageRow> rows;
    if (!hasStages()) {
      return rows;
    }
    Statement& query = prepared(
        "SELECT run_id, stage, name, planned_trials, resource_per_trial, resource_unit, note, decision, started_s, "
        "finished_s, winner_trial_id FROM stage WHERE run_id = "
        "(SELECT COALESCE(same_as, id) FROM run WHERE id = ?) ORDER BY stage");
    query.bind(run);
    while (query.step()) {
      rows.push_back({query.id<RunId>(0), query.count(1), query.text(2), query.count(3), query.count(4), query.text(5),
                      query.text(6), query.text(7), query.real(8), query.real(9), query.id<TrialId>(10)});
    }
    return rows;
  });
}

Result<std::vector<SlotSpan>> SqliteProjectView::timeline(StudyId study) const {
  return read([&] {
    std::vector<SlotSpan> spans;
    Statement& ended = prepared(
        "SELECT sg.slot, tr.id, r.id, tr.number, c.name, c.family, sg.started_s, sg.finished_s, sg.outcome, tr.state, "
        "sg.from_resource = (SELECT MAX(o.from_resource) FROM segment o WHERE o.trial_id = tr.id) FROM run r "
        "JOIN contender c ON c.id = r.contender_id JOIN trial tr ON tr.run_id = r.id JOIN segment sg ON sg.trial_id = "
        "tr.id "
        "WHERE r.study_id = ? ORDER BY sg.started_s, tr.id");
    ended.bind(study);
    while (ended.step()) {
      spans.push_back({ended.count(0), ended.id<TrialId>(1), ended.id<RunId>(2), ended.count(3), ended.text(4),
                       familyFrom(ended.text(5)).value_or(Family::kSupervised), ended.real(6), ended.real(7),
                       endStateOf(ended.text(8), ended.integer(10) != 0, ended.text(9))});
    }
    Statement& running = prepared(
        "SELECT COALESCE(tr.slot, 0), tr.id, r.id, tr.number, c.name, c.family, COALESCE(tr.segment_s, tr.started_s) "
        "AS start "
        "FROM run r JOIN contender c ON c.id = r.contender_id JOIN trial tr ON tr.run_id = r.id WHERE r.study_id = ? "
        "AND tr.state = 'running' AND NOT EXISTS (SELECT 1 FROM segment o WHERE o.trial_id = tr.id AND "
        "o.finished_s > COALESCE(tr.segment_s, tr.started_s)) ORDER BY start, tr.id");
    running.bind(study);
    const bool isWritten = hasWriter();
    const double endS = isWritten ? kNoValue : lastWriteS();
    while (running.step()) {
      spans.push_back({running.count(0), running.id<TrialId>(1), running.id<RunId>(2), running.count(3),
                       running.text(4), familyFrom(running.text(5)).value_or(Family::kSupervised), running.real(6),
                       endS, seenState(TrialState::kRunning, isWritten)});
    }
    return spans;
  });
}

}  // namespace touchstone::store
