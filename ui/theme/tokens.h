// Design tokens: every colour, type size and measure of the window, as constants. No other file holds one.
// Colours come as two tables, light and dark; `coloursOf` (theme.h) tells which one a palette stands for.
// Units: device-independent pixels, type in points relative to a 10 pt UI font. Thread: constants, any.
// Source: mockups/tokens.md; tests/ui/theme_contrast_test.cpp recomputes its contrast table.
#pragma once

#include <QColor>

#include "engine/api/spec.h"

namespace touchstone::ui {

constexpr QColor hexColour(unsigned rgb) {
  return QColor(static_cast<int>(rgb >> 16 & 0xff), static_cast<int>(rgb >> 8 & 0xff), static_cast<int>(rgb & 0xff));
}

// The colours of a family. `line` is for fills and curves, `text` for words, `tint` for grounds; `soft` and `strong`
// are the steps of the second and third method.
struct FamilyColours {
  QColor line, text, tint, soft, strong;
};

struct StateColours {
  QColor fill, text, tint;
};

struct Colours {
  bool isDark;
  QColor bg, surface, sunken, hover, border, line, control, text, muted;
  QColor accent, accentTint, onAccent;
  QColor equal, equalTint, axis, ghost, valShade, testShade;
  FamilyColours supervised, foundation, reference;
  StateColours promoted, paused, stopped, failed;

