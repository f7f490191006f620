# embed_scripts(target FILES browser/dist/griot.js …)
#
# Puts the browser's scripts into the door: adds a made source to `target` that defines
# griot::web_sdk::kScriptFiles (served_scripts.h), a name and the bytes of each.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(EMBED_SCRIPTS ${CMAKE_CURRENT_LIST_FILE})
  function(embed_scripts target)
    cmake_parse_arguments(P "" "" "FILES" ${ARGN})
    list(TRANSFORM P_FILES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
    set(made ${CMAKE_CURRENT_BINARY_DIR}/${target}_scripts.cc)
    add_custom_command(OUTPUT ${made}
      COMMAND ${CMAKE_COMMAND} -DOUT=${made} "-DFILES=${P_FILES}" -P ${EMBED_SCRIPTS}
      DEPENDS ${P_FILES} ${EMBED_SCRIPTS} VERBATIM)
    target_sources(${target} PRIVATE ${made})
  endfunction()
  return()
endif()

# What the build runs: FILES become OUT. Bytes as numbers, so that no text in them can end a literal.
set(arrays "")
set(list "")
set(number 0)
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND arrays "constexpr char kFile${number}[] = {${bytes}};\n")
  string(APPEND list "    {\"${name}\", std::string_view(kFile${number}, sizeof kFile${number})},\n")
  math(EXPR number "${number} + 1")
endforeach()

file(WRITE ${OUT} "// Made from the browser's scripts by embed_scripts.
#include \"plugins/web_sdk/served_scripts.h\"

namespace griot::web_sdk {
namespace {
${arrays}constexpr ScriptFile kList[] = {
${list}};
}  // namespace
const std::span<const ScriptFile> kScriptFiles = kList;
}  // namespace griot::web_sdk
")
