#include "ui/bridge/throttle.h"

#include <algorithm>

namespace touchstone::ui {

Throttle::Throttle(int intervalMs, QObject* parent) : QObject(parent), m_intervalMs(intervalMs) {
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &Throttle::fire);
}

void Throttle::poke() {
  m_isPoked = true;
  schedule();
}

void Throttle::hurry() {
  m_sinceLast.invalidate();
  m_timer.stop();
  poke();
}

void Throttle::begin() {
  m_isBusy = true;
}

void Throttle::end() {
  m_isBusy = false;
  schedule();
}

void Throttle::skip() {
  m_sinceLast.invalidate();
}

void Throttle::reset() {
  m_sinceLast.invalidate();
  m_isBusy = false;
  m_isPoked = false;
  m_timer.stop();
}

void Throttle::setEnabled(bool enabled) {
  m_isEnabled = enabled;
  schedule();
}

void Throttle::schedule() {
  if (!m_isPoked || m_isBusy || !m_isEnabled || m_timer.isActive()) {
    return;
  }
  const qint64 elapsed = m_sinceLast.isValid() ? m_sinceLast.elapsed() : m_intervalMs;
  m_timer.start(static_cast<int>(std::max<qint64>(0, m_intervalMs - elapsed)));
}

void Throttle::fire() {
  if (!m_isPoked || m_isBusy || !m_isEnabled) {
    return;
  }
  m_isPoked = false;
  m_sinceLast.start();
  emit due();
}

}  // namespace touchstone::ui
