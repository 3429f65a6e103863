#include "ui/plots/plot_navigator.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>

#include "ui/plots/plot_view.h"

namespace touchstone::ui {

namespace {

constexpr double kReach = 9.0;           // px around a curve that count as "on it"
constexpr double kZoomPerStep = 0.82;    // range after one notch of the wheel
constexpr qint64 kWheelGestureMs = 500;  // notches within it are one zoom to undo
constexpr std::size_t kMostUndo = 100;

bool isUsable(const QCPRange& range, bool isLog) {
  if (!std::isfinite(range.lower) || !std::isfinite(range.upper) || !(range.upper > range.lower)) return false;
  if (isLog) return range.lower > 1e-300 && range.upper / range.lower > 1.0 + 1e-9 && range.upper / range.lower < 1e250;
  const double size = std::max(std::abs(range.lower), std::abs(range.upper));
  return range.size() > 1e-12 * size && range.size() > 1e-300 && size < 1e250;
}

}  // namespace

PlotNavigator::PlotNavigator(PlotView* view, QCustomPlot* plot, SeriesLayer* series, HoverLayer* hover)
    : QObject(view), m_view(view), m_plot(plot), m_series(series), m_hover(hover) {
  plot->installEventFilter(this);
  plot->setMouseTracking(true);
  // hovering is answered when the event queue is empty: a burst of moves asks once
  m_hoverTimer.setSingleShot(true);
  m_hoverTimer.setInterval(0);
  connect(&m_hoverTimer, &QTimer::timeout, this, [this] { hoverAt(m_hoverPosition); });
}

bool PlotNavigator::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
  case QEvent::MouseButtonPress:
    press(static_cast<QMouseEvent*>(event));
    return true;
  case QEvent::MouseMove:
    move(static_cast<QMouseEvent*>(event));
    return true;
  case QEvent::MouseButtonRelease:
    release(static_cast<QMouseEvent*>(event));
    return true;
  case QEvent::MouseButtonDblClick:
    if (static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton) m_view->fit();
    return true;
  case QEvent::Wheel:
    wheel(static_cast<QWheelEvent*>(event));
    return true;
  case QEvent::Leave:
    forgetHover();
    return false;
  case QEvent::ContextMenu:
    return true;  // told by the right button's release, after a possible box zoom
  default:
    return QObject::eventFilter(watched, event);
  }
}

void PlotNavigator::press(QMouseEvent* event) {
  m_view->setFocus(Qt::MouseFocusReason);
  m_button = event->button();
  m_pressed = event->position();
  m_isDragging = false;
  m_start = {m_plot->xAxis->range(), m_plot->yAxis->range()};
  m_startX = mapOf(*m_plot->xAxis);
  m_startY = mapOf(*m_plot->yAxis);
}

void PlotNavigator::move(QMouseEvent* event) {
  if (m_button == Qt::NoButton) {
    m_hoverPosition = event->position();
    m_hoverTimer.start();
    return;
  }
  const double moved = (event->position() - m_pressed).manhattanLength();
  if (!m_isDragging && moved >= QApplication::startDragDistance()) {
    m_isDragging = true;
    forgetHover();
    if (m_button == Qt::LeftButton) remember();
    if (m_button == Qt::RightButton && m_box == nullptr) m_box = new QRubberBand(QRubberBand::Rectangle, m_plot);
  }
  if (!m_isDragging) return;
  if (m_button == Qt::LeftButton) panTo(event->position());
  if (m_button == Qt::RightButton) {
    m_box->setGeometry(QRectF(m_pressed, event->position()).normalized().toRect());
    m_box->show();
  }
}

