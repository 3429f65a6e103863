#include "engine/exec/study_cells.h"

#include <algorithm>

#include "engine/contenders/catalogue.h"

namespace touchstone::exec {

bool canTake(const ContenderSpec& contender, const TaskSpec& task) {
  const contenders::MethodCard* card = contenders::findMethod(contender.method);
  return card == nullptr ||
         std::find(card->modalities.begin(), card->modalities.end(), task.modality) != card->modalities.end();
}

std::vector<StudyCell> cellsOf(const StudySpec& spec) {
  std::vector<StudyCell> cells;
  for (std::size_t task = 0; task < spec.tasks.size(); ++task) {
    for (std::size_t contender = 0; contender < spec.contenders.size(); ++contender) {
      for (const std::int64_t seed : spec.seeds) {
        if (canTake(spec.contenders[contender], spec.tasks[task])) {
          cells.push_back({task, contender, seed});
        }
      }
    }
  }
  return cells;
}

}  // namespace touchstone::exec
