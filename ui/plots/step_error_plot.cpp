#include "ui/plots/step_error_plot.h"

#include <algorithm>
#include <cmath>

#include "ui/plots/fit_range.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

constexpr std::int64_t kIdsPerGeneration = 1 << 20;

}  // namespace

StepErrorPlot::StepErrorPlot(QWidget* parent)
    : PlotView(PlotStyle::screen(coloursOf(parent != nullptr ? parent->palette() : QPalette())), parent) {
  setAccessibleName(tr("Error by step"));
}

StepErrorPlot::StepErrorPlot(const PaperOptions& paper) : PlotView(PlotStyle::paper(paper), nullptr) {}

void StepErrorPlot::setData(StepErrorPlotData data) {
  m_data = std::move(data);
  ++m_generation;
  rebuild();
}

void StepErrorPlot::rebuild() {
  std::vector<Drawn> drawn;
  for (const StepErrorLine& line : m_data.lines) {
    Drawn one;
    for (std::size_t i = 0; i < line.mean.size(); ++i) {
      if (!std::isfinite(line.mean[i])) continue;
      const bool hasBand = i < line.standardError.size() && std::isfinite(line.standardError[i]);
      const double off = hasBand ? line.standardError[i] : 0.0;
      one.x.push_back(static_cast<double>(i + 1));
      one.y.push_back(line.mean[i]);
      one.lo.push_back(line.mean[i] - off);
      one.hi.push_back(line.mean[i] + off);
    }
    drawn.push_back(std::move(one));
  }
  m_drawn.swap(drawn);
  Scene next;
  for (std::size_t i = 0; i < m_drawn.size(); ++i) {
    if (!m_drawn[i].x.empty()) addLine(next, m_data.lines[i], m_drawn[i]);
  }
  next.isEmpty = next.series.empty();
  if (!next.isEmpty) setAxes(next);
  if (style().isPaper) next.note = m_data.note;
  setScene(std::move(next));
}

void StepErrorPlot::addLine(Scene& next, const StepErrorLine& line, const Drawn& drawn) const {
  const bool isReference = line.family == Family::kReference;
  Series series;
  series.name = line.fullName;
  series.family = line.family;
  series.familyIndex = line.familyIndex;
  series.x = drawn.x;
  series.y = drawn.y;
  series.lo = drawn.lo;
  series.hi = drawn.hi;
  series.hasMarks = !isReference && (style().isPaper || drawn.x.size() == 1);
  constexpr int kPlaces = 4;
  series.markShift = static_cast<double>(next.series.size() % kPlaces) / kPlaces;
  series.id = m_generation * kIdsPerGeneration + line.id;
  next.series.push_back(std::move(series));
  DirectLabel label;
  label.x = drawn.x.back();
  label.y = drawn.y.back();
  label.text = line.name;
  label.colour = style().colours.of(line.family).text;
  label.isBold = line.isLeading && !style().isPaper;
  label.priority = line.isLeading ? 7 : isReference ? 1 : 5;
  next.labels.push_back(std::move(label));
}

// A reference far off is an arrow: it must not flatten the others.
void StepErrorPlot::setAxes(Scene& next) const {
  constexpr double kFarOff = 2.5;
  std::vector<double> values;
  double last = 1.0, highest = 0.0;
  const auto top = [](const Drawn& drawn) { return *std::max_element(drawn.hi.begin(), drawn.hi.end()); };
  for (std::size_t i = 0; i < m_drawn.size(); ++i) {
    if (m_drawn[i].x.empty() || m_data.lines[i].family == Family::kReference) continue;
    highest = std::max(highest, top(m_drawn[i]));
  }
  const double limit = highest > 0.0 ? kFarOff * highest : HUGE_VAL;
  for (const Drawn& drawn : m_drawn) {
    if (drawn.x.empty()) continue;
    last = std::max(last, drawn.x.back());
    if (top(drawn) > limit) continue;
    values.insert(values.end(), drawn.lo.begin(), drawn.lo.end());
    values.insert(values.end(), drawn.hi.begin(), drawn.hi.end());
  }
  const bool isLogY = logYOr(false);
  const FitRange range = fitRange(values, values, isLogY);
  next.x.lo = last > 1.0 ? 1.0 : 0.5;
  next.x.hi = last > 1.0 ? last : 1.5;
  next.x.mayLog = last > 1.0;
  next.x.ticks = m_data.period > 1 ? TickKind::kPeriod : TickKind::kWhole;
  next.x.period = m_data.period;
  next.x.title = tr("steps ahead");
  next.x.word = tr("step");
  next.y.lo = isLogY ? range.lo : 0.0;  // an error begins at nothing
  next.y.hi = std::max(range.hi, next.y.lo + 1e-12);
  next.y.word = m_data.measure;
  next.y.title = m_data.measure;
  next.y.mayLog = std::all_of(values.begin(), values.end(), [](double value) { return value > 0.0; });
  for (const StepErrorLine& line : m_data.lines) {
    for (std::size_t i = 0; i < line.mean.size(); ++i) {
      if (!(line.mean[i] > next.y.hi)) continue;
      next.edgeMarks.push_back({.kind = EdgeMark::Kind::kAbove,
                                .at = static_cast<double>(i + 1),
                                .text = line.name,
                                .colour = style().colours.of(line.family).text});
      std::erase_if(next.labels, [&](const DirectLabel& label) { return label.text == line.name; });  // named once
      break;
    }
  }
}

TidyTable StepErrorPlot::tidy() const {
  TidyTable rows;
  for (std::size_t i = 0; i < m_drawn.size(); ++i) {
    const Drawn& drawn = m_drawn[i];
    for (std::size_t k = 0; k < drawn.x.size(); ++k) {
      TidyRow row;
      row.series = m_data.lines[i].fullName;
      row.family = QString::fromLatin1(toWord(m_data.lines[i].family));
      row.task = m_data.task;
      row.x = drawn.x[k];
      row.y = drawn.y[k];
      row.lo = drawn.lo[k];
      row.hi = drawn.hi[k];
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::unique_ptr<PlotView> StepErrorPlot::onPaper(const PaperOptions& options) const {
  auto plot = std::make_unique<StepErrorPlot>(options);
  plot->setData(m_data);
  plot->copyViewFrom(*this);
  return plot;
}

}  // namespace touchstone::ui
