// Rows of a word, a bar and a value: the rung ladder and the cost of each contender.
// Thread: GUI. Blocking: never.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "engine/api/spec.h"

namespace touchstone::ui {

class BarRows : public QWidget {
  Q_OBJECT

 public:
  struct Row {
    QString label;
    QString value;
    double share = 0.0;            // of the bar's length
    std::optional<Family> family;  // its mark and colour
  };
  // Thick bars on a groove, values bold; or thin ones with a family's mark.
  enum class Look { kLadder, kCosts };

  BarRows(Look look, const QString& name, QWidget* parent);
  void setRows(std::vector<Row> rows);
  const std::vector<Row>& rows() const { return m_rows; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int rowHeight() const;

  const Look m_look;
  std::vector<Row> m_rows;
};

}  // namespace touchstone::ui
