// Comparison with a file under tests/unit/report/golden. TOUCHSTONE_UPDATE_GOLDEN=1 rewrites the files: look at the
// difference before committing it.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QTest>
#include <string>

namespace touchstone::test {

inline void compareGolden(const char* name, const std::string& text) {
  QFile file(QStringLiteral(TOUCHSTONE_SOURCE_DIR "/tests/unit/report/golden/") + QLatin1String(name));
  if (qEnvironmentVariableIsSet("TOUCHSTONE_UPDATE_GOLDEN")) {
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.data(), static_cast<qint64>(text.size()));
    return;
  }
  QVERIFY2(file.open(QIODevice::ReadOnly), name);
  const QList<QByteArray> expected = file.readAll().split('\n');
  const QList<QByteArray> actual = QByteArray::fromStdString(text).split('\n');
  for (qsizetype i = 0; i < std::max(expected.size(), actual.size()); ++i) {
    QCOMPARE(actual.value(i, "<end of text>"), expected.value(i, "<end of file>"));
  }
}

}  // namespace touchstone::test
