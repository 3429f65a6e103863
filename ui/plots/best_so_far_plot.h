// Best validation value so far against what it cost, as steps: the families (or every contender), mean over the seeds
// with a band of one standard deviation from 3 seeds on, single runs below. Reference: dotted.
// A family's line is, seed by seed, the best of its contenders at that cost per run; a finished run keeps its value.
// The last crossing of supervised and foundation is marked. Thread: GUI.
#pragma once

#include <QString>
#include <vector>

#include "engine/api/read_models.h"
#include "ui/plots/plot_view.h"

namespace touchstone::ui {

struct BestGroup;
struct FitRange;

enum class CostAxis { kSeconds, kEpochs, kTrials };
enum class BestGrouping { kFamily, kContender };

struct BestSoFarData {
  std::vector<BestSoFar> runs;
  QString task;
  QString metric;  // "validation MSE"
  bool lowerIsBetter = true;
};

class BestSoFarPlot : public PlotView {
  Q_OBJECT

 public:
  explicit BestSoFarPlot(QWidget* parent = nullptr);
  explicit BestSoFarPlot(const PaperOptions& paper);
  ~BestSoFarPlot() override;

  void setData(BestSoFarData data);
  void setCostAxis(CostAxis axis);
  CostAxis costAxis() const { return m_axis; }
  void setGrouping(BestGrouping grouping);
  BestGrouping grouping() const { return m_grouping; }
  // "band: ± 1 sd of 5 seeds" or "single runs, 2 seeds": for the card's subtitle and captions.
  QString bandNote() const;

  TidyTable tidy() const override;
  std::unique_ptr<PlotView> onPaper(const PaperOptions& options) const override;

 protected:
  void rebuild() override;

 private:
  void addGroup(Scene& scene, const BestGroup& group, std::vector<double>& values) const;
  void addCrossing(Scene& scene) const;
  void addEntries(Scene& scene) const;
  void setAxes(Scene& scene, const std::vector<double>& values) const;
  FitRange rangeOf(const std::vector<double>& values, const std::vector<double>& keep) const;

  BestSoFarData m_data;
  CostAxis m_axis = CostAxis::kSeconds;
  BestGrouping m_grouping = BestGrouping::kFamily;
  std::vector<BestGroup> m_groups;  // costs in the unit shown; the scene points into it
  QString m_unit;
};

}  // namespace touchstone::ui
