#include "engine/contenders/linear/logistic_truth.h"

#include <cassert>
#include <cmath>
#include <limits>

namespace touchstone::contenders {

namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();
constexpr double kActive = std::numeric_limits<double>::quiet_NaN();

void readClasses(const data::Targets& targets, std::span<const double> classWeights, LogisticTruth& truth) {
  std::vector<std::size_t> counts(truth.taskClasses, 0);
  for (const std::int32_t label : targets.labels) {
    ++counts[static_cast<std::size_t>(label)];
  }
  std::vector<std::int32_t> place(truth.taskClasses, -1);
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (counts[k] > 0) {
      place[k] = static_cast<std::int32_t>(truth.classes.size());
      truth.classes.push_back(k);
    }
  }
  truth.shares.assign(truth.classes.size(), 0.0);
  for (const std::int32_t label : targets.labels) {
    const auto k = static_cast<std::size_t>(label);
    const double weight = classWeights.empty() ? 1.0 : classWeights[k];
    truth.labels.push_back(place[k]);
    truth.itemWeights.push_back(weight);
    truth.weightSum += weight;
    truth.shares[static_cast<std::size_t>(place[k])] += weight;
  }
}

// Two classes need one logit, a single one needs none.
void dropFirstClass(LogisticTruth& truth) {
  truth.link = Link::kBinary;
  truth.firstClass = truth.classes.front();
  truth.classes.erase(truth.classes.begin());
  truth.shares.erase(truth.shares.begin());
}

void finishClasses(LogisticTruth& truth) {
  truth.taskLink = truth.taskClasses == 2 ? Link::kBinary : Link::kSoftmax;
  const std::vector<std::size_t> present = truth.classes;
  truth.link = Link::kSoftmax;
  if (present.size() == 1 || present.size() == 2) {
    dropFirstClass(truth);
  }
  if (truth.taskLink == Link::kBinary) {
    const bool isSecondOnly = present.size() == 1 && present[0] == 1;
    truth.restIntercepts = {present.size() > 1 ? kActive : isSecondOnly ? -kNever : kNever};
    return;
  }
  truth.restIntercepts.assign(truth.taskClasses, kNever);
  for (const std::size_t k : present) {
    truth.restIntercepts[k] = kActive;
  }
  if (truth.link == Link::kBinary) {
    truth.restIntercepts[truth.firstClass] = 0.0;
  }
}

void readLabels(const data::Targets& targets, LogisticTruth& truth) {
  const std::size_t classes = truth.taskClasses, items = targets.count();
  truth.taskLink = truth.link = Link::kLabels;
  truth.restIntercepts.assign(classes, kActive);
  for (std::size_t k = 0; k < classes; ++k) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < items; ++i) {
      count += targets.bits[i * classes + k] != 0 ? 1 : 0;
    }
    const auto with = static_cast<double>(count), without = static_cast<double>(items - count);
    if (count > 0 && count < items) {
      truth.classes.push_back(k);
      truth.shares.push_back(with);
    } else {
      truth.restIntercepts[k] = std::log((with + 0.5) / (without + 0.5));
    }
  }
  truth.bits.reserve(items * truth.classes.size());
  for (std::size_t i = 0; i < items; ++i) {
    for (const std::size_t k : truth.classes) {
      truth.bits.push_back(targets.bits[i * classes + k]);
    }
  }
  truth.itemWeights.assign(items, 1.0);
  truth.weightSum = static_cast<double>(items);
}

}  // namespace

LogisticTruth makeTruth(const data::Targets& targets, std::span<const double> classWeights) {
  assert(targets.kind != data::TargetKind::kMask);
  LogisticTruth truth;
  truth.taskClasses = targets.classCount();
  if (targets.kind == data::TargetKind::kMultiLabel) {
    readLabels(targets, truth);
  } else {
    readClasses(targets, classWeights, truth);
    finishClasses(truth);
  }
  for (double& share : truth.shares) {
    share /= truth.weightSum;
  }
  return truth;
}

}  // namespace touchstone::contenders
