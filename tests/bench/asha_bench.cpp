// ASHA with a trivial objective through the whole engine: every trial, point and rung decision in the project file.
// Prints trials per second; the peer with the same shape is asha_peer.py.
// Usage: asha_bench [trials=20000] [slots=2]; durability: WAL, synchronous NORMAL (survives a killed process).
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "engine/api/project_view.h"
#include "tests/support/engine_fixture.h"

using namespace touchstone;

int main(int argc, char** argv) {
  const int trials = argc > 1 ? std::atoi(argv[1]) : 20000;
  const int slots = argc > 2 ? std::atoi(argv[2]) : 2;
  const auto path = std::filesystem::temp_directory_path() / "asha_bench.touchstone";
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) {
    std::filesystem::remove(path.string() + suffix);
  }
  std::filesystem::remove_all(path.string() + ".files");

  test::EngineFixture fixture(slots);
  // Rungs at 1, 3 and 9 epochs, four reports in each epoch, no checkpoints: four reports a trial or more.
  StudySpec spec = test::scriptedStudy(trials, 9, {0}, {{"no_checkpoint", true}, {"reports", 4.0}});
  fixture.engine().submit(OpenProject{path});
  const double start = base::steadyS();
  fixture.engine().submit(StartStudy{spec});
  const bool isDone = fixture.waitForStudy(StudyState::kDone, 600.0);
  fixture.close();  // the last commit counts
  const double seconds = base::steadyS() - start;
  auto view = ProjectView::open(path);
  const auto studies = (*view)->studies();
  std::printf("%s trials %d points %lld seconds %.3f trials/s %.0f\n", isDone ? "done" : "NOT DONE", studies->front().trialsTotal,
              static_cast<long long>(studies->front().points), seconds, trials / seconds);
  return isDone ? 0 : 1;
}
