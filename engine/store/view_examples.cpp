// Labelled examples of a task and what a run predicted for those of the test.
#include "engine/store/project_view_sqlite.h"

namespace touchstone::store {

namespace {

ExampleRow headFrom(const Statement& query) {
  ExampleRow row;
  row.task = query.id<TaskId>(0);
  row.item = query.integer(1);
  row.block = query.text(2);
  row.name = query.text(3);
  row.label = query.isNull(4) ? -1 : query.integer(4);
  return row;
}

}  // namespace

Result<std::vector<ExampleRow>> SqliteProjectView::exampleHeads(TaskId task) const {
  return read([&] {
    std::vector<ExampleRow> rows;
    if (!hasStages()) {
      return rows;
    }
    Statement& query =
        prepared("SELECT task_id, item, block, name, label FROM example WHERE task_id = ? ORDER BY item");
    query.bind(task);
    while (query.step()) {
      rows.push_back(headFrom(query));
    }
    return rows;
  });
}

Result<std::vector<ExampleRow>> SqliteProjectView::examples(TaskId task, const std::vector<std::int64_t>& items) const {
  return read([&] {
    std::vector<ExampleRow> rows;
    if (!hasStages()) {
      return rows;
    }
    Statement& query = prepared("SELECT task_id, item, block, name, label, content, mask FROM example "
                                "WHERE task_id = ? AND item = ? AND content IS NOT NULL");
    for (const std::int64_t item : items) {
      if (query.bind(task, item).step()) {
        rows.push_back(headFrom(query));
        rows.back().content = query.bytes(5);
        rows.back().mask = query.bytes(6);
      }
    }
    return rows;
  });
}

Result<std::vector<ClassPredictionRow>> SqliteProjectView::classPredictions(RunId run) const {
  return read([&] {
    std::vector<ClassPredictionRow> rows;
    if (!hasStages()) {
      return rows;
    }
    Statement& query =
        prepared("SELECT p.item, p.label, p.error, p.cross_entropy, p.output FROM prediction p WHERE p.run_id = "
                 "(SELECT COALESCE(same_as, id) FROM run WHERE id = ?) ORDER BY p.item");
    query.bind(run);
    while (query.step()) {
      rows.push_back(
          {query.integer(0), query.isNull(1) ? -1 : query.integer(1), query.real(2), query.real(3), query.floats(4)});
    }
    return rows;
  });
}

}  // namespace touchstone::store
