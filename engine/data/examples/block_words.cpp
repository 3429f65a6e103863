#include "engine/data/examples/example_task.h"

namespace touchstone::data {

const char* toWord(Block block) {
  switch (block) {
    case Block::kTrain:
      return "train";
    case Block::kValidation:
      return "validation";
    case Block::kTest:
      return "test";
    case Block::kUnused:
      return "unused";
  }
  return "";
}

}  // namespace touchstone::data
