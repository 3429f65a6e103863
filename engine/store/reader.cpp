#include "engine/api/reader.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace touchstone {

namespace {

class ThreadReader final : public Reader {
 public:
  ThreadReader(std::unique_ptr<ProjectView> view, std::function<void()> wake)
      : m_wake(std::move(wake)), m_view(std::move(view)), m_thread([this] { run(); }) {}

  ~ThreadReader() override {
    {
      const std::scoped_lock lock(m_mutex);
      m_isStopping = true;
      m_requests.clear();
    }
    m_changed.notify_one();
    m_thread.join();
  }

  Token request(std::string_view channel, Query query) override;
  void drain() override;

 private:
  struct Request {
    std::string channel;
    Token token = 0;
    Query query;
  };
  struct Answer {
    std::string channel;
    Token token = 0;
    Deliver deliver;
  };

  void run();

  const std::function<void()> m_wake;

  // requesting thread only
  Token m_lastToken = 0;
  std::unordered_map<std::string, Token> m_newest;  // by channel

  // reader thread only, once constructed
  std::unique_ptr<ProjectView> m_view;

  std::mutex m_mutex;
  std::condition_variable m_changed;
  // guarded by m_mutex
  std::deque<Request> m_requests;
  std::vector<Answer> m_answers;
  bool m_isStopping = false;

  std::thread m_thread;  // last: it uses all of the above
};

Reader::Token ThreadReader::request(std::string_view channel, Query query) {
  Request fresh{std::string(channel), ++m_lastToken, std::move(query)};
  m_newest[fresh.channel] = fresh.token;
  {
    const std::scoped_lock lock(m_mutex);
    const auto same = std::find_if(m_requests.begin(), m_requests.end(),
                                   [&](const Request& waiting) { return waiting.channel == fresh.channel; });
    // In the place of the one that it makes stale, so that a busy channel is not put back again and again.
    if (same != m_requests.end()) {
      std::swap(*same, fresh);
    } else {
      m_requests.push_back(std::move(fresh));
    }
  }
  m_changed.notify_one();
  return m_lastToken;
}

void ThreadReader::drain() {
  std::vector<Answer> answers;
  {
    const std::scoped_lock lock(m_mutex);
    answers.swap(m_answers);
  }
  for (Answer& answer : answers) {
    // Looked up one by one: a deliver closure may ask again and so make a later answer stale.
    if (m_newest[answer.channel] == answer.token && answer.deliver) {
      answer.deliver();
    }
  }
}

void ThreadReader::run() {
  while (true) {
    Request request;
    {
      std::unique_lock lock(m_mutex);
      m_changed.wait(lock, [&] { return m_isStopping || !m_requests.empty(); });
      if (m_isStopping) {
        return;
      }
      request = std::move(m_requests.front());
      m_requests.pop_front();
    }
    Answer answer{std::move(request.channel), request.token, request.query(*m_view)};
    {
      const std::scoped_lock lock(m_mutex);
      m_answers.push_back(std::move(answer));
    }
    if (m_wake) {
      m_wake();
    }
  }
}

}  // namespace

Result<std::unique_ptr<Reader>> Reader::open(const std::filesystem::path& path, std::function<void()> wake) {
  Result<std::unique_ptr<ProjectView>> view = ProjectView::open(path);
  if (!view) {
    return view.error();
  }
  return std::unique_ptr<Reader>(std::make_unique<ThreadReader>(*std::move(view), std::move(wake)));
}

}  // namespace touchstone
