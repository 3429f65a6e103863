#include "ui/dialogs/new_study/study_jobs.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "ui/bridge/paths.h"
#include "ui/models/text_file_writer.h"

namespace touchstone::ui {
namespace {

namespace fs = std::filesystem;

constexpr int kLongestStem = 60;
constexpr int kMostProjects = 10000;

QString words(const char* text) {
  return QCoreApplication::translate("NewStudySheet", text);
}

QStringList asLines(const SpecProblems& problems) {
  QStringList lines;
  for (const SpecProblem& problem : problems.problems) {
    const QString place =
        problem.line > 0 ? QStringLiteral("%1:%2: ").arg(problem.line).arg(problem.column) : QString();
    lines << QFileInfo(QString::fromStdString(problems.file.string())).fileName() + QLatin1Char(':') + place +
                 QStringLiteral(" ") + QString::fromStdString(problem.message);
  }
  return lines;
}

// A project that is not open yet may have a study of this name.
QStringList checkProject(const Backends& backends, const StartRequest& request) {
  const fs::path path = toPath(request.project);
  std::error_code ignored;
  if (request.isProjectOpen || !fs::exists(path, ignored)) {
    return {};
  }
  const auto view = backends.openView(path);
  if (!view) {
    return {QString::fromStdString(view.error().text())};
  }
  const auto studies = (*view)->studies();
  for (const StudyRow& row : studies ? *studies : std::vector<StudyRow>{}) {
    if (row.name == request.study.name) {
      return {words("%1 has a study of this name. Give this one another name, or another file.")
                  .arg(QFileInfo(request.project).fileName())};
    }
  }
  return {};
}

QString quoted(const QString& text) {
  QString inner = text;
  return QLatin1Char('\'') + inner.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

}  // namespace

LoadedStudy loadStudy(const Backends& backends, const QString& presetOrFile) {
  LoadedStudy loaded;
  loaded.catalogue = backends.contenderCards();
  if (presetOrFile.isEmpty()) {
    return loaded;
  }
  auto read = backends.readStudy(presetOrFile.toStdString());
  if (const auto* problems = std::get_if<SpecProblems>(&read)) {
    loaded.problems = asLines(*problems);
    return loaded;
  }
  loaded.study = withAbsolutePaths(std::move(std::get<StudySpec>(read)));
  for (const ContenderSpec& contender : loaded.study.contenders) {
    loaded.cards.push_back(contenderCard(contender, loaded.study.folder));
  }
  return loaded;
}

StartAnswer prepareStart(const Backends& backends, const StartRequest& request,
                         const std::shared_ptr<std::atomic<bool>>& isCancelled) {
  StartAnswer answer;
  const fs::path folder = toPath(request.project).parent_path();
  auto read = studyFromText(studyToText(request.study), folder);
  if (const auto* problems = std::get_if<SpecProblems>(&read)) {
    for (const SpecProblem& problem : problems->problems) {
      answer.problems << QString::fromStdString(problem.message);
    }
    return answer;
  }
  auto& study = std::get<StudySpec>(read);
  for (const TaskSpec& task : study.tasks) {
    const auto checked = backends.checkTask(task, study.folder);
    if (*isCancelled) {
      return answer;
    }
    if (!checked) {
      const QString text = QString::fromStdString(checked.error().text());
      const QString name = QString::fromStdString(task.name).simplified();
      answer.problems << (text.contains(name) ? text : name.left(60) + QStringLiteral(": ") + text);
    }
  }
  answer.problems << checkProject(backends, request);
  if (!answer.problems.isEmpty()) {
    return answer;
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    answer.problems << words("The folder %1 cannot be made: %2. Choose another place.")
                           .arg(QString::fromStdString(folder.string()), QString::fromStdString(error.message()));
    return answer;
  }
  answer.study = std::move(study);
  return answer;
}

QString fileStem(const QString& name) {
  QString stem;
  for (const QChar letter : name.simplified()) {
    const bool isPlain = letter.isLetterOrNumber() || letter == QLatin1Char('_');
    if (isPlain || !stem.endsWith(QLatin1Char('-'))) {
      stem += isPlain ? letter : QChar(QLatin1Char('-'));
    }
  }
  while (stem.startsWith(QLatin1Char('-'))) {
    stem.remove(0, 1);
  }
  stem = stem.left(kLongestStem);
  while (stem.endsWith(QLatin1Char('-'))) {
    stem.chop(1);
  }
  return stem.isEmpty() ? QStringLiteral("study") : stem;
}

QString freeProjectPath(const QString& studyName) {
  const QDir folder(QDir::home().filePath(QStringLiteral("touchstone-results")));
  const QString stem = fileStem(studyName);
  QString path = folder.filePath(stem + QStringLiteral(".touchstone"));
  for (int number = 2; QFileInfo::exists(path) && number < kMostProjects; ++number) {
    path = folder.filePath(QStringLiteral("%1-%2.touchstone").arg(stem).arg(number));
  }
  return path;
}

QString saveStudy(const StudySpec& study, const QString& file) {
  const fs::path folder = toPath(file).parent_path();
  const QByteArray text = QByteArray::fromStdString(studyToText(withPathsFrom(study, folder)));
  return saveText(file, text);
}

QString commandFor(const StudySpec& study, const QString& source, const QString& project) {
  if (!source.isEmpty()) {
    return QStringLiteral("touchstone-cli run %1 -p %2").arg(quoted(source), quoted(project));
  }
  // Line breaks inside names are escaped in the text, so no line of it is the mark.
  return QStringLiteral("touchstone-cli run /dev/stdin -p %1 <<'STUDY'\n%2STUDY\n")
      .arg(quoted(project), QString::fromStdString(studyToText(study)));
}

}  // namespace touchstone::ui
