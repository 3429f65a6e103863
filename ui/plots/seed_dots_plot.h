// Every seed of every contender on one task: small dots, the mean with a bar of one standard deviation, how far it is
// from the best at the right, and the band of scores that the margin counts as equal to the best.
// Values far from the field are arrows at the edge, with their distance in words. Reported values: a cross.
// Thread: GUI.
#pragma once

#include <QString>
#include <vector>

#include "engine/api/read_models.h"
#include "ui/plots/plot_view.h"

namespace touchstone::ui {

struct SeedDotsRow {
  QString contender;
  Family family = Family::kSupervised;
  int familyIndex = 0;
  std::vector<double> scores;       // one a seed; one only where the contender has no randomness
  std::vector<std::int64_t> seeds;  // beside `scores`
  bool isReported = false;
  QString note;         // shown instead of the distance: "failed: out of memory", "running"
  std::int64_t id = 0;  // the contender's, for hover and click
};

struct SeedDotsData {
  std::vector<SeedDotsRow> rows;  // top to bottom
  QString task;
  QString metric;  // "MSE"
  bool lowerIsBetter = true;
  double relativeMargin = 0.01;  // of the best mean; 0: no shading
};

// Rows of one task from the leaderboard's runs, best mean first, then without score, then reported.
SeedDotsData seedDotsOf(const std::vector<RunRow>& runs, TaskId task, const std::vector<ContenderRow>& contenders);

class SeedDotsPlot : public PlotView {
  Q_OBJECT

 public:
  explicit SeedDotsPlot(QWidget* parent = nullptr);
  explicit SeedDotsPlot(const PaperOptions& paper);

  void setData(SeedDotsData data);
  const SeedDotsData& data() const { return m_data; }
  // Height that shows every row, for a card that is only this plot.
  int heightForRows() const;

  TidyTable tidy() const override;
  std::unique_ptr<PlotView> onPaper(const PaperOptions& options) const override;

 protected:
  void rebuild() override;

 private:
  DotRow dotRow(const SeedDotsRow& row, double best) const;
  QString legend(bool hasMargin) const;

  SeedDotsData m_data;
};

}  // namespace touchstone::ui
