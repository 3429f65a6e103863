// Settings of a test's own: those of the user, and of other tests that run beside it, stay as they are.
#pragma once

#include <QCoreApplication>
#include <QSettings>
#include <QTemporaryDir>

namespace touchstone::test {

inline void keepSettingsIn(const QTemporaryDir& folder) {
  QCoreApplication::setOrganizationName(QStringLiteral("touchstone-test"));
  QCoreApplication::setApplicationName(QStringLiteral("touchstone-test"));
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
}

}  // namespace touchstone::test
