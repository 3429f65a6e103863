// A card: header of 34 px (title bold, subtitle muted and first to elide, tools at the right), body without frame.
// The body is a plot or any widget; while there is nothing to show, a message takes its place.
// For a PlotView the tools are save (PDF, SVG, PNG, CSV), enlarge and more (fit, log axes, follow, table, copy).
// In a narrow card save and enlarge move into "more". Ctrl+E exports what the card shows.
// Thread: GUI. Errors: a failed export is told in `failed`.
#pragma once

#include <QFrame>
#include <QString>

#include "ui/theme/icons.h"

class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace touchstone::ui {

class ElidedLabel;
class PlotView;

class PlotCard : public QFrame {
  Q_OBJECT

 public:
  explicit PlotCard(const QString& title, QWidget* parent = nullptr);

  void setTitle(const QString& title);
  void setSubtitle(const QString& subtitle);
  QString title() const;

  // Takes the plot over: adds its tools, and shows the empty message by itself while the plot is empty.
  void setPlot(PlotView* plot);
  void setBody(QWidget* body);
  PlotView* plot() const { return m_plot; }

  // What is missing, what to do, at most one button (empty: none).
  void setEmptyMessage(Icon icon, const QString& missing, const QString& advice, const QString& button = {});
  void showEmpty(bool isEmpty);  // for bodies that are no PlotView

  void addTool(QWidget* tool);  // left of the standard tools: combo, "follow"
  QToolButton* addToolButton(Icon icon, const QString& tip);
  QMenu* moreMenu();  // for more entries
  // Ctrl+E inside the card opens this button's menu, or clicks it; for a plot it is the save button already.
  void setExportButton(QToolButton* button);

  // File stem that the save dialog suggests; the title by default.
  void setExportName(const QString& stem) { m_exportName = stem; }
  // Writes the plot to a file, its format by the suffix; also what the save menu does after asking for the file.
  bool saveAs(const QString& file);

 signals:
  void enlargeRequested();
  void emptyButtonClicked();
  void exported(const QStringList& files);
  void failed(const QString& message);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QWidget* makeHeader(const QString& title);
  QWidget* makeEmptyPage();
  void makePlotTools();
  void fillSaveMenu(QMenu* menu);
  void fillPlotMenu();
  void openExport();
  void askAndSave(const QString& suffix, const QString& filter);
  void applyFonts();
  void applyEmptyIcon();

  PlotView* m_plot = nullptr;
  QWidget* m_body = nullptr;
  QString m_exportName;
  ElidedLabel* m_title = nullptr;
  ElidedLabel* m_subtitle = nullptr;
  QHBoxLayout* m_tools = nullptr;
  QStackedWidget* m_pages = nullptr;
  QLabel* m_emptyIcon = nullptr;
  QLabel* m_emptyMissing = nullptr;
  QLabel* m_emptyAdvice = nullptr;
  QPushButton* m_emptyButton = nullptr;
  QToolButton* m_more = nullptr;
  QToolButton* m_save = nullptr;
  QToolButton* m_enlarge = nullptr;
  QToolButton* m_export = nullptr;
  Icon m_icon = Icon::kPulse;
};

}  // namespace touchstone::ui
