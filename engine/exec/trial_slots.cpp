#include "engine/exec/trial_slots.h"

#include <pthread.h>

#include <string>

namespace touchstone::exec {

TrialSlots::TrialSlots(int count) {
  for (int slot = 0; slot < count; ++slot) {
    m_threads.emplace_back([this, slot] { work(slot); });
  }
}

TrialSlots::~TrialSlots() {
  {
    const std::lock_guard lock(m_mutex);
    m_isClosing = true;
  }
  m_changed.notify_all();
  for (std::thread& thread : m_threads) {
    thread.join();
  }
}

void TrialSlots::start(Job job) {
  {
    const std::lock_guard lock(m_mutex);
    m_jobs.push_back(std::move(job));
  }
  m_changed.notify_one();
}

void TrialSlots::work(int slot) {
  pthread_setname_np(pthread_self(), ("slot " + std::to_string(slot)).c_str());
  while (true) {
    Job job;
    {
      std::unique_lock lock(m_mutex);
      m_changed.wait(lock, [this] { return m_isClosing || !m_jobs.empty(); });
      if (m_jobs.empty()) {
        return;
      }
      job = std::move(m_jobs.front());
      m_jobs.pop_front();
    }
    job(slot);
  }
}

}  // namespace touchstone::exec
