#include "engine/exec/event_queue.h"

namespace touchstone::exec {

bool EventQueue::coalesce(const PointEvent& point, double timeS) {
  std::string key = std::to_string(point.trial.value) + ' ' + point.metric;
  const auto known = m_pointIndex.find(key);
  if (known != m_pointIndex.end()) {
    Event& event = m_events[known->second];
    PointEvent& waiting = std::get<PointEvent>(event.what);
    const int merged = waiting.merged + point.merged;
    waiting = point;
    waiting.merged = merged;
    event.timeS = timeS;
    return true;
  }
  if (m_pointIndex.size() >= kLivePoints) {
    return true;  // the listener reads the file anyway; a point event only says that there is more
  }
  m_pointIndex.emplace(std::move(key), m_events.size());
  return false;
}

void EventQueue::post(Event event) {
  bool isFirst = false;
  {
    const std::lock_guard lock(m_mutex);
    isFirst = m_events.empty();
    const auto* point = std::get_if<PointEvent>(&event.what);
    if (point == nullptr || !coalesce(*point, event.timeS)) {
      m_events.push_back(std::move(event));
    }
  }
  if (isFirst && m_wake) {
    m_wake();
  }
}

std::vector<Event> EventQueue::drain() {
  std::vector<Event> events;
  const std::lock_guard lock(m_mutex);
  events.swap(m_events);
  m_pointIndex.clear();
  return events;
}

}  // namespace touchstone::exec
