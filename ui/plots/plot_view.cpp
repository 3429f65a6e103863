#include "ui/plots/plot_view.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/plots/axes.h"
#include "ui/plots/fit_range.h"
#include "ui/plots/plot_table.h"
#include "ui/plots/plot_view_parts.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

constexpr int kFocusMargin = frame::kFocusRing + frame::kFocusGap;

}  // namespace

PlotView::PlotView(const PlotStyle& style, QWidget* parent) : QWidget(parent), m_style(style) {
  auto* plot = new QCustomPlot(this);
  plot->setMinimumSize(1, 1);  // it draws at once when resized, and cannot draw on nothing
  plot->addLayer(QStringLiteral("hover"));
  plot->layer(QStringLiteral("hover"))->setMode(QCPLayer::lmBuffered);
  plot->axisRect()->setupFullAxesBox(false);
  plot->setNoAntialiasingOnDrag(false);
  for (QCPAxis* axis : {plot->xAxis2, plot->yAxis2}) axis->setVisible(false);
  auto* series = new SeriesLayer(plot->xAxis, plot->yAxis);  // the plot owns it
  auto* blocks = new BlockLayer(plot, series);
  auto* labels = new LabelLayer(plot, series);
  auto* hover = new HoverLayer(plot, series, blocks);
  auto* navigator = new PlotNavigator(this, plot, series, hover);
  m_parts = std::make_unique<Parts>(Parts{plot, series, blocks, labels, hover, navigator});
  series->setScene(&m_scene, &m_style);
  blocks->setScene(&m_scene, &m_style);
  labels->setScene(&m_scene, &m_style);
  hover->setScene(&m_scene, &m_style);
  m_drawTimer.setSingleShot(true);
  connect(&m_drawTimer, &QTimer::timeout, this, &PlotView::drawInSteps);
  connect(plot, &QCustomPlot::beforeReplot, this, [this] { layoutFor(m_parts->plot->size()); });
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kFocusMargin, kFocusMargin, kFocusMargin, kFocusMargin);
  layout->addWidget(plot);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleDescription(tr("Plot. Arrows walk the curves, T shows the data as a table."));
}

PlotView::~PlotView() = default;

bool PlotView::isLogX() const {
  return m_scene.x.mayLog && logXOr(m_scene.x.isLog);
}

bool PlotView::isLogY() const {
  return m_scene.y.mayLog && logYOr(m_scene.y.isLog);
}

bool PlotView::isZoomed() const {
  return m_parts->navigator->isZoomed();
}

std::int64_t PlotView::hovered() const {
  return m_parts->navigator->hoveredId();
}

QRectF PlotView::dataRect() const {
  const QCPRange x = m_parts->plot->xAxis->range();
  const QCPRange y = m_parts->plot->yAxis->range();
  return {x.lower, y.lower, x.size(), y.size()};
}

void PlotView::setScene(Scene scene) {
  const bool wasEmpty = m_scene.isEmpty;
  const std::int64_t hoveredBefore = hovered();
  m_scene = std::move(scene);
  m_parts->series->setScene(&m_scene, &m_style);
  m_parts->blocks->setScene(&m_scene, &m_style);
  m_parts->labels->setScene(&m_scene, &m_style);
  m_parts->hover->setScene(&m_scene, &m_style);
  if (hoveredBefore != 0) m_parts->navigator->hoverAgain();
  const bool wasLogX = m_parts->plot->xAxis->scaleType() == QCPAxis::stLogarithmic;
  const bool wasLogY = m_parts->plot->yAxis->scaleType() == QCPAxis::stLogarithmic;
  setScale(*m_parts->plot->xAxis, m_scene.x, isLogX(), m_style);
  setScale(*m_parts->plot->yAxis, m_scene.y, isLogY(), m_style);
  dressAxes(*m_parts->plot, m_style, m_scene);
  const bool isOtherScale = wasLogX != isLogX() || wasLogY != isLogY();
  if (m_isFollowing || wasEmpty || isOtherScale) fitAxes(!wasEmpty && !isOtherScale);
  queueReplot();
  if (wasEmpty != m_scene.isEmpty) emit emptyChanged(m_scene.isEmpty);
}

void PlotView::fitAxes(bool mayStay) {
  const auto fitAxis = [mayStay](QCPAxis& axis, const AxisSpec& spec, bool isLog) {
    const FitRange wanted{.lo = spec.lo, .hi = spec.hi, .isEmpty = false};
    const FitRange now{.lo = axis.range().lower, .hi = axis.range().upper, .isEmpty = false};
    if (mayStay && spec.ticks == TickKind::kNumbers && isStillFitting(now, wanted, isLog)) return;
    axis.setRange(spec.lo, spec.hi);
  };
  fitAxis(*m_parts->plot->xAxis, m_scene.x, isLogX());
  fitAxis(*m_parts->plot->yAxis, m_scene.y, isLogY());
}

void PlotView::fit() {
  m_parts->navigator->forgetZoom();
  fitAxes(false);
  if (m_wasFollowing) stopFollowing(true);
  emit viewChanged();
  queueReplot();
}

bool PlotView::undoZoom() {
  if (!m_parts->navigator->undo()) return false;
  if (!isZoomed()) {
    fit();
  } else {
    emit viewChanged();
    queueReplot();
  }
  return true;
}

void PlotView::zoomedByHand() {
  if (m_isFollowing) {
    m_wasFollowing = true;
    stopFollowing(false);
  }
  emit viewChanged();
  queueReplot();
}

