// The icons: one stroke of 1.5 on a 16 px grid, tinted with a palette colour when painted, so they follow the theme.
// Files: resources/icons/<name>.svg, drawn in currentColor. Thread: GUI.
// Errors: a missing file paints nothing and warns once (tests check that every icon has its file).
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace touchstone::ui {

enum class Icon {
  // views
  kBalance,
  kTable,
  kColumns,
  kPulse,
  kDots,
  kBars,
  kFramedLine,
  // modalities
  kHelix,
  kTile,
  kWave,
  // actions
  kPlus,
  kPlay,
  kPause,
  kStop,
  kLens,
  kFunnel,
  kFramePlus,
  kEnlarge,
  kMore,
  kPin,
  kCopy,
  kSave,
  kFollow,
  kChevronDown,
  kChevronRight,
  kChevronUp,
  kChevronLeft,
  // marks
  kTick,
  kCross,
  kWarning,
  kLock,
  kClock,
  kFile,
  kFolder,
  kInfo,
  kGear,
  // how many cards
  kLayoutOne,
  kLayoutTwo,
  kLayoutAll,
};
inline constexpr int kIconCount = static_cast<int>(Icon::kLayoutAll) + 1;

// The colour an icon takes, from the palette of the moment: muted alone, text beside words.
// Disabled icons are painted in `control`, whatever their tone.
enum class Tone { kMuted, kText, kAccent, kOnAccent, kFailed, kPaused, kPromoted, kSupervised, kFoundation };

QIcon icon(Icon which, Tone tone = Tone::kMuted);
QPixmap iconPixmap(Icon which, const QColor& colour, double size, double devicePixelRatio);
// "balance": the file's stem.
QString iconName(Icon which);

}  // namespace touchstone::ui
