#include "ui/dialogs/new_study/run_costs.h"

#include <algorithm>

namespace touchstone::ui {
namespace {

QString keyOf(const std::string& method, const std::string& model, const std::string& adapt) {
  return QString::fromStdString(method + '\n' + model + '\n' + adapt);
}

double median(std::vector<double>& values) {
  if (values.empty()) {
    return kNoValue;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

RunCosts costsOf(const std::vector<ContenderRow>& contenders, const std::vector<RunRow>& runs) {
  struct Times {
    std::vector<double> perRun, perEpoch;
  };
  std::map<QString, Times> times;
  for (const RunRow& run : runs) {
    const auto own = std::find_if(contenders.begin(), contenders.end(),
                                  [&run](const ContenderRow& row) { return row.id == run.contender; });
    const bool isMeasured = run.state == RunState::kDone && !run.sameAs && !run.isReported && run.seconds > 0.0;
    if (own == contenders.end() || !isMeasured) {
      continue;
    }
    Times& known = times[keyOf(own->method, own->model, own->adapt)];
    known.perRun.push_back(run.seconds);
    if (run.epochs > 0) {
      known.perEpoch.push_back(run.seconds / run.epochs);
    }
  }
  RunCosts costs;
  for (auto& [key, known] : times) {
    costs[key] = {median(known.perEpoch), median(known.perRun), static_cast<int>(known.perRun.size())};
  }
  return costs;
}

double expectedSeconds(const RunCosts& costs, const ContenderSpec& contender, const ContenderPlan& plan, int tasks) {
  const auto found = costs.find(keyOf(contender.method, contender.model, contender.adapt));
  if (found == costs.end()) {
    return kNoValue;
  }
  const double perRun = plan.epochsPerRun > 0 ? found->second.secondsPerEpoch * static_cast<double>(plan.epochsPerRun)
                                              : found->second.secondsPerRun;
  return perRun * plan.seedsComputed * tasks;
}

}  // namespace touchstone::ui
