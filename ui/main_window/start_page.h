// What stands in the window while no project is open: the question, and four ways to begin.
// Thread: GUI. Blocking: never.
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace touchstone::ui {

class StartCard;

class StartPage : public QWidget {
  Q_OBJECT

 public:
  StartPage(int cores, QWidget* parent = nullptr);

  void setRecent(const QStringList& paths);

 signals:
  void firstStudyWanted();
  void dataWanted();
  void openWanted();
  void projectWanted(const QString& path);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeMachineLine(int cores);
  QWidget* makeFooter();
  void applyFonts();

  QLabel* m_question;
  QLabel* m_answer;
  QLabel* m_machine;
  QLabel* m_machineNote;
  StartCard* m_demo;
  StartCard* m_data;
  StartCard* m_open;
  StartCard* m_recent;
  QVBoxLayout* m_recentList;
};

}  // namespace touchstone::ui
