// Contenders whose curves are given by a formula: the engine can be tested without data science and without torch.
// Method "scripted": value after r epochs = distance of the parameter x from 0.3, plus 1/r; options steer failures:
//   fail_above: trials with x above it fail; nan_above: they diverge; work_us: busy for so long in each epoch;
//   reports: points in each epoch; wait_for_gate = true: each epoch waits until the gate opens or the token is cancelled;
//   fixed = true: no randomness; no_checkpoint = true: leaves none; no_rungs = true: trials run to their end;
//   stages = true: three searches, see ScriptedStages.
#pragma once

#include <atomic>
#include <cmath>
#include <condition_variable>
#include <fstream>
#include <limits>
#include <mutex>

#include "engine/base/clock.h"
#include "engine/contenders/registry.h"

namespace touchstone::test {

// Opened by the test; waiting ends at once when a token is cancelled, by polling.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(m_mutex);
    m_isOpen = true;
    m_changed.notify_all();
  }
  // False: cancelled before it opened.
  bool wait(const base::CancelToken& token) {
    std::unique_lock lock(m_mutex);
    while (!m_isOpen) {
      if (token.isCancelled()) {
        return false;
      }
      m_changed.wait_for(lock, std::chrono::milliseconds(5));
    }
    return true;
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  bool m_isOpen = false;
};

struct ScriptedState {
  Gate gate;
  std::atomic<int> segments{0};     // begun
  std::atomic<int> epochs{0};       // done
  std::atomic<int> forecasts{0};    // items
  std::atomic<int> plans{0};        // measured ones, of staged contenders
};

class ConstantForecaster : public contenders::Forecaster {
 public:
  ConstantForecaster(double offset, int horizon, std::shared_ptr<ScriptedState> state)
      : m_offset(offset), m_horizon(horizon), m_state(std::move(state)) {}
  Result<void> forecast(std::span<const contenders::Origin> origins, const base::CancelToken& token,
                        std::span<double> out) const override {
    std::size_t place = 0;
    for (const contenders::Origin& origin : origins) {
      if (token.isCancelled()) {
        return Error{ErrorCode::kCancelled, "Cancelled.", ""};
      }
      for (int step = 0; step < m_horizon; ++step) {
        out[place++] = origin.history.back() + m_offset;
      }
      ++m_state->forecasts;
    }
    return {};
  }

 private:
  const double m_offset;
  const int m_horizon;
  const std::shared_ptr<ScriptedState> m_state;
};

class ScriptedContender : public contenders::SeriesContender {
 public:
  ScriptedContender(ContenderSpec spec, std::shared_ptr<ScriptedState> state) : m_spec(std::move(spec)), m_state(std::move(state)) {}

  bool isRandom() const override { return !has("fixed"); }

  contenders::SearchPlan plan(const contenders::SeriesView&, const BudgetSpec& budget) const override {
    contenders::SearchPlan plan;
    if (isRandom()) {
      plan.space.params = {search::Param::real("x", 0.0, 1.0)};
    }
    plan.usesRungs = !has("no_rungs");
    plan.resourcePerTrial = isRandom() ? budget.resource : 1;
    return plan;
  }

  Result<contenders::SegmentOutcome> runSegment(const contenders::SeriesView&, const contenders::Segment& segment,
                                                contenders::PointSink& sink, const base::CancelToken& token) const override {
    ++m_state->segments;
    const double x = segment.config.number("x", 0.3);
    contenders::SegmentOutcome outcome;
    if (x > number("fail_above", 2.0)) {
      return Error{ErrorCode::kBadInput, "x is too large for this contender.", "scripted"};
    }
    for (int epoch = segment.fromResource + 1; epoch <= segment.toResource; ++epoch) {
      if (token.isCancelled() || (has("wait_for_gate") && !m_state->gate.wait(token))) {
        return Error{ErrorCode::kCancelled, "Cancelled.", ""};
      }
      work(number("work_us", 0.0));
      outcome.value = std::abs(x - 0.3) + 1.0 / epoch;
      if (x > number("nan_above", 2.0)) {
        outcome.value = std::numeric_limits<double>::quiet_NaN();
        outcome.hasDiverged = true;
      }
      sink.point("validation mse", epoch, outcome.value);
      for (int report = 1; report < static_cast<int>(number("reports", 1.0)); ++report) {
        sink.point("report " + std::to_string(report), epoch, outcome.value);
      }
      ++m_state->epochs;
      outcome.reachedResource = epoch;
      if (outcome.hasDiverged) {
        break;
      }
    }
    if (!segment.checkpointOut.empty() && !has("no_checkpoint")) {
      std::ofstream(segment.checkpointOut) << x;
    }
    outcome.trainedParameters = 1;
    return outcome;
  }

  Result<std::unique_ptr<contenders::Forecaster>> predictor(const contenders::SeriesView& task, const contenders::Segment& winner,
                                                            const base::CancelToken&) const override {
    return std::unique_ptr<contenders::Forecaster>(
        std::make_unique<ConstantForecaster>(winner.config.number("x", 0.0), task.horizon, m_state));
  }

