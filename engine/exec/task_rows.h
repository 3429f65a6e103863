// Rows of the project file that a prepared task gives: its data set, its sizes, and the data that views show.
// Thread: free functions.
#pragma once

#include "engine/api/spec.h"
#include "engine/exec/prepared_task.h"
#include "engine/store/write_ops.h"

namespace touchstone::exec {

store::AddDataset datasetRow(DatasetId id, const PreparedTask& prepared);
TaskRow taskRow(TaskId id, StudyId study, const TaskSpec& spec, const PreparedTask& prepared);
// The series by channel, or the examples by item. Of very large data only a part is kept with its content.
store::WriteBatch dataRows(TaskId id, const PreparedTask& prepared);

}  // namespace touchstone::exec
