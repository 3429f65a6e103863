// Turns many "something changed" notes into at most one re-read per interval, and none while one is under way.
// poke(): something changed; due() follows at once when the last re-read is long enough ago, else when it is.
// begin()/end() bracket a re-read that takes a while: a poke in between is kept for afterwards. skip(): due() found nothing
// to read, which is no re-read that the next one must keep its distance from.
// Thread: GUI. Blocking: never.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace touchstone::ui {

class Throttle : public QObject {
  Q_OBJECT

 public:
  explicit Throttle(int intervalMs, QObject* parent = nullptr);

  void poke();
  // The user chose something else: due() follows at once, or when the re-read that is under way is over.
  void hurry();
  void begin();
  void end();
  void skip();
  // Another thing is read from now on: at once, when it is poked for. An answer that was dropped as stale never calls
  // end(): forget what is under way.
  void reset();

  // While off, pokes are only remembered: for views that are not visible.
  void setEnabled(bool enabled);

 signals:
  void due();

 private:
  void schedule();
  void fire();

  const int m_intervalMs;
  QTimer m_timer;
  QElapsedTimer m_sinceLast;
  bool m_isEnabled = true;
  bool m_isPoked = false;
  bool m_isBusy = false;
};

}  // namespace touchstone::ui
