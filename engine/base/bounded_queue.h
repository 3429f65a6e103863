// A bounded queue from many producers to one consumer, which takes everything at once.
// Items carry a weight (1, or what they hold), and the capacity bounds the sum; an item heavier than the capacity passes
// alone, so that no producer waits for ever.
// Thread: push, tryPush, nudge and close from any thread; the take functions from one consumer thread.
// Blocking: push waits while the queue is full, takeAll while it is empty; tryPush, nudge and close never wait.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace touchstone::base {

enum class CloseMode {
  kDrain,    // the consumer still gets what was pushed before
  kDiscard,  // what was pushed before is dropped
};

template <typename T>
class BoundedQueue {
 public:
  using Clock = std::chrono::steady_clock;

  explicit BoundedQueue(std::size_t capacity) : m_capacity(capacity) {}

  // False when the queue is closed: the item is dropped.
  bool push(T item, std::size_t weight = 1) {
    std::unique_lock lock(m_mutex);
    m_hasRoom.wait(lock, [&] { return m_isClosed || hasRoomFor(weight); });
    return append(lock, item, weight);
  }

  // False when the queue is full or closed: the item stays with the caller.
  bool tryPush(T& item, std::size_t weight = 1) {
    std::unique_lock lock(m_mutex);
    return hasRoomFor(weight) && append(lock, item, weight);
  }

  // Waits for the first item. Empty: the queue is closed and nothing is left.
  std::vector<T> takeAll() {
    std::unique_lock lock(m_mutex);
    m_wanted = 0;
    m_hasWork.wait(lock, [&] { return m_isClosed || !m_items.empty(); });
    return takeLocked(lock);
  }

  // Waits until `deadline`, or until items of the weight `enough` are there, or a nudge. So a consumer that gathers
  // work is not woken for every item. Empty: nothing came, or closed and nothing left.
  std::vector<T> takeAllUntil(Clock::time_point deadline, std::size_t enough = 1) {
    std::unique_lock lock(m_mutex);
    m_wanted = enough;
    m_hasWork.wait_until(lock, deadline, [&] { return m_isClosed || m_isNudged || m_weight >= enough; });
    m_wanted = 0;
    return takeLocked(lock);
  }

  // A takeAllUntil that waits, or else the next one, returns at once.
  void nudge() {
    const std::scoped_lock lock(m_mutex);
    m_isNudged = true;
    m_hasWork.notify_one();
  }

  // Producers that wait, and all later ones, are refused.
  void close(CloseMode mode = CloseMode::kDrain) {
    std::vector<T> dropped;  // destroyed outside the lock
    const std::scoped_lock lock(m_mutex);
    m_isClosed = true;
    if (mode == CloseMode::kDiscard) {
      dropped.swap(m_items);
      m_weight = 0;
    }
    m_hasWork.notify_all();
    m_hasRoom.notify_all();
  }

  bool isClosed() const {
    const std::scoped_lock lock(m_mutex);
    return m_isClosed;
  }
  std::size_t weight() const {
    const std::scoped_lock lock(m_mutex);
    return m_weight;
  }

 private:
  bool hasRoomFor(std::size_t weight) const { return m_items.empty() || m_weight + weight <= m_capacity; }

  bool append(std::unique_lock<std::mutex>& lock, T& item, std::size_t weight) {
    if (m_isClosed) {
      return false;
    }
    m_items.push_back(std::move(item));
    m_weight += weight;
    const bool isDue = m_weight >= m_wanted;
    lock.unlock();
    if (isDue) {
      m_hasWork.notify_one();
    }
    return true;
  }

  std::vector<T> takeLocked(std::unique_lock<std::mutex>& lock) {
    std::vector<T> taken;
    taken.swap(m_items);
    m_weight = 0;
    m_isNudged = false;
    lock.unlock();
    m_hasRoom.notify_all();
    return taken;
  }

  const std::size_t m_capacity;

  mutable std::mutex m_mutex;
  std::condition_variable m_hasWork;
  std::condition_variable m_hasRoom;
  // guarded by m_mutex
  std::vector<T> m_items;
  std::size_t m_weight = 0;
  std::size_t m_wanted = 0;  // weight that wakes the consumer; 0: any item does
  bool m_isNudged = false;
  bool m_isClosed = false;
};

}  // namespace touchstone::base