void PlotNavigator::release(QMouseEvent* event) {
  const Qt::MouseButton button = std::exchange(m_button, Qt::NoButton);
  if (button == Qt::RightButton && m_isDragging) {
    m_box->hide();
    zoomToBox();
  } else if (button == Qt::RightButton) {
    hoverAt(event->position());
    emit m_view->menuRequested(event->globalPosition().toPoint(), hoveredId());
  } else if (button == Qt::LeftButton && !m_isDragging) {
    hoverAt(event->position());
    if (hoveredId() != 0) emit m_view->clicked(hoveredId());
    if (m_plot->axisRect()->rect().contains(event->position().toPoint())) {
      const QPointF at = event->position();
      emit m_view->placeClicked({mapOf(*m_plot->xAxis).toData(at.x()), mapOf(*m_plot->yAxis).toData(at.y())});
    }
  }
  m_isDragging = false;
}

bool PlotNavigator::isFree(bool isX, Qt::KeyboardModifiers keys, QPointF at) const {
  if (!m_view->mayZoom(isX)) return false;
  if (keys.testFlag(Qt::ShiftModifier)) return isX;
  if (keys.testFlag(Qt::ControlModifier)) return !isX;
  const QRectF rect = m_plot->axisRect()->rect();
  if (at.y() > rect.bottom() && at.x() >= rect.left()) return isX;  // over the ticks of x
  if (at.x() < rect.left()) return !isX;
  return true;
}

void PlotNavigator::wheel(QWheelEvent* event) {
  // Qt turns the wheel of Shift and Alt into a horizontal one on some platforms
  const QPoint delta = event->angleDelta();
  const double steps = (delta.y() != 0 ? delta.y() : delta.x()) / 120.0;
  event->accept();
  if (steps == 0.0) return;
  const bool isNewGesture = m_stack.empty() || !m_lastWheel.isValid() || m_lastWheel.elapsed() > kWheelGestureMs;
  if (isNewGesture) remember();
  m_lastWheel.start();
  const double factor = std::pow(kZoomPerStep, steps);
  const auto zoomed = [&](const QCPAxis& axis, double at) {
    const AxisMap map = mapOf(axis);
    return QCPRange(map.toData(at + (map.from - at) * factor), map.toData(at + (map.to - at) * factor));
  };
  const QPointF at = event->position();
  const bool isX = isFree(true, event->modifiers(), at);
  const bool isY = isFree(false, event->modifiers(), at);
  setView(isX ? zoomed(*m_plot->xAxis, at.x()) : m_plot->xAxis->range(),
          isY ? zoomed(*m_plot->yAxis, at.y()) : m_plot->yAxis->range());
}

void PlotNavigator::panTo(QPointF position) {
  const QPointF moved = position - m_pressed;
  const auto panned = [](const AxisMap& map, double by) {
    return QCPRange(map.toData(map.from - by), map.toData(map.to - by));
  };
  setView(m_view->mayZoom(true) ? panned(m_startX, moved.x()) : m_start.x,
          m_view->mayZoom(false) ? panned(m_startY, moved.y()) : m_start.y);
}

void PlotNavigator::zoomToBox() {
  const QRectF box = QRectF(m_box->geometry()).intersected(m_plot->axisRect()->rect());
  if (box.width() < 4.0 || box.height() < 4.0) return;
  remember();
  const AxisMap x = mapOf(*m_plot->xAxis);
  const AxisMap y = mapOf(*m_plot->yAxis);
  setView(m_view->mayZoom(true) ? QCPRange(x.toData(box.left()), x.toData(box.right())) : m_plot->xAxis->range(),
          m_view->mayZoom(false) ? QCPRange(y.toData(box.bottom()), y.toData(box.top())) : m_plot->yAxis->range());
}

void PlotNavigator::remember() {
  m_stack.push_back({m_plot->xAxis->range(), m_plot->yAxis->range()});
  if (m_stack.size() > kMostUndo) m_stack.erase(m_stack.begin());
}

void PlotNavigator::setView(QCPRange x, QCPRange y) {
  if (isUsable(x, m_view->isLogX())) m_plot->xAxis->setRange(x);
  if (isUsable(y, m_view->isLogY())) m_plot->yAxis->setRange(y);
  m_view->zoomedByHand();
}

