// Every way to a new study: the button of the view bar and its menu of presets, the File menu, the start page, and files
// dropped anywhere on the window. Shows the sheet, one at a time.
// Thread: GUI. Blocking: never.
#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>

namespace touchstone::ui {

class EngineBridge;
class MainActions;
class NewStudySheet;
class ProjectState;

class NewStudyControl : public QObject {
  Q_OBJECT

 public:
  NewStudyControl(EngineBridge& bridge, ProjectState& state, const MainActions& actions, QWidget* window);
  ~NewStudyControl() override;

  // An empty sheet, or the study of a preset or file. One that is open stays as it is.
  void open(const QString& presetOrFile = {});
  // Data and study files go to the sheet; a project is opened.
  void takeFiles(const QStringList& files);

 public slots:
  void askForData();
  void askForStudy();

 signals:
  void note(const QString& text);
  void problem(const QString& text);    // for the Problems pane
  void complaint(const QString& text);  // to be said above the views
  void projectWanted(const QString& path);
  void started();

 private:
  NewStudySheet* sheet();
  void ask(const QString& title, const QString& filter, bool areMany);
  void readPresets();

  EngineBridge& m_bridge;
  ProjectState& m_state;
  const MainActions& m_actions;
  QWidget* const m_window;
  QPointer<NewStudySheet> m_sheet;
};

}  // namespace touchstone::ui
