#include "engine/data/split.h"

#include <algorithm>
#include <cmath>

#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

std::string channelNote(std::span<const std::string> names, std::size_t channel) {
  return names.size() > 1 && channel < names.size() ? " of " + quoteForMessage(names[channel]) : std::string();
}

Error tooShort(const std::string& message) {
  return {ErrorCode::kBadInput, message, "split"};
}

// Rows of one unit of a duration: 720 for a month of hourly rows; 1 for a month of a monthly clock.
Result<double> rowsPerUnit(const SplitRule& rule, const SplitContext& context) {
  const bool isOverruled = context.stepsPerDay > 0.0;
  if (!isOverruled && !context.clock.isKnown()) {
    return Error{ErrorCode::kBadInput,
                 "The split " + quoteForMessage(rule.text) +
                     " needs the time between two rows, but the data have no date column. Give the blocks in "
                     "rows, as in \"8640/2880/2880 rows\".",
                 "split"};
  }
  if (!isOverruled && rule.unitDays == 30.0) {
    switch (context.clock.step) {
    case CalendarStep::kMonths:
      return 1.0;
    case CalendarStep::kQuarters:
      return 1.0 / 3.0;
    case CalendarStep::kYears:
      return 1.0 / 12.0;
    case CalendarStep::kWeekdays:
      return 30.0 * 5.0 / 7.0;
    case CalendarStep::kSeconds:
      break;
    }
  }
  return rule.unitDays * (isOverruled ? context.stepsPerDay : stepsPerDay(context.clock));
}

SplitRows splitPercent(const SplitRule& rule, std::size_t rows) {
  // As the published splits: int(rows * 0.7) in double arithmetic, the test block from the end, validation between.
  const auto share = [rows](double percent) {
    return static_cast<std::size_t>(static_cast<double>(rows) * (percent / 100.0));
  };
  const std::size_t train = share(rule.train);
  const std::size_t test = share(rule.test);
  return {train, rows - std::min(rows, test), rows};
}

Result<SplitRows> splitRows(const SplitRule& rule, std::size_t rows, double perUnit, const std::string& note) {
  if (rule.kind == SplitRule::Kind::kPercent) {
    return splitPercent(rule, rows);
  }
  const auto blockRows = [perUnit](double block) { return static_cast<std::size_t>(std::llround(block * perUnit)); };
  const std::size_t train = blockRows(rule.train), validation = blockRows(rule.validation), test = blockRows(rule.test);
  const std::size_t needed = train + validation + test;
  if (rule.kind == SplitRule::Kind::kLast) {
    if (needed >= rows) {
      return tooShort("The split " + quoteForMessage(rule.text) + " takes " + std::to_string(needed) +
                      " rows for validation and test, but the series" + note + " has " + std::to_string(rows) +
                      ". Leave rows for training.");
    }
    return SplitRows{rows - needed, rows - test, rows};
  }
  if (needed > rows) {
    return tooShort("The split " + quoteForMessage(rule.text) + " asks for " + std::to_string(needed) +
                    " rows, but the series" + note + " has " + std::to_string(rows) +
                    ". Make the blocks smaller, or use \"70/10/20\".");
  }
  return SplitRows{train, train + validation, needed};
}

}  // namespace

Result<std::vector<SplitRows>> applySplit(const SplitRule& rule, const SplitContext& context) {
  double perUnit = 1.0;
  if (rule.kind == SplitRule::Kind::kDuration) {
    const auto rows = rowsPerUnit(rule, context);
    if (!rows) {
      return rows.error();
    }
    perUnit = *rows;
  }
  std::vector<SplitRows> splits;
  for (std::size_t c = 0; c < context.lengths.size(); ++c) {
    const auto rows = splitRows(rule, context.lengths[c], perUnit, channelNote(context.names, c));
    if (!rows) {
      return rows.error();
    }
    splits.push_back(*rows);
  }
  return splits;
}

Result<std::vector<SplitRows>> splitByFiles(std::span<const std::vector<std::size_t>> ends, std::size_t horizon,
                                            std::span<const std::string> names) {
  std::vector<SplitRows> splits;
  for (std::size_t c = 0; c < ends.size(); ++c) {
    const std::vector<std::size_t>& end = ends[c];
    if (end.size() == 3) {
      splits.push_back({end[0], end[1], end[2]});
      continue;
    }
    const std::size_t validation = std::max(horizon, end[0] / 10);
    if (end.size() != 2 || validation >= end[0]) {
      return tooShort("The train file has " + std::to_string(end[0]) + " rows" + channelNote(names, c) +
                      ", too few to keep " + std::to_string(validation) +
                      " of them for validation. Give longer series or a shorter horizon.");
    }
    splits.push_back({end[0] - validation, end[0], end[1]});
  }
  return splits;
}

Result<void> checkSplit(std::span<const SplitRows> splits, std::size_t horizon, std::span<const std::string> names) {
  for (std::size_t c = 0; c < splits.size(); ++c) {
    const SplitRows& rows = splits[c];
    const std::size_t test = rows.testEnd - rows.validationEnd;
    const std::size_t validation = rows.validationEnd - rows.trainEnd;
    const std::string note = channelNote(names, c);
    const auto block = [&](const char* name, std::size_t size) {
      return tooShort("The horizon " + std::to_string(horizon) + " is longer than the " + name + " block of " +
                      std::to_string(size) + (size == 1 ? " row" : " rows") + note +
                      ". Make the block longer or the horizon shorter.");
    };
    if (test < horizon) {
      return block("test", test);
    }
    if (validation < horizon) {
      return block("validation", validation);
    }
    if (const std::size_t least = std::max<std::size_t>(horizon, 2); rows.trainEnd < least) {
      return tooShort("The training block of " + std::to_string(rows.trainEnd) +
                      (rows.trainEnd == 1 ? " row" : " rows") + note + " is too short: a horizon of " +
                      std::to_string(horizon) + " needs at least " + std::to_string(least) +
                      ". Make the block longer or the horizon shorter.");
    }
  }
  return {};
}

std::string splitHash(std::span<const SplitRows> splits) {
  std::string text;
  for (const SplitRows& rows : splits) {
    text += std::to_string(rows.trainEnd) + " " + std::to_string(rows.validationEnd) + " " +
            std::to_string(rows.testEnd) + "\n";
  }
  return shortHash(text);
}

}  // namespace touchstone::data
