# SPDX-License-Identifier: Apache-2.0
# Helper functions only: how a module, a program and a test are declared.

# CCACHE_DEPEND: what a file includes is known once it was compiled, so that an empty cache costs no
# second pass of the preprocessor.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1 ${CCACHE})
endif()

find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(CURL REQUIRED)
find_package(LibArchive REQUIRED)
find_package(LibXml2 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(fmt REQUIRED)
find_library(RE2 re2 REQUIRED)
find_package(spdlog REQUIRED)
find_library(ROCKSDB rocksdb REQUIRED)
find_path(P11_KIT_INCLUDE p11-kit/pkcs11.h PATH_SUFFIXES p11-kit-1 REQUIRED)

set(MANDAT_SANITIZE "" CACHE STRING "empty, address (with undefined), thread, or fuzzer")
option(MANDAT_FUZZ "build the fuzz targets" OFF)
option(MANDAT_PCH "parse the headers of others once; OFF shows an include that is missing" ON)

option(MANDAT_BATCHES "compile several files as one (cmake/batches.cmake)" OFF)

add_library(mandat_flags INTERFACE)
target_include_directories(mandat_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(mandat_flags INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough
  -Wno-missing-field-initializers -fno-omit-frame-pointer -fstack-protector-strong)
target_compile_definitions(mandat_flags INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(mandat_flags INTERFACE -fuse-ld=mold)
target_link_libraries(mandat_flags INTERFACE Threads::Threads)
if(MANDAT_SANITIZE STREQUAL "address")
  target_compile_options(mandat_flags INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all)
  target_link_options(mandat_flags INTERFACE -fsanitize=address,undefined)
elseif(MANDAT_SANITIZE STREQUAL "thread")
  target_compile_options(mandat_flags INTERFACE -fsanitize=thread)
  target_link_options(mandat_flags INTERFACE -fsanitize=thread)
elseif(MANDAT_SANITIZE STREQUAL "fuzzer")
  target_compile_options(mandat_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined)
  target_link_options(mandat_flags INTERFACE -fsanitize=address,undefined)
endif()

# mandat_module(NAME gate NEEDS base mandate PRIVATE OpenSSL::Crypto)
# One library from every .cc of the folder, one test program from every *_test.cc beside it; with
# SHARDS it runs in as many parts, side by side.
function(mandat_module)
  cmake_parse_arguments(M "" "NAME;SHARDS" "NEEDS;VENDOR" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${M_NAME}/*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  if(NOT sources)
    add_library(mandat_${M_NAME} INTERFACE)
    set(scope INTERFACE)
  else()
    add_library(mandat_${M_NAME} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(mandat_${M_NAME} PRIVATE ${M_VENDOR})
  endif()
  target_link_libraries(mandat_${M_NAME} ${scope} mandat_flags)
  foreach(need ${M_NEEDS})
    target_link_libraries(mandat_${M_NAME} ${scope} mandat_${need})
  endforeach()
  if(tests)
    add_executable(${M_NAME}_test ${tests})
    target_compile_definitions(${M_NAME}_test PRIVATE MANDAT_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_link_libraries(${M_NAME}_test PRIVATE mandat_${M_NAME} ${M_VENDOR} GTest::gtest_main)
    if(NOT M_SHARDS)
      add_test(NAME unit.${M_NAME} COMMAND ${M_NAME}_test)
    else()
      foreach(shard RANGE 1 ${M_SHARDS})
        math(EXPR index "${shard} - 1")
        add_test(NAME unit.${M_NAME}.${shard} COMMAND ${M_NAME}_test)
        set_tests_properties(unit.${M_NAME}.${shard} PROPERTIES
          ENVIRONMENT "GTEST_TOTAL_SHARDS=${M_SHARDS};GTEST_SHARD_INDEX=${index}"
          COST 120)  # long ones first
      endforeach()
    endif()
  endif()
endfunction()

# The headers that most files include and that are not ours: a cold build spends a fifth of its time
# on them otherwise. Ours are left out, since they change.
function(mandat_precompile directory)
  if(NOT MANDAT_PCH)
    return()
  endif()
  if(NOT TARGET mandat_pch)
    add_library(mandat_pch STATIC ${CMAKE_SOURCE_DIR}/cmake/pch.cc)
    target_link_libraries(mandat_pch PRIVATE mandat_flags fmt::fmt GTest::gtest)
    target_compile_options(mandat_pch PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
    target_precompile_headers(mandat_pch PRIVATE <algorithm> <array> <atomic> <chrono>
      <condition_variable> <deque> <filesystem> <fstream> <functional> <future> <map> <memory>
      <mutex> <optional> <random> <ranges> <set> <span> <sstream> <string> <string_view> <thread>
      <unordered_map> <utility> <variant> <vector> <fmt/format.h> <gtest/gtest.h>)
  endif()
  get_property(targets DIRECTORY ${directory} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target ${targets})
    get_target_property(type ${target} TYPE)
    get_target_property(libraries ${target} LINK_LIBRARIES)
    if(type MATCHES "EXECUTABLE|STATIC_LIBRARY" AND libraries MATCHES "mandat_"
        AND NOT target STREQUAL "mandat_pch")
      target_precompile_headers(${target} REUSE_FROM mandat_pch)
    endif()
  endforeach()
  get_property(below DIRECTORY ${directory} PROPERTY SUBDIRECTORIES)
  foreach(each ${below})
    mandat_precompile(${each})
  endforeach()
endfunction()
