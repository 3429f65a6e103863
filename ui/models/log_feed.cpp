#include "ui/models/log_feed.h"

namespace touchstone::ui {
namespace {

constexpr int kReadIntervalMs = 500;
constexpr int kRowsAtATime = 2000;

}  // namespace

LogFeed::LogFeed(EngineBridge& bridge, QObject* parent)
    : QObject(parent), m_bridge(bridge), m_throttle(kReadIntervalMs) {
  const auto restart = [this] {
    m_lastId = 0;
    m_throttle.reset();
    emit cleared();
  };
  connect(&bridge, &EngineBridge::projectClosed, this, restart);
  connect(&bridge, &EngineBridge::projectOpened, this, [this, restart] {
    restart();
    m_throttle.poke();
  });
  connect(&bridge, &EngineBridge::projectChanged, &m_throttle, &Throttle::poke);
  connect(&bridge, &EngineBridge::studyChanged, &m_throttle, &Throttle::poke);
  connect(&bridge, &EngineBridge::problem, &m_throttle, &Throttle::poke);
  connect(&m_throttle, &Throttle::due, this, &LogFeed::read);
}

void LogFeed::read() {
  if (!m_bridge.hasProject()) {
    m_throttle.skip();
    return;
  }
  m_throttle.begin();
  m_bridge.ask<Result<std::vector<LogRow>>>(
      "project/log", this, [after = m_lastId](const ProjectView& view) { return view.log(after, kRowsAtATime); },
      [this](Result<std::vector<LogRow>> rows) {
        m_throttle.end();
        if (!rows || rows->empty()) {
          return;
        }
        m_lastId = rows->back().id;
        const bool isMore = rows->size() == kRowsAtATime;
        emit arrived(*rows);
        if (isMore) {
          m_throttle.poke();
        }
      });
}

}  // namespace touchstone::ui
