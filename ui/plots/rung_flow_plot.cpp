#include "ui/plots/rung_flow_plot.h"

#include <algorithm>

#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/numbers.h"
#include "ui/plots/plot_hit.h"
#include "ui/plots/rung_flow_scene.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

RungFlowPlot::RungFlowPlot(QWidget* parent)
    : PlotView(PlotStyle::screen(coloursOf(parent != nullptr ? parent->palette() : QPalette())), parent) {
  setAccessibleName(tr("Rung flow"));
}

RungFlowPlot::RungFlowPlot(const PaperOptions& paper) : PlotView(PlotStyle::paper(paper), nullptr) {}

void RungFlowPlot::setData(RungFlowData data) {
  m_data = std::move(data);
  rebuild();
}

void RungFlowPlot::rebuild() {
  setScene(rungFlowScene(m_data, style(), logYOr(false)));
}

QStringList RungFlowPlot::blockReadout(const PlotHit& hit) const {
  if (hit.column < 0) return {};
  const auto column = static_cast<std::size_t>(hit.column);
  const std::int64_t id = scene().blocks.columns.at(column).dots.at(hit.point).id;
  const LadderRung& rung = m_data.rungs.at(column);
  const auto place = std::find_if(rung.places.begin(), rung.places.end(),
                                  [id](const RungPlace& each) { return each.trial.value == id; });
  if (place == rung.places.end()) return {};
  QStringList lines{QStringLiteral("%1 %2, seed %3").arg(trialName(place->number), m_data.contender).arg(m_data.seed)};
  QString score = tr("%1: %2").arg(m_data.metric, readableNumber(place->value));
  if (place->rank > 0) score += QStringLiteral(" · ") + tr("rank %1 of %2").arg(place->rank).arg(place->of);
  lines << score;
  const QString rungName = rungTitle(rung, m_data.unit);
  if (place->state == State::kRunning)
    lines << tr("running, heading for %1").arg(rungName);
  else if (std::isfinite(place->cutoff))
    lines << tr("%1 at %2, cut-off %3").arg(stateWord(place->state), rungName, readableNumber(place->cutoff));
  else
    lines << tr("%1 at %2").arg(stateWord(place->state), rungName);
  return lines;
}

TidyTable RungFlowPlot::tidy() const {
  TidyTable rows;
  for (const LadderRung& rung : m_data.rungs) {
    for (const RungPlace& place : rung.places) {
      TidyRow row;
      row.series = QStringLiteral("%1 %2, seed %3, %4")
                       .arg(trialName(place.number), m_data.contender)
                       .arg(m_data.seed)
                       .arg(stateWord(place.state));
      row.family = QString::fromLatin1(toWord(m_data.family));
      row.task = m_data.task;
      if (rung.resource > 0) row.x = rung.resource;
      row.y = place.value;
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::unique_ptr<PlotView> RungFlowPlot::onPaper(const PaperOptions& options) const {
  auto plot = std::make_unique<RungFlowPlot>(options);
  plot->setData(m_data);
  plot->copyViewFrom(*this);
  return plot;
}

}  // namespace touchstone::ui
