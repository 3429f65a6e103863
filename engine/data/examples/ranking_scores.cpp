#include "engine/data/examples/ranking_scores.h"

#include <algorithm>
#include <cassert>
#include <vector>

#include "engine/data/examples/confusion_matrix.h"

namespace touchstone::data {

namespace {

// Positives and negatives at one score.
struct Threshold {
  std::int64_t positives = 0;
  std::int64_t negatives = 0;
};

// Highest score first.
std::vector<Threshold> thresholds(std::span<const float> scores, std::span<const std::uint8_t> isPositive) {
  assert(scores.size() == isPositive.size());
  struct Ranked {
    float score;
    std::uint8_t isPositive;
  };
  std::vector<Ranked> ranked;
  ranked.reserve(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    ranked.push_back({scores[i], isPositive[i]});
  }
  std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
  std::vector<Threshold> steps;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    if (i == 0 || ranked[i].score != ranked[i - 1].score) {
      steps.push_back({});
    }
    ++(ranked[i].isPositive != 0 ? steps.back().positives : steps.back().negatives);
  }
  return steps;
}

}  // namespace

double auroc(std::span<const float> scores, std::span<const std::uint8_t> isPositive) {
  std::int64_t positives = 0, negatives = 0, halfPairs = 0;  // two for a pair in order, one for a tie
  for (const Threshold& step : thresholds(scores, isPositive)) {
    halfPairs += step.negatives * (2 * positives + step.positives);
    positives += step.positives;
    negatives += step.negatives;
  }
  if (positives == 0 || negatives == 0) {
    return kNoScore;
  }
  return static_cast<double>(halfPairs) / (2.0 * static_cast<double>(positives) * static_cast<double>(negatives));
}

double averagePrecision(std::span<const float> scores, std::span<const std::uint8_t> isPositive) {
  if (scores.empty()) {
    return kNoScore;
  }
  std::int64_t hits = 0, called = 0;
  double sum = 0.0;
  for (const Threshold& step : thresholds(scores, isPositive)) {
    hits += step.positives;
    called += step.positives + step.negatives;
    sum += static_cast<double>(step.positives) * (static_cast<double>(hits) / static_cast<double>(called));
  }
  return hits > 0 ? sum / static_cast<double>(hits) : 0.0;
}

}  // namespace touchstone::data
