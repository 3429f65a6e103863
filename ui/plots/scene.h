// What a plot shows, as plain data: axes, series, labels, marks, shades. Concrete plots make it, the layers draw it,
// and nothing else knows QCustomPlot. Series point into data that the plot keeps alive.
// Thread: value types.
#pragma once

#include <QColor>
#include <QString>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "ui/plots/calendar_axis.h"
#include "ui/plots/marks.h"
#include "ui/plots/scene_blocks.h"

namespace touchstone::ui {

enum class Emphasis { kGhost, kNormal, kSubject };  // subject: 2 px and a halo

struct Series {
  QString name;  // for hover and tables: "t-118 DASHA, seed 3"
  Family family = Family::kSupervised;
  int familyIndex = 0;
  std::span<const double> x, y;
  std::span<const double> lo, hi;  // a band around the line; empty: none
  bool isStep = false;             // y holds until the next x
  bool isThin = false;             // one of several runs behind a mean
  bool isStem = false;             // a line from zero to every point instead of a line through them
  bool hasMarks = false;           // the method's marker at up to ten places
  double markShift = 0.0;          // share of their distance by which the markers stand later
  QColor colour{};                 // instead of the method's, solid: observed data
  Emphasis emphasis = Emphasis::kNormal;
  MarkStyle endMark{.mark = Mark::kNone};
  double endX = std::numeric_limits<double>::quiet_NaN();  // where the end mark stands; NaN: the last point
  std::int64_t id = 0;                                     // told by hover and click; 0: not to be picked
};

// A label at the end of a line: name first, value below in micro.
struct DirectLabel {
  double x = 0.0, y = 0.0;
  QString text, second;
  QColor colour;
  bool isBold = false, isMicro = false;
  bool isInside = false;  // near its point even at the right edge
  int priority = 0;
};

// A mark on the frame for what the axes cannot show.
struct EdgeMark {
  enum class Kind { kNan, kAbove, kBelow, kLeft, kRight };
  Kind kind = Kind::kNan;
  double at = 0.0;  // data coordinate along the edge
  QString text;
  QColor colour;
};

struct Shade {
  double lo = 0.0, hi = 0.0;
  bool isAlongX = true;  // lo..hi on the x axis, over the whole height
  QColor colour{};       // invalid: not filled
  QString text{};        // above the shading; beside a frame
  QColor edge{};         // a frame over the curves: the part that another plot shows
  QColor textColour{};
  bool isNamedAtStart = false;  // else in the middle
};

struct Rule {
  double at = 0.0;
  bool isVertical = true;
  bool isDashed = true;  // else a cut-off line
  bool isThin = false;   // a hairline in the colour of the axes: zero
  QString text;
};

// One contender of a dot plot: row 0 is at the top.
struct DotRow {
  QString name, note;
  bool isBold = false;
  QColor noteColour;
  std::vector<double> values;
  std::vector<QString> valueNames;  // "seed 3", beside `values`
  double mean = std::numeric_limits<double>::quiet_NaN();
  double lo = std::numeric_limits<double>::quiet_NaN(), hi = std::numeric_limits<double>::quiet_NaN();
  MarkStyle mark;  // of the mean
  std::int64_t id = 0;
};

enum class TickKind { kNumbers, kWhole, kResource, kTime, kCalendar, kPeriod, kNone };

struct AxisSpec {
  QString title;              // "epoch (log)"
  QString word;               // in readouts: "epoch"
  double lo = 0.0, hi = 1.0;  // what fit shows
  bool isLog = false;         // as long as the user has not chosen
  bool mayLog = true;         // false: values are not positive, or it makes no sense
  bool mayZoom = true;
  bool hasLine = true;
  TickKind ticks = TickKind::kNumbers;
  std::vector<double> preferredTicks;  // for kResource
  Calendar calendar;                   // for kCalendar: the axis counts rows
  int period = 0;                      // for kPeriod: ticks at multiples or parts of it
};

struct Scene {
  AxisSpec x, y;
  std::vector<Shade> shades;
  std::vector<Series> series;   // drawn in this order, ghosts first
  std::vector<DotRow> dotRows;  // instead of a y axis
  std::vector<Rule> rules;
  std::vector<DirectLabel> labels;
  std::vector<EdgeMark> edgeMarks;
  Blocks blocks;
  bool isEmpty = true;  // nothing to draw: the card shows its message
  QString note;         // micro, above the plot: "3 curves off scale"
};

}  // namespace touchstone::ui