  constexpr const FamilyColours& of(Family family) const {
    switch (family) {
    case Family::kSupervised:
      return supervised;
    case Family::kFoundation:
      return foundation;
    case Family::kReference:
      break;
    }
    return reference;
  }
};

inline constexpr Colours kLightColours{
    .isDark = false,
    .bg = hexColour(0xF3F4F6),
    .surface = hexColour(0xFFFFFF),
    .sunken = hexColour(0xF8F9FA),
    .hover = hexColour(0xECEEF1),
    .border = hexColour(0xDADEE4),
    .line = hexColour(0xE8EAEE),
    .control = hexColour(0x868E9A),
    .text = hexColour(0x1A1D21),
    .muted = hexColour(0x565E69),
    .accent = hexColour(0x5B3FB5),
    .accentTint = hexColour(0xEDE9F8),
    .onAccent = hexColour(0xFFFFFF),
    .equal = hexColour(0xB4BBC5),
    .equalTint = hexColour(0xEDEEF1),
    .axis = hexColour(0x6E7681),
    .ghost = hexColour(0xBFC5CE),
    .valShade = hexColour(0xEEF0F3),
    .testShade = hexColour(0xFFF6E3),
    .supervised = {hexColour(0x0072B2), hexColour(0x00598C), hexColour(0xE1EFF7), hexColour(0x3C8FC1),
                   hexColour(0x004C77)},
    .foundation = {hexColour(0xD55E00), hexColour(0xA34700), hexColour(0xFBE8DB), hexColour(0xDF7326),
                   hexColour(0x8F3F00)},
    .reference = {hexColour(0x777777), hexColour(0x5C6066), hexColour(0xECEDEF), hexColour(0x777777),
                  hexColour(0x777777)},
    .promoted = {hexColour(0x008562), hexColour(0x006B4F), hexColour(0xDDF3EB)},
    .paused = {hexColour(0xA66A00), hexColour(0x865500), hexColour(0xFBF0D9)},
    .stopped = {hexColour(0x6B7280), hexColour(0x565E69), hexColour(0xE7E9EC)},
    .failed = {hexColour(0xB0125B), hexColour(0xA00F52), hexColour(0xFAE1EC)},
};

inline constexpr Colours kDarkColours{
    .isDark = true,
    .bg = hexColour(0x15171A),
    .surface = hexColour(0x1D2024),
    .sunken = hexColour(0x191C1F),
    .hover = hexColour(0x2A2E34),
    .border = hexColour(0x343941),
    .line = hexColour(0x2A2E34),
    .control = hexColour(0x7B848F),
    .text = hexColour(0xE7E9EC),
    .muted = hexColour(0xA5ADB8),
    .accent = hexColour(0xB49CFA),
    .accentTint = hexColour(0x2E2846),
    .onAccent = hexColour(0x15171A),
    .equal = hexColour(0x5C646F),
    .equalTint = hexColour(0x2A2E34),
    .axis = hexColour(0x7B848F),
    .ghost = hexColour(0x4A515B),
    .valShade = hexColour(0x262A2F),
    .testShade = hexColour(0x302A1C),
    .supervised = {hexColour(0x56B4E9), hexColour(0x7CC5EF), hexColour(0x15303F), hexColour(0x3A8FC2),
                   hexColour(0x9AD4F5)},
    .foundation = {hexColour(0xF58A4B), hexColour(0xF9A270), hexColour(0x3D2617), hexColour(0xC9652B),
                   hexColour(0xFFB88F)},
    .reference = {hexColour(0xA0A4AA), hexColour(0xB1B5BB), hexColour(0x2B2E33), hexColour(0xA0A4AA),
                  hexColour(0xA0A4AA)},
    .promoted = {hexColour(0x2FBF95), hexColour(0x55CFAA), hexColour(0x17342B)},
    .paused = {hexColour(0xE0A43A), hexColour(0xE9B75C), hexColour(0x39301B)},
    .stopped = {hexColour(0x8A929D), hexColour(0xA5ADB8), hexColour(0x2A2E34)},
    .failed = {hexColour(0xF277AE), hexColour(0xF593BE), hexColour(0x40202F)},
};

// Roles of type; a role's size is its points times the UI font's size / 10. Weights are 400 and 700 only.
enum class Role { kVerdict, kNumber, kHeading, kBody, kDense, kSmall, kMicro };

constexpr double rolePoints(Role role) {
  switch (role) {
  case Role::kVerdict:
    return 21.0;
  case Role::kNumber:
    return 16.0;
  case Role::kHeading:
    return 12.0;
  case Role::kBody:
    return 10.0;
  case Role::kDense:
    return 9.5;
  case Role::kSmall:
    return 9.0;
  case Role::kMicro:
    return 8.0;
  }
  return 10.0;
}

namespace space {
inline constexpr int k2 = 2, k4 = 4, k6 = 6, k8 = 8, k12 = 12, k16 = 16, k20 = 20, k24 = 24;
inline constexpr int kPageSide = 16, kPageTop = 12, kCardGap = 12, kCardGapTight = 8;
}  // namespace space

namespace corner {
inline constexpr double kCheck = 3.0, kField = 4.0, kButton = 5.0, kCard = 6.0, kDialog = 8.0;
}  // namespace corner

namespace frame {
inline constexpr int kMenuBar = 26, kViewBar = 44, kContextStrip = 36, kDockHeader = 30, kStatusBar = 28;
inline constexpr int kProjectDock = 208, kInspector = 288, kInspectorBelow = 240;
inline constexpr int kNarrowWindow = 1300, kNarrowProject = 1180, kMinimumWidth = 1100, kMinimumHeight = 700;
inline constexpr int kCardHeader = 34, kSplitterHandle = 8, kMinimumPlotWidth = 240, kMinimumPlotHeight = 140,
                     kMinimumTimelineHeight = 84;
inline constexpr int kTableRow = 24, kTableRowMicro = 18, kTableRowTwoLines = 40, kTreeRow = 25, kTreeIndent = 16;
inline constexpr int kChip = 19, kControlInStrip = 24, kControlInForm = 26, kControlInViewBar = 28;
inline constexpr int kIcon = 16, kIconEmpty = 20;
inline constexpr int kFocusRing = 2, kFocusGap = 1;
}  // namespace frame

// Rows of the Live view: shares of the height as in the design, and what they need at least (px) before the page scrolls.
namespace live {
inline constexpr int kCurvesShare = 297, kRungsShare = 221, kTimelineShare = 147;
inline constexpr int kLeastRow = 190, kLeastRowNarrow = 260, kLeastTimeline = 130;
inline constexpr int kLeftShare = 61, kRightShare = 39, kTwoColumns = 700;  // below this width one column
}  // namespace live

// Pens of plots on screen (px) and on paper (pt), and what is drawn with them.
namespace plotpen {
inline constexpr double kAxis = 1.0, kGrid = 1.0, kCurve = 1.5, kSubject = 2.0, kHalo = 5.0, kGhost = 1.0;
inline constexpr double kErrorBar = 1.5, kCutOff = 1.5, kMarkerLine = 1.0, kLeader = 0.75, kTextHalo = 3.0;
inline constexpr double kHaloAlpha = 0.22, kBandAlpha = 0.18, kPaperBandAlpha = 0.20;
inline constexpr double kPaperCurve = 1.0, kPaperCurveMany = 0.75, kPaperAxis = 0.5, kPaperTick = 0.5;
inline constexpr double kPaperSubTick = 0.35, kPaperGhost = 0.35, kPaperGrid = 0.35;
inline constexpr int kTickLength = 4, kSubTickLength = 2, kPaperTickLength = 3, kPaperManySeries = 6;
inline constexpr double kMarkRadius = 4.0;
inline constexpr int kLabelApart = 14, kMostLit = 200, kMostMarkers = 10, kFewestSeedsForBand = 3;
}  // namespace plotpen

// Columns of dots with their heads, and bars in rows. Lengths in px on the screen; on paper they shrink as marks do.
namespace block {
inline constexpr double kColumnHalf = 0.41;  // half a column's width, in columns
inline constexpr double kShareBar = 8.0, kDotRadius = 3.2, kHistogramBin = 5.0, kLinkAlpha = 0.28,
                        kLeastLinkAlpha = 0.06;
inline constexpr double kRowShare = 0.6, kMostBarHeight = 14.0, kLeastBar = 1.0, kEndGlyph = 8.0;
inline constexpr double kOverAlpha = 0.62;  // the family's colour in what is over
inline constexpr int kMostDots = 200;       // more are a histogram
}  // namespace block

}  // namespace touchstone::ui
