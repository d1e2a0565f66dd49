# Builds the forms of the directory `shipped` into mokuhyo_domain. A form is added by adding its file.
set(forms_dir ${CMAKE_CURRENT_LIST_DIR})
file(GLOB shipped_forms CONFIGURE_DEPENDS ${forms_dir}/shipped/*.json)
list(JOIN shipped_forms "," shipped_forms_argument)
set(shipped_texts ${CMAKE_CURRENT_BINARY_DIR}/forms/shipped_texts.cc)
add_custom_command(
  OUTPUT ${shipped_texts}
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${shipped_texts} -DINPUTS=${shipped_forms_argument}
    -P ${forms_dir}/embed_forms.cmake
  DEPENDS ${shipped_forms} ${forms_dir}/embed_forms.cmake
  COMMENT "Embedding the shipped forms"
  VERBATIM)
target_sources(mokuhyo_domain PRIVATE ${shipped_texts})
