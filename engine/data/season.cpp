#include "engine/data/season.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace touchstone::data {

namespace {

constexpr std::size_t kMostChannels = 64;
constexpr std::size_t kMostRows = 20'000;  // the newest ones; 0.02 s a channel
constexpr std::size_t kMostLag = 1'200;
constexpr std::size_t kMostOrigins = 200;
constexpr std::size_t kMostPeaks = 4;  // of one channel
constexpr double kGainOverNaive = 0.05;
constexpr double kGainOverShorter =
    0.15;  // nottem: 24 months beat 12 by 8 % by chance; taylor: a week beats a day by 70 %

using Series = std::span<const double>;

std::vector<double> firstDifferences(Series values) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < values.size(); ++i) {
    steps.push_back(values[i] - values[i - 1]);
  }
  return steps;
}

// Noise moves a peak by a few steps: 141 or 145 for a day of 144.
bool isNearOne(int lag, const std::vector<int>& periods) {
  return std::any_of(periods.begin(), periods.end(), [lag](int p) { return lag != p && std::abs(lag - p) * 20 <= p; });
}

// The highest significant peaks of one channel.
std::vector<int> autocorrelationPeaks(Series values) {
  const std::vector<double> steps = firstDifferences(values);
  const std::size_t mostLag = std::min(kMostLag, values.size() / 3);
  if (mostLag < 3) {
    return {};
  }
  const std::vector<double> r = autocorrelation(steps, mostLag);
  const double floor = std::max(0.1, 3.0 / std::sqrt(static_cast<double>(steps.size())));
  std::vector<std::pair<double, int>> peaks;
  for (std::size_t lag = 2; lag < mostLag; ++lag) {
    if (r[lag] >= floor && r[lag] >= r[lag - 1] && r[lag] > r[lag + 1]) {
      peaks.emplace_back(-r[lag], static_cast<int>(lag));
    }
  }
  std::sort(peaks.begin(), peaks.end());
  std::vector<int> periods;
  for (const auto& [height, lag] : peaks) {
    // A multiple of a higher peak says nothing new, unless it is much longer, as a week is to a day.
    const bool isEcho =
        std::any_of(periods.begin(), periods.end(), [lag = lag](int p) { return lag % p == 0 && lag < 5 * p; });
    if (!isEcho && !isNearOne(lag, periods) && periods.size() < kMostPeaks) {
      periods.push_back(lag);
    }
  }
  return periods;
}

// MAE of seasonal naive over origins spread over the second half, `horizon` steps each.
double seasonalNaiveError(Series values, std::size_t period, std::size_t horizon) {
  const std::size_t first = std::max(values.size() / 2, period);
  if (first + horizon > values.size()) {
    return std::nan("");
  }
  const std::size_t last = values.size() - horizon;
  const std::size_t stride = std::max<std::size_t>(1, (last - first) / kMostOrigins);
  double sum = 0.0;
  std::size_t count = 0;
  for (std::size_t origin = first; origin <= last; origin += stride) {
    for (std::size_t h = 0; h < horizon; ++h) {
      sum += std::abs(values[origin + h] - values[origin - period + h % period]);
    }
    count += horizon;
  }
  return sum / static_cast<double>(count);
}

std::vector<Series> chooseChannels(std::span<const Series> channels) {
  const std::size_t stride = (channels.size() + kMostChannels - 1) / kMostChannels;
  std::vector<Series> chosen;
  for (std::size_t c = 0; c < channels.size(); c += std::max<std::size_t>(1, stride)) {
    chosen.push_back(channels[c].size() > kMostRows ? channels[c].last(kMostRows) : channels[c]);
  }
  return chosen;
}

// Candidate periods, shortest first: those of the clock, and peaks that a tenth of the channels share.
std::vector<int> findCandidates(std::span<const Series> channels, std::span<const int> calendar) {
  std::map<int, std::size_t> votes;
  for (const Series channel : channels) {
    for (const int period : autocorrelationPeaks(channel)) {
      ++votes[period];
    }
  }
  for (const int period : calendar) {
    votes[period] += 2 * channels.size();  // more than any peak can have
  }
  std::vector<std::pair<std::size_t, int>> ranked;
  for (const auto& [period, count] : votes) {
    if (period > 1 && count * 10 >= channels.size()) {
      ranked.emplace_back(count, -period);
    }
  }
  std::sort(ranked.rbegin(), ranked.rend());
  std::vector<int> candidates;
  for (const auto& [count, negative] : ranked) {
    if (!isNearOne(-negative, candidates)) {
      candidates.push_back(-negative);
    }
  }
  std::sort(candidates.begin(), candidates.end());
  return candidates;
}

// MAE of seasonal naive with `period` over that with `other`, over one cycle of the longer of the two: geometric mean over
// channels. NaN where the period does not fit into half of the channels.
double relativeError(std::span<const Series> channels, int period, int other) {
  const auto horizon = static_cast<std::size_t>(std::max(period, other));
  double logs = 0.0;
  std::size_t count = 0;
  for (const Series channel : channels) {
    const double reference = seasonalNaiveError(channel, static_cast<std::size_t>(other), horizon);
    const double error = seasonalNaiveError(channel, static_cast<std::size_t>(period), horizon);
    if (reference > 0.0 && !std::isnan(error)) {
      // An exactly periodic channel would make the mean 0 whatever the others say.
      logs += std::log(std::max(error / reference, 1e-3));
      ++count;
    }
  }
  return 2 * count < channels.size() || count == 0 ? std::nan("") : std::exp(logs / static_cast<double>(count));
}

}  // namespace

std::vector<double> autocorrelation(std::span<const double> values, std::size_t mostLag) {
  std::vector<double> r(mostLag + 1, 0.0);
  if (values.empty()) {
    return r;
  }
  double mean = 0.0;
  for (const double value : values) {
    mean += value;
  }
  mean /= static_cast<double>(values.size());
  std::vector<double> centred;
  for (const double value : values) {
    centred.push_back(value - mean);
  }
  for (std::size_t lag = 0; lag <= mostLag && lag < centred.size(); ++lag) {
    // Four sums, because one chain of additions waits for itself.
    double sums[4] = {0.0, 0.0, 0.0, 0.0};
    const std::size_t n = centred.size() - lag;
    std::size_t i = 0;
    for (; i + 4 <= n; i += 4) {
      for (std::size_t k = 0; k < 4; ++k) {
        sums[k] += centred[i + k] * centred[i + k + lag];
      }
    }
    for (; i < n; ++i) {
      sums[0] += centred[i] * centred[i + lag];
    }
    r[lag] = sums[0] + sums[1] + sums[2] + sums[3];
  }
  const double variance = r[0];
  for (double& value : r) {
    value = variance > 0.0 ? value / variance : 0.0;
  }
  r[0] = 1.0;
  return r;
}

SeasonChoice detectSeason(std::span<const std::span<const double>> channels, std::span<const int> calendar) {
  SeasonChoice choice;
  const std::vector<Series> chosen = chooseChannels(channels);
  for (const int period : findCandidates(chosen, calendar)) {
    const double error = relativeError(chosen, period, 1);
    if (std::isnan(error)) {
      continue;
    }
    choice.candidates.push_back({period, error});
    if (error > 1.0 - kGainOverNaive) {
      continue;
    }
    if (choice.season == 1 || relativeError(chosen, period, choice.season) <= 1.0 - kGainOverShorter) {
      choice.season = period;
    }
  }
  return choice;
}

}  // namespace touchstone::data
