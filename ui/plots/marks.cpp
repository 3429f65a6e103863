#include "ui/plots/marks.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

namespace touchstone::ui {

namespace {

QString word(const char* text) {
  return QCoreApplication::translate("touchstone::marks", text);
}

// Areas of all closed marks are alike: a triangle of the same radius would look smaller than a circle.
QPainterPath outline(Mark mark, QPointF at, double radius) {
  QPainterPath path;
  switch (mark) {
  case Mark::kCircle:
    path.addEllipse(at, radius, radius);
    break;
  case Mark::kSquare: {
    const double half = radius * 0.89;
    path.addRect(at.x() - half, at.y() - half, 2 * half, 2 * half);
    break;
  }
  case Mark::kTriangle:
  case Mark::kTriangleDown: {
    const double up = mark == Mark::kTriangle ? 1.0 : -1.0;
    const double half = radius * 1.17;
    path.addPolygon(QPolygonF({at + QPointF(-half, up * radius * 0.85), at + QPointF(half, up * radius * 0.85),
                               at + QPointF(0, -up * radius * 1.17)}));
    path.closeSubpath();
    break;
  }
  case Mark::kDiamond:
    path.addPolygon(QPolygonF({at + QPointF(0, -radius * 1.25), at + QPointF(radius * 1.25, 0),
                               at + QPointF(0, radius * 1.25), at + QPointF(-radius * 1.25, 0)}));
    path.closeSubpath();
    break;
  case Mark::kNone:
  case Mark::kCross:
  case Mark::kBars:
  case Mark::kTick:
    break;
  }
  return path;
}

void strokes(QPainter& painter, Mark mark, QPointF at, double radius) {
  if (mark == Mark::kCross) {
    const QPointF a(radius * 0.85, radius * 0.85);
    const QPointF b(radius * 0.85, -radius * 0.85);
    painter.drawLine(at - a, at + a);
    painter.drawLine(at - b, at + b);
  } else if (mark == Mark::kBars) {
    for (const double x : {-radius * 0.5, radius * 0.5}) {
      painter.drawLine(at + QPointF(x, -radius * 0.9), at + QPointF(x, radius * 0.9));
    }
  } else if (mark == Mark::kTick) {
    painter.drawPolyline(QPolygonF(
        {at + QPointF(-radius, 0), at + QPointF(-radius * 0.3, radius * 0.7), at + QPointF(radius, -radius * 0.75)}));
  }
}

}  // namespace

void paintMark(QPainter& painter, QPointF centre, const MarkStyle& style) {
  if (style.mark == Mark::kNone) return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  QPen pen(style.colour, style.penWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
  if (style.mark == Mark::kCross || style.mark == Mark::kBars || style.mark == Mark::kTick) {
    painter.setPen(pen);
    strokes(painter, style.mark, centre, style.radius);
  } else if (style.isFilled) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.colour);
    painter.drawPath(outline(style.mark, centre, style.radius));
  } else {
    pen.setJoinStyle(Qt::MiterJoin);
    painter.setPen(pen);
    painter.setBrush(style.ground.isValid() ? QBrush(style.ground) : QBrush(Qt::NoBrush));
    painter.drawPath(outline(style.mark, centre, style.radius - style.penWidth / 2.0));
  }
  painter.restore();
}

QColor methodColour(Family family, int familyIndex, const Colours& colours) {
  const FamilyColours& hues = colours.of(family);
  return familyIndex == 1 ? hues.soft : familyIndex >= 2 ? hues.strong : hues.line;
}

MarkStyle methodMark(Family family, int familyIndex, const Colours& colours, bool isReported) {
  constexpr Mark kShapes[] = {Mark::kCircle, Mark::kSquare, Mark::kTriangle, Mark::kDiamond};
  MarkStyle style;
  style.colour = methodColour(family, familyIndex, colours);
  style.ground = colours.surface;
  if (family == Family::kReference || isReported) {
    style.mark = Mark::kCross;
  } else {
    style.mark = kShapes[familyIndex < 0 ? 0 : familyIndex % 4];
    style.isFilled = family == Family::kFoundation;
  }
  return style;
}

State stateOf(TrialState state) {
  switch (state) {
  case TrialState::kRunning:
    return State::kRunning;
  case TrialState::kPaused:
    return State::kPaused;
  case TrialState::kStopped:
    return State::kStopped;
  case TrialState::kFinished:
    return State::kFinished;
  case TrialState::kFailed:
    break;
  }
  return State::kFailed;
}

State stateOf(RunState state) {
  switch (state) {
  case RunState::kQueued:
    return State::kQueued;
  case RunState::kRunning:
    return State::kRunning;
  case RunState::kPaused:
    return State::kPaused;
  case RunState::kDone:
    return State::kFinished;
  case RunState::kFailed:
    break;
  }
  return State::kFailed;
}

State stateOf(StudyState state) {
  switch (state) {
  case StudyState::kQueued:
    return State::kQueued;
  case StudyState::kRunning:
    return State::kRunning;
  case StudyState::kPaused:
  case StudyState::kInterrupted:
    return State::kPaused;
  case StudyState::kDone:
    return State::kFinished;
  case StudyState::kFailed:
    break;
  }
  return State::kFailed;
}

