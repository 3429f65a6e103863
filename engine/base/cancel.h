// Cancellation: one flag, set from any thread, polled by the work at least once per batch.
// Thread: all members are safe from any thread. Blocking: never.
#pragma once

#include <atomic>
#include <memory>

namespace touchstone::base {

class CancelToken {
 public:
  CancelToken() : m_flag(std::make_shared<std::atomic<bool>>(false)) {}

  void cancel() { m_flag->store(true, std::memory_order_release); }
  bool isCancelled() const { return m_flag->load(std::memory_order_acquire); }

 private:
  std::shared_ptr<std::atomic<bool>> m_flag;  // copies share the flag
};

}  // namespace touchstone::base