 private:
  bool has(const char* name) const { return m_spec.options.count(name) > 0; }
  double number(const char* name, double fallback) const {
    const auto option = m_spec.options.find(name);
    return option != m_spec.options.end() ? std::get<double>(option->second) : fallback;
  }
  static void work(double microseconds) {
    const double end = base::steadyS() + microseconds * 1e-6;
    while (microseconds > 0.0 && base::steadyS() < end) {
    }
  }

  const ContenderSpec m_spec;
  const std::shared_ptr<ScriptedState> m_state;
};

// A workflow of three searches: the parameter y in four trials without rungs, then x in rungs, then one trial of six epochs
// that leaves a checkpoint every two. Each value adds that of the stage before, and the end is the sum of all.
// The second stage measures: its decision counts how often that happened, so a repeated measurement shows.
class ScriptedStages : public contenders::Contender {
 public:
  ScriptedStages(ContenderSpec spec, std::shared_ptr<ScriptedState> state)
      : m_spec(std::move(spec)), m_state(std::move(state)) {}

  Result<std::optional<contenders::SearchPlan>> plan(const contenders::TaskView&, const BudgetSpec& budget,
                                                     std::span<const contenders::StageResult> earlier,
                                                     const std::string& decided, const base::CancelToken&) const override {
    contenders::SearchPlan plan;
    plan.stageCount = 3;
    if (earlier.empty()) {
      plan.stage = "first";
      plan.space.params = {search::Param::real("y", 0.0, 1.0)};
      plan.trials = 4;
      plan.resourcePerTrial = 2;
      plan.segmentResource = 1;
      plan.timeEnd = 0.3;
    } else if (earlier.size() == 1) {
      plan.stage = "second";
      plan.space.params = {search::Param::real("x", 0.0, 1.0)};
      plan.usesRungs = true;
      plan.resourcePerTrial = budget.resource;
      plan.reductionFactor = 2;
      plan.timeEnd = 0.8;
      plan.decisionJson = decided.empty() ? std::to_string(++m_state->plans) : decided;
      plan.note = "It was measured.";
    } else {
      plan.stage = "third";
      plan.resourcePerTrial = 6;
      plan.segmentResource = 2;
    }
    return std::optional(plan);
  }

  Result<contenders::SegmentOutcome> runSegment(const contenders::TaskView&, const contenders::Segment& segment,
                                                contenders::PointSink& sink, const base::CancelToken& token) const override {
    ++m_state->segments;
    double before = 0.0;
    for (const contenders::StageResult& result : *segment.earlier) {
      before += result.config.number("x", 0.0) + result.config.number("y", 0.0);
    }
    contenders::SegmentOutcome outcome;
    for (int epoch = segment.fromResource + 1; epoch <= segment.toResource; ++epoch) {
      if (token.isCancelled() || (segment.stage == waitStage() && !m_state->gate.wait(token))) {
        return Error{ErrorCode::kCancelled, "Cancelled.", ""};
      }
      outcome.value = before + std::abs(segment.config.number("x", 0.3) - 0.3) +
                      std::abs(segment.config.number("y", 0.3) - 0.3) + 1.0 / epoch;
      sink.point("validation mse", epoch, outcome.value);
      ++m_state->epochs;
      outcome.reachedResource = epoch;
    }
    std::ofstream(segment.checkpointOut) << before;
    outcome.detailsJson = "{\"stage\":" + std::to_string(segment.stage) + ",\"decision\":\"" + segment.decisionJson + "\"}";
    return outcome;
  }

  Result<contenders::Predictor> predictor(const contenders::TaskView& task, const contenders::Segment& winner,
                                          const base::CancelToken&) const override {
    double sum = 0.0;
    for (const contenders::StageResult& result : *winner.earlier) {
      sum += result.config.number("x", 0.0) + result.config.number("y", 0.0);
    }
    const int horizon = std::get<contenders::SeriesView>(task).horizon;
    return contenders::Predictor(std::make_shared<const ConstantForecaster>(sum, horizon, m_state));
  }

 private:
  int waitStage() const {
    const auto option = m_spec.options.find("wait_in_stage");
    return option != m_spec.options.end() ? static_cast<int>(std::get<double>(option->second)) : -1;
  }

  const ContenderSpec m_spec;
  const std::shared_ptr<ScriptedState> m_state;
};

// Every contender of a study is a scripted one, whatever its method says; so the catalogue's methods can be used.
class ScriptedRegistry : public contenders::Registry {
 public:
  explicit ScriptedRegistry(std::shared_ptr<ScriptedState> state) : m_state(std::move(state)) {}
  Result<std::shared_ptr<const contenders::Contender>> make(const ContenderSpec& spec, const std::optional<contenders::ModelCard>&,
                                                            const std::string&) const override {
    if (spec.options.count("no_such_contender") > 0) {
      return Error{ErrorCode::kUnsupported, "This contender cannot be made.", spec.name};
    }
    if (spec.options.count("stages") > 0) {
      return std::shared_ptr<const contenders::Contender>(std::make_shared<ScriptedStages>(spec, m_state));
    }
    return std::shared_ptr<const contenders::Contender>(std::make_shared<ScriptedContender>(spec, m_state));
  }
  std::string torchVersion() const override { return ""; }

 private:
  const std::shared_ptr<ScriptedState> m_state;
};

}  // namespace touchstone::test
