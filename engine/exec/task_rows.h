// A prepared task as rows of the project file: its data set, its sizes and notes, its series.
// Thread: free functions.
#pragma once

#include "engine/api/spec.h"
#include "engine/exec/prepared_task.h"
#include "engine/store/write_ops.h"

namespace touchstone::exec {

store::AddDataset datasetRow(DatasetId id, const PreparedTask& prepared);
TaskRow taskRow(TaskId id, StudyId study, const TaskSpec& spec, const PreparedTask& prepared);
// One op a channel. Of more than 4 million values in all, the newest rows of each channel are kept.
store::WriteBatch seriesRows(TaskId id, const data::SeriesTask& series);

}  // namespace touchstone::exec
