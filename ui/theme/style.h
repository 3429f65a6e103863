// The shapes of controls: Fusion with the corners, edges and states of tokens.md. Colours come from the palette alone
// (coloursOf), so one style serves both themes. Shapes are painted by style_shapes.h.
// Thread: GUI.
#pragma once

#include <QProxyStyle>

namespace touchstone::ui {

class Style : public QProxyStyle {
  Q_OBJECT

 public:
  Style();

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override;
  QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                       const QWidget* widget) const override;
  QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                         const QWidget* widget) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* data) const override;
  void polish(QWidget* widget) override;
  using QProxyStyle::polish;

 private:
  bool drawLabel(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
};

// The dynamic properties behind setPrimary, setSegment, setFlat and setViewTabs.
inline constexpr char kPrimaryProperty[] = "touchstonePrimary";
inline constexpr char kSegmentProperty[] = "touchstoneSegment";
inline constexpr char kFlatProperty[] = "touchstoneFlat";
inline constexpr char kViewTabsProperty[] = "touchstoneViewTabs";

}  // namespace touchstone::ui
