// The bar with the views as tabs at the left, and new study, run, pause, stop and find at the right.
// Thread: GUI.
#pragma once

#include <vector>

#include "ui/main_window/bar.h"
#include "ui/views/view.h"

namespace touchstone::ui {

class FindField;
class MainActions;
class ViewTabs;

class ViewBar : public Bar {
  Q_OBJECT

 public:
  ViewBar(const std::vector<ViewEntry>& views, const MainActions& actions, QWidget* parent);

  void setCurrent(int index);
  int current() const;
  // The dot on the tab of the views that show activity.
  void setActivity(bool isActive);
  void setViewsEnabled(bool isEnabled);
  void setNarrow(bool isNarrow);  // tabs without icons

 signals:
  void chosen(int index);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  const std::vector<ViewEntry> m_views;
  ViewTabs* m_tabs;
  FindField* m_find;
};

}  // namespace touchstone::ui
