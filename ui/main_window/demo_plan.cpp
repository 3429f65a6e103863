#include "ui/main_window/demo_plan.h"

#include <QDir>
#include <algorithm>

#include "ui/bridge/paths.h"

namespace touchstone::ui {
namespace {

// Unfinished: there is a study that is not done, or none yet. A file that is no project counts as taken.
bool canGoOn(const QString& file, const Backends& backends) {
  const auto view = backends.openView(toPath(file));
  if (!view) {
    return false;
  }
  const auto studies = (*view)->studies();
  if (!studies) {
    return false;
  }
  return std::all_of(studies->begin(), studies->end(), [](const StudyRow& study) {
    return study.state != StudyState::kDone && study.state != StudyState::kFailed;
  });
}

}  // namespace

QString demoFolder() {
  return QDir::home().filePath(QStringLiteral("touchstone-results/first-study"));
}

DemoPlan planDemo(const QString& folder, const Backends& backends) {
  constexpr int kMostProjects = 10000;
  QDir().mkpath(folder);
  const QDir dir(folder);
  for (int number = 1; number < kMostProjects; ++number) {
    const QString name = number == 1 ? QStringLiteral("first-study.touchstone")
                                     : QStringLiteral("first-study-%1.touchstone").arg(number);
    const QString file = dir.filePath(name);
    if (!QFile::exists(file)) {
      return {file, true};
    }
    if (canGoOn(file, backends)) {
      return {file, false};
    }
  }
  return {dir.filePath(QStringLiteral("first-study.touchstone")), false};
}

}  // namespace touchstone::ui
