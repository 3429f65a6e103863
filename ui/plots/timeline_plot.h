// What every slot did and does: one row a slot, one bar a segment of a trial in its family's colour, a glyph for how the
// trial went on from there, and while the study runs the time now and what running trials are still expected to take.
// Tens of thousands of bars are fine: those narrower than a pixel are drawn as one. Thread: GUI.
#pragma once

#include "engine/api/read_models.h"
#include "ui/plots/plot_view.h"

namespace touchstone::ui {

struct TimelineData {
  std::vector<SlotSpan> spans;
  double nowS = kNoValue;  // NaN: the study is not running
};

class TimelinePlot : public PlotView {
  Q_OBJECT

 public:
  explicit TimelinePlot(QWidget* parent = nullptr);
  explicit TimelinePlot(const PaperOptions& paper);

  void setData(TimelineData data);
  const TimelineData& data() const { return m_data; }

  TidyTable tidy() const override;
  std::unique_ptr<PlotView> onPaper(const PaperOptions& options) const override;
  QSize minimumSizeHint() const override;

 protected:
  void rebuild() override;
  QStringList blockReadout(const PlotHit& hit) const override;

 private:
  TimelineData m_data;
  std::vector<std::size_t> m_sources;  // beside the scene's bars: index into the spans
};

}  // namespace touchstone::ui
