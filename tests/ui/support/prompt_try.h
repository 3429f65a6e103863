// QTRY_COMPARE and its kin look at what they wait for every 5 ms instead of every 50: tests of the window wait for a turn of
// the event loop dozens of times. How long they wait at most is as before.
#pragma once

#include <QTest>

#if defined(QTRY_LOOP_IMPL) && defined(QTRY_TIMEOUT_DEBUG_IMPL)  // another Qt waits in its own way
#undef QTRY_IMPL
#define QTRY_IMPL(expr, timeout)                                                                                       \
  const int qt_test_step = 5;                                                                                          \
  const int qt_test_timeoutValue = timeout;                                                                            \
  {QTRY_LOOP_IMPL(expr, qt_test_timeoutValue, qt_test_step)} QTRY_TIMEOUT_DEBUG_IMPL(expr, qt_test_timeoutValue,       \
                                                                                     qt_test_step)
#endif
