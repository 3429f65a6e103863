#include "engine/exec/series_evaluation.h"

#include <algorithm>
#include <cmath>

#include "engine/data/metrics.h"

namespace touchstone::exec {

namespace {

data::ItemError errorOf(const store::AddPrediction& row) {
  // A stored item without an error had no target at all.
  return {row.mse, row.mae, row.mase, row.smape, std::isnan(row.mse) ? 0 : 1};
}

}  // namespace

SeriesEvaluation::SeriesEvaluation(std::shared_ptr<const data::SeriesTask> task, std::string metric,
                                   bool keepsAllForecasts)
    : m_task(std::move(task)), m_metric(std::move(metric)), m_keepsAll(keepsAllForecasts) {
  m_windowCount = static_cast<std::int64_t>(m_task->testWindows());
  m_items.reserve(m_task->testItems());
  for (std::int64_t window = 0; window < m_windowCount; ++window) {
    for (std::size_t channel = 0; channel < m_task->channelCount(); ++channel) {
      const data::OriginRange origins = m_task->testOrigins(channel);
      if (static_cast<std::size_t>(window) < origins.count) {
        m_items.push_back({window, static_cast<int>(channel), origins.first + static_cast<std::size_t>(window)});
      }
    }
  }
}

// kKeptWindows of them, evenly spaced from the first to the last.
bool SeriesEvaluation::keepsForecast(std::int64_t window) const {
  if (m_keepsAll || m_windowCount <= kKeptWindows) {
    return true;
  }
  const auto placeOf = [this](std::int64_t kept) { return kept * (m_windowCount - 1) / (kKeptWindows - 1); };
  const std::int64_t kept =
      (window * (kKeptWindows - 1) + m_windowCount - 2) / (m_windowCount - 1);  // first with place >= window
  return placeOf(kept) == window;
}

Result<store::WriteBatch> SeriesEvaluation::predict(const contenders::Predictor& predictor, RunId run,
                                                    std::int64_t chunk, const base::CancelToken& token) const {
  const auto* forecaster = std::get_if<std::shared_ptr<const contenders::Forecaster>>(&predictor);
  if (forecaster == nullptr) {
    return Error{ErrorCode::kInternal, "The contender gave no forecasts.", ""};
  }
  const auto first = static_cast<std::size_t>(chunk * kChunkItems);
  const std::size_t count = std::min(static_cast<std::size_t>(kChunkItems), m_items.size() - first);
  const std::span<const Item> items = std::span<const Item>(m_items).subspan(first, count);
  std::vector<contenders::Origin> origins;
  for (const Item& item : items) {
    origins.push_back({item.channel, m_task->history(static_cast<std::size_t>(item.channel), item.origin)});
  }
  const auto horizon = static_cast<std::size_t>(m_task->horizon);
  std::vector<double> forecasts(count * horizon);
  if (auto done = (*forecaster)->forecast(origins, token, forecasts); !done) {
    return done.error();
  }
  store::WriteBatch rows;
  rows.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto row = toRow(items[i], run, std::span<const double>(forecasts).subspan(i * horizon, horizon));
    if (!row) {
      return row.error();
    }
    rows.push_back(std::move(*row));
  }
  return rows;
}

Result<store::AddPrediction> SeriesEvaluation::toRow(const Item& item, RunId run,
                                                     std::span<const double> forecast) const {
  const auto error = m_task->score(static_cast<std::size_t>(item.channel), item.origin, forecast);
  if (!error) {
    return error.error();
  }
  store::AddPrediction row;
  row.run = run;
  row.item = item.window;
  row.part = item.channel;
  row.error = error->of(m_metric);
  row.mse = error->mse;
  row.mae = error->mae;
  row.mase = error->mase;
  row.smape = error->smape;
  if (keepsForecast(item.window)) {
    row.output.assign(forecast.begin(), forecast.end());
  }
  return row;
}

std::int64_t SeriesEvaluation::chunkOf(const store::AddPrediction& row) const {
  const auto place =
      std::lower_bound(m_items.begin(), m_items.end(), row, [](const Item& item, const store::AddPrediction& key) {
        return item.window != key.item ? item.window < key.item : item.channel < key.part;
      });
  return (place - m_items.begin()) / kChunkItems;
}

std::vector<TestScore> SeriesEvaluation::scores(std::span<const store::AddPrediction> predictions) const {
  std::vector<const store::AddPrediction*> ordered;
  for (const store::AddPrediction& row : predictions) {
    ordered.push_back(&row);
  }
  // Chunks arrive in any order; sums in a fixed order give the same last digit every time.
  std::sort(ordered.begin(), ordered.end(),
            [](const auto* a, const auto* b) { return a->item != b->item ? a->item < b->item : a->part < b->part; });
  data::ErrorSummary summary(m_task->channelCount());
  for (const store::AddPrediction* row : ordered) {
    summary.add(static_cast<std::size_t>(row->part), static_cast<std::size_t>(row->item), errorOf(*row));
  }
  std::vector<TestScore> scores;
  for (const std::string& metric : data::metricNames(Modality::kTimeSeries)) {
    const data::ErrorMeans overall = summary.overall();
    scores.push_back({metric, "", overall.of(metric), overall.items});
    for (std::size_t channel = 0; m_task->channelCount() > 1 && channel < m_task->channelCount(); ++channel) {
      const data::ErrorMeans means = summary.channel(channel);
      scores.push_back({metric, m_task->raw.channels[channel].name, means.of(metric), means.items});
    }
  }
  return scores;
}

}  // namespace touchstone::exec
