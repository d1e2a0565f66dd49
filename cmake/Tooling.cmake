# Compiler cache and a fast linker, where the machine has them; both only change how long a build takes.
find_program(MOKUHYO_CCACHE ccache)
if(MOKUHYO_CCACHE)
  # The sloppiness is what ccache asks for to cache sources that use precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${MOKUHYO_CCACHE}")
  add_compile_options(-fpch-preprocess)
endif()

find_program(MOKUHYO_MOLD mold)
if(MOKUHYO_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# One build tree carries one sanitizer at most; the presets set this.
set(MOKUHYO_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")
if(MOKUHYO_SANITIZE)
  add_compile_options(-fsanitize=${MOKUHYO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MOKUHYO_SANITIZE})
endif()
