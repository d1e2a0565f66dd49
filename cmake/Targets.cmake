# mokuhyo_precompiled(NAME SET): lets a target of ours read the large headers of a set (cmake/precompiled) in compiled
# form. Sources still include what they use: a build with MOKUHYO_PRECOMPILE=OFF, such as the release, says so if not.
function(mokuhyo_precompiled name set)
  if(MOKUHYO_PRECOMPILE)
    target_precompile_headers(${name} REUSE_FROM mokuhyo_precompiled_${set})
  endif()
endfunction()

# mokuhyo_library(NAME [PRECOMPILED set] [EXCLUDE regex] [DEPS target...])
#
# The library of the current directory: every *.cc in it and below, except tests, what stands in a directory `testing`
# (shared by tests; a library of its own) and paths that match `regex`. Its *_test.cc files become one GoogleTest
# binary NAME_test, registered with CTest. Headers are included from the root of the project ("libs/values/parse.h"),
# so that a reader sees where each one lives. `set` is `messages` if not given.
function(mokuhyo_library name)
  cmake_parse_arguments(arg "" "PRECOMPILED;EXCLUDE" "DEPS;TEST_DEPS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/testing/")
  if(arg_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX "${arg_EXCLUDE}")
  endif()
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|_fuzz)\\.cc$")
  if(NOT arg_PRECOMPILED)
    set(arg_PRECOMPILED messages)
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${arg_DEPS})
  mokuhyo_warnings(${name})
  mokuhyo_precompiled(${name} ${arg_PRECOMPILED})
  if(tests)
    string(REPLACE messages tests test_set ${arg_PRECOMPILED})
    string(REGEX REPLACE "^grpc$" grpc_tests test_set ${test_set})
    mokuhyo_test(${name}_test PRECOMPILED ${test_set} SOURCES ${tests} DEPS ${name} ${arg_TEST_DEPS})
  endif()
endfunction()

# mokuhyo_test(NAME [PRECOMPILED set] SOURCES file... [DEPS target...]): a GoogleTest binary and its CTest case.
function(mokuhyo_test name)
  cmake_parse_arguments(arg "" "PRECOMPILED" "SOURCES;DEPS" ${ARGN})
  if(NOT arg_PRECOMPILED)
    set(arg_PRECOMPILED tests)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPS} GTest::gmock GTest::gtest GTest::gtest_main)
  mokuhyo_warnings(${name})
  mokuhyo_precompiled(${name} ${arg_PRECOMPILED})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600)
endfunction()

# mokuhyo_program(NAME [PRECOMPILED set] SOURCES file... [DEPS target...]): an executable under build/bin.
function(mokuhyo_program name)
  cmake_parse_arguments(arg "" "PRECOMPILED" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_DEPS})
  if(arg_PRECOMPILED)
    mokuhyo_precompiled(${name} ${arg_PRECOMPILED})
  endif()
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  mokuhyo_warnings(${name})
endfunction()

# Our own code is compiled with every warning that finds mistakes, as errors; generated code is not ours.
function(mokuhyo_warnings name)
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
  # At -O3 GCC 12 warns of overlaps, overflows and uninitialized strings inside the standard library that cannot be
  # (GCC bug 105651; the last in what a braced list of strings would undo if it threw).
  target_compile_options(${name} PRIVATE
    "$<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict;-Wno-stringop-overflow;-Wno-maybe-uninitialized>")
endfunction()
