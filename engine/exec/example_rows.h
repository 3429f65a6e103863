// The labelled examples of a task as rows of the project file: every item with its label and block, and the content of as
// many as fit, the test items first, because mistakes are looked at there.
// Thread: free functions. Blocking: reads the inputs.
#pragma once

#include <cstdint>

#include "engine/data/examples/example_task.h"
#include "engine/store/write_ops.h"

namespace touchstone::exec {

store::WriteBatch exampleRows(TaskId id, const data::ExampleTask& task);

// The label as it is stored: the class, or a bit for each of the first 62 classes; negative: none (masks).
std::int64_t labelOf(const data::Targets& targets, std::size_t item);

}  // namespace touchstone::exec
