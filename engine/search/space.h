// A search space: named parameters with a prior each.
// Real and whole numbers are uniform, or uniform in the logarithm; a step makes a grid from `low`; categories are equal.
// A point is a configuration as plain numbers, one per parameter in the space's order: the value itself, or the index of
// the choice for a category. Samplers and densities compute with points.
// Thread: value types and pure functions. Blocking: never.
// Errors: check() says what is wrong with a space as kBadInput; everything else expects a space that passed it.
// Source: methods of Optuna's distributions, as used by TPE (Bergstra 2011).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/api/config.h"
#include "engine/api/result.h"
#include "engine/base/random.h"

namespace touchstone::search {

enum class ParamKind { kReal, kWhole, kCategory };

struct Param {
  std::string name;
  ParamKind kind = ParamKind::kReal;
  double low = 0.0;   // inclusive; unused for categories
  double high = 1.0;  // inclusive; with a step the last grid point is the one at or below it
  bool isLog = false;
  double step = 0.0;                // 0: continuous (real); whole numbers use 1 unless set
  std::vector<ParamValue> choices;  // categories only

  static Param real(std::string name, double low, double high);
  static Param logReal(std::string name, double low, double high);
  static Param steppedReal(std::string name, double low, double high, double step);
  static Param whole(std::string name, std::int64_t low, std::int64_t high, std::int64_t step = 1);
  static Param logWhole(std::string name, std::int64_t low, std::int64_t high);
  static Param category(std::string name, std::vector<ParamValue> choices);

  bool isCategory() const { return kind == ParamKind::kCategory; }
  double gridStep() const { return kind == ParamKind::kWhole && step <= 0.0 ? 1.0 : step; }  // 0: continuous
  double top() const;       // the greatest value: `high`, or the last grid point
  bool isConstant() const;  // has one value only
};

struct Space {
  std::vector<Param> params;

  bool isEmpty() const { return params.empty(); }
};

// Names are there and differ, ranges are finite and not turned round, logarithms have something to take them of, steps
// are positive and not combined with a logarithm (whole numbers: only step 1), categories have distinct choices.
Result<void> check(const Space& space);

// The range in which a number is drawn and its density lives: widened by half a step at both ends where there is a grid,
// then the logarithm where the prior is logarithmic.
struct Range {
  double low = 0.0;
  double high = 0.0;
};
Range innerRange(const Param& param);

// A number of innerRange() as a value: out of the logarithm, onto the nearest grid point, into [low, top].
double valueFromInner(const Param& param, double inner);

// Nothing where the configuration lacks a parameter, has another type there, a number outside the range, or a choice that
// the space does not know.
std::optional<std::vector<double>> toPoint(const Space& space, const Config& config);
Config toConfig(const Space& space, std::span<const double> point);

// One value from the parameter's prior; takes one draw, or none where the parameter has one value only.
double drawValue(const Param& param, base::RandomStream& stream);
// A configuration with every parameter drawn from its prior, in order.
Config drawConfig(const Space& space, base::RandomStream& stream);

}  // namespace touchstone::search
