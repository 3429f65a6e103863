#include "ui/views/compare/compare_view.h"
#include "ui/views/live/live_view.h"
#include "ui/views/view.h"

namespace touchstone::ui {

std::vector<ViewEntry> viewRegistry() {
  return {
      liveViewEntry(),
      compareViewEntry(),
  };
}

}  // namespace touchstone::ui
