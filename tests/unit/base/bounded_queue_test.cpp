// The bounded queue: limits, closing in both modes, and that nothing is lost or reordered between threads.
#include "engine/base/bounded_queue.h"

#include <QtTest>
#include <atomic>
#include <future>
#include <memory>
#include <numeric>
#include <string>
#include <thread>

using touchstone::base::BoundedQueue;
using touchstone::base::CloseMode;
using namespace std::chrono_literals;

namespace {

// True once the producer waits: then the queue stays at its limit however long one looks.
bool isStillWaiting(std::future<bool>& push) {
  return push.wait_for(20ms) == std::future_status::timeout;
}

}  // namespace

class BoundedQueueTest : public QObject {
  Q_OBJECT

 private slots:
  void takesEverythingInOrder() {
    BoundedQueue<int> queue(10);
    for (int i = 0; i < 5; ++i) {
      QVERIFY(queue.push(i));
    }
    QCOMPARE(queue.weight(), std::size_t{5});
    QCOMPARE(queue.takeAll(), (std::vector<int>{0, 1, 2, 3, 4}));
    QCOMPARE(queue.weight(), std::size_t{0});
  }

  void refusesWhenFull() {
    BoundedQueue<std::unique_ptr<int>> queue(2);
    auto first = std::make_unique<int>(1);
    auto second = std::make_unique<int>(2);
    auto third = std::make_unique<int>(3);
    QVERIFY(queue.tryPush(first));
    QVERIFY(queue.tryPush(second));
    QVERIFY(!queue.tryPush(third));
    QVERIFY(third != nullptr);  // a refused item stays with the caller
    QCOMPARE(queue.takeAll().size(), std::size_t{2});
    QVERIFY(queue.tryPush(third));
  }

  void pushWaitsForRoom() {
    BoundedQueue<int> queue(2);
    QVERIFY(queue.push(1, 2));
    auto push = std::async(std::launch::async, [&] { return queue.push(2); });
    QVERIFY(isStillWaiting(push));
    QCOMPARE(queue.takeAll(), std::vector<int>{1});
    QVERIFY(push.get());
    QCOMPARE(queue.takeAll(), std::vector<int>{2});
  }

  void somethingHeavierThanTheCapacityPassesAlone() {
    BoundedQueue<int> queue(10);
    QVERIFY(queue.push(1, 1000));
    int light = 2;
    QVERIFY(!queue.tryPush(light));
    QCOMPARE(queue.takeAll(), std::vector<int>{1});
  }

  void closeLetsTheConsumerDrain() {
    BoundedQueue<int> queue(10);
    QVERIFY(queue.push(1));
    queue.close();
    QVERIFY(queue.isClosed());
    QVERIFY(!queue.push(2));
    QCOMPARE(queue.takeAll(), std::vector<int>{1});
    QVERIFY(queue.takeAll().empty());
  }

  void closeMayDiscard() {
    BoundedQueue<int> queue(10);
    QVERIFY(queue.push(1));
    queue.close(CloseMode::kDiscard);
    QVERIFY(queue.takeAll().empty());
    QCOMPARE(queue.weight(), std::size_t{0});
  }

  void closeWakesWaitingProducersAndConsumers() {
    BoundedQueue<int> full(1);
    QVERIFY(full.push(1));
    auto push = std::async(std::launch::async, [&] { return full.push(2); });
    QVERIFY(isStillWaiting(push));
    full.close(CloseMode::kDrain);
    QVERIFY(!push.get());

    BoundedQueue<int> empty(1);
    auto take = std::async(std::launch::async, [&] { return empty.takeAll(); });
    empty.close();
    QVERIFY(take.get().empty());
  }

  void takeAllUntilEndsAtItsDeadline() {
    BoundedQueue<int> queue(10);
    const auto deadline = BoundedQueue<int>::Clock::now() + 10ms;
    QVERIFY(queue.takeAllUntil(deadline).empty());
    QVERIFY(BoundedQueue<int>::Clock::now() >= deadline);
  }

  void takeAllUntilWaitsForEnough() {
    BoundedQueue<int> queue(10);
    QVERIFY(queue.push(1));
    auto take =
        std::async(std::launch::async, [&] { return queue.takeAllUntil(BoundedQueue<int>::Clock::now() + 10s, 3); });
    QCOMPARE(take.wait_for(20ms), std::future_status::timeout);
    QVERIFY(queue.push(2, 2));
    QCOMPARE(take.get(), (std::vector<int>{1, 2}));
  }

  void nudgeEndsTheWait() {
    BoundedQueue<int> queue(10);
    QVERIFY(queue.push(1));
    queue.nudge();
    QCOMPARE(queue.takeAllUntil(BoundedQueue<int>::Clock::now() + 10s, 5), std::vector<int>{1});
  }

  void nothingIsLostBetweenThreads() {
    constexpr int kProducers = 4;
    constexpr int kItems = 5'000;
    BoundedQueue<std::pair<int, int>> queue(64);
    std::vector<std::thread> producers;
    for (int producer = 0; producer < kProducers; ++producer) {
      producers.emplace_back([&, producer] {
        for (int i = 0; i < kItems; ++i) {
          queue.push({producer, i});
        }
      });
    }
    std::vector<int> next(kProducers, 0);
    int taken = 0;
    bool isInOrder = true;
    while (taken < kProducers * kItems) {
      for (const auto& [producer, i] : queue.takeAll()) {
        isInOrder = isInOrder && next[static_cast<std::size_t>(producer)]++ == i;
        ++taken;
      }
    }
    for (std::thread& producer : producers) {
      producer.join();
    }
    QVERIFY(isInOrder);
    QCOMPARE(std::accumulate(next.begin(), next.end(), 0), kProducers * kItems);
  }
};

QTEST_GUILESS_MAIN(BoundedQueueTest)
#include "bounded_queue_test.moc"
