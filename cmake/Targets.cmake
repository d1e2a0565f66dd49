# mokuhyo_library(NAME [DEPS target...])
#
# The library of the current directory: every *.cc in it and below, except tests and what stands in a directory
# `testing` (shared by tests; a library of its own). Its *_test.cc files become
# one GoogleTest binary NAME_test, registered with CTest. Headers are included from the root of the
# project ("libs/values/parse.h"), so that a reader sees where each one lives.
function(mokuhyo_library name)
  cmake_parse_arguments(arg "" "" "DEPS;TEST_DEPS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/testing/")
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|_fuzz)\\.cc$")
  if(NOT sources)
    add_library(${name} INTERFACE)
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${arg_DEPS})
  mokuhyo_warnings(${name})
  if(tests)
    mokuhyo_test(${name}_test SOURCES ${tests} DEPS ${name} ${arg_TEST_DEPS})
  endif()
endfunction()

# mokuhyo_test(NAME SOURCES file... [DEPS target...]): a GoogleTest binary, one CTest case a test.
function(mokuhyo_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPS} GTest::gmock GTest::gtest GTest::gtest_main)
  mokuhyo_warnings(${name})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600)
endfunction()

# mokuhyo_program(NAME SOURCES file... [DEPS target...]): an executable under build/bin.
function(mokuhyo_program name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPS})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  mokuhyo_warnings(${name})
endfunction()

# Our own code is compiled with every warning that finds mistakes, as errors; generated code is not ours.
function(mokuhyo_warnings name)
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
endfunction()
