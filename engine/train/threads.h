// One thread for each trial slot: the slots are the parallelism. Two slots with one thread each give nearly twice the
// throughput, two threads in one trial 1.1 to 1.65 times, and spinning OpenMP threads on a busy machine collapse
// (measured on two cores).
// Thread: call at the start of every piece of work on the thread that does it; torch's setting is per thread.
// Blocking: never. Errors: none.
#pragma once

namespace touchstone::train {

// Torch, MKL and OpenBLAS compute in the calling thread from now on.
void useOneThread();

}  // namespace touchstone::train
