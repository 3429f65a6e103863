// QCustomPlot and the layers in a PlotView. For ui/plots/plot_*.cpp only. Thread: GUI.
#pragma once

#include "ui/plots/block_layer.h"
#include "ui/plots/hover_layer.h"
#include "ui/plots/label_layer.h"
#include "ui/plots/plot_navigator.h"
#include "ui/plots/plot_view.h"
#include "ui/plots/series_layer.h"

namespace touchstone::ui {

// All owned by Qt: the plot by its view, the layers by the plot.
struct PlotView::Parts {
  QCustomPlot* plot;
  SeriesLayer* series;
  BlockLayer* blocks;
  LabelLayer* labels;
  HoverLayer* hover;
  PlotNavigator* navigator;
};

}  // namespace touchstone::ui
