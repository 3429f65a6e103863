// Reads the project's log as it grows, only what is new, for the Log and Problems panes.
// Thread: GUI; the reading happens on the reader's thread. Blocking: never.
#pragma once

#include <QObject>
#include <vector>

#include "engine/api/read_models.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/throttle.h"

namespace touchstone::ui {

class LogFeed : public QObject {
  Q_OBJECT

 public:
  explicit LogFeed(EngineBridge& bridge, QObject* parent = nullptr);

 signals:
  void cleared();
  void arrived(const std::vector<touchstone::LogRow>& rows);

 private:
  void read();

  EngineBridge& m_bridge;
  Throttle m_throttle;
  std::int64_t m_lastId = 0;
};

}  // namespace touchstone::ui
