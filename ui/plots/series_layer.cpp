#include "ui/plots/series_layer.h"

#include <algorithm>
#include <utility>

#include "ui/plots/clip.h"

namespace touchstone::ui {

AxisMap mapOf(const QCPAxis& axis) {
  const QRect rect = axis.axisRect()->rect();
  AxisMap map;
  map.lo = axis.range().lower;
  map.hi = axis.range().upper;
  map.isLog = axis.scaleType() == QCPAxis::stLogarithmic;
  const bool isFlat = axis.orientation() == Qt::Horizontal;
  map.from = isFlat ? rect.left() : rect.bottom();
  map.to = isFlat ? rect.left() + rect.width() : rect.bottom() - rect.height();
  return map;
}

namespace {

bool isSameValue(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

}  // namespace

// QRect::bottom() is where QCustomPlot draws the axis, one unit above the rectangle's mathematical edge.
QRectF plotArea(const QCPAxis& axis) {
  const QRect rect = axis.axisRect()->rect();
  return {QPointF(rect.left(), rect.top()), QPointF(rect.left() + rect.width(), rect.bottom())};
}

SeriesLayer::SeriesLayer(QCPAxis* keyAxis, QCPAxis* valueAxis) : QCPAbstractPlottable(keyAxis, valueAxis) {
  setSelectable(QCP::stNone);
}

void SeriesLayer::setScene(const Scene* scene, const PlotStyle* style) {
  m_scene = scene;
  m_style = style;
  m_isStale = true;
  const auto lit = std::count_if(scene->series.begin(), scene->series.end(),
                                 [](const Series& series) { return series.emphasis != Emphasis::kGhost; });
  m_isCrowded = lit > plotpen::kPaperManySeries;
}

SeriesLayer::CurveKey SeriesLayer::CurveKey::of(const Series& series, std::size_t points) {
  if (points == 0) return {};
  return {points, series.x[points / 2], series.x[points - 1], series.y[points - 1]};
}

bool SeriesLayer::CurveKey::operator==(const CurveKey& other) const {
  return points == other.points && isSameValue(middleX, other.middleX) && isSameValue(lastX, other.lastX) &&
         isSameValue(lastY, other.lastY);
}

// While the axes stand still, only what is new is put on pixels.
void SeriesLayer::project() const {
  const AxisMap x = mapOf(*keyAxis());
  const AxisMap y = mapOf(*valueAxis());
  const bool isMoved = !(x == m_x && y == m_y);
  if (!m_isStale && !isMoved) return;
  m_x = x;
  m_y = y;
  m_isStale = false;
  std::vector<CurveLines> old = std::exchange(m_lines, {});
  std::unordered_map<std::int64_t, CurveLines*> before;
  for (CurveLines& lines : old) {
    if (isMoved) lines.key = {};
    if (lines.id != 0) before.emplace(lines.id, &lines);
  }
  m_lines.reserve(m_scene->series.size());
  for (const Series& series : m_scene->series) {
    const auto found = before.find(series.id);
    m_lines.push_back(linesOf(series, found != before.end() ? std::exchange(found->second, nullptr) : nullptr));
  }
}

SeriesLayer::CurveLines SeriesLayer::linesOf(const Series& series, CurveLines* known) const {
  const std::size_t count = std::min(series.x.size(), series.y.size());
  CurveLines lines{
      .id = series.id, .key = CurveKey::of(series, count), .columnWidth = columnWidth(series), .grown = {}};
  if (series.isStep) {
    const StepCurve steps = stepped(series.x, series.y);
    lines.grown.lines = decimated(steps.x, steps.y, m_x, m_y, lines.columnWidth);
    return lines;
  }
  if (known != nullptr) lines.grown = std::move(known->grown);
  const std::size_t before = known != nullptr && known->columnWidth == lines.columnWidth ? known->key.points : 0;
  const bool isKnown = before > 0 && before <= count && CurveKey::of(series, before) == known->key;
  if (!isKnown) lines.grown.settledPoints = 0;
  if (!isKnown || before < count) extend(lines.grown, series.x, series.y, m_x, m_y, lines.columnWidth);
  return lines;
}

// One device pixel on the screen; a tenth of a point on paper, where corners of steps must be square when enlarged.
// Ghosts are context: where they have several points a pixel, columns of two pixels halve the work of zooming.
double SeriesLayer::columnWidth(const Series& series) const {
  constexpr double kOnPaper = 0.1;
  constexpr double kOfSteps = 0.25;
  if (m_style->isPaper) return kOnPaper;
  const double pixel = 1.0 / parentPlot()->bufferDevicePixelRatio();
  const bool isDense = static_cast<double>(series.x.size()) > std::abs(m_x.to - m_x.from);
  if (series.emphasis == Emphasis::kGhost && isDense) return 2.0 * pixel;
  return series.isStep ? kOfSteps : pixel;
}

const Polylines& SeriesLayer::polylines(std::size_t series) const {
  project();
  return m_lines.at(series).grown.lines;
}

Polylines SeriesLayer::drawnLines(std::size_t series) const {
  if (!m_style->isPaper) return polylines(series);
  Polylines out;
  for (const QPolygonF& line : polylines(series)) {
    for (QPolygonF& part : clipLine(line, plotArea(*keyAxis()))) out.push_back(std::move(part));
  }
  return out;
}

void SeriesLayer::draw(QCPPainter* painter) {
  if (m_scene == nullptr || m_scene->isEmpty) return;
  project();
  const QRect rect = keyAxis()->axisRect()->rect();
  painter->save();
  painter->setClipRect(rect, Qt::IntersectClip);
  drawShades(*painter);
  drawGhosts(*painter);
  for (const Series& series : m_scene->series) drawBand(*painter, series);
  drawLit(*painter);
  drawRules(*painter);
  drawFrames(*painter);
  painter->restore();
  for (std::size_t i = 0; i < m_scene->series.size(); ++i) {
    if (m_scene->series[i].emphasis != Emphasis::kGhost) drawMarks(*painter, i);
    drawEndMark(*painter, m_scene->series[i]);
  }
  for (std::size_t row = 0; row < m_scene->dotRows.size(); ++row) drawRow(*painter, m_scene->dotRows[row], rowY(row));
}

void SeriesLayer::drawShades(QPainter& painter) const {
  const QRectF rect = plotArea(*keyAxis());
  for (const Shade& shade : m_scene->shades) {
    if (!shade.colour.isValid()) continue;
    const AxisMap& map = shade.isAlongX ? m_x : m_y;
    const double a = map.toPixel(shade.lo);
    const double b = map.toPixel(shade.hi);
    if (!std::isfinite(a) || !std::isfinite(b)) continue;
    const QRectF area = shade.isAlongX
                            ? QRectF(QPointF(std::min(a, b), rect.top()), QPointF(std::max(a, b), rect.bottom()))
                            : QRectF(QPointF(rect.left(), std::min(a, b)), QPointF(rect.right(), std::max(a, b)));
    painter.fillRect(area.intersected(rect), shade.colour);
  }
}

void SeriesLayer::drawBand(QPainter& painter, const Series& series) const {
  if (series.lo.empty() || series.lo.size() != series.x.size() || series.hi.size() != series.x.size()) return;
  const StepCurve low = series.isStep
                            ? stepped(series.x, series.lo)
                            : StepCurve{{series.x.begin(), series.x.end()}, {series.lo.begin(), series.lo.end()}};
  const StepCurve high = series.isStep
                             ? stepped(series.x, series.hi)
                             : StepCurve{{series.x.begin(), series.x.end()}, {series.hi.begin(), series.hi.end()}};
  const Polylines upper = decimated(high.x, high.y, m_x, m_y, columnWidth(series));
  const Polylines lower = decimated(low.x, low.y, m_x, m_y, columnWidth(series));
  // on a log axis the lower edge may have no place: the band then has none either in that part
  if (upper.size() != 1 || lower.size() != 1) return;
  QPolygonF area = upper.front();
  for (auto point = lower.front().crbegin(); point != lower.front().crend(); ++point) area.append(*point);
  QColor colour = colourOf(series);
  colour.setAlphaF(static_cast<float>(m_style->bandAlpha));
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawPolygon(m_style->isPaper ? clipArea(area, plotArea(*keyAxis())) : area);
  painter.setBrush(Qt::NoBrush);
}

void SeriesLayer::drawEndMark(QPainter& painter, const Series& series) const {
  if (series.endMark.mark == Mark::kNone || series.x.empty()) return;
  std::size_t last = std::min(series.x.size(), series.y.size());
  while (last > 0 &&
         !(std::isfinite(series.y[last - 1]) && (std::isnan(series.endX) || series.x[last - 1] <= series.endX)))
    --last;
  if (last == 0) return;
  const double endX = std::isnan(series.endX) ? series.x[last - 1] : series.endX;
  const QPointF at(m_x.toPixel(endX), m_y.toPixel(series.y[last - 1]));
  // half a pixel of slack: an end on the frame belongs to the plot
  const QRectF frame = QRectF(keyAxis()->axisRect()->rect()).adjusted(-1, -1, 1.5, 1.5);
  if (frame.contains(at)) paintMark(painter, at, series.endMark);
}

// An arrow on the frame must not stand in a marker.
bool SeriesLayer::isAtEdgeMark(QPointF at) const {
  const double reach = 3.0 * m_style->markRadius;
  const QRectF rect = plotArea(*keyAxis());
  return std::any_of(m_scene->edgeMarks.begin(), m_scene->edgeMarks.end(), [&](const EdgeMark& mark) {
    const bool isAbove = mark.kind == EdgeMark::Kind::kAbove;
    const bool isAlongX = isAbove || mark.kind == EdgeMark::Kind::kBelow || mark.kind == EdgeMark::Kind::kNan;
    return isAlongX && std::abs(m_x.toPixel(mark.at) - at.x()) < reach &&
           std::abs((isAbove ? rect.top() : rect.bottom()) - at.y()) < reach;
  });
}

// The method's marker at up to ten places, evenly spread in pixels, so that print in grey tells methods apart.
void SeriesLayer::drawMarks(QPainter& painter, std::size_t index) const {
  const Series& series = m_scene->series[index];
  if (!series.hasMarks) return;
  MarkStyle mark = methodMark(series.family, series.familyIndex, m_style->colours);
  if (series.colour.isValid()) mark.colour = series.colour;
  mark.radius = m_style->markRadius;
  mark.penWidth = m_style->curve * 0.8;
  const QRectF frame = QRectF(keyAxis()->axisRect()->rect()).adjusted(-1, -1, 1, 1);
  const double apart = std::max(1.0, frame.width() / plotpen::kMostMarkers);
  const bool hasEnd = series.endMark.mark != Mark::kNone && !series.x.empty();
  const double last = hasEnd ? m_x.toPixel(series.x.back()) - 0.5 * apart : frame.right();
  const double start = series.x.empty() ? frame.left() : std::max(frame.left(), m_x.toPixel(series.x.front()));
  double next = start + apart * (0.5 + series.markShift);
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    const QPointF at(m_x.toPixel(series.x[i]), m_y.toPixel(series.y[i]));
    if (!frame.contains(at) || at.x() < next || at.x() > last || isAtEdgeMark(at)) continue;
    paintMark(painter, at, mark);
    next = at.x() + apart;
  }
}

void SeriesLayer::drawRules(QPainter& painter) const {
  const QRectF rect = plotArea(*keyAxis());
  for (const Rule& rule : m_scene->rules) {
    painter.setPen(rule.isThin     ? QPen(m_style->colours.axis, m_style->axis, Qt::SolidLine, Qt::FlatCap)
                   : rule.isDashed ? m_style->rulePen()
                                   : QPen(m_style->colours.text, m_style->cutOff));
    const double at = (rule.isVertical ? m_x : m_y).toPixel(rule.at);
    if (!std::isfinite(at)) continue;
    if (rule.isVertical)
      painter.drawLine(QPointF(at, rect.top()), QPointF(at, rect.bottom()));
    else
      painter.drawLine(QPointF(rect.left(), at), QPointF(rect.right(), at));
  }
}

double SeriesLayer::rowY(std::size_t row) const {
  return m_y.toPixel(static_cast<double>(m_scene->dotRows.size() - 1 - row));
}

void SeriesLayer::drawRow(QPainter& painter, const DotRow& row, double y) const {
  const double left = std::min(m_x.from, m_x.to);
  const double right = std::max(m_x.from, m_x.to);
  const auto isInside = [&](double x) { return x >= left - 1.0 && x <= right + 1.0; };
  QColor dot = row.mark.colour;
  dot.setAlphaF(0.55f);
  const double small = m_style->isPaper ? m_style->markRadius * 0.55 : 2.5;
  for (std::size_t i = 0; i < row.values.size() && row.values.size() > 1; ++i) {
    const double x = m_x.toPixel(row.values[i]);
    // seeds of equal score stay visible: they take turns above and below the line
    const double shift = small * (i % 3 == 0 ? -0.9 : i % 3 == 1 ? 0.9 : 0.0);
    if (isInside(x)) paintMark(painter, {x, y + shift}, {.mark = Mark::kCircle, .colour = dot, .radius = small});
  }
  const double lo = m_x.toPixel(row.lo);
  const double hi = m_x.toPixel(row.hi);
  if (std::isfinite(lo) && std::isfinite(hi) && hi > left && lo < right) {
    painter.setPen(QPen(row.mark.colour, m_style->errorBar, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(std::max(lo, left), y), QPointF(std::min(hi, right), y));
  }
  const double mean = m_x.toPixel(row.mean);
  if (!std::isfinite(mean)) return;
  if (isInside(mean)) {
    paintMark(painter, {mean, y}, row.mark);
    return;
  }
  const double side = mean > right ? 1.0 : -1.0;
  const double reach = m_style->markRadius * 1.1;
  const QPointF tip(side > 0.0 ? right : left, y);
  painter.setPen(Qt::NoPen);
  painter.setBrush(row.mark.colour);
  painter.drawPolygon(
      QPolygonF({tip, tip + QPointF(-side * 1.6 * reach, -reach), tip + QPointF(-side * 1.6 * reach, reach)}));
}

QRect SeriesLayer::clipRect() const {
  return parentPlot()->viewport();  // end marks may stand on the frame; lines are clipped in draw()
}

void SeriesLayer::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

double SeriesLayer::selectTest(const QPointF&, bool, QVariant*) const {
  return -1.0;
}

QCPRange SeriesLayer::getKeyRange(bool& found, QCP::SignDomain) const {
  found = false;  // scenes carry their own ranges
  return {};
}

QCPRange SeriesLayer::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
  found = false;
  return {};
}

}  // namespace touchstone::ui
