// Item roles that models and delegates of the window share.
// Thread: constants.
#pragma once

#include <Qt>

namespace touchstone::ui {

enum ItemRole : int {
  kFamilyRole = Qt::UserRole + 1,  // int(Family)
  kFamilyIndexRole,                // int
  kStateRole,                      // int(State), ui/plots/marks.h
  kProgressRole,                   // double 0..1
  kIdRole,                         // qint64
  kKindRole,                       // what an index is, per model
  kCountRole,                      // int
  kCopyRole,                       // text for the clipboard: plain ASCII numbers; without it DisplayRole is taken
  kTitleRole,                      // first line of a two-line header
  kDetailRole,                     // second line
  kSortRole,                       // what a sorting proxy compares
};

}  // namespace touchstone::ui
