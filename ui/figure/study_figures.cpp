#include "ui/figure/study_figures.h"

#include <system_error>

#include "engine/api/metric_name.h"
#include "ui/plots/best_so_far_plot.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/learning_read.h"
#include "ui/plots/seed_dots_plot.h"

namespace touchstone::ui {

namespace {

namespace fs = std::filesystem;

constexpr int kMostCurves = 1000;

// Figures of one task, made one after the other so that only one plot's data is in memory.
class TaskFigures {
 public:
  TaskFigures(const ProjectView& project, const TaskRow& task, const StudyFigureOptions& options, const fs::path& stem)
      : m_project(project), m_task(task), m_options(options), m_stem(stem) {}

  Result<void> learningCurves(Paths& written) {
    CurveQuery query;
    query.study = m_task.study;
    query.task = m_task.id;
    query.maxTrials = kMostCurves;
    Result<LearningRead> learning = readLearning(m_project, query);
    if (!learning) return learning.error();
    LearningCurvesPlot plot(m_options.spec.paper);
    plot.setData({.curves = std::move(learning->curves),
                  .task = name(),
                  .metric = PlotView::tr("validation %1").arg(metric()),
                  .resource = {},
                  .lowerIsBetter = m_task.lowerIsBetter,
                  .mostResource = kNoValue,
                  .rungResources = std::move(learning->rungResources),
                  .best = {},
                  .selected = {},
                  .lit = {}});
    return write(plot, "-learning-curves", PlotView::tr("%1: learning curves"), written);
  }

  Result<void> bestSoFar(Paths& written) {
    Result<std::vector<BestSoFar>> runs = m_project.bestSoFar(m_task.study, m_task.id);
    if (!runs) return runs.error();
    BestSoFarPlot plot(m_options.spec.paper);
    plot.setData({.runs = std::move(*runs),
                  .task = name(),
                  .metric = PlotView::tr("validation %1").arg(metric()),
                  .lowerIsBetter = m_task.lowerIsBetter});
    return write(plot, "-best-so-far", PlotView::tr("%1: best so far"), written);
  }

  Result<void> leaderboard(const std::vector<RunRow>& runs, const std::vector<ContenderRow>& contenders,
                           Paths& written) {
    SeedDotsPlot plot(m_options.spec.paper);
    plot.setData(seedDotsOf(runs, m_task.id, contenders));
    return write(plot, "-leaderboard", PlotView::tr("%1: every seed"), written);
  }

 private:
  QString name() const { return QString::fromStdString(m_task.name); }
  QString metric() const { return QString::fromStdString(metricName(m_task.metric)); }

  Result<void> write(const PlotView& plot, const char* suffix, const QString& title, Paths& written) {
    if (plot.isEmpty()) return {};
    FigureSpec spec = m_options.spec;
    spec.title = title.arg(name());
    Result<Paths> files = writeFigure(plot, spec, m_stem.string() + suffix, m_options.formats);
    if (!files) return files.error();
    written.insert(written.end(), files->begin(), files->end());
    return {};
  }

  const ProjectView& m_project;
  const TaskRow& m_task;
  const StudyFigureOptions& m_options;
  fs::path m_stem;
};

}  // namespace

Result<Paths> exportFigures(const ProjectView& project, StudyId study, const fs::path& outDir,
                            const StudyFigureOptions& options) {
  std::error_code error;
  fs::create_directories(outDir, error);
  if (error) {
    return figureError("The folder cannot be made", outDir, error.value());
  }
  const Result<std::vector<TaskRow>> tasks = project.tasks(study);
  if (!tasks) return tasks.error();
  const Result<std::vector<RunRow>> runs = project.runs(study);
  if (!runs) return runs.error();
  const Result<std::vector<ContenderRow>> contenders = project.contenders(study);
  if (!contenders) return contenders.error();
  Paths written;
  std::set<std::string> taken;
  for (const TaskRow& task : *tasks) {
    const fs::path stem = outDir / safeStem(QString::fromStdString(task.name), taken).toStdString();
    TaskFigures figures(project, task, options, stem);
    if (Result<void> done = figures.learningCurves(written); !done) return done.error();
    if (Result<void> done = figures.bestSoFar(written); !done) return done.error();
    if (Result<void> done = figures.leaderboard(*runs, *contenders, written); !done) return done.error();
  }
  return written;
}

}  // namespace touchstone::ui
