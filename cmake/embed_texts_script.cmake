# Writes OUTPUT, a C++ source with the text of each file of INPUTS; see EmbedTexts.cmake. Run as a script at build
# time.
string(REPLACE "," ";" inputs "${INPUTS}")
list(SORT inputs)
set(literals "")
foreach(input ${inputs})
  file(READ ${input} text)
  string(APPEND literals "    R\"embedded(${text})embedded\",\n")
endforeach()
file(WRITE ${OUTPUT} "\
// Generated.
#include \"${HEADER}\"

namespace ${NAMESPACE} {

const std::vector<std::string_view>& ${FUNCTION}() {
  static const auto* const texts = new std::vector<std::string_view>{
${literals}  };
  return *texts;
}

}  // namespace ${NAMESPACE}
")
