// Golden files of the search tests: tests/golden/<name> as JSON. See tests/golden/README.md for the scripts.
// Thread: test code, one thread. Errors: a missing or broken file gives a null document, which the tests check.
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <vector>

namespace touchstone::search::testing {

inline QJsonObject readGolden(const char* name) {
  QFile file(QStringLiteral(TOUCHSTONE_SOURCE_DIR "/tests/golden/") + QLatin1String(name));
  if (!file.open(QIODevice::ReadOnly)) {
    return {};
  }
  return QJsonDocument::fromJson(file.readAll()).object();
}

inline std::vector<double> numbers(const QJsonValue& value) {
  std::vector<double> result;
  for (const auto& item : value.toArray()) {
    result.push_back(item.toDouble());
  }
  return result;
}

}  // namespace touchstone::search::testing
