// Error at each step ahead, a line a contender: mean over test windows with a band of one standard error.
// Scaled series, so that channels and tasks compare. Thread: GUI.
#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "engine/api/spec.h"
#include "ui/plots/plot_view.h"

namespace touchstone::ui {

struct StepErrorLine {
  QString name, fullName;
  Family family = Family::kSupervised;
  int familyIndex = 0;
  std::int64_t id = 0;
  bool isLeading = false;
  std::vector<double> mean, standardError;  // steps 1..H; NaN: none
};

struct StepErrorPlotData {
  QString task;
  QString measure;  // "squared error"
  QString note;     // for paper: "mean of 256 stored windows ± standard error"
  int period = 0;
  std::vector<StepErrorLine> lines;
};

class StepErrorPlot : public PlotView {
  Q_OBJECT

 public:
  explicit StepErrorPlot(QWidget* parent = nullptr);
  explicit StepErrorPlot(const PaperOptions& paper);

  void setData(StepErrorPlotData data);
  const StepErrorPlotData& data() const { return m_data; }

  TidyTable tidy() const override;
  std::unique_ptr<PlotView> onPaper(const PaperOptions& options) const override;

 protected:
  void rebuild() override;

 private:
  struct Drawn {
    std::vector<double> x, y, lo, hi;
  };
  void addLine(Scene& scene, const StepErrorLine& line, const Drawn& drawn) const;
  void setAxes(Scene& scene) const;

  StepErrorPlotData m_data;
  std::vector<Drawn> m_drawn;  // beside the lines; the scene points into them
  std::int64_t m_generation = 0;
};

}  // namespace touchstone::ui
