// How fast the store takes rows, and how fast it answers while it does.
//   store_bench [SECONDS]    points for SECONDS (default 30) while a reader polls every 100 ms, then rows per kind of op
// Every figure is durable in the sense of the project file: WAL, synchronous NORMAL, committed and visible to the reader.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/api/project_view.h"
#include "engine/store/project_writer.h"
#include "tests/bench/bench_project.h"

namespace {

namespace fs = std::filesystem;
using namespace touchstone;
using namespace touchstone::store;
using namespace touchstone::bench;

constexpr int kTrialsAtATime = 8;
constexpr int kPointsPerCurve = 2000;
constexpr int kPointsPerBatch = 50;

AddPrediction predictionRow(std::int64_t i, std::size_t horizon) {
  AddPrediction row;
  row.run = {1};
  row.item = i / 7;
  row.part = static_cast<int>(i % 7);
  row.error = row.mse = 0.1;
  row.mae = 0.2;
  row.output.assign(horizon, 0.5f);
  return row;
}

// Eight trials at a time, two metrics each, as compact batches or as single rows.
class PointSource {
 public:
  PointSource(ProjectWriter& writer, bool isCompact) : m_writer(writer), m_isCompact(isCompact) {}

  std::int64_t pushed() const { return m_pushed; }
  void pushOne() {
    WriteBatch batch;
    const std::int64_t trial = m_group * kTrialsAtATime + m_next + 1;
    if (m_step == 0) {
      batch.push_back(trialRow(trial));
    }
    for (const std::int64_t metric : {1, 2}) {
      append(batch, trial, metric);
    }
    m_writer.push(std::move(batch));
    m_pushed += 2 * kPointsPerBatch;
    m_next = (m_next + 1) % kTrialsAtATime;
    m_step += m_next == 0 ? kPointsPerBatch : 0;
    if (m_step == kPointsPerCurve) {
      finishGroup();
      m_step = 0;
      ++m_group;
    }
  }

 private:
  void finishGroup() {
    WriteBatch batch;
    for (int i = 1; i <= kTrialsAtATime; ++i) {
      batch.push_back(UpdateTrial{
          {m_group * kTrialsAtATime + i}, TrialState::kFinished, 0.5, 0, 20, 1.0, 1.0, 1000, 1.7e9 + 2.0, ""});
    }
    m_writer.push(std::move(batch));
  }
  void append(WriteBatch& batch, std::int64_t trial, std::int64_t metric) const {
    AddPoints points{{trial}, {metric}, {}};
    points.points.reserve(kPointsPerBatch);
    for (int i = 0; i < kPointsPerBatch; ++i) {
      const double step = m_step + i;
      const PointValue point{m_step + i, 1.0 / (1.0 + step), 1.7e9 + 0.001 * step};
      if (m_isCompact) {
        points.points.push_back(point);
      } else {
        batch.push_back(AddPoint{{trial}, {metric}, point.step, point.value, point.timeS});
      }
    }
    if (m_isCompact) {
      batch.push_back(std::move(points));
    }
  }

  ProjectWriter& m_writer;
  const bool m_isCompact;
  std::int64_t m_pushed = 0, m_group = 0;
  int m_next = 0, m_step = 0;
};

// A live window: the runs and the newest 200 curves every 100 ms.
struct Poll {
  std::atomic<bool> isOver = false;
  int polls = 0;
  double worstRunsS = 0.0, worstCurvesS = 0.0;
  std::uintmax_t walPeak = 0;

