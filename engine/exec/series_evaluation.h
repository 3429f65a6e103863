// The test of a forecasting run: all windows of the test block, stride 1, none dropped, cut into chunks that are predicted
// and stored as a whole, so that an interrupted test goes on where it was.
// Items are numbered window by window, and within a window channel by channel; a chunk covers kChunkItems of them.
// Thread: const after construction, but for add(), which is the engine thread's. Blocking: predict() as long as the
// forecaster takes; it polls the token.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/api/ids.h"
#include "engine/base/cancel.h"
#include "engine/contenders/contender.h"
#include "engine/data/metrics.h"
#include "engine/data/series_task.h"
#include "engine/store/write_ops.h"

namespace touchstone::exec {

struct SeriesScore {
  std::string metric;
  std::string part;  // '' overall, else the channel's name
  double value = 0.0;
  std::int64_t items = 0;
};

class SeriesEvaluation {
 public:
  static constexpr std::int64_t kChunkItems = 128;
  static constexpr std::int64_t kKeptWindows = 256;

  SeriesEvaluation(std::shared_ptr<const data::SeriesTask> task, std::string metric, bool keepsAllForecasts);

  std::int64_t itemCount() const { return static_cast<std::int64_t>(m_items.size()); }
  std::int64_t chunkCount() const { return (itemCount() + kChunkItems - 1) / kChunkItems; }

  // Forecasts of one chunk with their errors, as rows of the project file (kept forecasts included).
  Result<store::WriteBatch> predict(const contenders::Forecaster& forecaster, RunId run, std::int64_t chunk,
                                    const base::CancelToken& token) const;

  // Rows of earlier sessions: the chunks that are complete among them, which need no prediction.
  std::vector<bool> completeChunks(std::span<const store::AddPrediction> stored) const;

  std::int64_t chunkOf(const store::AddPrediction& row) const;

  // The task's metric and all the others, overall and per channel, from all items.
  std::vector<SeriesScore> scores(std::span<const store::AddPrediction> predictions) const;

 private:
  struct Item {
    std::int64_t window = 0;
    int channel = 0;
    std::size_t origin = 0;
  };

  Result<store::AddPrediction> toRow(const Item& item, RunId run, std::span<const double> forecast) const;
  bool keepsForecast(std::int64_t window) const;

  const std::shared_ptr<const data::SeriesTask> m_task;
  const std::string m_metric;
  const bool m_keepsAll;
  std::int64_t m_windowCount = 0;
  std::vector<Item> m_items;
};

}  // namespace touchstone::exec
