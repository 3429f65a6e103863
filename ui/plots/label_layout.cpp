#include "ui/plots/label_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace touchstone::ui {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double distanceNeeded(const ColumnLabel& above, const ColumnLabel& below, double apart) {
  return std::max(apart, (above.height + below.height) / 2.0);
}

double heightNeeded(const std::vector<ColumnLabel>& labels, const std::vector<std::size_t>& order, double apart) {
  if (order.empty()) return 0.0;
  double height = (labels[order.front()].height + labels[order.back()].height) / 2.0;
  for (std::size_t i = 1; i < order.size(); ++i)
    height += distanceNeeded(labels[order[i - 1]], labels[order[i]], apart);
  return height;
}

void dropWhatDoesNotFit(const std::vector<ColumnLabel>& labels, std::vector<std::size_t>& order, double apart,
                        double room) {
  while (!order.empty() && heightNeeded(labels, order, apart) > room + 1e-9) {
    const auto lowest = std::min_element(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return labels[a].priority < labels[b].priority;
    });
    order.erase(lowest);
  }
}

// Labels that touch form a block; a block sits at the mean of what its labels want (pool adjacent violators).
struct Block {
  double sum = 0.0;  // of wanted centres, each less its offset
  int count = 0;
  double top() const { return sum / count; }
};

}  // namespace

std::vector<double> spreadApart(const std::vector<ColumnLabel>& labels, double apart, double top, double bottom) {
  std::vector<double> centres(labels.size(), kNone);
  std::vector<std::size_t> order(labels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t i) { return !std::isfinite(labels[i].wanted); });
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return labels[a].wanted < labels[b].wanted; });
  dropWhatDoesNotFit(labels, order, apart, bottom - top);
  if (order.empty()) return centres;

  // offsets turn "at least so far apart" into "not decreasing": z_i = centre_i - offset_i
  std::vector<double> offsets(order.size(), 0.0);
  for (std::size_t i = 1; i < order.size(); ++i) {
    offsets[i] = offsets[i - 1] + distanceNeeded(labels[order[i - 1]], labels[order[i]], apart);
  }
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < order.size(); ++i) {
    blocks.push_back({labels[order[i]].wanted - offsets[i], 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].top() >= blocks.back().top()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back().sum += last.sum;
      blocks.back().count += last.count;
    }
  }
  const double lowest = top + labels[order.front()].height / 2.0;
  const double highest = bottom - labels[order.back()].height / 2.0 - offsets.back();
  std::size_t i = 0;
  for (const Block& block : blocks) {
    for (int k = 0; k < block.count; ++k, ++i) {
      centres[order[i]] = std::clamp(block.top(), lowest, std::max(lowest, highest)) + offsets[i];
    }
  }
  return centres;
}

namespace {

// Near places in order of liking; beyond them the label moves up and down with a leader.
std::vector<QRectF> candidates(const InsideLabel& label, double gap, double apart) {
  const double w = label.size.width();
  const double h = label.size.height();
  const QPointF at = label.anchor;
  std::vector<QRectF> places = {{at.x() + gap, at.y() - h / 2.0, w, h},
                                {at.x() + gap / 2.0, at.y() - h - gap / 2.0, w, h},
                                {at.x() + gap / 2.0, at.y() + gap / 2.0, w, h},
                                {at.x() - w - gap / 2.0, at.y() - h - gap / 2.0, w, h},
                                {at.x() - w - gap / 2.0, at.y() + gap / 2.0, w, h},
                                {at.x() - w / 2.0, at.y() - h - gap, w, h},
                                {at.x() - w / 2.0, at.y() + gap, w, h},
                                {at.x() - w - gap, at.y() - h / 2.0, w, h}};
  for (int step = 1; step <= 6; ++step) {
    for (const double side : {-1.0, 1.0}) {
      const double y = at.y() - h / 2.0 + side * step * apart;
      places.emplace_back(at.x() + gap, y, w, h);
      places.emplace_back(at.x() - w - gap, y, w, h);
    }
  }
  return places;
}

// Rows of text closer than `apart` read as one block even when they do not touch.
bool isTooNear(const QRectF& a, const QRectF& b, double apart) {
  const bool sharesColumns = a.left() < b.right() && b.left() < a.right();
  return a.intersects(b) || (sharesColumns && std::abs(a.center().y() - b.center().y()) < apart);
}

}  // namespace

std::vector<QRectF> placeInside(const std::vector<InsideLabel>& labels, const QRectF& bounds,
                                const std::vector<QRectF>& obstacles, double gap, double apart,
                                const std::function<double(const QRectF&)>& clutter) {
  std::vector<QRectF> placed(labels.size());
  std::vector<std::size_t> order(labels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return labels[a].priority > labels[b].priority; });
  for (const std::size_t i : order) {
    double bestCost = std::numeric_limits<double>::infinity();
    double liking = 0.0;
    for (const QRectF& place : candidates(labels[i], gap, apart)) {
      liking += 1.0;
      const bool isFree =
          bounds.contains(place) &&
          std::none_of(placed.begin(), placed.end(),
                       [&](const QRectF& other) { return !other.isNull() && isTooNear(place, other, apart); }) &&
          std::none_of(obstacles.begin(), obstacles.end(),
                       [&](const QRectF& other) { return place.intersects(other); });
      if (!isFree) continue;
      const double cost = liking + (clutter ? clutter(place) : 0.0);
      if (cost < bestCost) {
        bestCost = cost;
        placed[i] = place;
      }
    }
  }
  return placed;
}

}  // namespace touchstone::ui
