#include "app/cli/figures.h"

#ifdef TOUCHSTONE_WITH_FIGURES
#include <QApplication>
#include <cstdio>

#include "ui/figure/study_figures.h"

namespace touchstone::cli {

Result<std::vector<std::filesystem::path>> drawFigures(const ProjectView& view, StudyId study,
                                                       const std::filesystem::path& folder) {
  qputenv("QT_QPA_PLATFORM", "offscreen");  // figures need fonts and a painter, no display
  qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type == QtCriticalMsg || type == QtFatalMsg) {  // Qt's remarks on the desktop mean nothing here
      std::fprintf(stderr, "%s\n", qPrintable(text));
    }
  });
  int argc = 1;
  char name[] = "touchstone-cli";
  char* argv[] = {name, nullptr};
  const QApplication application(argc, argv);
  return ui::exportFigures(view, study, folder / "figures");
}

}  // namespace touchstone::cli
#else
namespace touchstone::cli {

Result<std::vector<std::filesystem::path>> drawFigures(const ProjectView&, StudyId, const std::filesystem::path&) {
  return Error{ErrorCode::kBadInput,
               "This program was built without the window and draws no figures. Export the tables.", "--preset"};
}

}  // namespace touchstone::cli
#endif
