#include "ui/dialogs/new_study/file_kinds.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace touchstone::ui {
namespace {

QString words(const char* text) {
  return QCoreApplication::translate("FileKinds", text);
}

}  // namespace

FileKind kindOf(const QString& file) {
  QString name = QFileInfo(file).fileName().toLower();
  if (name.endsWith(QLatin1String(".toml"))) {
    return FileKind::kStudy;
  }
  if (name.endsWith(QLatin1String(".touchstone"))) {
    return FileKind::kProject;
  }
  if (name.endsWith(QLatin1String(".gz"))) {
    name.chop(3);
  }
  const bool isTable = name.endsWith(QLatin1String(".csv")) || name.endsWith(QLatin1String(".tsv"));
  return isTable ? FileKind::kSeries : FileKind::kOther;
}

QString wrongKindText(const QString& file) {
  const QString name = QFileInfo(file).fileName();
  if (kindOf(file) == FileKind::kProject) {
    return words("%1 is a project, not data. Close this sheet and open it with Ctrl+O.").arg(name);
  }
  return words("%1 is of no kind that can be studied. Give CSV or CSV.gz files with time series, or a study file "
               "(.toml).")
      .arg(name);
}

QString dataFilter() {
  return words("Time series (*.csv *.csv.gz *.tsv *.tsv.gz)");
}

QString studyFilter() {
  return words("Study files (*.toml)");
}

}  // namespace touchstone::ui
