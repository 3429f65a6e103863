// Cuts lines and areas to a rectangle. Painters clip too, but SVG files written by Qt do not, and numbers far outside
// break dashes and raster coordinates. Thread: pure functions.
#pragma once

#include <QPolygonF>
#include <QRectF>
#include <vector>

namespace touchstone::ui {

// The parts of a polyline inside; a single point stays if it is inside.
std::vector<QPolygonF> clipLine(const QPolygonF& line, const QRectF& rect);
// The part of an area inside (Sutherland-Hodgman); empty when there is none.
QPolygonF clipArea(const QPolygonF& area, const QRectF& rect);

}  // namespace touchstone::ui
