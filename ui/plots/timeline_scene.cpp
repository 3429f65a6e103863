#include "ui/plots/timeline_scene.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

#include "ui/plots/time_ticks.h"

namespace touchstone::ui {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("touchstone::timeline", text);
}

bool isRunning(const SlotSpan& span) {
  return std::isnan(span.endS);
}

// Indices by start: a trial's segments then follow each other.
std::vector<std::size_t> byStart(const std::vector<SlotSpan>& spans) {
  std::vector<std::size_t> order(spans.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&spans](std::size_t a, std::size_t b) { return spans[a].startS < spans[b].startS; });
  return order;
}

double medianOf(std::vector<double> values) {
  if (values.empty()) return kNoValue;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// As it would look laid over the ground; opaque, so that grid lines do not shine through.
QColor faded(const QColor& colour, const QColor& ground) {
  const auto mix = [](int a, int b) { return qRound(block::kOverAlpha * a + (1.0 - block::kOverAlpha) * b); };
  return {mix(colour.red(), ground.red()), mix(colour.green(), ground.green()), mix(colour.blue(), ground.blue())};
}

}  // namespace

std::vector<State> spanEnds(const std::vector<SlotSpan>& spans) {
  std::unordered_map<TrialId, std::size_t> last;
  for (const std::size_t i : byStart(spans)) last[spans[i].trial] = i;
  std::vector<State> ends;
  ends.reserve(spans.size());
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const bool isLast = last[spans[i].trial] == i;
    const bool isOver = spans[i].endState == TrialState::kFailed;
    ends.push_back(isLast || isOver ? stateOf(spans[i].endState) : State::kPromoted);
  }
  return ends;
}

std::vector<double> expectedEnds(const std::vector<SlotSpan>& spans) {
  std::vector<double> ends(spans.size(), kNoValue);
  if (std::none_of(spans.begin(), spans.end(), isRunning)) return ends;
  std::unordered_map<TrialId, int> segments;
  std::map<std::pair<RunId, int>, std::vector<double>> ofRun;
  std::map<std::pair<std::string, int>, std::vector<double>> ofContender;
  std::vector<std::pair<std::size_t, int>> open;
  for (const std::size_t i : byStart(spans)) {
    const SlotSpan& span = spans[i];
    const int segment = segments[span.trial]++;
    if (isRunning(span)) {
      open.emplace_back(i, segment);
    } else if (span.endState != TrialState::kFailed && span.endS > span.startS) {
      ofRun[{span.run, segment}].push_back(span.endS - span.startS);
      ofContender[{span.contenderName, segment}].push_back(span.endS - span.startS);
    }
  }
  for (const auto& [index, segment] : open) {
    double length = medianOf(ofRun[{spans[index].run, segment}]);
    if (std::isnan(length)) length = medianOf(ofContender[{spans[index].contenderName, segment}]);
    ends[index] = spans[index].startS + length;
  }
  return ends;
}

TimelineScene timelineScene(const TimelineData& data, const PlotStyle& style) {
  TimelineScene made;
  Scene& scene = made.scene;
  const std::vector<SlotSpan>& spans = data.spans;
  scene.isEmpty = spans.empty();
  const bool isNow = std::isfinite(data.nowS);
  const std::vector<State> ends = spanEnds(spans);
  const std::vector<double> expected = isNow ? expectedEnds(spans) : std::vector<double>(spans.size(), kNoValue);
  int rowCount = 0;
  double first = HUGE_VAL;
  double last = isNow ? data.nowS : -HUGE_VAL;
  for (const std::size_t i : byStart(spans)) {
    const SlotSpan& span = spans[i];
    const double to = isRunning(span) ? std::max(span.startS, isNow ? data.nowS : span.startS) : span.endS;
    const QColor colour = style.colours.of(span.family).line;
    rowCount = std::max(rowCount, span.slot + 1);
    first = std::min(first, span.startS);
    last = std::max(last, to);
    RowBar bar{
        .from = span.startS, .to = to, .row = span.slot, .colour = colour, .end = ends[i], .id = span.trial.value};
    if (!isRunning(span)) bar.colour = faded(colour, style.colours.surface);
    scene.blocks.bars.push_back(bar);
    made.sources.push_back(i);
    if (!(expected[i] > to)) continue;
    last = std::max(last, expected[i]);
    scene.blocks.bars.push_back(
        {.from = to, .to = expected[i], .row = span.slot, .colour = colour, .isExpected = true});
    made.sources.push_back(i);
  }
  for (int slot = 0; slot < rowCount; ++slot) {
    DotRow row;
    row.name = tr("slot %1").arg(slot);
    scene.dotRows.push_back(std::move(row));
  }
  if (first <= last) {
    const TimeRange range = roundTimes(first, last);
    scene.x.lo = range.lo;
    scene.x.hi = range.hi;
  }
  if (isNow && !scene.isEmpty)
    scene.blocks.topLines.push_back({data.nowS, tr("now %1").arg(clockText(data.nowS, scene.x.hi - scene.x.lo))});
  scene.x.word = tr("time");
  scene.x.title = style.isPaper ? tr("time of day") : QString();
  scene.x.mayLog = false;
  scene.x.ticks = TickKind::kTime;
  scene.y.lo = -0.6;
  scene.y.hi = rowCount - 0.4;
  scene.y.mayLog = false;
  scene.y.mayZoom = false;
  scene.y.ticks = TickKind::kNone;
  return made;
}

}  // namespace touchstone::ui
