// The name of a metric as people write it, for tables, axes and sentences. Files, JSON and CSV keep the metric's word.
// Thread: any.
#pragma once

#include <string>
#include <string_view>

namespace touchstone {

// "mse" -> "MSE", "smape" -> "sMAPE", "macro-f1" -> "macro F1"; short lower-case words are initials, other names stay:
// "accuracy".
std::string metricName(std::string_view metric);

}  // namespace touchstone
