#include "ui/plots/ticks.h"

#include <algorithm>
#include <cmath>

#include "ui/plots/numbers.h"

namespace touchstone::ui {

namespace {

constexpr std::size_t kFewest = 3;
constexpr int kLeastPlain = -4, kMostPlain = 6;  // exponents of numbers that are written out

bool isRange(double lo, double hi) {
  return std::isfinite(lo) && std::isfinite(hi) && hi > lo;
}

// `place`: where along the axis a value is; `share` of what the labels take is enough between them.
template <typename Place>
bool areApart(const Ticks& ticks, const TickRoom& room, double share, const Place& place) {
  if (!room.extent || !(room.length > 0.0)) return true;
  for (std::size_t i = 1; i < ticks.major.size(); ++i) {
    const double apart = place(ticks.major[i]) - place(ticks.major[i - 1]);
    if (apart < share * (room.extent(ticks.labels[i]) + room.extent(ticks.labels[i - 1])) / 2.0) return false;
  }
  return true;
}

// The axis that ticks are made for.
struct Axis {
  double lo, hi;
  bool isLog;
  const TickRoom& room;

  bool holds(double value) const {
    const double slack = isLog ? 0.0 : 1e-9 * (hi - lo);
    return value >= (isLog ? lo * (1.0 - 1e-9) : lo - slack) && value <= (isLog ? hi * (1.0 + 1e-9) : hi + slack);
  }
  double place(double value) const {
    const double share = isLog ? std::log(value / lo) / std::log(hi / lo) : (value - lo) / (hi - lo);
    return share * room.length;
  }
  bool isClear(const Ticks& ticks, double share) const {
    return areApart(ticks, room, share, [this](double value) { return place(value); });
  }
};

// Candidates from coarse to fine; the best of those seen so far is kept.
class Choice {
 public:
  explicit Choice(const Axis& axis) : m_axis(axis) {}

  void offer(Ticks ticks) {
    const std::size_t count = ticks.major.size();
    if (count <= m_best.major.size()) return;
    // more than wanted, or closer than wanted, only where fewer would tell no scale
    const bool isWanted = count <= static_cast<std::size_t>(std::max(1, m_axis.room.most));
    if (!isWanted && isEnough()) return;
    if (m_axis.isClear(ticks, 1.0))
      m_best = std::move(ticks);
    else if (count >= kFewest && m_close.major.empty())
      offerClose(ticks);
  }
  bool isEnough() const { return m_best.major.size() >= kFewest; }
  Ticks take() { return std::move(isEnough() || m_close.major.empty() ? m_best : m_close); }

 private:
  static constexpr double kTight = 0.85;  // of what labels and their gaps take

  // Even steps crowd at the upper end of a log axis: there some go without a label.
  void offerClose(const Ticks& ticks) {
    if (m_axis.isClear(ticks, kTight)) {
      m_close = ticks;
      return;
    }
    if (!m_axis.isLog) return;
    Ticks kept;
    for (std::size_t i = 0; i < ticks.major.size(); ++i) {
      Ticks longer = kept;
      longer.major.push_back(ticks.major[i]);
      longer.labels.push_back(ticks.labels[i]);
      if (m_axis.isClear(longer, kTight))
        kept = std::move(longer);
      else
        kept.minor.push_back(ticks.major[i]);
    }
    if (kept.major.size() >= kFewest) m_close = std::move(kept);
  }

