// Turns learning curves into a scene: which trials are lit, what they are called, what axes fit them.
// Thread: GUI (translations); no drawing.
#pragma once

#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/scene.h"

namespace touchstone::ui {

struct SceneScales {
  bool isLogX = false, isLogY = false;
};

// Series of the scene point into `data`.
Scene learningScene(const LearningCurvesData& data, const PlotStyle& style, SceneScales scales);
// Rungs grow by a factor, so their axis is logarithmic; without rungs it is linear.
bool suggestsLogX(const LearningCurvesData& data);
// "t-118 DASHA, seed 3".
QString curveName(const Curve& curve);
// The best finite value of a curve; NaN without one.
double bestValue(const Curve& curve, bool lowerIsBetter);

}  // namespace touchstone::ui
