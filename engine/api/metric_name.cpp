#include "engine/api/metric_name.h"

#include <algorithm>

namespace touchstone {

std::string metricName(std::string_view metric) {
  constexpr std::size_t kLongestInitials = 4;
  if (metric == "smape") {
    return "sMAPE";
  }
  std::string name(metric);
  if (name.size() <= kLongestInitials) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  }
  return name;
}

}  // namespace touchstone
