#include "engine/api/metric_name.h"

#include <algorithm>
#include <array>
#include <utility>

namespace touchstone {

std::string metricName(std::string_view metric) {
  constexpr std::size_t kLongestInitials = 4;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNames = {{{"smape", "sMAPE"},
                                                                                    {"miou", "mIoU"},
                                                                                    {"auroc", "AUROC"},
                                                                                    {"macro-f1", "macro F1"},
                                                                                    {"micro-map", "micro mAP"},
                                                                                    {"macro-map", "macro mAP"}}};
  for (const auto& [word, own] : kNames) {
    if (metric == word) {
      return std::string(own);
    }
  }
  std::string name(metric);
  if (name.size() <= kLongestInitials) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  }
  return name;
}

}  // namespace touchstone
