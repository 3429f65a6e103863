#include "ui/models/config_text.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <algorithm>
#include <cmath>

#include "ui/plots/numbers.h"

namespace touchstone::ui {
namespace {

QJsonObject objectOf(const std::string& json) {
  return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

QString textOf(const QJsonValue& value) {
  constexpr int kSignificant = 3;
  constexpr double kMostWhole = 1e6;
  if (!value.isDouble()) {
    return value.toVariant().toString().simplified();
  }
  const double number = value.toDouble();
  const bool isWhole = number == std::floor(number) && std::abs(number) < kMostWhole;
  return isWhole ? count(number) : readableNumber(number, kSignificant);
}

QString medianText(std::vector<double> numbers) {
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  return textOf(QJsonValue(*middle));
}

QString mostFrequent(const QStringList& words) {
  QMap<QString, int> counts;
  for (const QString& word : words) {
    ++counts[word];
  }
  QString best;
  for (auto at = counts.cbegin(); at != counts.cend(); ++at) {
    best = best.isEmpty() || at.value() > counts[best] ? at.key() : best;
  }
  return best;
}

}  // namespace

ConfigValues configValues(const std::string& json) {
  const QJsonObject object = objectOf(json);
  ConfigValues values;
  for (auto at = object.begin(); at != object.end(); ++at) {
    values.emplace_back(at.key(), textOf(at.value()));
  }
  return values;
}

QString configLine(const std::string& json) {
  QStringList parts;
  for (const auto& [name, value] : configValues(json)) {
    parts << name + QLatin1Char(' ') + value;
  }
  return parts.join(QStringLiteral(" · "));
}

ConfigValues medianConfig(const std::vector<std::string>& jsons) {
  QMap<QString, std::vector<double>> numbers;
  QMap<QString, QStringList> words;
  for (const std::string& json : jsons) {
    const QJsonObject object = objectOf(json);
    for (auto at = object.begin(); at != object.end(); ++at) {
      if (at.value().isDouble()) {
        numbers[at.key()].push_back(at.value().toDouble());
      } else {
        words[at.key()] << textOf(at.value());
      }
    }
  }
  ConfigValues medians;
  for (auto at = numbers.begin(); at != numbers.end(); ++at) {
    medians.emplace_back(at.key(), medianText(at.value()));
  }
  for (auto at = words.begin(); at != words.end(); ++at) {
    medians.emplace_back(at.key(), mostFrequent(at.value()));
  }
  std::sort(medians.begin(), medians.end());
  return medians;
}

}  // namespace touchstone::ui
