#include "ui/views/compare/leaderboard_export.h"

#include <QCoreApplication>
#include <QPointer>
#include <QSaveFile>
#include <QThreadPool>

#include "engine/api/report.h"

namespace touchstone::ui {

std::vector<TableFormat> tableFormats() {
  return {{"csv", "csv", QStringLiteral("CSV")},
          {"markdown", "md", QStringLiteral("Markdown")},
          {"latex", "tex", QStringLiteral("LaTeX")}};
}

QString leaderboardAsText(const std::vector<RunRow>& runs, const TableFormat& format) {
  const Result<std::string> text = leaderboardText(runs, format.id);
  return text ? QString::fromStdString(*text) : QString::fromStdString(text.error().text());
}

void writeTextFile(const QString& file, const QString& text, QObject* receiver,
                   std::function<void(const QString& file, const QString& error)> done) {
  QThreadPool::globalInstance()->start([file, text, done = std::move(done), guard = QPointer<QObject>(receiver)] {
    QString error;
    QSaveFile out(file);
    const QByteArray bytes = text.toUtf8();
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit()) {
      error = QStringLiteral("%1: %2").arg(file, out.errorString());
    }
    // Delivered through the application object: it outlives every receiver, and `guard` is only read in its thread.
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [file, error, done, guard] {
          if (guard) {
            done(file, error);
          }
        },
        Qt::QueuedConnection);
  });
}

}  // namespace touchstone::ui
