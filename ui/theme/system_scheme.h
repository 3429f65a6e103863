// Whether the desktop prefers dark. Qt 6.4 has no QStyleHints::colorScheme (6.5), so: environment, GTK's settings file
// and the platform's palette at once, and the XDG settings portal asynchronously where Qt D-Bus is linked.
// Thread: GUI. Blocking: one small file read. Errors: no answer leaves the first guess.
#pragma once

#include <QObject>

class QDBusPendingCallWatcher;
class QDBusVariant;

namespace touchstone::ui {

// Order: GTK_THEME, ~/.config/gtk-[43].0/settings.ini, then what the platform's palette looks like.
bool guessSystemDark(bool isPlatformPaletteDark);

// The portal org.freedesktop.portal.Settings: answers once and whenever the user switches. Silent without D-Bus.
class SystemScheme : public QObject {
  Q_OBJECT

 public:
  explicit SystemScheme(QObject* parent) : QObject(parent) {}
  void ask();

 signals:
  void changed(bool isDark);

 private:
  Q_SLOT void onReply(QDBusPendingCallWatcher* watcher);
  Q_SLOT void onSetting(const QString& group, const QString& key, const QDBusVariant& value);
};

}  // namespace touchstone::ui
