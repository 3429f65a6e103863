// The reader thread: order, stale requests and answers, and an orderly end. Promises hold the reader where a test wants it.
#include "engine/api/reader.h"

#include <future>
#include <mutex>
#include <thread>

#include "unit/store/store_fixture.h"

using namespace touchstone;
using namespace touchstone::test;

namespace {

// Counts what there is to drain.
class Bell {
 public:
  std::function<void()> ringer() {
    return [this] {
      const std::scoped_lock lock(m_mutex);
      ++m_rings;
      m_changed.notify_all();
    };
  }
  // False when the reader did not answer that often within ten seconds.
  bool waitFor(int rings) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return m_rings >= rings; });
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  int m_rings = 0;
};

}  // namespace

class ReaderTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_folder = std::make_unique<ProjectFolder>();
    auto writer = openWriter(m_folder->project());
    writer->push(smallStudy());
    writer.reset();
    m_bell = std::make_unique<Bell>();
    m_heard.clear();
    auto reader = Reader::open(m_folder->project(), m_bell->ringer());
    VERIFY_OK(reader);
    m_reader = *std::move(reader);
  }
  void cleanup() {
    m_reader.reset();
    m_bell.reset();
    m_folder.reset();
  }

  void answersAreDeliveredByDrain() {
    const auto caller = std::this_thread::get_id();
    std::thread::id queried;
    std::thread::id delivered;
    m_reader->request("runs", [&](const ProjectView& view) {
      queried = std::this_thread::get_id();
      const auto runs = view.runs({1});
      return [&, count = runs.ok() ? runs->size() : 0] {
        delivered = std::this_thread::get_id();
        m_heard.push_back("runs " + std::to_string(count));
      };
    });
    QVERIFY(m_bell->waitFor(1));
    QVERIFY(m_heard.empty());
    m_reader->drain();
    QCOMPARE(m_heard, std::vector<std::string>{"runs 4"});
    QVERIFY(queried != caller && delivered == caller);
    m_reader->drain();
    QCOMPARE(m_heard.size(), std::size_t{1});
  }

  void channelsAreAnsweredInOrder() {
    for (const char* channel : {"a", "b", "c"}) {
      m_reader->request(channel, say(channel));
    }
    QVERIFY(m_bell->waitFor(3));
    m_reader->drain();
    QCOMPARE(m_heard, (std::vector<std::string>{"a", "b", "c"}));
  }

  void tokensGrow() {
    const auto first = m_reader->request("a", say("1"));
    QVERIFY(m_reader->request("b", say("2")) > first);
  }

  void waitingRequestsOfAChannelAreReplaced() {
    std::promise<void> gate;
    m_reader->request("busy", [open = gate.get_future().share()](const ProjectView&) {
      open.wait();
      return Reader::Deliver();
    });
    int asked = 0;
    for (int i = 0; i < 100; ++i) {
      m_reader->request("live", [&, i](const ProjectView&) {
        ++asked;
        return [&, i] { m_heard.push_back("live " + std::to_string(i)); };
      });
      if (i == 0) {
        m_reader->request("other", say("other"));
      }
    }
    gate.set_value();
    QVERIFY(m_bell->waitFor(3));
    m_reader->drain();
    QCOMPARE(asked, 1);
    // In the place of the first: asking again and again does not push a channel back.
    QCOMPARE(m_heard, (std::vector<std::string>{"live 99", "other"}));
  }

  void anAnswerThatBecameStaleIsDropped() {
    m_reader->request("live", say("old"));
    QVERIFY(m_bell->waitFor(1));
    m_reader->request("live", say("new"));
    QVERIFY(m_bell->waitFor(2));
    m_reader->drain();
    QCOMPARE(m_heard, std::vector<std::string>{"new"});
  }

  void aQueryThatRunsBecomesStale() {
    std::promise<void> started;
    std::promise<void> gate;
    m_reader->request("live", [&, open = gate.get_future().share()](const ProjectView&) {
      started.set_value();
      open.wait();
      return [&] { m_heard.push_back("old"); };
    });
    started.get_future().wait();
    m_reader->request("live", say("new"));
    gate.set_value();
    QVERIFY(m_bell->waitFor(2));
    m_reader->drain();
    QCOMPARE(m_heard, std::vector<std::string>{"new"});
  }

  void deliveringMayAskAgain() {
    m_reader->request("a", [this](const ProjectView&) {
      return [this] {
        m_heard.push_back("a");
        m_reader->request("b", say("new b"));
      };
    });
    m_reader->request("b", say("old b"));
    QVERIFY(m_bell->waitFor(2));
    m_reader->drain();
    QVERIFY(m_bell->waitFor(3));
    m_reader->drain();
    QCOMPARE(m_heard, (std::vector<std::string>{"a", "new b"}));
  }

  void closingWhileAQueryRunsIsOrderly() {
    std::promise<void> started;
    std::promise<void> gate;
    m_reader->request("busy", [&, open = gate.get_future().share()](const ProjectView&) {
      started.set_value();
      open.wait();
      return [&] { m_heard.push_back("busy"); };
    });
    m_reader->request("later", say("later"));
    started.get_future().wait();
    std::thread closer([this] { m_reader.reset(); });
    gate.set_value();
    closer.join();
    QVERIFY(m_heard.empty());
  }

  void aMissingProjectIsAnError() {
    const auto reader = Reader::open(m_folder->project("missing"), {});
    QVERIFY(!reader.ok());
    QCOMPARE(reader.error().code, ErrorCode::kNotFound);
  }

 private:
  Reader::Query say(std::string text) {
    return [this, text](const ProjectView&) { return [this, text] { m_heard.push_back(text); }; };
  }

  std::unique_ptr<ProjectFolder> m_folder;
  std::unique_ptr<Bell> m_bell;
  std::unique_ptr<Reader> m_reader;
  std::vector<std::string> m_heard;
};

QTEST_GUILESS_MAIN(ReaderTest)
#include "reader_test.moc"