  const Axis& m_axis;
  Ticks m_best, m_close;
};

QString exponentNumber(double value, int exponent, int decimals) {
  if (value == 0.0) return QStringLiteral("0");
  return fixedNumber(value / std::pow(10.0, exponent), decimals) + QChar(0x00D7) + powerOfTen(exponent);
}

// All labels of an axis in one form: plain, or times one power of ten where plain ones would be long.
QString stepLabel(double value, double step, double largest) {
  const int exponent = largest > 0.0 ? static_cast<int>(std::floor(std::log10(largest) + 1e-9)) : 0;
  if (exponent >= kLeastPlain && exponent <= kMostPlain) return fixedNumber(value, decimalsForStep(step));
  return exponentNumber(value, exponent, decimalsForStep(step / std::pow(10.0, exponent)));
}

Ticks steppedTicks(const Axis& axis, double step) {
  Ticks ticks;
  const double first = std::ceil(axis.lo / step - 1e-9);
  const double last = std::floor(axis.hi / step + 1e-9);
  constexpr double kMostSteps = 1e12;     // beyond it doubles cannot tell steps apart
  if (last - first > 50.0) return ticks;  // more than any axis shows
  if (std::max(std::abs(first), std::abs(last)) > kMostSteps) return ticks;
  const double largest = std::max(std::abs(first), std::abs(last)) * step;
  for (double i = first; i <= last; i += 1.0) {
    ticks.major.push_back(i * step);
    ticks.labels.push_back(stepLabel(i * step, step, largest));
  }
  return ticks;
}

// Steps from about the range down to some hundredth of it.
void offerSteps(const Axis& axis, Choice& choice, double least = 0.0) {
  const int top = static_cast<int>(std::ceil(std::log10(axis.hi - axis.lo)));
  const auto offerEach = [&](std::initializer_list<double> factors) {
    for (int exponent = top; exponent >= top - 2; --exponent) {
      for (const double factor : factors) {
        const double step = factor * std::pow(10.0, exponent);
        const bool isWhole = std::abs(step - std::round(step)) < 1e-9;
        if (step >= least * (1.0 - 1e-9) && (least < 1.0 || isWhole)) choice.offer(steppedTicks(axis, step));
      }
    }
  };
  offerEach({5.0, 2.5, 2.0, 1.0});
  if (!choice.isEnough()) offerEach({8.0, 6.0, 4.0, 3.0, 1.5});  // less round, but long labels leave few
}

QString plainNumber(double value) {
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
  if (exponent < kLeastPlain) {
    const double mantissa = value / std::pow(10.0, exponent);
    return mantissa < 1.5 ? powerOfTen(exponent) : exponentNumber(value, exponent, 0);
  }
  if (exponent >= 0) return value < 1e4 ? fixedNumber(value, decimalsForStep(value)) : count(value);
  return fixedNumber(value, decimalsForStep(value));
}

Ticks labelled(const std::vector<double>& values) {
  Ticks ticks;
  for (const double value : values) {
    ticks.major.push_back(value);
    ticks.labels.push_back(plainNumber(value));
  }
  return ticks;
}

void addMinor(Ticks& ticks, double lo, double hi) {
  const int first = static_cast<int>(std::floor(std::log10(lo)));
  const int last = static_cast<int>(std::floor(std::log10(hi)));
  for (int exponent = first; exponent <= last; ++exponent) {
    for (int factor = 1; factor <= 9; ++factor) {
      const double at = factor * std::pow(10.0, exponent);
      const bool isMajor = std::any_of(ticks.major.begin(), ticks.major.end(),
                                       [&](double major) { return std::abs(major / at - 1.0) < 1e-9; });
      if (at >= lo && at <= hi && !isMajor) ticks.minor.push_back(at);
    }
  }
}

Ticks decadeTicks(const Axis& axis, int stride) {
  Ticks ticks;
  const int first = static_cast<int>(std::ceil(std::log10(axis.lo) - 1e-9));
  const int last = static_cast<int>(std::floor(std::log10(axis.hi) + 1e-9));
  for (int exponent = first; exponent <= last; ++exponent) {
    if ((exponent % stride + stride) % stride != 0) continue;
    ticks.major.push_back(std::pow(10.0, exponent));
    ticks.labels.push_back(powerOfTen(exponent));
  }
  return ticks;
}

// The same few leading figures in every decade.
Ticks factorTicks(const Axis& axis, std::initializer_list<double> factors) {
  const int first = static_cast<int>(std::floor(std::log10(axis.lo)));
  const int last = static_cast<int>(std::floor(std::log10(axis.hi)));
  std::vector<double> values;
  for (int exponent = first; exponent <= last; ++exponent) {
    for (const double factor : factors) {
      const double at = factor * std::pow(10.0, exponent);
      if (axis.holds(at)) values.push_back(at);
    }
  }
  return labelled(values);
}

}  // namespace

bool labelsAreClear(const Ticks& ticks, double lo, double hi, const TickRoom& room) {
  return areApart(ticks, room, 1.0, [&](double value) { return (value - lo) / (hi - lo) * room.length; });
}

Ticks linearTicks(double lo, double hi, const TickRoom& room) {
  if (!isRange(lo, hi)) return {};
  const Axis axis{.lo = lo, .hi = hi, .isLog = false, .room = room};
  Choice choice(axis);
  offerSteps(axis, choice);
  return choice.take();
}

Ticks wholeTicks(double lo, double hi, const TickRoom& room) {
  if (!isRange(lo, hi)) return {};
  const Axis axis{.lo = lo, .hi = hi, .isLog = false, .room = room};
  Choice choice(axis);
  offerSteps(axis, choice, 1.0);
  return choice.take();
}

Ticks logTicks(double lo, double hi, const TickRoom& room) {
  if (!isRange(lo, hi) || lo <= 0.0) return {};
  const Axis axis{.lo = lo, .hi = hi, .isLog = true, .room = room};
  const double decades = std::log10(hi / lo);
  const int widest = std::max(1, static_cast<int>(decades / 2.0));
  Choice powers(axis);
  for (int stride = widest; stride >= 1; --stride) powers.offer(decadeTicks(axis, stride));
  if (powers.isEnough()) {
    Ticks ticks = powers.take();
    if (ticks.major[1] / ticks.major[0] < 50.0) addMinor(ticks, lo, hi);  // every power has its label
    return ticks;
  }
  // few decades: 1, 3 or 1, 2, 5 in each of them, and even steps where these are too few
  Choice choice(axis);
  choice.offer(factorTicks(axis, {1}));
  choice.offer(factorTicks(axis, {1, 3}));
  choice.offer(factorTicks(axis, {1, 2, 5}));
  const bool hasFactors = choice.isEnough();
  if (!hasFactors) offerSteps(axis, choice);
  Ticks ticks = choice.take();
  if (hasFactors) addMinor(ticks, lo, hi);
  return ticks;
}

Ticks resourceTicks(double lo, double hi, std::span<const double> preferred, const TickRoom& room) {
  if (!isRange(lo, hi) || lo <= 0.0) return {};
  const Axis axis{.lo = lo, .hi = hi, .isLog = true, .room = room};
  Choice choice(axis);
  const auto offerEach = [&](std::vector<double> candidates) {
    std::erase_if(candidates, [&](double at) { return !axis.holds(at); });
    for (std::size_t stride = std::max<std::size_t>(1, candidates.size() / 2); stride >= 1; --stride) {
      std::vector<double> some;
      for (std::size_t i = 0; i < candidates.size(); i += stride) some.push_back(candidates[i]);
      choice.offer(labelled(some));
    }
  };
  offerEach({preferred.begin(), preferred.end()});
  if (!choice.isEnough()) {
    std::vector<double> doubled;
    for (double at = 1.0; at <= hi * (1.0 + 1e-9); at *= 2.0) doubled.push_back(at);
    offerEach(std::move(doubled));
  }
  if (!choice.isEnough()) offerSteps(axis, choice, 1.0);
  Ticks ticks = choice.take();
  if (ticks.major.empty()) return logTicks(lo, hi, room);
  if (hi / lo < 1000.0) addMinor(ticks, std::max(lo, 1.0), hi);
  return ticks;
}

}  // namespace touchstone::ui
