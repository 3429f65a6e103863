#include "ui/theme/system_scheme.h"

#include <QDir>
#include <QSettings>
#include <QStandardPaths>
#include <optional>

#ifdef QT_DBUS_LIB
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#endif

namespace touchstone::ui {

namespace {

std::optional<bool> gtkThemeVariable() {
  const QString name = qEnvironmentVariable("GTK_THEME").toLower();  // "Adwaita:dark", "Arc-Dark"
  if (name.isEmpty()) return std::nullopt;
  return name.endsWith(QStringLiteral(":dark")) || name.endsWith(QStringLiteral("-dark"));
}

std::optional<bool> gtkSettingsFile() {
  const QDir config(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation));
  for (const char* file : {"gtk-4.0/settings.ini", "gtk-3.0/settings.ini"}) {
    const QString path = config.filePath(QString::fromLatin1(file));
    if (!QFile::exists(path)) continue;
    const QSettings settings(path, QSettings::IniFormat);
    const QVariant prefersDark = settings.value(QStringLiteral("Settings/gtk-application-prefer-dark-theme"));
    if (prefersDark.isValid()) return prefersDark.toString() == QStringLiteral("1") || prefersDark.toBool();
    const QString name = settings.value(QStringLiteral("Settings/gtk-theme-name")).toString();
    if (name.endsWith(QStringLiteral("-dark"), Qt::CaseInsensitive)) return true;
  }
  return std::nullopt;
}

}  // namespace

bool guessSystemDark(bool isPlatformPaletteDark) {
  if (const auto dark = gtkThemeVariable()) return *dark;
  if (const auto dark = gtkSettingsFile()) return *dark || isPlatformPaletteDark;
  return isPlatformPaletteDark;
}

#ifdef QT_DBUS_LIB

namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kGroup = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");
constexpr uint kPreferDark = 1, kPreferLight = 2;  // 0: no preference

}  // namespace

void SystemScheme::ask() {
  QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return;
  bus.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), this,
              SLOT(onSetting(QString, QString, QDBusVariant)));
  QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
  call << kGroup << kKey;
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, &SystemScheme::onReply);
}

void SystemScheme::onReply(QDBusPendingCallWatcher* watcher) {
  const QDBusPendingReply<QDBusVariant> reply = *watcher;
  watcher->deleteLater();
  if (!reply.isError()) onSetting(kGroup, kKey, reply.value());
}

void SystemScheme::onSetting(const QString& group, const QString& key, const QDBusVariant& value) {
  if (group != kGroup || key != kKey) return;
  QVariant inner = value.variant();
  if (inner.canConvert<QDBusVariant>()) inner = inner.value<QDBusVariant>().variant();  // Read wraps it twice
  if (inner.toUInt() == kPreferDark) emit changed(true);
  if (inner.toUInt() == kPreferLight) emit changed(false);
}

#else

void SystemScheme::ask() {}
void SystemScheme::onReply(QDBusPendingCallWatcher*) {}
void SystemScheme::onSetting(const QString&, const QString&, const QDBusVariant&) {}

#endif

}  // namespace touchstone::ui
