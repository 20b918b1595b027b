# Language level, warnings, sanitizers, linker and compiler cache: one home for what every target shares.
option(TENON_BUILD_TESTS "Build unit tests" ON)
option(TENON_BUILD_BENCH "Build the benchmark programs" OFF)
option(TENON_BUILD_FUZZ "Build the fuzz targets (clang only)" OFF)
option(TENON_PRECOMPILE "Precompile the standard headers for the modules, too; builds without it find includes that are missing" OFF)
set(TENON_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
find_package(Threads REQUIRED)

add_library(tenon_options INTERFACE)
target_compile_options(tenon_options INTERFACE
  -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wconversion -Wno-sign-conversion
  -Werror=switch -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these inside its own headers for inlined std::string, std::variant and std::optional code (bugs 105329, 105562).
  target_compile_options(tenon_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-null-dereference -Wno-stringop-overflow
    -Wno-array-bounds -Wno-free-nonheap-object)
elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # libstdc++ 12 calls its own deprecated std::get_temporary_buffer in std::stable_sort; Clang does not hide that.
  target_compile_options(tenon_options INTERFACE -Wno-deprecated-declarations)
endif()
target_link_libraries(tenon_options INTERFACE Threads::Threads)

if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  # -Og and -g1 keep the sanitizer build quick to compile and quick to run.
  set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1")
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -D_FORTIFY_SOURCE=2 -fstack-protector-strong")
endif()
if(TENON_SANITIZE)
  target_compile_options(tenon_options INTERFACE -fsanitize=${TENON_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(tenon_options INTERFACE -fsanitize=${TENON_SANITIZE})
endif()
if(TENON_BUILD_FUZZ)
  target_compile_options(tenon_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(TENON_CCACHE ccache)
if(TENON_CCACHE)
  # Without this it does not keep what was compiled with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${TENON_CCACHE}")
endif()
find_program(TENON_MOLD mold)
if(TENON_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# One precompiled header for all modules and one for all tests: a header each would cost more than it saves.
function(tenon_precompiled target)
  set(empty "${CMAKE_BINARY_DIR}/${target}.cpp")
  if(NOT EXISTS "${empty}")
    file(WRITE "${empty}" "")
  endif()
  add_library(${target} OBJECT "${empty}")
  target_link_libraries(${target} PRIVATE tenon_options)
  target_precompile_headers(${target} PRIVATE <algorithm> <array> <atomic> <chrono> <cstdint> <expected> <functional> <map> <memory> <mutex>
    <optional> <set> <span> <stdexcept> <string> <string_view> <utility> <variant> <vector> ${ARGN})
endfunction()
if(TENON_PRECOMPILE)
  tenon_precompiled(tenon_precompiled)
endif()
if(TENON_BUILD_TESTS)
  tenon_precompiled(tenon_precompiled_test <gtest/gtest.h> <gmock/gmock.h>)
endif()
