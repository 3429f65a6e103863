// One channel of a series over its rows or dates: observed values, the parts train, validation and test with their
// lengths, and a frame around the part that is shown elsewhere. At first the last part: validation, test and some
// history. Gaps (NaN) stay gaps; hundreds of thousands of rows are fine. Units of the file. Thread: GUI.
#pragma once

#include <QString>
#include <vector>

#include "engine/api/read_models.h"
#include "ui/plots/plot_view.h"

namespace touchstone::ui {

struct SeriesPlotData {
  SeriesRow series;
  QString task;
};

class SeriesPlot : public PlotView {
  Q_OBJECT

 public:
  explicit SeriesPlot(QWidget* parent = nullptr);
  explicit SeriesPlot(const PaperOptions& paper);

  void setData(SeriesPlotData data);
  const SeriesPlotData& data() const { return m_data; }
  // Rows from..to in the frame; an empty range: none.
  void setFrame(std::int64_t from, std::int64_t to);
  // "last 35 of 84 days" or the whole length: what fit shows.
  QString extentText() const;

  TidyTable tidy() const override;
  std::unique_ptr<PlotView> onPaper(const PaperOptions& options) const override;

 protected:
  void rebuild() override;

 private:
  struct Rows {
    double lo = 0.0, hi = 1.0;
  };
  Rows shownRows() const;
  void addShades(Scene& scene) const;
  void setAxes(Scene& scene) const;

  SeriesPlotData m_data;
  Calendar m_calendar;
  std::vector<double> m_x, m_y;  // the scene points into them
  std::int64_t m_id = 0;         // another series: nothing drawn before holds
  std::int64_t m_frameFrom = 0, m_frameTo = 0;
};

// "demand_mw", or "channel 3" where the file has no name for it.
QString channelName(const SeriesRow& series);

}  // namespace touchstone::ui
