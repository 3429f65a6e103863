// A state's mark and words beside it: "● running 2 of 2 slots".
// Thread: GUI.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/plots/marks.h"
#include "ui/theme/tokens.h"

namespace touchstone::ui {

class StateLabel : public QWidget {
  Q_OBJECT

 public:
  explicit StateLabel(Role role, QWidget* parent = nullptr);

  // Without a state: the words alone.
  void setState(std::optional<State> state, const QString& words);
  const QString& words() const { return m_words; }
  void setChip(bool isChip);
  void setColoured(bool isColoured);  // the words in the state's colour, as those of a chip are

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QFont textFont() const;

  const Role m_role;
  std::optional<State> m_state;
  QString m_words;
  bool m_isChip = false;
  bool m_isColoured = false;
};

}  // namespace touchstone::ui
