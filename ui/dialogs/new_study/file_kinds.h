// What a file is to the window, by its name: data, a study, a project, or nothing that it can open.
// Thread: any. Blocking: never.
#pragma once

#include <QString>

namespace touchstone::ui {

enum class FileKind { kSeries, kStudy, kProject, kOther };
FileKind kindOf(const QString& file);
// What is wrong with a file of no use here, and what to do.
QString wrongKindText(const QString& file);
// For file dialogs.
QString dataFilter();
QString studyFilter();

}  // namespace touchstone::ui
