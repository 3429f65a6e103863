// Coefficients of an autoregression as stems by lag, the few largest with their lag and value. Thread: GUI.
#pragma once

#include <QString>
#include <vector>

#include "ui/plots/plot_view.h"

namespace touchstone::ui {

struct StemPlotData {
  QString name;  // of the contender
  QString task;
  int familyIndex = 0;
  std::vector<double> weights;  // lag 1, lag 2, ...
  int period = 0;               // ticks at its multiples
  Calendar calendar;            // names round lags: "a day"
};

class StemPlot : public PlotView {
  Q_OBJECT

 public:
  explicit StemPlot(QWidget* parent = nullptr);
  explicit StemPlot(const PaperOptions& paper);

  void setData(StemPlotData data);
  const StemPlotData& data() const { return m_data; }

  TidyTable tidy() const override;
  std::unique_ptr<PlotView> onPaper(const PaperOptions& options) const override;

 protected:
  void rebuild() override;

 private:
  void addLabels(Scene& scene) const;

  StemPlotData m_data;
  std::vector<double> m_lags;  // the scene points into them
  std::int64_t m_id = 0;
};

}  // namespace touchstone::ui
