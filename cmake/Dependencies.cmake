# Everything comes from Debian 12 packages; tools/packages.txt names them.
find_package(Threads REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(GTest CONFIG REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)

# The google/rpc error details, as Debian ships them.
find_path(MOKUHYO_GOOGLEAPIS google/rpc/error_details.proto
  PATHS /usr/share/gocode/src/github.com/grpc-ecosystem/grpc-gateway/third_party/googleapis
  REQUIRED)

# The allocator of the servers: with that of glibc, a fifth of an append went into malloc and free. What is measured
# against them has the same one; sanitizers bring their own.
add_library(mokuhyo_allocator INTERFACE)
if(NOT MOKUHYO_SANITIZE)
  find_library(MOKUHYO_JEMALLOC jemalloc REQUIRED)
  target_link_libraries(mokuhyo_allocator INTERFACE
    -Wl,--push-state,--no-as-needed ${MOKUHYO_JEMALLOC} -Wl,--pop-state)
endif()

# Documents for people: workbooks, and pages from templates (a header).
find_path(MOKUHYO_XLSXWRITER_HEADERS xlsxwriter.h REQUIRED)
find_library(MOKUHYO_XLSXWRITER xlsxwriter REQUIRED)
add_library(xlsxwriter::xlsxwriter UNKNOWN IMPORTED)
set_target_properties(xlsxwriter::xlsxwriter PROPERTIES
  IMPORTED_LOCATION ${MOKUHYO_XLSXWRITER}
  INTERFACE_INCLUDE_DIRECTORIES ${MOKUHYO_XLSXWRITER_HEADERS})
find_path(MOKUHYO_MUSTACHE kainjow/mustache.hpp REQUIRED)
