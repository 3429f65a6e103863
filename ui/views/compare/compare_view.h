// Compare: who wins and how surely. Its first tab, the table: the leaderboard of the study, and below it every seed of
// the task chosen in it. Fed by the project snapshot alone.
// Thread: GUI. Blocking: never.
#pragma once

#include "ui/models/leaderboard_model.h"
#include "ui/views/view.h"

class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace touchstone::ui {

class EmptyPanel;
class LeaderboardTable;
class PlotCard;
class SeedDotsPlot;

class CompareView : public View {
  Q_OBJECT

 public:
  explicit CompareView(const ViewContext& context, QWidget* parent = nullptr);

  void setActive(bool isActive) override;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  PlotCard* makeTableCard();
  PlotCard* makeSeedsCard();
  QWidget* makeFootnotes();
  void fillExportMenu(QMenu* menu);
  void addKeys();
  void copyAs(std::size_t format);
  void saveAs(std::size_t format);
  void showState();
  void showTask();
  void showNotes();
  void shareHeight();

  ViewContext m_context;
  LeaderboardModel* m_model;
  QStackedWidget* m_pages;
  EmptyPanel* m_empty;
  QSplitter* m_split;
  PlotCard* m_tableCard;
  PlotCard* m_seedsCard;
  LeaderboardTable* m_table;
  SeedDotsPlot* m_seeds;
  QWidget* m_footnotes = nullptr;
  QLabel* m_legend = nullptr;
  QWidget* m_leakage = nullptr;
  QLabel* m_leakageIcon = nullptr;
  QLabel* m_leakageText = nullptr;
  bool m_isActive = false;
  bool m_isSplitByHand = false;
};

ViewEntry compareViewEntry();

}  // namespace touchstone::ui
