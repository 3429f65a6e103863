// Numbers as people read them: U+2212 minus, decimals that fit a step, 10ⁿ with real superscripts, durations.
// Always a decimal point, whatever the locale: figures and tables of one study must agree. Thread: any.
#pragma once

#include <QString>

namespace touchstone::ui {

// "0.689", "−0.013"; NaN is "–", infinities are "∞" and "−∞".
QString fixedNumber(double value, int decimals);
// With three or more significant figures: 0.3571, 12.3, 1,204, 2.1×10⁻⁷.
QString readableNumber(double value, int significant = 4);
// "±.004": the spread beside a number of as many decimals.
QString spreadNumber(double value, int decimals);
// Decimals that tell values apart which are `step` from each other; 0..9.
int decimalsForStep(double step);
// Decimals that show scores of this size: three below ten, as scores differ there, fewer above.
int decimalsForScores(double largest);
// "10⁻³".
QString powerOfTen(int exponent);
// "00:41", "12:05", "3 h 41 min", "2 d 4 h"; NaN and negative: "–".
QString duration(double seconds);
// What something took: "42 ms", "0.8 s", "41 s", "3 min 05 s", "2 h 05 min", "2 d 04 h"; NaN and negative: "–".
QString shortDuration(double seconds);
// 12 -> "12", 4310 -> "4,310", 1420000 -> "1.42 M".
QString count(double value);

}  // namespace touchstone::ui
