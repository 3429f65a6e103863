// The test of a forecasting run: all windows of the test block, stride 1, none dropped, cut into chunks that are predicted
// and stored as a whole, so that an interrupted test goes on where it was.
// Items are numbered window by window, and within a window channel by channel; a chunk covers kChunkItems of them.
// Thread, blocking: as Evaluation.
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/data/series_task.h"
#include "engine/exec/evaluation.h"

namespace touchstone::exec {

class SeriesEvaluation final : public Evaluation {
 public:
  static constexpr std::int64_t kChunkItems = 128;
  static constexpr std::int64_t kKeptWindows = 256;

  SeriesEvaluation(std::shared_ptr<const data::SeriesTask> task, std::string metric, bool keepsAllForecasts);

  std::int64_t itemCount() const override { return static_cast<std::int64_t>(m_items.size()); }
  std::int64_t chunkCount() const override { return (itemCount() + kChunkItems - 1) / kChunkItems; }
  std::int64_t chunkOf(const store::AddPrediction& row) const override;
  std::int64_t chunkSize(std::int64_t chunk) const override {
    return std::min(kChunkItems, itemCount() - chunk * kChunkItems);
  }
  bool needsOutputs() const override { return false; }
  Result<store::WriteBatch> predict(const contenders::Predictor& predictor, RunId run, std::int64_t chunk,
                                    const base::CancelToken& token) const override;
  std::vector<TestScore> scores(std::span<const store::AddPrediction> predictions) const override;

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
