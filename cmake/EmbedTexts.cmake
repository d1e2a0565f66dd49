# mokuhyo_embed_texts(TARGET HEADER NAMESPACE FUNCTION FILES file...): builds the files as they are into a library.
# HEADER declares `const std::vector<std::string_view>& FUNCTION()` in NAMESPACE: their texts, in the order of their
# names.
set(MOKUHYO_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_texts_script.cmake)

function(mokuhyo_embed_texts target header namespace function)
  cmake_parse_arguments(arg "" "" "FILES" ${ARGN})
  list(JOIN arg_FILES "," inputs)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${function}.cc)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DINPUTS=${inputs} -DHEADER=${header} -DNAMESPACE=${namespace}
      -DFUNCTION=${function} -P ${MOKUHYO_EMBED_SCRIPT}
    DEPENDS ${arg_FILES} ${MOKUHYO_EMBED_SCRIPT}
    COMMENT "Embedding the texts of ${function}"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
