// Which project file `--demo` and "Run the first study" use: an unfinished one goes on, a finished one is kept and the
// next number begun.
// Thread: any. Blocking: yes, looks into project files; run it in the background.
#pragma once

#include <QString>

#include "ui/bridge/backends.h"

namespace touchstone::ui {

inline constexpr char kFirstStudyPreset[] = "first-study";

struct DemoPlan {
  QString path;
  bool isNew = true;  // no such file yet
};

// `folder` is made when missing.
DemoPlan planDemo(const QString& folder, const Backends& backends);
// "~/touchstone-results/first-study"
QString demoFolder();

}  // namespace touchstone::ui
