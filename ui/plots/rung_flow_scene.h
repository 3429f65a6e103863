// Turns a ladder into columns: heads, dots, links, cut-offs, and marks for what has no place on the axis.
// Thread: GUI (translations); no drawing.
#pragma once

#include "ui/plots/plot_style.h"
#include "ui/plots/rung_flow_plot.h"
#include "ui/plots/scene.h"

namespace touchstone::ui {

Scene rungFlowScene(const RungFlowData& data, const PlotStyle& style, bool isLogY);
// "3 epochs"; "next rung" where its resource is not known.
QString rungTitle(const LadderRung& rung, const QString& unit);

}  // namespace touchstone::ui
