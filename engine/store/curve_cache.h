// Thinned curves of trials that have ended, so that a live window does not read a million old points again and again.
// A curve is taken from here only if its last step in the file is still the same: a writer may be behind with points.
// Thread: that of its view. Memory: bounded; when full, everything is forgotten.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "engine/api/ids.h"
#include "engine/api/read_models.h"

namespace touchstone::store {

class CurveCache {
 public:
  struct Key {
    TrialId trial;
    std::int64_t metric = 0;
    int maxPoints = 0;

    friend bool operator<(const Key& a, const Key& b) {
      return std::tie(a.trial, a.metric, a.maxPoints) < std::tie(b.trial, b.metric, b.maxPoints);
    }
  };

  // Fills the curve's points; false where they are not known for this last step.
  bool fill(const Key& key, std::int64_t lastStep, Curve& curve) const {
    const auto found = m_entries.find(key);
    if (found == m_entries.end() || found->second.lastStep != lastStep) {
      return false;
    }
    curve.steps = found->second.steps;
    curve.values = found->second.values;
    return true;
  }
  void keep(const Key& key, std::int64_t lastStep, const Curve& curve) {
    if (m_points + curve.steps.size() > kMostPoints) {
      m_entries.clear();
      m_points = 0;
    }
    const bool isNew = m_entries.insert_or_assign(key, Entry{lastStep, curve.steps, curve.values}).second;
    m_points += isNew ? curve.steps.size() : 0;
  }
  // The trial runs again: its points may get other values.
  void forget(const Key& key) { m_entries.erase(key); }

 private:
  static constexpr std::size_t kMostPoints = 4u << 20;  // 64 MB

  struct Entry {
    std::int64_t lastStep = 0;
    std::vector<double> steps, values;
  };
  std::map<Key, Entry> m_entries;
  std::size_t m_points = 0;
};

}  // namespace touchstone::store
