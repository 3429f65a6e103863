// Where the trials of one run stand on its ladder: a column a rung with its count, shares and cut-off above, and below
// it every trial at its score; soft links lead from rung to rung. More than 200 trials at a rung are a histogram.
// Hover tells trial, score, rank and decision; click and Enter tell the trial's id. Thread: GUI.
#pragma once

#include "ui/plots/plot_view.h"
#include "ui/plots/rung_ladder.h"

namespace touchstone::ui {

struct RungFlowData {
  std::vector<LadderRung> rungs;
  QString task, metric, contender;
  std::int64_t seed = 0;
  Family family = Family::kSupervised;
  QString unit;  // of a rung's resource: "epoch"; empty: that
  bool lowerIsBetter = true;
};

class RungFlowPlot : public PlotView {
  Q_OBJECT

 public:
  explicit RungFlowPlot(QWidget* parent = nullptr);
  explicit RungFlowPlot(const PaperOptions& paper);

  void setData(RungFlowData data);
  const RungFlowData& data() const { return m_data; }

  TidyTable tidy() const override;
  std::unique_ptr<PlotView> onPaper(const PaperOptions& options) const override;

 protected:
  void rebuild() override;
  QStringList blockReadout(const PlotHit& hit) const override;

 private:
  RungFlowData m_data;
};

}  // namespace touchstone::ui
