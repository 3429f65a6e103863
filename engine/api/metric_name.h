// The name of a metric as people write it, for tables, axes and sentences. Files, JSON and CSV keep the metric's word.
// Thread: any.
#pragma once

#include <string>
#include <string_view>

namespace touchstone {

// "mse" -> "MSE", "smape" -> "sMAPE"; short lower-case words are initials, other names stay: "accuracy", "macro-F1".
std::string metricName(std::string_view metric);

}  // namespace touchstone
