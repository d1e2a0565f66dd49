#ifndef MOKUHYO_LIBS_RENDER_OBSERVATION_WORDS_H_
#define MOKUHYO_LIBS_RENDER_OBSERVATION_WORDS_H_

#include <string>

#include "google/protobuf/repeated_ptr_field.h"
#include "libs/render/language.h"
#include "libs/render/table.h"
#include "mokuhyo/sheets/v1/observation.pb.h"

// Observations on quality in words. Thread-safe.
namespace mokuhyo::render {

// What a kind is called, for example `目標値が前回実績より低い`.
std::string ObservationLabel(sheets::v1::ObservationKind kind, Language language);

// What is observed, in one sentence made from the evidence. Values are quoted as they were printed.
std::string ObservationText(const sheets::v1::Observation& observation, Language language);

// The observations as a table, in their order, each with its id and the answer of the section; said
// so if there are none. No line is wider than the style says.
std::string DrawObservations(
    const google::protobuf::RepeatedPtrField<sheets::v1::Observation>& observations,
    Language language, const TableStyle& style);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_OBSERVATION_WORDS_H_
