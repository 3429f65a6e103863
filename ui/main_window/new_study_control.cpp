#include "ui/main_window/new_study_control.h"

#include <QAction>
#include <QFileDialog>
#include <QMenu>
#include <algorithm>

#include "ui/bridge/background.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/dialogs/new_study/file_kinds.h"
#include "ui/dialogs/new_study/new_study_sheet.h"
#include "ui/main_window/main_actions.h"
#include "ui/models/words.h"
#include "ui/widgets/drop_zone.h"

namespace touchstone::ui {

NewStudyControl::NewStudyControl(EngineBridge& bridge, ProjectState& state, const MainActions& actions, QWidget* window)
    : QObject(window), m_bridge(bridge), m_state(state), m_actions(actions), m_window(window) {
  QMenu* menu = actions.newStudies;
  menu->setObjectName(QStringLiteral("newStudyMenu"));
  menu->addAction(tr("&Empty…"), this, [this] { open(); });
  menu->addAction(tr("From &study file…"), this, &NewStudyControl::askForStudy);
  connect(actions.newStudy, &QAction::triggered, this, [this] { open(); });
  connect(actions.newProject, &QAction::triggered, this, &NewStudyControl::askForData);
  connect(actions.studyFromFile, &QAction::triggered, this, &NewStudyControl::askForStudy);
  auto* zone = new DropZone(tr("Drop CSV files with time series, or a study file"), window);
  connect(zone, &DropZone::dropped, this, &NewStudyControl::takeFiles);
  readPresets();
}

NewStudyControl::~NewStudyControl() {
  delete m_sheet;
}

// The menu is filled before anybody opens it: it does not change below the mouse.
void NewStudyControl::readPresets() {
  if (!m_bridge.backends().presets) {
    return;
  }
  inBackground<std::vector<PresetInfo>>(
      this, [presets = m_bridge.backends().presets] { return presets(); },
      [this](const std::vector<PresetInfo>& presets) {
        constexpr int kFixed = 2;
        QMenu* menu = m_actions.newStudies;
        while (menu->actions().size() > kFixed) {
          delete menu->actions().back();
        }
        if (!presets.empty()) {
          menu->addSection(tr("Presets"));
        }
        for (const PresetInfo& preset : presets) {
          const QString file = QString::fromStdString(preset.name);
          QAction* action = menu->addAction(menuText(briefName(preset.title)), this, [this, file] { open(file); });
          action->setObjectName(QStringLiteral("preset-") + file);
        }
      });
}

NewStudySheet* NewStudyControl::sheet() {
  if (m_sheet) {
    return m_sheet;
  }
  m_sheet = new NewStudySheet(m_bridge, m_state, m_window);
  connect(m_sheet, &NewStudySheet::note, this, &NewStudyControl::note);
  connect(m_sheet, &NewStudySheet::problem, this, &NewStudyControl::problem);
  connect(m_sheet, &NewStudySheet::started, this, &NewStudyControl::started);
  connect(m_sheet, &NewStudySheet::presetSaved, this, &NewStudyControl::readPresets);
  connect(m_sheet, &NewStudySheet::filesWanted, this, &NewStudyControl::askForData);
  return m_sheet;
}

void NewStudyControl::open(const QString& presetOrFile) {
  const bool isNew = m_sheet == nullptr;
  NewStudySheet* shown = sheet();
  if (isNew || !presetOrFile.isEmpty()) {
    shown->load(presetOrFile);
  }
}

void NewStudyControl::takeFiles(const QStringList& files) {
  const auto isOf = [](FileKind kind) { return [kind](const QString& file) { return kindOf(file) == kind; }; };
  if (!m_sheet) {
    const auto project = std::find_if(files.begin(), files.end(), isOf(FileKind::kProject));
    if (project != files.end()) {
      emit projectWanted(*project);
      return;
    }
    // Nothing of use: it is said in the window, and no sheet comes up.
    if (std::all_of(files.begin(), files.end(), isOf(FileKind::kOther))) {
      QStringList lines;
      for (const QString& file : files.mid(0, 4)) {
        lines << wrongKindText(file);
        emit problem(lines.back());
      }
      emit complaint(lines.join(QLatin1Char('\n')));
      return;
    }
    open();
  }
  m_sheet->addFiles(files);
}

void NewStudyControl::askForData() {
  ask(tr("Data for the study"), dataFilter() + QStringLiteral(";;") + studyFilter(), true);
}

void NewStudyControl::askForStudy() {
  ask(tr("Open a study file"), studyFilter(), false);
}

void NewStudyControl::ask(const QString& title, const QString& filter, bool areMany) {
  auto* dialog = new QFileDialog(m_window, title, QString(), filter);
  dialog->setObjectName(QStringLiteral("filesDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(areMany ? QFileDialog::ExistingFiles : QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::filesSelected, this, &NewStudyControl::takeFiles);
  dialog->open();
}

}  // namespace touchstone::ui
