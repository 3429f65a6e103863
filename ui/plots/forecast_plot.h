// One test window: observed values before and after the origin, and what each contender forecast, in the file's units.
// x: steps ahead; 0 is the last row that the contenders were given. Family colours, dashes and markers.
// Thread: GUI.
#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "engine/api/spec.h"
#include "ui/plots/plot_view.h"

namespace touchstone::ui {

struct ForecastLine {
  QString name;      // for the label
  QString fullName;  // for hover and tables: with the seed
  Family family = Family::kSupervised;
  int familyIndex = 0;
  std::int64_t id = 0;  // stable for a contender
  bool isLeading = false;
  std::vector<double> values;  // steps 1..H
};

struct ForecastPlotData {
  QString task, channel;
  std::int64_t window = 0;
  std::vector<double> past;    // the last one is step 0; NaN: missing
  std::vector<double> future;  // steps 1..H
  std::vector<ForecastLine> lines;
  int period = 0;  // ticks at its multiples and parts; 0: whole numbers
  QString xTitle;  // "steps ahead (30 min each)"
  QString note;    // for paper: which window, which seeds
};

// "months ahead", "steps ahead (30 min each)".
QString aheadTitle(const Calendar& calendar);

class ForecastPlot : public PlotView {
  Q_OBJECT

 public:
  explicit ForecastPlot(QWidget* parent = nullptr);
  explicit ForecastPlot(const PaperOptions& paper);

  void setData(ForecastPlotData data);
  const ForecastPlotData& data() const { return m_data; }

  TidyTable tidy() const override;
  std::unique_ptr<PlotView> onPaper(const PaperOptions& options) const override;

 protected:
  void rebuild() override;

 private:
  void addObserved(Scene& scene);
  void addLines(Scene& scene) const;
  void setAxes(Scene& scene) const;

  ForecastPlotData m_data;
  std::vector<double> m_observedX, m_observedY, m_steps;  // the scene points into them
};

}  // namespace touchstone::ui
