#include <QFontMetrics>
#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include "ui/theme/style.h"
#include "ui/theme/style_shapes.h"

namespace touchstone::ui {

namespace {

constexpr int kScrollBar = 12;
constexpr int kShortestHandle = 28;
constexpr int kIndicator = 16;
constexpr int kSliderHandle = 16;

// The handle of a scroll bar without arrow buttons: the whole length is groove.
QRect scrollHandle(const QStyleOptionSlider& option) {
  const bool isFlat = option.orientation == Qt::Horizontal;
  const int length = isFlat ? option.rect.width() : option.rect.height();
  const double all = static_cast<double>(option.maximum) - option.minimum + option.pageStep;
  const int handle =
      std::min(length, std::max(kShortestHandle, all > 0.0 ? qRound(length * (option.pageStep / all)) : length));
  const int at = QStyle::sliderPositionFromValue(option.minimum, option.maximum, option.sliderPosition, length - handle,
                                                 option.upsideDown);
  return isFlat ? QRect(option.rect.left() + at, option.rect.top(), handle, option.rect.height())
                : QRect(option.rect.left(), option.rect.top() + at, option.rect.width(), handle);
}

QRect scrollPart(const QStyleOptionSlider& option, QStyle::SubControl part) {
  const QRect handle = scrollHandle(option);
  const bool isFlat = option.orientation == Qt::Horizontal;
  QRect rect = option.rect;
  switch (part) {
  case QStyle::SC_ScrollBarGroove:
    return rect;
  case QStyle::SC_ScrollBarSlider:
    return handle;
  case QStyle::SC_ScrollBarSubPage:
    if (isFlat)
      rect.setRight(handle.left() - 1);
    else
      rect.setBottom(handle.top() - 1);
    return rect;
  case QStyle::SC_ScrollBarAddPage:
    if (isFlat)
      rect.setLeft(handle.right() + 1);
    else
      rect.setTop(handle.bottom() + 1);
    return rect;
  default:
    return {};
  }
}

}  // namespace

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
  const Colours& colours = coloursOf(option->palette);
  if (control == CC_ComboBox) {
    if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
      return shapes::comboBox(*painter, *combo, widget);
    }
  }
  if (control == CC_Slider) {
    if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
      const QRect groove = proxy()->subControlRect(control, option, SC_SliderGroove, widget);
      const QRect handle = proxy()->subControlRect(control, option, SC_SliderHandle, widget);
      return shapes::slider(*painter, *slider, groove, handle);
    }
  }
  if (control == CC_ScrollBar) {
    if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
      return shapes::scrollBar(*painter, *bar, scrollHandle(*bar));
    }
  }
  if (control == CC_SpinBox) {
    if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
      if (spin->frame) shapes::field(*painter, *option, widget);
      if (spin->buttonSymbols == QAbstractSpinBox::NoButtons) return;
      const QRect up = proxy()->subControlRect(control, option, SC_SpinBoxUp, widget);
      const QRect down = proxy()->subControlRect(control, option, SC_SpinBoxDown, widget);
      const auto colour = [&](QAbstractSpinBox::StepEnabledFlag flag) {
        return spin->stepEnabled.testFlag(flag) ? colours.muted : colours.border;
      };
      shapes::chevron(*painter, up, Qt::UpArrow, colour(QAbstractSpinBox::StepUpEnabled));
      return shapes::chevron(*painter, down, Qt::DownArrow, colour(QAbstractSpinBox::StepDownEnabled));
    }
  }
  if (control == CC_ToolButton) {
    const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
    if (button != nullptr && button->toolButtonStyle == Qt::ToolButtonIconOnly) {
      // An arrow is noise beside an icon that says what its menu does.
      QStyleOptionToolButton plain(*button);
      plain.features &= ~QStyleOptionToolButton::ToolButtonFeatures(QStyleOptionToolButton::HasMenu);
      return QProxyStyle::drawComplexControl(control, &plain, painter, widget);
    }
  }
  QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                            const QWidget* widget) const {
  if (control == CC_ScrollBar) {
    if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) return scrollPart(*bar, part);
  }
  if (control == CC_ComboBox && part == SC_ComboBoxEditField) return option->rect.adjusted(6, 1, -22, -1);
  if (control == CC_ComboBox && part == SC_ComboBoxArrow) {
    return {option->rect.right() - 22, option->rect.top(), 22, option->rect.height()};
  }
  return QProxyStyle::subControlRect(control, option, part, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
  if (element == SE_ProgressBarGroove || element == SE_ProgressBarContents) return option->rect;
  if (element == SE_LineEditContents) return QProxyStyle::subElementRect(element, option, widget).adjusted(3, 0, -3, 0);
  return QProxyStyle::subElementRect(element, option, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
  QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
  switch (type) {
  case CT_PushButton:
    return {std::max(result.width(), size.width() + 2 * space::k12),
            std::max(size.height() + 10, frame::kControlInForm)};
  case CT_ComboBox:
    return {size.width() + 6 + 28, std::max(size.height() + 6, frame::kControlInStrip)};
  case CT_LineEdit:
    return {result.width(), std::max(size.height() + 8, frame::kControlInForm)};
  case CT_SpinBox:
    return {result.width(), std::max(size.height(), frame::kControlInForm)};
  case CT_ToolButton:
    if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
        button != nullptr && !button->text.isEmpty() && button->toolButtonStyle != Qt::ToolButtonIconOnly) {
      // bold when active: the width must not jump
      QFont bold = button->font;
      bold.setBold(true);
      const int more = QFontMetrics(bold).horizontalAdvance(button->text) -
                       QFontMetrics(button->font).horizontalAdvance(button->text);
      result.rwidth() += more + space::k8;
    }
    return result.expandedTo({frame::kControlInStrip, frame::kControlInStrip});
  case CT_TabBarTab:
    if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
      QFont bold = widget != nullptr ? widget->font() : QFont();
      bold.setBold(true);
      const int text = QFontMetrics(bold).size(Qt::TextShowMnemonic, tab->text).width();
      const int icon = tab->icon.isNull() ? 0 : tab->iconSize.width() + space::k6;
      const bool isView = widget != nullptr && widget->property(kViewTabsProperty).toBool();
      return {text + icon + 2 * space::k12, isView ? frame::kViewBar : std::max(result.height(), 30)};
    }
    return result;
  case CT_MenuBarItem:
    return {size.width() + 2 * space::k8, std::max(result.height(), frame::kMenuBar)};
  default:
    return result;
  }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  switch (metric) {
  case PM_SplitterWidth:
    return frame::kSplitterHandle;
  case PM_ScrollBarExtent:
    return kScrollBar;
  case PM_SliderThickness:
  case PM_SliderControlThickness:
  case PM_SliderLength:
    return kSliderHandle;
  case PM_IndicatorWidth:
  case PM_IndicatorHeight:
  case PM_ExclusiveIndicatorWidth:
  case PM_ExclusiveIndicatorHeight:
    return kIndicator;
  case PM_TreeViewIndentation:
    return frame::kTreeIndent;
  case PM_SmallIconSize:
  case PM_ButtonIconSize:
  case PM_ToolBarIconSize:
  case PM_TabBarIconSize:
    return frame::kIcon;
  case PM_FocusFrameHMargin:
  case PM_FocusFrameVMargin:
    return frame::kFocusGap + frame::kFocusRing;
  case PM_ToolBarFrameWidth:
  case PM_ToolBarItemMargin:
  case PM_DockWidgetFrameWidth:
  case PM_TabBarBaseOverlap:
  case PM_TabBarTabShiftVertical:
  case PM_TabBarTabShiftHorizontal:
  case PM_ButtonShiftHorizontal:
  case PM_ButtonShiftVertical:
  case PM_MenuBarPanelWidth:
  case PM_MenuBarVMargin:
    return 0;
  case PM_DockWidgetSeparatorExtent:
  case PM_MenuPanelWidth:
    return 1;
  case PM_MenuBarItemSpacing:
    return space::k4;
  case PM_ToolTipLabelFrameWidth:
    return space::k6;
  case PM_HeaderMargin:
    return space::k6;
  default:
    return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const {
  switch (hint) {
  case SH_TabBar_Alignment:
    return Qt::AlignLeft;
  case SH_DitherDisabledText:
  case SH_EtchDisabledText:
  case SH_ComboBox_Popup:
  case SH_Widget_Animate:
  case SH_Widget_Animation_Duration:
    return 0;
  case SH_ItemView_ShowDecorationSelected:
  case SH_FocusFrame_AboveWidget:
    return 1;
  case SH_Slider_AbsoluteSetButtons:
    return Qt::LeftButton;
  case SH_ToolTipLabel_Opacity:
    return 255;
  case SH_Table_GridLineColor:
    if (option != nullptr) return static_cast<int>(coloursOf(option->palette).line.rgb());
    break;
  default:
    break;
  }
  return QProxyStyle::styleHint(hint, option, widget, data);
}

}  // namespace touchstone::ui
