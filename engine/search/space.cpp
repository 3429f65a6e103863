#include "engine/search/space.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <set>

#include "engine/base/text.h"

namespace touchstone::search {

namespace {

// Beyond 2^53 whole numbers are no longer exact as double.
constexpr double kLargestWhole = 9007199254740992.0;

Error badParam(const Param& param, const std::string& what) {
  return Error{ErrorCode::kBadInput, "Parameter `" + param.name + "` of the search space " + what, {}};
}

Result<void> checkCategory(const Param& param) {
  if (param.choices.empty()) {
    return badParam(param, "has no choices. Give it at least one.");
  }
  for (std::size_t i = 0; i < param.choices.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (param.choices[i] == param.choices[j]) {
        return badParam(param, "has the same choice twice (number " + std::to_string(j + 1) + " and number " +
                                   std::to_string(i + 1) + "). Remove one.");
      }
    }
  }
  return {};
}

Result<void> checkWhole(const Param& param) {
  const auto isWhole = [](double value) { return std::nearbyint(value) == value && std::abs(value) <= kLargestWhole; };
  if (!isWhole(param.low) || !isWhole(param.high) || !isWhole(param.step)) {
    return badParam(param, "is a whole number, but its range or step is not. Use whole numbers below 2^53.");
  }
  if (param.isLog && param.gridStep() != 1.0) {
    return badParam(param, "is logarithmic and has a step. Use one of the two.");
  }
  return {};
}

Result<void> checkNumber(const Param& param) {
  if (!std::isfinite(param.low) || !std::isfinite(param.high) || !std::isfinite(param.high - param.low)) {
    return badParam(param, "has an endless range. Give finite ends.");
  }
  if (param.low > param.high) {
    return badParam(param, "goes from " + base::numberText(param.low) + " to " + base::numberText(param.high) +
                               ". Swap the ends.");
  }
  if (param.isLog && param.low <= 0.0) {
    return badParam(param, "is logarithmic but starts at " + base::numberText(param.low) + ". Start above 0.");
  }
  if (!(param.step >= 0.0) || !std::isfinite(param.step)) {
    return badParam(param, "has a step that is not positive.");
  }
  if (param.kind == ParamKind::kWhole) {
    return checkWhole(param);
  }
  if (param.isLog && param.step > 0.0) {
    return badParam(param, "is logarithmic and has a step. Use one of the two.");
  }
  return {};
}

std::optional<double> numberOf(const Param& param, const ParamValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return static_cast<double>(*whole);
  }
  const auto* real = std::get_if<double>(&value);
  if (real == nullptr || param.kind == ParamKind::kWhole) {
    return std::nullopt;
  }
  return *real;
}

}  // namespace

Param Param::real(std::string name, double low, double high) {
  return Param{.name = std::move(name), .kind = ParamKind::kReal, .low = low, .high = high, .choices = {}};
}

Param Param::logReal(std::string name, double low, double high) {
  Param param = real(std::move(name), low, high);
  param.isLog = true;
  return param;
}

Param Param::steppedReal(std::string name, double low, double high, double step) {
  Param param = real(std::move(name), low, high);
  param.step = step;
  return param;
}

Param Param::whole(std::string name, std::int64_t low, std::int64_t high, std::int64_t step) {
  Param param = real(std::move(name), static_cast<double>(low), static_cast<double>(high));
  param.kind = ParamKind::kWhole;
  param.step = static_cast<double>(step);
  return param;
}

Param Param::logWhole(std::string name, std::int64_t low, std::int64_t high) {
  Param param = whole(std::move(name), low, high);
  param.isLog = true;
  return param;
}

Param Param::category(std::string name, std::vector<ParamValue> choices) {
  Param param;
  param.name = std::move(name);
  param.kind = ParamKind::kCategory;
  param.choices = std::move(choices);
  return param;
}

double Param::top() const {
  const double gap = gridStep();
  if (gap <= 0.0) {
    return high;
  }
  // The tolerance takes 0.3 / 0.1 = 2.9999999999999996 for three steps.
  const double steps = std::floor((high - low) / gap * (1.0 + 1e-12) + 1e-9);
  return std::min(high, low + steps * gap);
}

bool Param::isConstant() const {
  return isCategory() ? choices.size() == 1 : low == top();
}

Result<void> check(const Space& space) {
  std::set<std::string> names;
  for (const Param& param : space.params) {
    if (param.name.empty()) {
      return Error{ErrorCode::kBadInput, "A parameter of the search space has no name. Give it one.", {}};
    }
    if (!names.insert(param.name).second) {
      return badParam(param, "is there twice. Names must differ.");
    }
    if (auto result = param.isCategory() ? checkCategory(param) : checkNumber(param); !result) {
      return result;
    }
  }
  return {};
}

Range innerRange(const Param& param) {
  const double half = 0.5 * param.gridStep();
  const double low = param.low - half;
  const double high = param.top() + half;
  return param.isLog ? Range{std::log(low), std::log(high)} : Range{low, high};
}

double valueFromInner(const Param& param, double inner) {
  double value = param.isLog ? std::exp(inner) : inner;
  if (const double gap = param.gridStep(); gap > 0.0) {
    value = param.low + std::nearbyint((value - param.low) / gap) * gap;
  }
  return std::clamp(value, param.low, param.top());
}

std::optional<std::vector<double>> toPoint(const Space& space, const Config& config) {
  std::vector<double> point;
  point.reserve(space.params.size());
  for (const Param& param : space.params) {
    const ParamValue* value = config.find(param.name);
    if (value == nullptr) {
      return std::nullopt;
    }
    if (param.isCategory()) {
      const auto found = std::find(param.choices.begin(), param.choices.end(), *value);
      if (found == param.choices.end()) {
        return std::nullopt;
      }
      point.push_back(static_cast<double>(found - param.choices.begin()));
    } else {
      const auto number = numberOf(param, *value);
      if (!number || !(*number >= param.low && *number <= param.high)) {
        return std::nullopt;
      }
      point.push_back(*number);
    }
  }
  return point;
}

Config toConfig(const Space& space, std::span<const double> point) {
  assert(point.size() == space.params.size());
  Config config;
  config.values.reserve(point.size());
  for (std::size_t i = 0; i < point.size(); ++i) {
    const Param& param = space.params[i];
    if (param.isCategory()) {
      config.values.emplace_back(param.name, param.choices[static_cast<std::size_t>(point[i])]);
    } else if (param.kind == ParamKind::kWhole) {
      config.values.emplace_back(param.name, static_cast<std::int64_t>(std::llround(point[i])));
    } else {
      config.values.emplace_back(param.name, point[i]);
    }
  }
  return config;
}

double drawValue(const Param& param, base::RandomStream& stream) {
  if (param.isConstant()) {
    return param.isCategory() ? 0.0 : param.low;
  }
  if (param.isCategory()) {
    return static_cast<double>(stream.below(static_cast<std::int64_t>(param.choices.size())));
  }
  if (const double gap = param.gridStep(); gap > 0.0 && !param.isLog) {
    const auto count = static_cast<std::int64_t>(std::llround((param.top() - param.low) / gap)) + 1;
    return std::min(param.low + static_cast<double>(stream.below(count)) * gap, param.top());
  }
  const Range range = innerRange(param);
  return valueFromInner(param, stream.uniform(range.low, range.high));
}

Config drawConfig(const Space& space, base::RandomStream& stream) {
  std::vector<double> point;
  point.reserve(space.params.size());
  for (const Param& param : space.params) {
    point.push_back(drawValue(param, stream));
  }
  return toConfig(space, point);
}

}  // namespace touchstone::search
