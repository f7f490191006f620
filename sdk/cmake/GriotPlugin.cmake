# griot_add_plugin(name SOURCES… [LIBS …]): a shared object that the host can load, and unload again.
#
# What it sets, and why (each of these has cost somebody a resident plugin or a crash):
#   MODULE, no "lib" prefix, suffix .griot.so   the host's catalogue looks for *.griot.so
#   hidden visibility, a version script, --exclude-libs   exactly one symbol is exported
#   -fno-gnu-unique            a UNIQUE symbol would pin the object in the process for ever
#   -z defs, -z now            a missing symbol fails the link or the load, never a batch
#   position independent, C++20
include(${CMAKE_CURRENT_LIST_DIR}/GriotEmbedFiles.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/GriotEmbedSql.cmake)
set(GRIOT_PLUGIN_MAP ${CMAKE_CURRENT_LIST_DIR}/griot-plugin.map)

function(griot_add_plugin name)
  cmake_parse_arguments(P "" "" "LIBS" ${ARGN})
  add_library(${name} MODULE ${P_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE griot::sdk ${P_LIBS})
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".griot.so"
    CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON
    LINK_DEPENDS ${GRIOT_PLUGIN_MAP})
  target_compile_features(${name} PRIVATE cxx_std_20)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-gnu-unique>)
  endif()
  target_link_options(${name} PRIVATE
    "LINKER:--version-script=${GRIOT_PLUGIN_MAP}" LINKER:-z,now LINKER:--exclude-libs,ALL)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang" OR NOT GRIOT_SANITIZE)
    # Clang's sanitizers leave their runtime's symbols undefined in shared objects.
    target_link_options(${name} PRIVATE LINKER:-z,defs)
  endif()
  if(GRIOT_PLUGIN_DIR)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${GRIOT_PLUGIN_DIR})
  endif()
endfunction()
