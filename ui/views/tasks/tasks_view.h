// Tasks: what a time-series task asks and how its contenders answered: the series with its split, the forecasts of one
// test window, the error at each step ahead, and Auto-AR's coefficients where there are some.
// Follows the task chosen in the window; reads once for each task, channel and set of finished runs.
// Thread: GUI. Blocking: never.
#pragma once

#include <QSet>
#include <optional>

#include "ui/views/tasks/tasks_data.h"
#include "ui/views/view.h"

class QComboBox;
class QScrollArea;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace touchstone::ui {

class CheckMenu;
class EmptyPanel;
class ForecastPlot;
class PlotCard;
class SeriesPlot;
class StemPlot;
class StepErrorPlot;
class TasksHeader;
class WindowPicker;

class TasksView : public View {
  Q_OBJECT

 public:
  explicit TasksView(const ViewContext& context, QWidget* parent = nullptr);

  void setActive(bool isActive) override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeCards();
  PlotCard* makeSeriesCard();
  PlotCard* makeForecastCard();
  PlotCard* makeErrorCard();
  PlotCard* makeAutoArCard();
  void addWindowKeys(QWidget* widget);
  void connectCard(PlotCard* card);
  void showState();
  void showMessage(const QString& missing, const QString& advice);
  TaskQuery queryOf(const TaskRow& task) const;
  void take(Result<TaskRead> answer);
  void showRead(bool isOther);
  void showChannels();
  void showSeries();
  void showWindows(bool isOther);
  void showForecasts();
  void showErrors();
  void showAutoAr();
  void showMissing();
  void fillContenders();
  void switchContender(const QString& name, bool isShown);
  bool isShown(const ChosenRun& run) const;
  std::vector<bool> leading() const;
  QString seedNote() const;
  void pickWindowAt(double row);
  void showEnlarged(PlotCard* card);
  void shareHeight();

  ViewContext m_context;
  QStackedWidget* m_pages;
  EmptyPanel* m_empty;
  TasksHeader* m_header = nullptr;
  QSplitter* m_rows = nullptr;
  QSplitter* m_middle = nullptr;
  PlotCard* m_seriesCard = nullptr;
  PlotCard* m_forecastCard = nullptr;
  PlotCard* m_errorCard = nullptr;
  PlotCard* m_autoArCard = nullptr;
  PlotCard* m_enlarged = nullptr;
  SeriesPlot* m_series = nullptr;
  ForecastPlot* m_forecasts = nullptr;
  StepErrorPlot* m_errors = nullptr;
  StemPlot* m_stems = nullptr;
  QComboBox* m_channels = nullptr;
  WindowPicker* m_window = nullptr;
  QToolButton* m_contenders = nullptr;
  CheckMenu* m_contenderMenu = nullptr;
  QSet<QString> m_hidden;  // contenders switched off, by name: they mean the same in every study
  QStringList m_listed;    // contenders in the menu
  std::optional<TaskQuery> m_asked;
  TaskRead m_read;
  int m_channel = 0;
  bool m_isActive = false;
  bool m_isSharedByHand = false;
};

ViewEntry tasksViewEntry();

}  // namespace touchstone::ui
