# Writes OUTPUT, a C++ source with the text of each JSON file of INPUTS, in the order of their names.
# Run as a script at build time: cmake -DOUTPUT=… -DINPUTS=a.json,b.json -P embed_forms.cmake
string(REPLACE "," ";" inputs "${INPUTS}")
list(SORT inputs)
set(literals "")
foreach(input ${inputs})
  file(READ ${input} text)
  string(APPEND literals "    R\"form(${text})form\",\n")
endforeach()
file(WRITE ${OUTPUT} "\
// Generated from libs/domain/forms/shipped.
#include \"libs/domain/forms/shipped_texts.h\"

namespace mokuhyo::domain {

const std::vector<std::string_view>& ShippedFormTexts() {
  static const auto* const texts = new std::vector<std::string_view>{
${literals}  };
  return *texts;
}

}  // namespace mokuhyo::domain
")
