// Markers of families and states, for plots and for delegates: the same shapes everywhere.
// Family marker: supervised open, foundation filled; circle, square, triangle, diamond by index; reference and
// reported are a cross. State marker: glyph, word and colour always go together.
// Thread: GUI (painting). Sizes are px on screen and pt on paper.
#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>

#include "engine/api/spec.h"
#include "engine/api/states.h"
#include "ui/theme/tokens.h"

class QPainter;

namespace touchstone::ui {

enum class Mark { kNone, kCircle, kSquare, kTriangle, kTriangleDown, kDiamond, kCross, kBars, kTick };

struct MarkStyle {
  Mark mark = Mark::kCircle;
  bool isFilled = true;
  QColor colour{};
  QColor ground{};  // inside of open marks; invalid: nothing
  double radius = 4.0;
  double penWidth = 1.5;
};

void paintMark(QPainter& painter, QPointF centre, const MarkStyle& style);

// The marker of a method, as in the leaderboard's first column and at most 10 times along its curve.
MarkStyle methodMark(Family family, int familyIndex, const Colours& colours, bool isReported = false);
// Line colour of a method: the family's hue; soft and strong for the second and third.
QColor methodColour(Family family, int familyIndex, const Colours& colours);

enum class State { kRunning, kQueued, kPaused, kPromoted, kStopped, kFailed, kFinished, kReported };

State stateOf(TrialState state);
State stateOf(RunState state);
State stateOf(StudyState state);
State stateOf(RungDecision decision);

QString stateWord(State state);                               // translated: "running"
QColor stateColour(State state, const Colours& colours);      // for the glyph
QColor stateTextColour(State state, const Colours& colours);  // for the word
QColor stateTint(State state, const Colours& colours);        // ground of a chip
// The glyph of tables, trees and chips, centred in `box` (about 10 px).
void paintState(QPainter& painter, const QRectF& box, State state, const Colours& colours);
MarkStyle stateGlyph(State state, const Colours& colours);  // the same for paintMark, as for a box of 10 px
// A trial's dot at a rung.
MarkStyle rungMark(State state, const Colours& colours);
// The dot at the end of a curve.
MarkStyle stateEndMark(State state, const QColor& curveColour, const Colours& colours);

QString familyWord(Family family);  // translated: "foundation"

}  // namespace touchstone::ui
