#include "ui/theme/style.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QVariant>

#include "ui/theme/style_shapes.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

void setProperty(QWidget* widget, const char* name, const QVariant& value) {
  widget->setProperty(name, value);
  widget->updateGeometry();
  widget->update();
}

// A copy of an option with the colours of its text replaced.
template <typename Option>
Option withText(const Option& option, const QColor& text) {
  Option copy = option;
  for (const QPalette::ColorRole role :
       {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::HighlightedText}) {
    copy.palette.setColor(QPalette::All, role, text);
  }
  return copy;
}

bool hasProperty(const QWidget* widget, const char* name) {
  return widget != nullptr && widget->property(name).toBool();
}

bool isNothing(QStyle::PrimitiveElement element) {
  return element == QStyle::PE_FrameDefaultButton || element == QStyle::PE_PanelStatusBar ||
         element == QStyle::PE_FrameStatusBarItem || element == QStyle::PE_FrameTabWidget ||
         element == QStyle::PE_FrameDockWidget || element == QStyle::PE_PanelScrollAreaCorner;
}

// Arrows, check marks and tree branches. False: not one of these.
bool drawIndicator(QStyle::PrimitiveElement element, const QStyleOption& option, QPainter& painter) {
  const Colours& colours = coloursOf(option.palette);
  const QColor colour = option.state.testFlag(QStyle::State_Enabled) ? colours.muted : colours.border;
  switch (element) {
  case QStyle::PE_IndicatorCheckBox:
  case QStyle::PE_IndicatorItemViewItemCheck:
    shapes::checkBox(painter, option);
    return true;
  case QStyle::PE_IndicatorRadioButton:
    shapes::radioButton(painter, option);
    return true;
  case QStyle::PE_IndicatorArrowDown:
    shapes::chevron(painter, option.rect, Qt::DownArrow, colour);
    return true;
  case QStyle::PE_IndicatorArrowUp:
    shapes::chevron(painter, option.rect, Qt::UpArrow, colour);
    return true;
  case QStyle::PE_IndicatorArrowLeft:
    shapes::chevron(painter, option.rect, Qt::LeftArrow, colour);
    return true;
  case QStyle::PE_IndicatorArrowRight:
    shapes::chevron(painter, option.rect, Qt::RightArrow, colour);
    return true;
  case QStyle::PE_IndicatorHeaderArrow: {
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(&option);
    const bool isUp = header != nullptr && header->sortIndicator == QStyleOptionHeader::SortUp;
    shapes::chevron(painter, option.rect, isUp ? Qt::UpArrow : Qt::DownArrow, colours.accent);
    return true;
  }
  case QStyle::PE_IndicatorBranch:
    if (option.state.testFlag(QStyle::State_Children)) {
      const bool isOpen = option.state.testFlag(QStyle::State_Open);
      shapes::chevron(painter, option.rect, isOpen ? Qt::DownArrow : Qt::RightArrow, colours.muted);
    }
    return true;
  default:
    return false;
  }
}

// Grounds and edges that are plain boxes. False: not one of these.
bool drawPanel(QStyle::PrimitiveElement element, const QStyleOption& option, QPainter& painter) {
  const Colours& colours = coloursOf(option.palette);
  const QRect& rect = option.rect;
  switch (element) {
  case QStyle::PE_Frame:
  case QStyle::PE_FrameMenu:
    painter.setPen(colours.border);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(0, 0, -1, -1));
    return true;
  case QStyle::PE_PanelMenu:
    painter.fillRect(rect, colours.surface);
    return true;
  case QStyle::PE_PanelTipLabel:
    shapes::tip(painter, option);
    return true;
  case QStyle::PE_FrameTabBarBase:
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.border);
    return true;
  case QStyle::PE_IndicatorDockWidgetResizeHandle:
    painter.fillRect(rect, colours.border);
    return true;
  default:
    return false;
  }
}

}  // namespace

void setPrimary(QPushButton* button, bool isPrimary) {
  setProperty(button, kPrimaryProperty, isPrimary);
  button->setDefault(isPrimary);
}

void setSegment(QAbstractButton* button, Segment segment) {
  setProperty(button, kSegmentProperty, static_cast<int>(segment));
  if (segment != Segment::kNone) button->setCheckable(true);
}

void setFlat(QWidget* widget, bool isFlat) {
  setProperty(widget, kFlatProperty, isFlat);
}

