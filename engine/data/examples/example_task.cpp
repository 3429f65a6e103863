#include "engine/data/examples/example_task.h"

namespace touchstone::data {

std::string OverlapReport::flag() const {
  return {};
}

Result<ExampleTask> loadExampleTask(const TaskSpec& spec, const std::filesystem::path&) {
  return Error{ErrorCode::kUnsupported, "Tasks of labelled examples cannot be read yet.", "task " + spec.name};
}

}  // namespace touchstone::data
