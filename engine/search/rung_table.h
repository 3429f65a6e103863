// The rungs of successive halving: at which resource they are, and who scored what there.
// Losses are ranked ascending, ties by trial number, diverged trials (NaN) last. Every question about order costs O(log n).
// Thread: one object per thread. Blocking: never. Errors: none; misuse is asserted.
#pragma once

#include <cstddef>
#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>
#include <functional>
#include <optional>
#include <vector>

namespace touchstone::search {

struct RungEntry {
  double loss = 0.0;  // +infinity: diverged
  int trial = 0;
  friend bool operator<(const RungEntry& a, const RungEntry& b) {
    return a.loss < b.loss || (a.loss == b.loss && a.trial < b.trial);
  }
};

class Rung {
 public:
  // Once per trial; NaN or an infinite loss counts as diverged. Returns the entry as it is ranked.
  RungEntry record(int trial, double loss);

  std::size_t size() const { return m_entries.size(); }
  std::size_t diverged() const { return m_diverged; }
  std::size_t rankOf(const RungEntry& entry) const { return m_entries.order_of_key(entry); }  // 0 is the best
  const RungEntry& at(std::size_t rank) const { return *m_entries.find_by_order(rank); }

  // NumPy's nanpercentile of the negated losses at level (1 - 1/reductionFactor) * 100, to the last bit: linear between
  // neighbours, diverged trials left out. Nothing while the rung has no finite loss.
  std::optional<double> scorePercentile(int reductionFactor) const;

 private:
  using Entries = __gnu_pbds::tree<RungEntry, __gnu_pbds::null_type, std::less<RungEntry>, __gnu_pbds::rb_tree_tag,
                                   __gnu_pbds::tree_order_statistics_node_update>;
  Entries m_entries;  // knows the rank of a key and the key of a rank
  std::size_t m_diverged = 0;
};

struct RungOptions {
  int minResource = 1;      // r (grace period); a bracket s of the paper is minResource * reductionFactor^s
  int maxResource = 20;     // R: no trial gets more
  int reductionFactor = 2;  // eta, at least 2
  int step = 0;             // without rungs: resource between two checkpoints; 0: all at once
};

// r, r eta, r eta^2, ... below R: 1, 2, 4, 8, 16 for (1, 20, 2). At R a trial is finished, so R is no milestone.
std::vector<int> milestonesOf(const RungOptions& options);

// How many of `trials` trials successive halving lets as far as each rung: all at the first milestone, then one in
// reductionFactor, and at R those that the last milestone lets go. The least that happens: asynchronous promotion lets a
// trial go on that later ones push out of the best, so a few more may come so far.
struct RungShare {
  int resource = 0;
  int trials = 0;
};
std::vector<RungShare> rungShares(int trials, const RungOptions& options);

class RungTable {
 public:
  explicit RungTable(const RungOptions& options);

  const RungOptions& options() const { return m_options; }
  int count() const { return static_cast<int>(m_milestones.size()); }  // rungs where trials are compared
  int milestone(int rung) const { return m_milestones[static_cast<std::size_t>(rung)]; }
  int targetAfter(int resource) const;  // next milestone above `resource`, or R
  int rungAt(int resource) const;       // the rung a trial with `resource` heads for: lowest with milestone >= resource

  // Rung count() holds the trials that got to R; it is ranked but decides nothing.
  Rung& rung(int index) { return m_rungs[static_cast<std::size_t>(index)]; }
  const Rung& rung(int index) const { return m_rungs[static_cast<std::size_t>(index)]; }

 private:
  // constant after construction
  RungOptions m_options;
  std::vector<int> m_milestones;

  std::vector<Rung> m_rungs;
};

}  // namespace touchstone::search
