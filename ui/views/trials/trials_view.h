// Trials: everything that was tried in the chosen study, as one table: filter by words and state, sort by any number,
// copy and save. Rows come from the file while one scrolls; the selected trial is the one of the Inspector and of Live.
// Thread: GUI. Blocking: never. Errors: what cannot be read or saved is told in `problem`.
#pragma once

#include <functional>
#include <vector>

#include "engine/api/read_models.h"
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
  QLineEdit* makeFilterField();
  void connectAll();
  void showState();
  void showRows();
  void showSelected();
  void applyFilter();
  void clearFilter();
  bool isFiltered() const;
  // Rows that match, read anew from the file, as text: `count` from `first`, or all. `make` runs on the reader's thread.
  struct Rows {
    QString text;
    qint64 count = 0;
  };
  void readRows(std::int64_t first, std::int64_t count, std::function<Rows(const std::vector<TrialRow>&)> make,
                std::function<void(const Rows&)> deliver);
  void copyRows();
  void saveRows();
  void saveTo(const QString& file);

  ViewContext m_context;
  Throttle m_throttle;
  TrialsModel* m_model;
  QStackedWidget* m_pages;
  QStackedWidget* m_body = nullptr;
  EmptyPanel* m_empty;
  EmptyPanel* m_noRows = nullptr;
  PlotCard* m_card = nullptr;
  TrialsTable* m_table = nullptr;
  QLineEdit* m_text = nullptr;
  QComboBox* m_state = nullptr;
  QComboBox* m_task = nullptr;
  StudyId m_study;
  bool m_isActive = false;
  bool m_isSelectionNew = false;  // chosen elsewhere while other rows or another view were shown
};

ViewEntry trialsViewEntry();

}  // namespace touchstone::ui
