#include "engine/exec/example_evaluation.h"

#include <numeric>

#include "engine/data/examples/class_metrics.h"
#include "engine/exec/example_rows.h"

namespace touchstone::exec {

namespace {

constexpr std::int64_t kMostItems = 128;                   // of a chunk
constexpr std::size_t kMostScores = std::size_t{4} << 20;  // of a chunk: a mask has one for each class and pixel

std::size_t scoresPerItem(const data::Targets& targets) {
  return targets.classCount() * std::max<std::size_t>(1, targets.maskPixels);
}

std::int64_t chunkItemsOf(const data::Targets& targets) {
  const auto fitting = static_cast<std::int64_t>(kMostScores / std::max<std::size_t>(1, scoresPerItem(targets)));
  return std::clamp<std::int64_t>(fitting, 1, kMostItems);
}

std::vector<float> toOutput(const data::MaskCounts& counts) {
  std::vector<float> output;
  for (const std::int64_t count : counts.confusion.counts()) {
    output.push_back(static_cast<float>(count));
  }
  for (const data::Calibration::Bin& bin : counts.calibration.bins()) {
    output.insert(output.end(),
                  {static_cast<float>(bin.items), static_cast<float>(bin.hits), static_cast<float>(bin.confidence)});
  }
  return output;
}

data::MaskCounts toCounts(const store::AddPrediction& row, std::size_t classes) {
  std::vector<std::int64_t> confusion(row.output.begin(),
                                      row.output.begin() + static_cast<std::ptrdiff_t>(classes * classes));
  std::array<data::Calibration::Bin, data::Calibration::kBins> bins{};
  const float* place = row.output.data() + classes * classes;
  for (data::Calibration::Bin& bin : bins) {
    bin = {static_cast<std::int64_t>(place[0]), static_cast<std::int64_t>(place[1]), place[2]};
    place += 3;
  }
  data::MaskCounts counts(classes);
  counts.confusion = data::ConfusionMatrix(classes, std::move(confusion));
  counts.calibration = data::Calibration(bins);
  const auto pixels = static_cast<double>(counts.pixels());
  counts.crossEntropySum = pixels > 0.0 ? row.crossEntropy * pixels : 0.0;
  return counts;
}

}  // namespace

ExampleEvaluation::ExampleEvaluation(std::shared_ptr<const data::ExampleTask> task, std::string metric)
    : m_task(std::move(task)),
      m_metric(std::move(metric)),
      m_inputs(std::make_shared<data::InputSelection>(m_task->set.inputs, m_task->test)),
      m_targets(m_task->set.targets.select(m_task->test)),
      m_chunkItems(chunkItemsOf(m_targets)) {}

std::int64_t ExampleEvaluation::chunkOf(const store::AddPrediction& row) const {
  const auto place = std::lower_bound(m_task->test.begin(), m_task->test.end(), static_cast<std::uint32_t>(row.item));
  return (place - m_task->test.begin()) / m_chunkItems;
}

Result<store::WriteBatch> ExampleEvaluation::predict(const contenders::Predictor& predictor, RunId run,
                                                     std::int64_t chunk, const base::CancelToken& token) const {
  const auto* classifier = std::get_if<std::shared_ptr<const contenders::Classifier>>(&predictor);
  if (classifier == nullptr) {
    return Error{ErrorCode::kInternal, "The contender gave no class scores.", ""};
  }
  std::vector<std::uint32_t> items(static_cast<std::size_t>(chunkSize(chunk)));
  std::iota(items.begin(), items.end(), static_cast<std::uint32_t>(chunk * m_chunkItems));
  std::vector<float> scores(items.size() * scoresPerItem(m_targets));
  if (auto done = (*classifier)->classify(*m_inputs, items, token, scores); !done) {
    return done.error();
  }
  const data::Targets targets = m_targets.select(items);
  const data::ClassPredictions predictions{targets, scores};
  if (auto checked = data::checkPredictions(predictions); !checked) {
    return checked.error();
  }
  store::WriteBatch rows;
  rows.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    store::AddPrediction row;
    row.run = run;
    row.item = m_task->test[items[i]];
    row.label = labelOf(targets, i);
    if (targets.kind == data::TargetKind::kMask) {
      const data::MaskCounts counts = data::countMask(predictions, i);
      row.error = counts.error();
      row.crossEntropy = counts.crossEntropy();
      row.output = toOutput(counts);
    } else {
      const data::ItemScore score = data::scoreLabels(predictions, i);
      row.error = score.error;
      row.crossEntropy = score.crossEntropy;
      const std::span<const float> own = predictions.of(i);
      row.output.assign(own.begin(), own.end());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<TestScore> ExampleEvaluation::scores(std::span<const store::AddPrediction> predictions) const {
  std::vector<const store::AddPrediction*> ordered;
  for (const store::AddPrediction& row : predictions) {
    ordered.push_back(&row);
  }
  // Chunks arrive in any order; the test's own order gives the same last digit every time.
  std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) { return a->item < b->item; });
  if (m_targets.kind == data::TargetKind::kMask) {
    return maskScores(ordered);
  }
  std::vector<float> probabilities;
  probabilities.reserve(ordered.size() * m_targets.classCount());
  for (const store::AddPrediction* row : ordered) {
    probabilities.insert(probabilities.end(), row->output.begin(), row->output.end());
  }
  std::vector<TestScore> scores;
  if (const auto values = data::scoreClasses({m_targets, probabilities})) {
    for (const data::MetricValue& value : *values) {
      scores.push_back({value.metric, value.part, value.value, value.items});
    }
  }
  return scores;
}

std::vector<TestScore> ExampleEvaluation::maskScores(const std::vector<const store::AddPrediction*>& ordered) const {
  data::MaskCounts sum(m_targets.classCount());
  for (const store::AddPrediction* row : ordered) {
    sum.add(toCounts(*row, m_targets.classCount()));
  }
  std::vector<TestScore> scores;
  for (const data::MetricValue& value : data::scoreMasks(m_targets, sum)) {
    scores.push_back({value.metric, value.part, value.value, value.items});
  }
  return scores;
}

}  // namespace touchstone::exec
