#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_REPORTED_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_REPORTED_H_

#include "mokuhyo/sheets/v1/sheet.pb.h"

// Whether a result is there. An empty cell ("") is none; a printed "-" is one.
namespace mokuhyo::domain {

// The result of the whole year.
inline bool IsReported(const sheets::v1::Indicator& indicator) {
  return !indicator.result().text().empty();
}

// That of a period. A ratio without its quotient is one.
inline bool IsReported(const sheets::v1::PeriodResult& result) {
  return !result.value().text().empty() || !result.numerator().empty();
}

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_REPORTED_H_
