// Trials: everything that was tried in the chosen study, as one table: filter by words and state, sort by any number,
// copy and save. Rows come from the file while one scrolls; the selected trial is shown in the Inspector.
// Thread: GUI. Blocking: never.
#pragma once

#include "engine/api/read_models.h"
#include "engine/api/result.h"
#include "ui/bridge/throttle.h"
#include "ui/views/view.h"

class QComboBox;
class QLineEdit;
class QStackedWidget;

namespace touchstone::ui {

class EmptyPanel;
class PlotCard;
class TrialsModel;
class TrialsTable;

class TrialsView : public View {
  Q_OBJECT

 public:
  explicit TrialsView(const ViewContext& context, QWidget* parent = nullptr);

  void setActive(bool isActive) override;

 private:
  void makeCard();
  void makeTools();
  void connectAll();
  void showState();
  void showRows();
  void applyFilter();
  void clearFilter();
  bool isFiltered() const;
  // Every row that matches, or the selected ones, read anew; as text to `deliver`.
  void readAll(QChar separator, bool onlySelected, std::function<void(const QString&)> deliver);
  void copyRows();
  void saveRows();

  ViewContext m_context;
  Throttle m_throttle;
  TrialsModel* m_model;
  QStackedWidget* m_pages;
  QStackedWidget* m_body = nullptr;
  EmptyPanel* m_empty;
  EmptyPanel* m_noMatch = nullptr;
  PlotCard* m_card = nullptr;
  TrialsTable* m_table = nullptr;
  QLineEdit* m_text = nullptr;
  QComboBox* m_state = nullptr;
  QComboBox* m_task = nullptr;
  StudyId m_study;
};

ViewEntry trialsViewEntry();

}  // namespace touchstone::ui
