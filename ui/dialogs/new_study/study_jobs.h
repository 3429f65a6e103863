// The work of the New study sheet that touches files, for a thread of the pool: reading studies, checking the data before a
// start, saving, and finding a free project file.
// Thread: any. Blocking: yes, all of it.
#pragma once

#include <QString>
#include <QStringList>
#include <atomic>
#include <memory>
#include <optional>

#include "ui/bridge/backends.h"

namespace touchstone::ui {

struct LoadedStudy {
  std::vector<ContenderCard> catalogue;
  StudySpec study;                   // paths absolute
  std::vector<ContenderCard> cards;  // of its contenders
  QStringList problems;              // with place; then there is no study
};
// An empty name: the catalogue alone.
LoadedStudy loadStudy(const Backends& backends, const QString& presetOrFile);

struct StartRequest {
  StudySpec study;
  QString project;
  bool isProjectOpen = false;  // by this window: its studies are known to differ in name
};
struct StartAnswer {
  std::optional<StudySpec> study;  // as read back from its text; none: problems, or cancelled
  QStringList problems;
};
// Reads the study back, checks the data of every task and the project file, and makes the project's folder last.
StartAnswer prepareStart(const Backends& backends, const StartRequest& request,
                         const std::shared_ptr<std::atomic<bool>>& isCancelled);

// "~/touchstone-results/<name>.touchstone", with a number where that is taken.
QString freeProjectPath(const QString& studyName);
// A name that a file may have: letters, digits, - and _.
QString fileStem(const QString& name);

// The error, or nothing.
QString saveStudy(const StudySpec& study, const QString& file);

// The study for a shell: `source`, a study file or preset, where it is unchanged, else with its text behind it.
QString commandFor(const StudySpec& study, const QString& source, const QString& project);

}  // namespace touchstone::ui
