// The figures of a study's report: for each task learning curves, best so far, and the leaderboard's seed dots.
// Thread: GUI (needs a QApplication; QT_QPA_PLATFORM=offscreen is enough). Blocking: yes, file reads and writes.
// Errors: those of the project file and of writeFigure; figures without data are left out, which is no error.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/api/project_view.h"
#include "engine/api/result.h"
#include "ui/figure/exporter.h"
#include "ui/figure/figure_spec.h"

namespace touchstone::ui {

struct StudyFigureOptions {
  FigureSpec spec;
  FigureFormats formats;
};

// Writes <task>-learning-curves, <task>-best-so-far and <task>-leaderboard into `outDir` (made when missing); the
// paths are in this order, by task.
Result<std::vector<std::filesystem::path>> exportFigures(const ProjectView& project, StudyId study,
                                                         const std::filesystem::path& outDir,
                                                         const StudyFigureOptions& options = {});

}  // namespace touchstone::ui
