#include "ui/dialogs/palette/palette_match.h"

#include <algorithm>
#include <vector>

namespace touchstone::ui {
namespace {

constexpr int kWordStart = 8, kInARow = 8, kNameStart = 3;
constexpr int kImpossible = -1;

QList<QChar> foldedLetters(QStringView text) {
  QList<QChar> letters;
  for (const QChar letter : text) {
    if (!letter.isSpace()) {
      letters << letter.toCaseFolded();
    }
  }
  return letters;
}

int placeValue(QStringView name, int at) {
  if (at == 0) {
    return kWordStart + kNameStart;
  }
  return name[at].isLetterOrNumber() && !name[at - 1].isLetterOrNumber() ? kWordStart : 1;
}

// Where one letter may stand: the best score of all up to it, and where the letter before it stands then.
struct Place {
  int score = kImpossible;
  int before = -1;
};
using Places = std::vector<Place>;

Places placesOf(QStringView name, QChar letter, const Places* previous) {
  Places places(static_cast<std::size_t>(name.size()));
  int best = kImpossible, bestAt = -1;
  for (int at = 0; at < name.size(); ++at) {
    const bool hasNeighbour = previous != nullptr && at > 0;
    const Place neighbour = hasNeighbour ? (*previous)[static_cast<std::size_t>(at - 1)] : Place{};
    if (neighbour.score > best) {
      best = neighbour.score;
      bestAt = at - 1;
    }
    if (name[at].toCaseFolded() != letter || (previous != nullptr && best == kImpossible)) {
      continue;
    }
    Place& place = places[static_cast<std::size_t>(at)];
    place = {std::max(best, 0) + placeValue(name, at), bestAt};
    if (neighbour.score != kImpossible && neighbour.score + kInARow + 1 > place.score) {
      place = {neighbour.score + std::max(kInARow + 1, placeValue(name, at)), at - 1};
    }
  }
  return places;
}

}  // namespace

std::optional<PaletteMatch> matchLetters(QStringView name, QStringView letters) {
  const QList<QChar> wanted = foldedLetters(letters);
  if (wanted.isEmpty()) {
    return PaletteMatch{};
  }
  std::vector<Places> table;
  table.reserve(static_cast<std::size_t>(wanted.size()));
  for (const QChar letter : wanted) {
    table.push_back(placesOf(name, letter, table.empty() ? nullptr : &table.back()));
  }
  const Places& last = table.back();
  const auto end =
      std::max_element(last.begin(), last.end(), [](const Place& a, const Place& b) { return a.score < b.score; });
  if (end == last.end() || end->score == kImpossible) {
    return std::nullopt;
  }
  PaletteMatch match{end->score, {}};
  int at = static_cast<int>(end - last.begin());
  for (auto row = table.rbegin(); row != table.rend(); ++row) {
    match.positions.prepend(at);
    at = (*row)[static_cast<std::size_t>(at)].before;
  }
  return match;
}

}  // namespace touchstone::ui
