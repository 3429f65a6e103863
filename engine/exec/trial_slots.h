// Trial slots: worker threads that carry out one job at a time. Each keeps to one intra-op thread (the contender sets it).
// Jobs wait in a short queue; the engine thread hands out no more than it wants to be able to take back.
// Thread: start() and the destructor on the engine thread; a job runs on a slot. Blocking: the destructor joins, so cancel
// the jobs' tokens first.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace touchstone::exec {

class TrialSlots {
 public:
  using Job = std::function<void(int slot)>;  // must not throw

  explicit TrialSlots(int count);
  ~TrialSlots();

  int count() const { return static_cast<int>(m_threads.size()); }
  void start(Job job);  // never blocks

 private:
  void work(int slot);

  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<Job> m_jobs;              // guarded by m_mutex
  bool m_isClosing = false;            // guarded by m_mutex
  std::vector<std::thread> m_threads;  // engine thread only
};

}  // namespace touchstone::exec
