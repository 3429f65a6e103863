// The few words and number forms that models share beyond ui/plots/numbers.h and marks.h.
// Thread: any. Blocking: never.
#pragma once

#include <QString>
#include <span>
#include <string>

namespace touchstone::ui {

// "MSE ↓": lower is better.
QString metricText(const std::string& metric, bool lowerIsBetter);
// "62 %"; NaN gives nothing.
QString percentText(double share);
// Decimals for a column of scores: by its median size, so that one outlier does not cost the others their digits.
int columnDecimals(std::span<const double> values);
// "1 seed", "3 seeds": `one` or `many` with %1 replaced.
QString counted(qint64 number, const QString& one, const QString& many);
// A name from a file on one line, cut to what a label can show.
QString shortName(const std::string& name);
// The same for a line that says more than the name: "…" after 60 characters.
QString briefName(const std::string& name);
// A name as the text of a menu entry: its "&" marks no letter.
QString menuText(QString name);
// A name inside a sentence: one that is written from right to left must not turn the words around it.
QString isolated(const QString& name);

}  // namespace touchstone::ui
