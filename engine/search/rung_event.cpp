#include "engine/search/rung_event.h"

#include <array>
#include <charconv>
#include <cmath>

namespace touchstone::search {

namespace {

constexpr int kDigits = 4;

std::string shortNumber(double value) {
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, kDigits).ptr;
  return {text.data(), end};
}

std::string shareWord(int reductionFactor) {
  constexpr std::array<const char*, 5> kWords{"One half", "One third", "One quarter", "One fifth", "One sixth"};
  const auto index = static_cast<std::size_t>(reductionFactor - 2);
  return index < kWords.size() ? kWords[index] : std::string("One in ").append(std::to_string(reductionFactor));
}

class Sentences {
 public:
  Sentences(const RungEvent& event, std::string_view unit, std::string_view units)
      : m_event(event), m_unit(unit), m_units(units) {}

  std::string text() const {
    if (std::isnan(m_event.value)) {
      return std::string("By ")
          .append(amount(m_event.resource))
          .append(" its value was no number any more, so it was stopped.");
    }
    std::string text = std::string("At ").append(amount(m_event.resource)).append(" it scored ");
    text.append(shortNumber(m_event.value));
    if (m_event.rank > 0) {
      text.append(", rank ").append(std::to_string(m_event.rank)).append(" of ").append(std::to_string(m_event.of));
    }
    return text.append(". ").append(reason()).append(outcome()).append(".");
  }

 private:
  std::string amount(int resource) const {
    return std::to_string(resource).append(" ").append(resource == 1 ? m_unit : m_units);
  }

  // Empty where no comparison was made.
  std::string reason() const {
    if (m_event.reductionFactor == 0 || m_event.decision == RungDecision::kFinished) {
      return "It ";
    }
    std::string text = shareWord(m_event.reductionFactor).append(" goes on");
    if (m_event.goOn > 0) {
      text.append(" (")
          .append(std::to_string(m_event.goOn))
          .append(" of ")
          .append(std::to_string(m_event.of))
          .append(")");
    }
    if (m_event.cutoff) {
      return text.append("; the cut-off was ").append(shortNumber(*m_event.cutoff)).append(", so it ");
    }
    if (m_event.decision == RungDecision::kPaused) {
      const std::string wanted = std::to_string(m_event.reductionFactor);
      return text.append(" once ").append(wanted).append(" have come this far, so it ");
    }
    return text.append("; there was nothing to compare it with yet, so it ");
  }

  std::string outcome() const {
    switch (m_event.decision) {
    case RungDecision::kPromoted:
      return std::string("went on to ").append(amount(m_event.nextResource));
    case RungDecision::kPaused:
      return "waits";
    case RungDecision::kStopped:
      return m_event.isOutOfTime ? "could go on, but the time is used up" : "was stopped";
    case RungDecision::kFinished:
      return m_event.isEarly ? "had stopped improving and ended by itself" : "had all it could get and is finished";
    }
    return {};
  }

  const RungEvent& m_event;
  std::string_view m_unit;
  std::string_view m_units;
};

}  // namespace

bool operator==(const RungEvent& a, const RungEvent& b) {
  const bool sameValue = a.value == b.value || (std::isnan(a.value) && std::isnan(b.value));
  return sameValue && a.trial == b.trial && a.rung == b.rung && a.resource == b.resource && a.decision == b.decision &&
         a.cutoff == b.cutoff && a.rank == b.rank && a.of == b.of && a.goOn == b.goOn &&
         a.reductionFactor == b.reductionFactor && a.nextResource == b.nextResource && a.isEarly == b.isEarly &&
         a.isOutOfTime == b.isOutOfTime;
}

std::string describe(const RungEvent& event, std::string_view unit, std::string_view units) {
  return Sentences(event, unit, units).text();
}

}  // namespace touchstone::search
