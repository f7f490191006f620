# What every target of this tree is built with, in one place: warnings, sanitizers, ccache, mold.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM AND NOT GRIOT_SANITIZE)
  add_link_options(-fuse-ld=mold)
endif()

add_library(griot_warnings INTERFACE)
target_compile_options(griot_warnings INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Werror)
# GCC 12 at -O3 sees an overlap in `"text" + std::string` (its bug 105651): the release build alone fails.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(griot_warnings INTERFACE $<$<CONFIG:Release>:-Wno-restrict>)
endif()

if(GRIOT_SANITIZE)
  add_compile_options(-fsanitize=${GRIOT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${GRIOT_SANITIZE})
  add_compile_definitions(GRIOT_SANITIZED=1)
  # GCC says itself that with sanitizers on it warns of what is initialized (of its own std::regex, say).
  target_compile_options(griot_warnings INTERFACE -Wno-maybe-uninitialized)
endif()

if(GRIOT_CRASH_POINTS)
  add_compile_definitions(GRIOT_CRASH_POINTS=1)
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(RapidJSON REQUIRED)
pkg_check_modules(HIREDIS REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(PISTACHE REQUIRED IMPORTED_TARGET libpistache)
pkg_check_modules(LIBPQ REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
find_package(roaring REQUIRED)
