#include "ui/theme/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <array>

#include "ui/theme/theme.h"

// Resources of a static library are not linked in by themselves; the macro must be used outside of any namespace.
static void initIconResources() {
  Q_INIT_RESOURCE(icons);
}

namespace touchstone::ui {

namespace {

constexpr std::array kNames = {
    "balance",       "table",      "columns",      "pulse", "dots",       "bars",       "framed-line", "helix",
    "tile",          "wave",       "plus",         "play",  "pause",      "stop",       "lens",        "funnel",
    "frame-plus",    "enlarge",    "more",         "pin",   "copy",       "save",       "follow",      "chevron-down",
    "chevron-right", "chevron-up", "chevron-left", "tick",  "cross",      "warning",    "lock",        "clock",
    "file",          "folder",     "info",         "gear",  "layout-one", "layout-two", "layout-all"};
static_assert(kNames.size() == kIconCount);

QByteArray svgText(Icon which) {
  static QHash<int, QByteArray> texts;
  const auto found = texts.constFind(static_cast<int>(which));
  if (found != texts.constEnd()) return *found;
  initIconResources();
  QFile file(QStringLiteral(":/icons/%1.svg").arg(iconName(which)));
  if (!file.open(QIODevice::ReadOnly)) qWarning("Icon file %s is missing.", qPrintable(file.fileName()));
  return *texts.insert(static_cast<int>(which), file.readAll());
}

void paintIcon(QPainter& painter, const QRectF& box, Icon which, const QColor& colour) {
  QByteArray svg = svgText(which);
  if (svg.isEmpty()) return;
  QSvgRenderer renderer(svg.replace("currentColor", colour.name().toLatin1()));
  renderer.render(&painter, box);
}

QColor toneColour(Tone tone, const Colours& colours) {
  switch (tone) {
  case Tone::kMuted:
    return colours.muted;
  case Tone::kText:
    return colours.text;
  case Tone::kAccent:
    return colours.accent;
  case Tone::kOnAccent:
    return colours.onAccent;
  case Tone::kFailed:
    return colours.failed.text;
  case Tone::kPaused:
    return colours.paused.text;
  case Tone::kPromoted:
    return colours.promoted.text;
  case Tone::kSupervised:
    return colours.supervised.line;
  case Tone::kFoundation:
    return colours.foundation.line;
  }
  return colours.muted;
}

class TintedIconEngine : public QIconEngine {
 public:
  TintedIconEngine(Icon which, Tone tone) : m_which(which), m_tone(tone) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const double side = std::min(rect.width(), rect.height());
    const QPointF middle = QRectF(rect).center();
    const QRectF box(middle.x() - side / 2.0, middle.y() - side / 2.0, side, side);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintIcon(*painter, box, m_which, colour(mode));
    painter->restore();
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    return scaledPixmap(size, mode, state, 1.0);
  }

  // `size` is in device pixels already.
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal) override {
    return iconPixmap(m_which, colour(mode), std::min(size.width(), size.height()), 1.0);
  }

  QIconEngine* clone() const override { return new TintedIconEngine(m_which, m_tone); }

 private:
  QColor colour(QIcon::Mode mode) const {
    const Colours& colours = coloursOf(QGuiApplication::palette());
    return mode == QIcon::Disabled ? colours.control : toneColour(m_tone, colours);
  }

  Icon m_which;
  Tone m_tone;
};

}  // namespace

QString iconName(Icon which) {
  return QString::fromLatin1(kNames.at(static_cast<std::size_t>(which)));
}

QIcon icon(Icon which, Tone tone) {
  return QIcon(new TintedIconEngine(which, tone));
}

QPixmap iconPixmap(Icon which, const QColor& colour, double size, double devicePixelRatio) {
  const QString key = QStringLiteral("touchstone-icon/%1/%2/%3/%4")
                          .arg(static_cast<int>(which))
                          .arg(colour.rgba())
                          .arg(size)
                          .arg(devicePixelRatio);
  QPixmap pixmap;
  if (QPixmapCache::find(key, &pixmap)) return pixmap;
  const int side = std::max(1, qRound(size * devicePixelRatio));
  pixmap = QPixmap(side, side);
  pixmap.setDevicePixelRatio(devicePixelRatio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  paintIcon(painter, QRectF(0, 0, size, size), which, colour);
  painter.end();
  QPixmapCache::insert(key, pixmap);
  return pixmap;
}

}  // namespace touchstone::ui
