// Runs this test program again as another process with a task of its own: `program --child TASK PATH`.
// So a killed writer is a real process, and nothing is forked from a program with threads.
#pragma once

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

namespace touchstone::test {

class ChildProcess {
 public:
  ChildProcess(const std::string& task, const std::filesystem::path& path) {
    std::array<int, 2> toChild{};
    std::array<int, 2> fromChild{};
    if (pipe2(toChild.data(), O_CLOEXEC) != 0 || pipe2(fromChild.data(), O_CLOEXEC) != 0) {
      return;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, toChild[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], STDOUT_FILENO);
    std::string program = "/proc/self/exe";
    std::string flag = "--child";
    std::string taskName = task;
    std::string pathName = path.string();
    std::array<char*, 5> arguments{program.data(), flag.data(), taskName.data(), pathName.data(), nullptr};
    if (posix_spawn(&m_process, program.c_str(), &actions, nullptr, arguments.data(), environ) != 0) {
      m_process = -1;
    }
    posix_spawn_file_actions_destroy(&actions);
    close(toChild[0]);
    close(fromChild[1]);
    m_in = toChild[1];
    m_out = fromChild[0];
  }
  ~ChildProcess() {
    kill();
    close(m_in);
    close(m_out);
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t id() const { return m_process; }

  // The next number that the child tells; -1 once it has ended. Waits.
  std::int64_t hear() {
    std::int64_t number = 0;
    ssize_t size = 0;
    do {
      size = read(m_out, &number, sizeof number);
    } while (size < 0 && errno == EINTR);
    return size == sizeof number ? number : -1;
  }
  // Ends what the child waits for with listen().
  void release() {
    close(m_in);
    m_in = -1;
  }
  void kill() {
    if (m_process > 0) {
      ::kill(m_process, SIGKILL);
      wait();
    }
  }
  // Its exit status, or -1 when a signal ended it.
  int wait() {
    int status = 0;
    while (m_process > 0 && waitpid(m_process, &status, 0) < 0 && errno == EINTR) {
    }
    m_process = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t m_process = -1;
  int m_in = -1;
  int m_out = -1;
};

// For the child.
inline bool tell(std::int64_t number) {
  return write(STDOUT_FILENO, &number, sizeof number) == sizeof number;  // less than a pipe's atomic size
}
inline void listen() {
  char byte = 0;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
}

}  // namespace touchstone::test

// Instead of QTEST_GUILESS_MAIN: `child(task, path)` returns the exit status of the other process.
#define TEST_MAIN_WITH_CHILD(TestClass, child)                                                                         \
  int main(int argc, char** argv) {                                                                                    \
    if (argc == 4 && std::string_view(argv[1]) == "--child") {                                                         \
      return child(argv[2], argv[3]);                                                                                  \
    }                                                                                                                  \
    const QCoreApplication application(argc, argv);                                                                    \
    TestClass test;                                                                                                    \
    return QTest::qExec(&test, argc, argv);                                                                            \
  }
