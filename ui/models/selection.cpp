#include "ui/models/selection.h"

namespace touchstone::ui {

void Selection::select(const SelectedItem& item) {
  if (item == m_item) {
    return;
  }
  m_item = item;
  emit changed();
}

}  // namespace touchstone::ui
