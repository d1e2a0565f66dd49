#ifndef MOKUHYO_LIBS_VALUES_STATEMENT_H_
#define MOKUHYO_LIBS_VALUES_STATEMENT_H_

#include <optional>
#include <string_view>

#include "mokuhyo/values/v1/value.pb.h"

// What a value string states beside its figures. All texts are folded for parsing.
namespace mokuhyo::values {

// Blank, a dash, or 評価不能 with an optional cause in brackets: the meaning, else nothing.
std::optional<v1::Meaning> ReadAbsence(std::u32string_view folded);

// Whether a clause of the text ends by saying that something was not carried out or was called off.
bool StatesFailure(std::u32string_view folded);

// The meaning of a text without figures that states a failure: CANCELLED, NOT_CARRIED_OUT or
// PARTLY_CARRIED_OUT; UNPARSED where it also says something that is neither done nor failed.
v1::Meaning ReadFailure(std::u32string_view folded);

// Whether the text says without reserve that something was carried out (Meaning.carried_out).
bool StatesCarriedOut(std::u32string_view folded);

// Whether the text speaks of all of a population, without reserve.
bool StatesCoverage(std::u32string_view folded);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_STATEMENT_H_
