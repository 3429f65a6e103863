#include "ui/plots/plot_style.h"

#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

// On paper one unit is one point: a font of n pixels comes out as n pt at 72 dpi, in QCustomPlot's metrics too.
// Without hinting, letters keep their natural distances at that coarse resolution.
QFont paperFont(const PaperOptions& options, int points, bool isBold = false) {
  QFont font(options.fontFamily);
  font.setPixelSize(points);
  font.setBold(isBold);
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

}  // namespace

QList<qreal> dashPattern(std::initializer_list<double> lengths, double penWidth) {
  QList<qreal> pattern;
  for (const double length : lengths) pattern.append(length / std::max(penWidth, 0.1));
  return pattern;
}

PlotStyle PlotStyle::screen(const Colours& colours) {
  PlotStyle style;
  style.colours = colours;
  style.tickFont = figureFont(Role::kMicro);
  style.titleFont = uiFont(Role::kSmall);
  style.labelFont = uiFont(Role::kSmall);
  style.boldFont = uiFont(Role::kSmall, true);
  style.noteFont = figureFont(Role::kMicro);
  return style;
}

PlotStyle PlotStyle::paper(const PaperOptions& options) {
  PlotStyle style;
  style.isPaper = true;
  style.colours = kLightColours;
  style.tickFont = paperFont(options, options.tickPt);
  style.titleFont = paperFont(options, options.labelPt);
  style.labelFont = paperFont(options, options.labelPt);
  style.boldFont = paperFont(options, options.labelPt, true);
  style.noteFont = paperFont(options, options.tickPt);
  style.curve = options.dataPt;
  style.curveMany = options.dataPt * plotpen::kPaperCurveMany;
  style.subject = options.dataPt * 1.25;
  style.halo = 3.0;
  style.ghost = plotpen::kPaperGhost;
  style.errorBar = options.dataPt;
  style.cutOff = options.dataPt;
  style.markerLine = options.axisPt;
  style.axis = options.axisPt;
  style.tick = options.axisPt;
  style.subTick = options.axisPt * 0.7;
  style.grid = plotpen::kPaperGrid;
  style.leader = options.axisPt;
  style.textHalo = 1.2;
  style.markRadius = 2.2;
  style.bandAlpha = plotpen::kPaperBandAlpha;
  style.tickLength = plotpen::kPaperTickLength;
  style.subTickLength = 2;
  style.labelApart = options.labelPt + 2;
  style.gap = 4;
  style.hasGrid = options.hasGrid;
  style.hasLeftLine = true;
  style.hasYTitle = true;
  return style;
}

QPen PlotStyle::familyPen(Family family, int familyIndex, double width) const {
  const FamilyColours& hues = colours.of(family);
  const QColor colour = familyIndex == 1 ? hues.soft : familyIndex >= 2 ? hues.strong : hues.line;
  QPen pen(colour, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
  const double unit = isPaper ? 0.5 : 1.0;  // on paper dashes are half as long as on the screen
  if (family == Family::kFoundation) pen.setDashPattern(dashPattern({6 * unit, 3 * unit}, width));
  if (family == Family::kReference) pen.setDashPattern(dashPattern({1.5 * unit, 2.5 * unit}, width));
  return pen;
}

QPen PlotStyle::rulePen() const {
  QPen pen(colours.axis, markerLine, Qt::SolidLine, Qt::FlatCap);
  pen.setDashPattern(
      dashPattern(isPaper ? std::initializer_list<double>{2, 2} : std::initializer_list<double>{3, 3}, markerLine));
  return pen;
}

}  // namespace touchstone::ui
