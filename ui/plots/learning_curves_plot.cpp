#include "ui/plots/learning_curves_plot.h"

#include <algorithm>
#include <map>

#include "ui/plots/learning_scene.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

QString trialName(int number) {
  return QStringLiteral("t-%1").arg(number, 3, 10, QLatin1Char('0'));
}

LearningCurvesPlot::LearningCurvesPlot(QWidget* parent)
    : PlotView(PlotStyle::screen(coloursOf(parent != nullptr ? parent->palette() : QPalette())), parent) {
  setAccessibleName(tr("Learning curves"));
}

LearningCurvesPlot::LearningCurvesPlot(const PaperOptions& paper) : PlotView(PlotStyle::paper(paper), nullptr) {}

void LearningCurvesPlot::setData(LearningCurvesData data) {
  m_data = std::move(data);
  rebuild();
}

void LearningCurvesPlot::setSelected(TrialId trial) {
  if (m_data.selected == trial) return;
  m_data.selected = trial;
  rebuild();
}

void LearningCurvesPlot::rebuild() {
  const bool isLogX = logXOr(suggestsLogX(m_data));
  setScene(learningScene(m_data, style(), {.isLogX = isLogX, .isLogY = logYOr(false)}));
}

TidyTable LearningCurvesPlot::tidy() const {
  TidyTable rows;
  for (const Curve& curve : m_data.curves) {
    const QString name = curveName(curve);
    const std::size_t count = std::min(curve.steps.size(), curve.values.size());
    for (std::size_t i = 0; i < count; ++i) {
      TidyRow row;
      row.series = name;
      row.family = QString::fromLatin1(toWord(curve.family));
      row.task = m_data.task;
      row.x = curve.steps[i];
      row.y = curve.values[i];
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::unique_ptr<PlotView> LearningCurvesPlot::onPaper(const PaperOptions& options) const {
  auto plot = std::make_unique<LearningCurvesPlot>(options);
  plot->setData(m_data);
  plot->copyViewFrom(*this);
  return plot;
}

}  // namespace touchstone::ui
