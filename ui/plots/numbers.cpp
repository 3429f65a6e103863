#include "ui/plots/numbers.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

namespace touchstone::ui {

namespace {

constexpr QChar kMinus(0x2212);
constexpr QChar kDash(0x2013);
constexpr QChar kInfinity(0x221E);

QString withMinus(QString text) {
  return text.startsWith(u'-') ? text.replace(0, 1, kMinus) : text;
}

// Only zeros are left: a rounding leftover must not read "−0.00".
bool isZero(const QString& text) {
  return std::none_of(text.begin(), text.end(), [](QChar c) { return c >= u'1' && c <= u'9'; });
}

QString grouped(QString digits) {
  for (qsizetype at = digits.size() - 3; at > 0; at -= 3) digits.insert(at, u',');
  return digits;
}

}  // namespace

QString fixedNumber(double value, int decimals) {
  if (std::isnan(value)) return kDash;
  if (std::isinf(value)) return value > 0.0 ? QString(kInfinity) : QString(kMinus) + kInfinity;
  const QString text = QString::number(value, 'f', std::clamp(decimals, 0, 15));
  return isZero(text) && text.startsWith(u'-') ? text.mid(1) : withMinus(text);
}

QString powerOfTen(int exponent) {
  static const QString kRaised = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
  QString text = QStringLiteral("10");
  if (exponent < 0) text += QChar(0x207B);
  for (const QChar digit : QString::number(std::abs(exponent))) text += kRaised.at(digit.digitValue());
  return text;
}

QString readableNumber(double value, int significant) {
  if (!std::isfinite(value) || value == 0.0) return fixedNumber(value, 0);
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (exponent < -4 || exponent > 6) {
    const QString mantissa = fixedNumber(value / std::pow(10.0, exponent), std::max(0, significant - 1));
    return mantissa + QChar(0x00D7) + powerOfTen(exponent);
  }
  const int decimals = std::clamp(significant - 1 - exponent, 0, 9);
  QString text = fixedNumber(value, decimals);
  const bool isNegative = text.startsWith(kMinus);
  if (isNegative) text.remove(0, 1);
  const qsizetype point = text.indexOf(u'.');
  text = grouped(point < 0 ? text : text.left(point)) + (point < 0 ? QString() : text.mid(point));
  return isNegative ? kMinus + text : text;
}

QString spreadNumber(double value, int decimals) {
  QString text = fixedNumber(value, decimals);
  if (text.startsWith(QStringLiteral("0."))) text.remove(0, 1);
  return QChar(0x00B1) + text;
}

int decimalsForStep(double step) {
  if (!(step > 0.0) || !std::isfinite(step)) return 0;
  // 0.25 needs two decimals although its first digit is at the first
  int decimals = std::clamp(-static_cast<int>(std::floor(std::log10(step) + 1e-9)), 0, 9);
  const double scaled = step * std::pow(10.0, decimals);
  if (decimals < 9 && std::abs(scaled - std::round(scaled)) > 1e-6) ++decimals;
  return decimals;
}

int decimalsForScores(double largest) {
  const double size = std::abs(largest);
  if (!std::isfinite(size) || size == 0.0) return 3;
  if (size < 0.01) return std::min(9, 2 - static_cast<int>(std::floor(std::log10(size))));
  return size < 10.0 ? 3 : std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 3);
}

QString duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0.0) return kDash;
  const qint64 whole = std::llround(std::min(seconds, 1e12));
  if (whole < 3600) {
    return QStringLiteral("%1:%2").arg(whole / 60, 2, 10, QLatin1Char('0')).arg(whole % 60, 2, 10, QLatin1Char('0'));
  }
  if (whole < 86400) return QStringLiteral("%1 h %2 min").arg(whole / 3600).arg(whole / 60 % 60);
  return QStringLiteral("%1 d %2 h").arg(whole / 86400).arg(whole / 3600 % 24);
}

QString shortDuration(double seconds) {
  // Each limit is where the form before it would round up to its next unit.
  if (!std::isfinite(seconds) || seconds < 0.0) return kDash;
  if (seconds < 0.0995) return fixedNumber(seconds * 1000.0, 0) + QStringLiteral(" ms");
  if (seconds < 9.95) return fixedNumber(seconds, 1) + QStringLiteral(" s");
  const qint64 whole = std::llround(std::min(seconds, 1e12));
  if (whole < 60) return QStringLiteral("%1 s").arg(whole);
  const auto pair = [](qint64 large, const char* unit, qint64 small, const char* smallUnit) {
    return QStringLiteral("%1 %2 %3 %4")
        .arg(large)
        .arg(QLatin1String(unit))
        .arg(small, 2, 10, QLatin1Char('0'))
        .arg(QLatin1String(smallUnit));
  };
  if (whole < 3600) return pair(whole / 60, "min", whole % 60, "s");
  const qint64 minutes = std::llround(static_cast<double>(whole) / 60.0);
  return minutes < 1440 ? pair(minutes / 60, "h", minutes % 60, "min")
                        : pair(minutes / 1440, "d", minutes / 60 % 24, "h");
}

QString count(double value) {
  if (!std::isfinite(value)) return kDash;
  if (std::abs(value) >= 1e9) return fixedNumber(value / 1e9, 2) + QStringLiteral(" G");
  if (std::abs(value) >= 1e6) return fixedNumber(value / 1e6, 2) + QStringLiteral(" M");
  return (value < 0 ? QString(kMinus) : QString()) + grouped(QString::number(std::abs(value), 'f', 0));
}

}  // namespace touchstone::ui
