#ifdef TOUCHSTONE_WITH_FIGURES
#include "app/cli/figures.h"

#include <QApplication>

#include "ui/figure/study_figures.h"

namespace touchstone::cli {

Result<std::vector<std::filesystem::path>> drawFigures(const ProjectView& view, StudyId study, const std::filesystem::path& folder) {
  qputenv("QT_QPA_PLATFORM", "offscreen");  // figures need fonts and a painter, no display
  int argc = 1;
  char name[] = "touchstone-cli";
  char* argv[] = {name, nullptr};
  const QApplication application(argc, argv);
  return ui::exportFigures(view, study, folder / "figures");
}

}  // namespace touchstone::cli
#endif
