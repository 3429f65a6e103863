#include "ui/plots/timeline_plot.h"

#include <cmath>

#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/numbers.h"
#include "ui/plots/plot_hit.h"
#include "ui/plots/time_ticks.h"
#include "ui/plots/timeline_scene.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

QString nameOf(const SlotSpan& span) {
  return trialName(span.number) + u' ' + QString::fromStdString(span.contenderName);
}

}  // namespace

TimelinePlot::TimelinePlot(QWidget* parent)
    : PlotView(PlotStyle::screen(coloursOf(parent != nullptr ? parent->palette() : QPalette())), parent) {
  setAccessibleName(tr("Timeline"));
}

TimelinePlot::TimelinePlot(const PaperOptions& paper) : PlotView(PlotStyle::paper(paper), nullptr) {}

void TimelinePlot::setData(TimelineData data) {
  m_data = std::move(data);
  rebuild();
}

void TimelinePlot::rebuild() {
  TimelineScene made = timelineScene(m_data, style());
  m_sources = std::move(made.sources);
  setScene(std::move(made.scene));
}

QStringList TimelinePlot::blockReadout(const PlotHit& hit) const {
  if (hit.bar < 0) return {};
  const std::size_t source = m_sources.at(static_cast<std::size_t>(hit.bar));
  const SlotSpan& span = m_data.spans.at(source);
  const RowBar& bar = scene().blocks.bars.at(static_cast<std::size_t>(hit.bar));
  constexpr double kToTheSecond = 1.0;
  const bool isOpen = std::isnan(span.endS);
  const QString from = clockText(span.startS, kToTheSecond);
  const QString when = isOpen ? tr("since %1").arg(from) : tr("%1 to %2").arg(from, clockText(span.endS, kToTheSecond));
  return {nameOf(span), tr("slot %1 · %2 · %3").arg(span.slot).arg(when, duration(bar.to - bar.from)),
          stateWord(isOpen ? State::kRunning : bar.end)};
}

TidyTable TimelinePlot::tidy() const {
  TidyTable rows;
  const std::vector<State> ends = spanEnds(m_data.spans);
  for (std::size_t i = 0; i < m_data.spans.size(); ++i) {
    const SlotSpan& span = m_data.spans[i];
    TidyRow row;
    row.series = nameOf(span) + QStringLiteral(", ") + stateWord(ends[i]);
    row.family = QString::fromLatin1(toWord(span.family));
    row.x = span.startS;
    row.y = span.slot;
    row.lo = span.startS;
    row.hi = span.endS;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::unique_ptr<PlotView> TimelinePlot::onPaper(const PaperOptions& options) const {
  auto plot = std::make_unique<TimelinePlot>(options);
  plot->setData(m_data);
  plot->copyViewFrom(*this);
  return plot;
}

QSize TimelinePlot::minimumSizeHint() const {
  return {frame::kMinimumPlotWidth, frame::kMinimumTimelineHeight};
}

}  // namespace touchstone::ui
