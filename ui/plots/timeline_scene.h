// Turns slot spans into rows of bars, and tells how long running ones are expected to take.
// Thread: GUI (translations); no drawing.
#pragma once

#include "ui/plots/plot_style.h"
#include "ui/plots/scene.h"
#include "ui/plots/timeline_plot.h"

namespace touchstone::ui {

// How a span's trial went on: promoted where another span of it follows.
std::vector<State> spanEnds(const std::vector<SlotSpan>& spans);

// When running spans are expected to end: after the median time that the same segment (first, second, ...) took in the
// same run, or else of the same contender. NaN: over already, or nothing to tell it from.
std::vector<double> expectedEnds(const std::vector<SlotSpan>& spans);

struct TimelineScene {
  Scene scene;
  std::vector<std::size_t> sources;  // beside the scene's bars: index into the spans
};
TimelineScene timelineScene(const TimelineData& data, const PlotStyle& style);

}  // namespace touchstone::ui
