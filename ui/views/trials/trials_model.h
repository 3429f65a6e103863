// Every trial of a study as a table that is read page by page, while it is scrolled: 20,000 rows cost no more than 200.
// Sorting and filtering are the store's. A row whose page is still on its way is empty.
// Thread: GUI. Blocking: never. Tested with QAbstractItemModelTester.
#pragma once

#include <QAbstractTableModel>

#include "engine/api/read_models.h"
#include "ui/views/trials/trial_pages.h"

namespace touchstone::ui {

class TrialsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kTrial, kContender, kTask, kSeed, kState, kValue, kEpochs, kSeconds, kConfig, kReason, kColumnCount };

  explicit TrialsModel(EngineBridge& bridge, QObject* parent = nullptr);

  // Study, task, state and text; the sorting stays. The old rows stand until the new ones are there.
  void setFilter(TrialFilter filter);
  const TrialFilter& filter() const { return m_pages->filter(); }
  void reload() { m_pages->refresh(); }
  bool isLoaded() const { return m_isLoaded; }
  TrialId trialAt(int row) const;
  int rowOf(TrialId trial) const;  // -1: not among the rows read so far
  // Looks for it in all rows; located() follows, unless no row matches.
  void locate(TrialId trial) { m_pages->locate(trial); }
  // The row, where it is read; else nothing, and nothing is asked for.
  const TrialRow* find(int row) const { return row < m_total ? m_pages->find(row) : nullptr; }
  std::vector<TrialRow> findAll(const std::vector<int>& rows) const;  // those that are read

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
  void sort(int column, Qt::SortOrder order) override;

  static bool canSort(int column);
  static QString titleOf(int column);
  // One column of a row: as shown, or exact and with plain ASCII numbers.
  static QString textOf(const TrialRow& row, int column);
  static QString copyTextOf(const TrialRow& row, int column);

 signals:
  void loaded();  // rows or their number changed
  void failed(const QString& message);
  void located(touchstone::TrialId trial, int row);

 private:
  void showStarted(int total);
  void prepareReplacing(int total, int firstRow, const std::vector<TrialRow>& rows);
  void finishReplacing();
  void growTo(int total);
  void showArrived(int total, int firstRow, int rowCount);

  TrialPages* m_pages;
  int m_total = 0;
  QModelIndexList m_movedFrom, m_movedTo;  // persistent indexes of the page that is being replaced
  bool m_isLoaded = false;
};

}  // namespace touchstone::ui