State stateOf(RungDecision decision) {
  switch (decision) {
  case RungDecision::kPromoted:
    return State::kPromoted;
  case RungDecision::kPaused:
    return State::kPaused;
  case RungDecision::kStopped:
    return State::kStopped;
  case RungDecision::kFinished:
    break;
  }
  return State::kFinished;
}

QString stateWord(State state) {
  switch (state) {
  case State::kRunning:
    return word(QT_TRANSLATE_NOOP("touchstone::marks", "running"));
  case State::kQueued:
    return word(QT_TRANSLATE_NOOP("touchstone::marks", "queued"));
  case State::kPaused:
    return word(QT_TRANSLATE_NOOP("touchstone::marks", "paused"));
  case State::kPromoted:
    return word(QT_TRANSLATE_NOOP("touchstone::marks", "promoted"));
  case State::kStopped:
    return word(QT_TRANSLATE_NOOP("touchstone::marks", "stopped"));
  case State::kFailed:
    return word(QT_TRANSLATE_NOOP("touchstone::marks", "failed"));
  case State::kFinished:
    return word(QT_TRANSLATE_NOOP("touchstone::marks", "finished"));
  case State::kReported:
    break;
  }
  return word(QT_TRANSLATE_NOOP("touchstone::marks", "reported"));
}

QColor stateColour(State state, const Colours& colours) {
  switch (state) {
  case State::kRunning:
    return colours.accent;
  case State::kQueued:
    return colours.control;
  case State::kPaused:
    return colours.paused.fill;
  case State::kPromoted:
    return colours.promoted.fill;
  case State::kStopped:
    return colours.stopped.fill;
  case State::kFailed:
    return colours.failed.fill;
  case State::kFinished:
    return colours.text;
  case State::kReported:
    break;
  }
  return colours.muted;
}

QColor stateTextColour(State state, const Colours& colours) {
  switch (state) {
  case State::kRunning:
    return colours.accent;
  case State::kPaused:
    return colours.paused.text;
  case State::kPromoted:
    return colours.promoted.text;
  case State::kStopped:
    return colours.stopped.text;
  case State::kFailed:
    return colours.failed.text;
  case State::kFinished:
    return colours.text;
  case State::kQueued:
  case State::kReported:
    break;
  }
  return colours.muted;
}

QColor stateTint(State state, const Colours& colours) {
  switch (state) {
  case State::kRunning:
    return colours.accentTint;
  case State::kPaused:
    return colours.paused.tint;
  case State::kPromoted:
    return colours.promoted.tint;
  case State::kFailed:
    return colours.failed.tint;
  case State::kStopped:
  case State::kFinished:
  case State::kQueued:
  case State::kReported:
    break;
  }
  return colours.stopped.tint;
}

MarkStyle stateGlyph(State state, const Colours& colours) {
  MarkStyle style;
  style.colour = stateColour(state, colours);
  style.radius = 4.0;
  switch (state) {
  case State::kRunning:
    style.mark = Mark::kCircle;
    break;
  case State::kQueued:
    style.isFilled = false;
    break;
  case State::kPaused:
    style.mark = Mark::kBars;
    style.penWidth = 2.0;
    break;
  case State::kPromoted:
    style.mark = Mark::kTriangle;
    break;
  case State::kStopped:
    style.mark = Mark::kSquare;
    break;
  case State::kFailed:
  case State::kReported:
    style.mark = Mark::kCross;
    break;
  case State::kFinished:
    style.mark = Mark::kTick;
    style.radius = 5.0;
    break;
  }
  return style;
}

MarkStyle rungMark(State state, const Colours& colours) {
  MarkStyle style;
  style.colour = stateColour(state, colours);
  style.ground = colours.surface;
  style.isFilled = state != State::kRunning;
  style.mark = state == State::kPromoted ? Mark::kTriangle
               : state == State::kPaused ? Mark::kSquare
               : state == State::kFailed ? Mark::kTriangleDown
                                         : Mark::kCircle;
  return style;
}

void paintState(QPainter& painter, const QRectF& box, State state, const Colours& colours) {
  MarkStyle style = stateGlyph(state, colours);
  style.radius *= std::min(box.width(), box.height()) / 10.0;
  paintMark(painter, box.center(), style);
}

MarkStyle stateEndMark(State state, const QColor& curveColour, const Colours& colours) {
  MarkStyle style;
  style.colour = curveColour;
  style.ground = colours.surface;
  switch (state) {
  case State::kRunning:
    style.isFilled = false;
    break;
  case State::kFinished:
  case State::kPromoted:
    break;
  case State::kPaused:
    style.mark = Mark::kSquare;
    style.colour = colours.paused.fill;
    break;
  case State::kStopped:
    style.mark = Mark::kCross;
    style.colour = colours.stopped.fill;
    break;
  case State::kFailed:
  case State::kQueued:
  case State::kReported:
    style.mark = Mark::kNone;
    break;
  }
  return style;
}

QString familyWord(Family family) {
  switch (family) {
  case Family::kSupervised:
    return word(QT_TRANSLATE_NOOP("touchstone::marks", "supervised"));
  case Family::kFoundation:
    return word(QT_TRANSLATE_NOOP("touchstone::marks", "foundation"));
  case Family::kReference:
    break;
  }
  return word(QT_TRANSLATE_NOOP("touchstone::marks", "reference"));
}

}  // namespace touchstone::ui
