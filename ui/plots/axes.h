// Dresses QCustomPlot's axes by the plot conventions: bottom line with outward ticks, horizontal grid only, no left
// line on the screen; left and bottom lines without grid on paper. Tick labels come from ticks.h.
// For ui/plots/*.cpp only. Thread: GUI.
#pragma once

#include <qcustomplot.h>

#include "ui/plots/plot_style.h"
#include "ui/plots/scene.h"
#include "ui/plots/ticks.h"

namespace touchstone::ui {

// Ticks of one axis from its spec; the room for them is asked when they are made.
class SpecTicker : public QCPAxisTicker {
 public:
  SpecTicker(const QCPAxis* axis, const QFont& font) : m_axis(axis), m_font(font) {}
  void setSpec(const AxisSpec& spec);
  void generate(const QCPRange& range, const QLocale& locale, QChar formatChar, int precision, QVector<double>& ticks,
                QVector<double>* subTicks, QVector<QString>* tickLabels) override;

 private:
  TickRoom room() const;

  const QCPAxis* m_axis;
  QFont m_font;
  AxisSpec m_spec;
};

// Pens, fonts and grid of both axes; the ones at the top and at the right are hidden.
void dressAxes(QCustomPlot& plot, const PlotStyle& style, const Scene& scene);
// Linear or logarithmic, with ticks to match.
void setScale(QCPAxis& axis, const AxisSpec& spec, bool isLog, const PlotStyle& style);

}  // namespace touchstone::ui
