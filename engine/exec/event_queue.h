// Events on their way to the one listener. Points coalesce per (trial, metric) while the listener lags, and at most
// kLivePoints pairs are kept (the file has every point); state changes are kept all, in order.
// Thread: post() from any thread, drain() from the listener's. Blocking: never beyond a short lock.
#pragma once

#include <functional>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "engine/api/events.h"

namespace touchstone::exec {

class EventQueue {
 public:
  static constexpr std::size_t kLivePoints = 4096;

  // `wake` runs after the first event since the last drain, on the posting thread.
  explicit EventQueue(std::function<void()> wake) : m_wake(std::move(wake)) {}

  void post(Event event);
  std::vector<Event> drain();

 private:
  bool coalesce(const PointEvent& point, double timeS);  // requires m_mutex

  const std::function<void()> m_wake;  // constant after construction
  std::mutex m_mutex;
  std::vector<Event> m_events;                                // guarded by m_mutex
  std::unordered_map<std::string, std::size_t> m_pointIndex;  // guarded by m_mutex: "trial metric" -> place in m_events
};

}  // namespace touchstone::exec