void setViewTabs(QWidget* tabBar) {
  setProperty(tabBar, kViewTabsProperty, true);
}

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void Style::polish(QWidget* widget) {
  QProxyStyle::polish(widget);
  if (qobject_cast<QAbstractButton*>(widget) != nullptr || qobject_cast<QComboBox*>(widget) != nullptr ||
      qobject_cast<QTabBar*>(widget) != nullptr) {
    widget->setAttribute(Qt::WA_Hover);
  }
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
  if (isNothing(element) || drawIndicator(element, *option, *painter) || drawPanel(element, *option, *painter)) return;
  switch (element) {
  case PE_PanelButtonCommand:
    return shapes::pushButton(*painter, *option, widget);
  case PE_PanelButtonTool:
  case PE_IndicatorButtonDropDown:
    return shapes::toolButton(*painter, *option, widget);
  case PE_PanelLineEdit:
  case PE_FrameLineEdit:
    if (const auto* box = qstyleoption_cast<const QStyleOptionFrame*>(option); box == nullptr || box->lineWidth > 0) {
      shapes::field(*painter, *option, widget);
    }
    return;
  case PE_FrameFocusRect:
    if (option->state.testFlag(State_KeyboardFocusChange) &&
        qobject_cast<const QAbstractScrollArea*>(widget) != nullptr) {
      shapes::focusRing(*painter, option->rect, 2.0, coloursOf(option->palette));
    }
    return;  // other controls have their ring outside (focus_ring.h)
  case PE_PanelItemViewRow:
  case PE_PanelItemViewItem:
    if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
      shapes::itemBackground(*painter, *item, element == PE_PanelItemViewRow, widget);
    }
    return;
  default:
    QProxyStyle::drawPrimitive(element, option, painter, widget);
  }
}

// Words whose font or colour the state changes. False: Fusion's label will do.
bool Style::drawLabel(ControlElement element, const QStyleOption* option, QPainter* painter,
                      const QWidget* widget) const {
  const Colours& colours = coloursOf(option->palette);
  if (element == CE_PushButtonLabel && hasProperty(widget, kPrimaryProperty) && option->state.testFlag(State_Enabled)) {
    if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
      const QStyleOptionButton copy = withText(*button, colours.onAccent);
      QProxyStyle::drawControl(element, &copy, painter, widget);
      return true;
    }
  }
  if (element == CE_ToolButtonLabel && hasProperty(widget, kSegmentProperty) && option->state.testFlag(State_On)) {
    if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
      QStyleOptionToolButton copy = withText(*button, colours.accent);
      copy.font.setBold(true);
      QProxyStyle::drawControl(element, &copy, painter, widget);
      return true;
    }
  }
  if (element == CE_MenuItem) {
    if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
      QStyleOptionMenuItem copy = *item;
      copy.palette.setColor(QPalette::Highlight, colours.hover);
      copy.palette.setColor(QPalette::HighlightedText, colours.text);
      QProxyStyle::drawControl(element, &copy, painter, widget);
      return true;
    }
  }
  if (element == CE_ItemViewItem) {
    if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
      QStyleOptionViewItem copy = *item;
      copy.palette.setColor(QPalette::HighlightedText, item->palette.color(QPalette::Text));
      QProxyStyle::drawControl(element, &copy, painter, widget);
      return true;
    }
  }
  return false;
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
  if (drawLabel(element, option, painter, widget)) return;
  const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option);
  const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option);
  const auto* menu = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
  switch (element) {
  case CE_FocusFrame:
    return shapes::focusRing(*painter, option->rect, corner::kButton + frame::kFocusGap, coloursOf(option->palette));
  case CE_ProgressBarGroove:
    return shapes::progressGroove(*painter, *option);
  case CE_ProgressBarContents:
    if (bar != nullptr) shapes::progressContents(*painter, *bar);
    return;
  case CE_TabBarTabShape:
    if (tab != nullptr) shapes::tab(*painter, *tab);
    return;
  case CE_TabBarTabLabel:
    if (tab != nullptr) shapes::tabLabel(*painter, *tab);
    return;
  case CE_MenuBarItem:
    if (menu != nullptr) shapes::menuBarItem(*painter, *menu);
    return;
  case CE_HeaderSection:
  case CE_HeaderEmptyArea:
    return shapes::headerSection(*painter, *option);
  case CE_ProgressBarLabel:  // words stand beside the bar
  case CE_MenuBarEmptyArea:
  case CE_ToolBar:
  case CE_Splitter:
    return;  // a gap between cards, no grip
  default:
    QProxyStyle::drawControl(element, option, painter, widget);
  }
}

}  // namespace touchstone::ui
