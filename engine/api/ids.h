// Distinct integer ids, one type per table of the project file, so that a trial is never taken for a run.
// An id of 0 means "none"; ids from the file start at 1.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace touchstone {

template <typename Tag>
struct Id {
  std::int64_t value = 0;

  constexpr bool isValid() const { return value > 0; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

using StudyId = Id<struct StudyTag>;
using TaskId = Id<struct TaskTag>;
using DatasetId = Id<struct DatasetTag>;
using ContenderId = Id<struct ContenderTag>;
using RunId = Id<struct RunTag>;
using TrialId = Id<struct TrialTag>;
using MetricId = Id<struct MetricTag>;

}  // namespace touchstone

template <typename Tag>
struct std::hash<touchstone::Id<Tag>> {
  std::size_t operator()(touchstone::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