void PlotView::stopFollowing(bool isFollowing) {
  if (m_isFollowing == isFollowing) return;
  m_isFollowing = isFollowing;
  emit followingChanged(isFollowing);
}

void PlotView::setFollowing(bool isFollowing) {
  m_wasFollowing = isFollowing;
  if (isFollowing == m_isFollowing) return;
  stopFollowing(isFollowing);
  if (isFollowing) fit();
}

void PlotView::setLogX(bool isLog) {
  setAxisLog(true, isLog);
}
void PlotView::setLogY(bool isLog) {
  setAxisLog(false, isLog);
}

// A scale's range means nothing on the other scale: the scene is made anew and fitted.
void PlotView::setAxisLog(bool isX, bool isLog) {
  const AxisSpec& spec = isX ? m_scene.x : m_scene.y;
  if ((isX ? isLogX() : isLogY()) == isLog || (isLog && !spec.mayLog)) return;
  (isX ? m_logX : m_logY) = isLog ? 1 : 0;
  rebuild();
  fit();
}

void PlotView::copyViewFrom(const PlotView& other) {
  m_logX = other.m_logX;
  m_logY = other.m_logY;
  m_isFollowing = other.m_isFollowing;
  rebuild();
  m_parts->plot->xAxis->setRange(other.m_parts->plot->xAxis->range());
  m_parts->plot->yAxis->setRange(other.m_parts->plot->yAxis->range());
}

bool PlotView::mayZoom(bool isX) const {
  return !m_scene.isEmpty && (isX ? m_scene.x.mayZoom : m_scene.y.mayZoom);
}

// The number of ticks depends on the size of the axes, and QCustomPlot asks for ticks before it lays them out: after a
// change of size one layout goes ahead.
void PlotView::layoutFor(QSize size) const {
  layoutMargins(size.width());
  if (m_laidOut == size) return;
  m_laidOut = size;
  QCustomPlot* plot = m_parts->plot;
  plot->setViewport(QRect(QPoint(), size));
  for (const auto phase : {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout}) {
    plot->plotLayout()->update(phase);
  }
}

void PlotView::layoutMargins(double width) const {
  const LabelLayer::Room room = m_parts->labels->roomFor(width);
  // heads and names stand beside the axis' first label, not above it
  const double above = m_parts->blocks->roomAbove(width);
  const double top = m_scene.note.isEmpty() ? std::max(room.top, above) : room.top + above;
  QCPAxisRect* rect = m_parts->plot->axisRect();
  const bool hasRows = !m_scene.dotRows.empty();
  rect->setAutoMargins(hasRows ? QCP::msBottom : QCP::msLeft | QCP::msBottom);
  rect->setMinimumMargins(QMargins(m_style.gap, 0, 0, 0));
  rect->setMargins(QMargins(qCeil(room.left), qCeil(top), qCeil(room.right), 0));
}

void PlotView::queueReplot() {
  m_isReplotDue = true;
  if (isVisible() && !m_drawTimer.isActive()) m_drawTimer.start(0);
}

// Two passes of the event loop, so that a frame or a key comes between the halves of a large picture. What changes between
// them is drawn by the second: a drag that goes on must not put it off.
void PlotView::drawInSteps() {
  if (!isVisible()) return;  // due until it is
  m_isPrepared = !m_isPrepared;
  if (m_isPrepared) {
    m_parts->series->prepare();
    m_drawTimer.start(0);
    return;
  }
  m_isReplotDue = false;
  m_parts->plot->replot(QCustomPlot::rpRefreshHint);
}

void PlotView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_isReplotDue) queueReplot();
}

void PlotView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  const bool isLook = event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
                      event->type() == QEvent::StyleChange || event->type() == QEvent::ApplicationFontChange;
  if (!isLook || m_style.isPaper || m_parts == nullptr) return;
  m_style = PlotStyle::screen(coloursOf(palette()));
  rebuild();
  queueReplot();
}

void PlotView::keyPressEvent(QKeyEvent* event) {
  if (!m_parts->navigator->handleKey(event)) QWidget::keyPressEvent(event);
}

void PlotView::focusInEvent(QFocusEvent* event) {
  m_hasKeyboardFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                       event->reason() == Qt::ShortcutFocusReason;
  update();
  QWidget::focusInEvent(event);
}

void PlotView::focusOutEvent(QFocusEvent* event) {
  m_hasKeyboardFocus = false;
  update();
  QWidget::focusOutEvent(event);
}

void PlotView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), m_style.colours.surface);
  if (!m_hasKeyboardFocus) return;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(m_style.colours.accent, frame::kFocusRing));
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), corner::kField, corner::kField);
}

QImage PlotView::image(double scale) const {
  layoutFor(m_parts->plot->size());
  return m_parts->plot->toPixmap(0, 0, scale).toImage();
}

void PlotView::paint(QCPPainter& painter, int width, int height) const {
  layoutFor({width, height});
  m_parts->plot->toPainter(&painter, width, height);
}

void PlotView::copyImage() {
  QApplication::clipboard()->setImage(image());
}

void PlotView::showTable() {
  auto* window = new PlotTable(tidy(), this);
  window->setAttribute(Qt::WA_DeleteOnClose);
  window->setWindowTitle(accessibleName().isEmpty() ? tr("Data of the plot") : tr("Data: %1").arg(accessibleName()));
  window->show();
}

QSize PlotView::sizeHint() const {
  return {480, 280};
}

QSize PlotView::minimumSizeHint() const {
  return {frame::kMinimumPlotWidth, frame::kMinimumPlotHeight};
}

}  // namespace touchstone::ui
