// A trial's configuration (JSON, see engine/api/config.h) as named texts.
// Thread: any. Errors: text that is no JSON object gives nothing.
#pragma once

#include <QString>
#include <string>
#include <utility>
#include <vector>

namespace touchstone::ui {

using ConfigValues = std::vector<std::pair<QString, QString>>;  // "learning rate", "3.2e-3"

ConfigValues configValues(const std::string& json);
// "learning rate 0.0032 · kernel 25"
QString configLine(const std::string& json);
// Of each value: the median of numbers, the most frequent of words, over all these configurations.
ConfigValues medianConfig(const std::vector<std::string>& jsons);

}  // namespace touchstone::ui
