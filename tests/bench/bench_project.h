// Rows of a made-up study for the benchmarks: one run, its trials with their points, and a writer that ends the program
// with the reason when it cannot work.
// Thread: any. Blocking: openWriter and flush wait for the file. Errors: printed, exit code 1.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "engine/store/project_writer.h"

namespace touchstone::bench {

using Clock = std::chrono::steady_clock;

constexpr double kStartS = 1.7e9;

inline double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

[[noreturn]] inline void stop(const Error& error) {
  std::fprintf(stderr, "benchmark: %s\n", error.text().c_str());
  std::exit(1);
}

// A new folder in the temporary one; whoever makes it removes it.
inline std::filesystem::path makeFolder(const std::string& name) {
  auto folder =
      std::filesystem::temp_directory_path() / (name + "-" + std::to_string(Clock::now().time_since_epoch().count()));
  std::filesystem::create_directories(folder);
  return folder;
}

inline std::unique_ptr<store::ProjectWriter> openWriter(const std::filesystem::path& path) {
  auto writer = store::ProjectWriter::open(path, {});
  if (!writer) {
    stop(writer.error());
  }
  return *std::move(writer);
}

inline void flush(store::ProjectWriter& writer) {
  if (const auto flushed = writer.flush(); !flushed) {
    stop(flushed.error());
  }
}

inline store::WriteBatch studyRows() {
  using namespace store;
  WriteBatch batch;
  batch.push_back(AddStudy{{1}, "bench", "", "", "", R"({"trials":1000})", "[0]", 1.0});
  TaskRow task;
  task.id = {1};
  task.study = {1};
  task.name = "task";
  task.metric = "mse";
  batch.push_back(AddTask{task, {}, 0});
  ContenderRow contender;
  contender.id = {1};
  contender.study = {1};
  contender.name = "contender";
  contender.method = "dlinear";
  batch.push_back(AddContender{contender, "{}", 0});
  batch.push_back(AddRun{{1}, {1}, {1}, {1}, 0});
  batch.push_back(StartRun{{1}, "", 1.0});
  batch.push_back(AddStage{{1}, 0, "", 1000, 20, "epochs", 1.0, "", "", 1.0});
  batch.push_back(AddMetric{{1}, "validation mse"});
  batch.push_back(AddMetric{{2}, "train mse"});
  return batch;
}

inline store::AddTrial trialRow(std::int64_t id, double startedS = 1.0) {
  return {{id}, {1}, 0, static_cast<int>(id), R"({"learning rate":0.003,"kernel":25,"look-back":336})", id, startedS};
}

// Where a trial's curve ends up: spread over the trials in no order.
inline double levelOf(std::int64_t trial) {
  return 1.0 + static_cast<double>(trial * 7919 % 10'007) / 10'007.0;
}

inline double valueAt(std::int64_t trial, std::int64_t step) {
  return levelOf(trial) + 1.0 / (static_cast<double>(step) + 1.0);
}

inline store::AddPoints pointRows(std::int64_t trial, std::int64_t from, std::int64_t to) {
  store::AddPoints points{{trial}, {1}, {}};
  for (std::int64_t step = from; step < to; ++step) {
    points.points.push_back(
        {step, valueAt(trial, step), kStartS + static_cast<double>(trial) + 0.0009 * static_cast<double>(step)});
  }
  return points;
}

// The rows that end a trial begun earlier.
inline store::WriteBatch trialEnd(std::int64_t id, std::int64_t points) {
  const double startS = kStartS + static_cast<double>(id);
  const double best = valueAt(id, points - 1);
  return {store::AddSegment{{id}, 0, 20, 20, "finished", best, 0, startS, startS + 1.0, 1.0, "", "", ""},
          store::UpdateTrial{{id}, TrialState::kFinished, best, 0, 20, 1.0, 1.0, 1000, startS + 1.0, ""}};
}

// 20,000 of these are a project of 2 million points, the last 1,000 with 1,000 points each.
inline store::WriteBatch finishedTrial(std::int64_t id) {
  const std::int64_t count = id > 19'000 ? 1000 : 53;
  store::WriteBatch batch{trialRow(id, kStartS + static_cast<double>(id)), pointRows(id, 0, count)};
  for (store::WriteOp& op : trialEnd(id, count)) {
    batch.push_back(std::move(op));
  }
  return batch;
}

// The file with 20,000 trials and 2 million points.
inline void writeLargeProject(store::ProjectWriter& writer) {
  writer.push(studyRows());
  for (std::int64_t id = 1; id <= 20'000; ++id) {
    writer.push(finishedTrial(id));
  }
  flush(writer);
}

}  // namespace touchstone::bench
