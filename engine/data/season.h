// The seasonal period of a series, found on its training rows.
// Candidates: the periods that the clock suggests (hourly 24 and 168), and the peaks of the autocorrelation of the first
// differences (differences, because a trend or a random walk has high autocorrelation everywhere and no season) that are
// local maxima and reach both 0.1 and 3/sqrt(n).
// Choice: seasonal naive with each candidate forecasts the second half of the training rows, one cycle ahead. A candidate
// must beat plain naive by 5 % in MAE (geometric mean of the ratios over channels); going from short to long, the longer one
// replaces the shorter where it is better by 15 % over a cycle of its own. So taylor gets the week of 336 half-hours and
// not the day of 48 (a third of its error), while ETTh1 and M4 hourly keep 24, and nottem 12. The horizon of the task plays
// no part: a series has the same season at every horizon.
// Units: steps. Thread: free functions. Errors: none; no season is 1.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace touchstone::data {

struct SeasonCandidate {
  int period = 1;
  double relativeError = 1.0;  // MAE of seasonal naive / MAE of naive over one cycle, geometric mean over channels
};

struct SeasonChoice {
  int season = 1;
  std::vector<SeasonCandidate> candidates;  // those compared, shortest first
};

// The training rows of each channel, without gaps, and the candidates of the clock (calendarSeasons()). At most 64 channels,
// evenly spaced, are looked at.
SeasonChoice detectSeason(std::span<const std::span<const double>> channels, std::span<const int> calendar);

// Autocorrelations at the lags 0..mostLag of a series around its mean; all 0 but the first for a constant one.
std::vector<double> autocorrelation(std::span<const double> values, std::size_t mostLag);

}  // namespace touchstone::data
