// The right half of the New study sheet: the rung ladder of one run, what the study will take, and what is to be said about
// its fairness. Numbers are the engine's; times only where earlier runs of the open project give them.
// Thread: GUI. Blocking: never.
#pragma once

#include <QWidget>

#include "ui/dialogs/new_study/run_costs.h"
#include "ui/theme/icons.h"

class QLabel;
class QVBoxLayout;

namespace touchstone::ui {

class BarRows;
class MutedLabel;
class SectionHead;
class StudyDraft;

class Consequences : public QWidget {
  Q_OBJECT

 public:
  Consequences(const StudyDraft& draft, int cores, QWidget* parent);

  void showDraft();
  void setCosts(RunCosts costs);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct Note {
    Icon icon = Icon::kTick;
    QString text;
    QString help;
  };
  struct NoteRow {
    QWidget* line = nullptr;
    QLabel* mark = nullptr;
    QLabel* text = nullptr;
  };

  void showLadder(const StudySpec& spec, const StudyPlan& plan);
  void showCosts(const StudySpec& spec, const StudyPlan& plan);
  void showNotes(const StudySpec& spec, const StudyPlan& plan);
  std::vector<Note> notes(const StudySpec& spec, const StudyPlan& plan) const;
  Family familyOf(const ContenderSpec& contender) const;
  NoteRow& noteRow(std::size_t index);
  void applyFonts();

  const StudyDraft& m_draft;
  const int m_cores;
  RunCosts m_costs;
  SectionHead* m_ladderHead;
  BarRows* m_ladder;
  MutedLabel* m_ladderNote;
  SectionHead* m_costsHead;
  BarRows* m_costRows;
  MutedLabel* m_costNote;
  QLabel* m_total;
  QVBoxLayout* m_notesLayout;
  std::vector<NoteRow> m_notes;
};

}  // namespace touchstone::ui
