#include <array>

#include "engine/store/migrations.h"

namespace touchstone::store {

namespace {

constexpr const char* kSchema1 =
#include "schema_1.sql.inc"
    ;

constexpr const char* kSchema2 =
#include "schema_2.sql.inc"
    ;

constexpr const char* kSchema3 =
#include "schema_3.sql.inc"
    ;

constexpr std::array<Migration, 3> kMigrations{{{1, kSchema1}, {2, kSchema2}, {3, kSchema3}}};

}  // namespace

std::span<const Migration> migrations() {
  return kMigrations;
}

}  // namespace touchstone::store
