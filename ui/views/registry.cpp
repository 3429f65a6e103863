#include "ui/views/compare/compare_view.h"
#include "ui/views/live/live_view.h"
#include "ui/views/tasks/tasks_view.h"
#include "ui/views/trials/trials_view.h"
#include "ui/views/view.h"

namespace touchstone::ui {

std::vector<ViewEntry> viewRegistry() {
  return {
      tasksViewEntry(),
      liveViewEntry(),
      trialsViewEntry(),
      compareViewEntry(),
  };
}

}  // namespace touchstone::ui