bool PlotNavigator::undo() {
  if (m_stack.empty()) return false;
  const View view = m_stack.back();
  m_stack.pop_back();
  m_plot->xAxis->setRange(view.x);
  m_plot->yAxis->setRange(view.y);
  return true;
}

void PlotNavigator::forgetHover() {
  m_hoverTimer.stop();
  if (!m_hover->hit().isNone()) show({});
}

void PlotNavigator::hoverAgain() {
  if (m_plot->underMouse()) m_hoverTimer.start();
}

std::int64_t PlotNavigator::hoveredId() const {
  return m_view->idOf(m_hover->hit());
}

void PlotNavigator::hoverAt(QPointF position) {
  show(m_view->nearest(position, kReach));
}

void PlotNavigator::show(const SeriesLayer::Hit& hit) {
  if (hit.isNone() && m_hover->hit().isNone()) return;
  m_hover->show(hit, m_view->readout(hit));
  m_plot->layer(QStringLiteral("hover"))->replot();
  const std::int64_t id = hoveredId();
  if (id != m_toldId) {
    m_toldId = id;
    emit m_view->hoverChanged(id);
  }
}

bool PlotNavigator::handleKey(QKeyEvent* event) {
  const bool isShift = event->modifiers().testFlag(Qt::ShiftModifier);
  const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
  if (event->matches(QKeySequence::Copy)) return m_view->copyImage(), true;
  if (!isPlain) return false;
  switch (event->key()) {
  case Qt::Key_R:
  case Qt::Key_Home:
    m_view->fit();
    return true;
  case Qt::Key_Escape:
    return m_view->undoZoom();
  case Qt::Key_L:
    isShift ? m_view->setLogX(!m_view->isLogX()) : m_view->setLogY(!m_view->isLogY());
    return true;
  case Qt::Key_F:
    m_view->setFollowing(!m_view->isFollowing());
    return true;
  case Qt::Key_T:
    m_view->showTable();
    return true;
  case Qt::Key_Up:
    return walkCurves(1);
  case Qt::Key_Down:
    return walkCurves(-1);
  case Qt::Key_Right:
    return walkPoints(1);
  case Qt::Key_Left:
    return walkPoints(-1);
  case Qt::Key_Return:
  case Qt::Key_Enter:
    if (hoveredId() != 0) emit m_view->clicked(hoveredId());
    return hoveredId() != 0;
  default:
    return false;
  }
}

// From curve to curve by where they end, up or down; lit ones only, for a thousand ghosts are no walk.
bool PlotNavigator::walkCurves(int step) {
  if (m_view->hasBlocks()) return walkBlocks(0, step);
  const std::vector<SeriesLayer::Hit> ends = m_view->walk();
  if (ends.empty()) return false;
  const SeriesLayer::Hit now = m_hover->hit();
  const auto at = std::find_if(ends.begin(), ends.end(), [&](const SeriesLayer::Hit& end) {
    return end.series == now.series && end.row == now.row;
  });
  const auto count = static_cast<std::ptrdiff_t>(ends.size());
  const std::ptrdiff_t next = at == ends.end() ? (step > 0 ? count - 1 : 0) : (at - ends.begin()) - step;
  show(ends[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(next, 0, count - 1))]);
  return true;
}

bool PlotNavigator::walkPoints(int step) {
  if (m_view->hasBlocks()) return walkBlocks(step, 0);
  const SeriesLayer::Hit next = m_view->neighbour(m_hover->hit(), step);
  if (next.isNone()) return false;
  show(next);
  return true;
}

bool PlotNavigator::walkBlocks(int across, int up) {
  const PlotHit next = m_view->stepBlocks(m_hover->hit(), across, up);
  if (!next.isNone()) show(next);
  return !next.isNone();
}

}  // namespace touchstone::ui