  void run(const fs::path& path) {
    auto view = ProjectView::open(path);
    if (!view) {
      stop(view.error());
    }
    CurveQuery query;
    query.study = {1};
    query.maxTrials = 200;
    while (!isOver) {
      const auto begin = Clock::now();
      if (!(*view)->runs({1}) || !(*view)->studies()) {
        stop((*view)->runs({1}).error());
      }
      worstRunsS = std::max(worstRunsS, since(begin));
      const auto middle = Clock::now();
      if (const auto curves = (*view)->curves(query); !curves) {
        stop(curves.error());
      }
      worstCurvesS = std::max(worstCurvesS, since(middle));
      ++polls;
      std::error_code none;
      walPeak = std::max(walPeak, fs::file_size(path.string() + "-wal", none));
      std::this_thread::sleep_until(begin + std::chrono::milliseconds(100));
    }
  }
};

void benchPoints(const fs::path& folder, double seconds, bool isCompact) {
  const fs::path path = folder / (isCompact ? "compact.touchstone" : "single.touchstone");
  auto writer = openWriter(path);
  writer->push(studyRows());
  flush(*writer);
  Poll poll;
  std::thread reader([&] { poll.run(path); });
  PointSource source(*writer, isCompact);
  const auto start = Clock::now();
  while (since(start) < seconds) {
    source.pushOne();
  }
  flush(*writer);
  const double elapsed = since(start);
  poll.isOver = true;
  reader.join();
  writer.reset();
  const double size = static_cast<double>(fs::file_size(path));
  const double count = static_cast<double>(source.pushed());
  std::printf("points, %-8s %9.0f rows/s  %11.0f rows in %.1f s  file %.0f MB (%.1f bytes a row)  WAL peak %.0f MB\n",
              isCompact ? "batched" : "single", count / elapsed, count, elapsed, size / 1e6, size / count,
              static_cast<double>(poll.walPeak) / 1e6);
  std::printf("  reader meanwhile: %d polls, slowest runs+studies %.0f ms, slowest 200 curves %.0f ms\n", poll.polls,
              1e3 * poll.worstRunsS, 1e3 * poll.worstCurvesS);
}

void benchOp(const fs::path& folder, const char* name, int count, int perBatch,
             const std::function<WriteOp(std::int64_t)>& make, const std::function<WriteOp(std::int64_t)>& needs = {}) {
  const fs::path path = folder / (std::string(name) + ".touchstone");
  auto writer = openWriter(path);
  writer->push(studyRows());
  for (std::int64_t i = 1; needs && i <= count; ++i) {
    writer->push({needs(i)});
  }
  flush(*writer);
  const auto start = Clock::now();
  for (std::int64_t i = 1; i <= count; i += perBatch) {
    WriteBatch batch;
    for (std::int64_t j = i; j < i + perBatch; ++j) {
      batch.push_back(make(j));
    }
    writer->push(std::move(batch));
  }
  flush(*writer);
  std::printf("%-16s %9.0f rows/s\n", name, count / since(start));
}

void benchOps(const fs::path& folder) {
  const auto trial = [](std::int64_t i) -> WriteOp { return trialRow(i); };
  benchOp(folder, "trial", 200'000, 10, trial);
  benchOp(
      folder, "trial update", 200'000, 10,
      [](std::int64_t i) -> WriteOp {
        return UpdateTrial{{i}, TrialState::kFinished, 0.5, 1, 20, 1.0, 1.0, 1000, 2.0, ""};
      },
      trial);
  benchOp(
      folder, "segment", 200'000, 10,
      [](std::int64_t i) -> WriteOp {
        return AddSegment{{i}, 0, 4, 4, "ok", 0.5, 0, 1.0, 2.0, 1.0, "t1.ckpt", "", ""};
      },
      trial);
  benchOp(
      folder, "rung event", 200'000, 10,
      [](std::int64_t i) -> WriteOp {
        return AddRungEvent{{1}, {i}, 0, 4, 0.5, RungDecision::kPaused, 0.4, 3, 9, i, 2.0};
      },
      trial);
  benchOp(folder, "prediction", 400'000, 100, [](std::int64_t i) -> WriteOp { return predictionRow(i, 0); });
  benchOp(folder, "forecast of 96", 50'000, 100, [](std::int64_t i) -> WriteOp { return predictionRow(i, 96); });
  benchOp(folder, "log", 200'000, 1,
          [](std::int64_t) -> WriteOp { return AddLog{1.0, "info", {1}, {1}, {}, "trial 17 reached rung 2"}; });
}

// A finished study of 20,000 trials and 2 million points: what each view waits for.
void benchReads(const fs::path& folder) {
  const fs::path path = folder / "large.touchstone";
  auto writer = openWriter(path);
  writeLargeProject(*writer);
  auto opened = ProjectView::open(path);
  if (!opened) {
    stop(opened.error());
  }
  const ProjectView& view = **opened;
  const auto time = [](const char* name, const std::function<bool()>& query, int repeats = 3) {
    double best = 1e9;
    for (int i = 0; i < repeats; ++i) {
      const auto start = Clock::now();
      if (!query()) {
        std::fprintf(stderr, "store_bench: %s failed\n", name);
        std::exit(1);
      }
      best = std::min(best, since(start));
    }
    std::printf("  %-40s %8.1f ms\n", name, 1e3 * best);
  };
  std::printf("20,000 trials, 2 million points (best of 3):\n");
  time("studies", [&] { return view.studies().ok(); });
  time("runs", [&] { return view.runs({1}).ok(); });
  TrialFilter filter;
  filter.study = {1};
  time("trials, first 1,000 by id", [&] { return view.trials(filter).ok(); });
  filter.limit = 100;
  filter.offset = 10'000;
  filter.sortColumn = "value";
  filter.descending = true;
  time("trials, 100 from 10,000 by value", [&] { return view.trials(filter).ok(); });
  filter.text = "look";
  time("the same with a text", [&] { return view.trials(filter).ok(); });
  CurveQuery curves;
  curves.study = {1};
  time(
      "1,000 curves of 1,000 points, first time", [&] { return view.curves(curves).ok(); }, 1);
  time("1,000 curves of 1,000 points, again", [&] { return view.curves(curves).ok(); });
  curves.maxPointsPerCurve = 300;
  time(
      "the same thinned to 300, first time", [&] { return view.curves(curves).ok(); }, 1);
  time("best so far over all points", [&] { return view.bestSoFar({1}, {}).ok(); });
  time("timeline", [&] { return view.timeline({1}).ok(); });
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 30.0;
  const fs::path folder = makeFolder("touchstone-store-bench");
  benchPoints(folder, seconds, true);
  benchPoints(folder, seconds / 3, false);
  benchOps(folder);
  benchReads(folder);
  fs::remove_all(folder);
}
