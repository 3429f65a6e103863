// Validation value against epoch for every trial: ghosts for those not lit, at most 200 lit, an end dot for the state,
// a halo for the best, "NaN t-096" on the frame where a loss diverged, arrows where values are off the scale.
// Data: curves as the reader gives them (read_models.h), newest first or not; thousands are fine at 10 Hz: ghosts are
// decimated to pixel columns and kept as one picture. Thread: GUI.
#pragma once

#include <QString>
#include <set>
#include <vector>

#include "engine/api/read_models.h"
#include "ui/plots/plot_view.h"

namespace touchstone::ui {

struct LearningCurvesData {
  std::vector<Curve> curves;
  QString task;
  QString metric;    // "validation MSE"
  QString resource;  // x title: "epoch"; empty: that
  bool lowerIsBetter = true;
  double mostResource = kNoValue;     // the budget's epochs: right end of the axis; NaN: the data's
  std::vector<double> rungResources;  // ticks of the x axis; empty: 1 2 4 8 or plain
  TrialId best;                       // 0: found in the data
  TrialId selected;                   // 0: none
  // Trials to light; empty: running ones, the best of each contender, the last paused and the last stopped.
  std::set<TrialId> lit;
};

class LearningCurvesPlot : public PlotView {
  Q_OBJECT

 public:
  explicit LearningCurvesPlot(QWidget* parent = nullptr);
  explicit LearningCurvesPlot(const PaperOptions& paper);

  void setData(LearningCurvesData data);
  void setSelected(TrialId trial);
  const LearningCurvesData& data() const { return m_data; }

  TidyTable tidy() const override;
  std::unique_ptr<PlotView> onPaper(const PaperOptions& options) const override;

 protected:
  void rebuild() override;

 private:
  LearningCurvesData m_data;
};

// "t-118": how a trial is called everywhere.
QString trialName(int number);

}  // namespace touchstone::ui
