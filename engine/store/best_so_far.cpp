#include "engine/store/best_so_far.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace touchstone::store {

namespace {

struct Cost {
  double seconds = 0.0, epochs = 0.0, trials = 0.0;
};

// What was spent until a moment that only moves on. In the order of their beginnings, all segments before `m_settled` are
// over and are summed up once; none from `m_open` on has begun. So a question costs what runs at the same time, and adding
// in one order keeps the costs from falling by a rounding error.
class Spending {
 public:
  explicit Spending(const RunHistory& history) : m_segments(history.segments), m_trialEndsS(history.trialEndsS) {
    std::stable_sort(m_segments.begin(), m_segments.end(),
                     [](const SegmentSpan& a, const SegmentSpan& b) { return beginOf(a) < beginOf(b); });
    std::sort(m_trialEndsS.begin(), m_trialEndsS.end());
  }

  // `timeS` is not before that of the last question.
  Cost until(double timeS) {
    while (m_open < m_segments.size() && beginOf(m_segments[m_open]) <= timeS) {
      ++m_open;
    }
    while (m_settled < m_open && m_segments[m_settled].endS <= timeS) {
      add(m_spent, m_segments[m_settled++], timeS);
    }
    while (m_ended < m_trialEndsS.size() && m_trialEndsS[m_ended] <= timeS) {
      ++m_ended;
    }
    Cost cost = m_spent;
    for (std::size_t i = m_settled; i < m_open; ++i) {
      add(cost, m_segments[i], timeS);
    }
    cost.trials = static_cast<double>(m_ended);
    return cost;
  }

 private:
  // A clock that was set back may leave a segment that ends before it starts.
  static double beginOf(const SegmentSpan& segment) { return std::min(segment.startS, segment.endS); }

  static void add(Cost& cost, const SegmentSpan& segment, double timeS) {
    const double lengthS = segment.endS - segment.startS;
    const double spentS = std::clamp(timeS - segment.startS, 0.0, std::max(lengthS, 0.0));
    cost.seconds += spentS;
    cost.epochs += segment.epochs * (lengthS > 0.0 ? spentS / lengthS : (timeS >= segment.endS ? 1.0 : 0.0));
  }

  std::vector<SegmentSpan> m_segments;
  std::vector<double> m_trialEndsS;
  std::size_t m_settled = 0, m_open = 0, m_ended = 0;
  Cost m_spent;
};

void append(BestSoFar& best, const Cost& cost, double value) {
  best.seconds.push_back(cost.seconds);
  best.epochs.push_back(cost.epochs);
  best.trials.push_back(cost.trials);
  best.values.push_back(value);
}

}  // namespace

void traceBest(const RunHistory& history, BestSoFar& best) {
  std::vector<Observation> sorted;
  std::copy_if(history.observations.begin(), history.observations.end(), std::back_inserter(sorted),
               [](const Observation& seen) { return std::isfinite(seen.value); });
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Observation& a, const Observation& b) { return a.timeS < b.timeS; });
  Spending spending(history);
  for (const Observation& seen : sorted) {
    const bool isBetter = best.values.empty() ||
                          (history.lowerIsBetter ? seen.value < best.values.back() : seen.value > best.values.back());
    if (isBetter) {
      append(best, spending.until(seen.timeS), seen.value);
    }
  }
  if (!best.values.empty()) {
    append(best, spending.until(std::numeric_limits<double>::infinity()), best.values.back());
  }
}

}  // namespace touchstone::store
