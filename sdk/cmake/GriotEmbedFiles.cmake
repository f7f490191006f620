# griot_embed_files(target NAME SPAN [NAMESPACE griot::doors] FILES presets/a.yaml …)
#
# Puts text files into a plugin, in the order of their names: adds a made source to `target` (of the
# same folder) that defines
#
#   extern const std::span<const griot::EmbeddedFile> SPAN;     // griot/embedded_file.hpp
#
# Declare it in a header of yours.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  # What griot_embed_files and griot_embed_sql have in common: SCRIPT makes the source of the files.
  function(griot_embed_by script target)
    cmake_parse_arguments(P "" "NAME;NAMESPACE" "FILES" ${ARGN})
    if(NOT P_NAME OR NOT P_FILES OR P_UNPARSED_ARGUMENTS)
      message(FATAL_ERROR "give a target, NAME, FILES, and NAMESPACE if there is one")
    endif()
    list(TRANSFORM P_FILES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ REGEX "^[^/]")
    set(made ${CMAKE_CURRENT_BINARY_DIR}/${target}_${P_NAME}.cc)
    add_custom_command(OUTPUT ${made}
      COMMAND ${CMAKE_COMMAND} -DOUT=${made} -DNAME=${P_NAME} -DNAMESPACE=${P_NAMESPACE}
              "-DFILES=${P_FILES}" -P ${script}
      DEPENDS ${P_FILES} ${script} ${GRIOT_EMBED_FILES} VERBATIM)
    target_sources(${target} PRIVATE ${made})
  endfunction()

  set(GRIOT_EMBED_FILES ${CMAKE_CURRENT_LIST_FILE})
  function(griot_embed_files target)
    griot_embed_by(${GRIOT_EMBED_FILES} ${target} ${ARGN})
  endfunction()
  return()
endif()

# The file's text as a literal of C++. The compiler joins the pieces; each stays below the length that
# every compiler takes.
function(griot_literal file out)
  set(literal "")
  file(READ ${file} text)
  string(LENGTH "${text}" length)
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(APPEND literal "R\"griot_text(${piece})griot_text\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  if(NOT literal)
    set(literal "\"\"")
  endif()
  set(${out} "${literal}" PARENT_SCOPE)
endfunction()

# Writes OUT: `type NAME` made of `list`, in NAMESPACE, after `before`.
function(griot_write_span header type before list)
  set(span "const std::span<const ${type}> ${NAME}")
  set(open "")
  set(close "")
  if(NAMESPACE)
    set(open "namespace ${NAMESPACE} {\n")
    set(close "}  // namespace ${NAMESPACE}\n")
  endif()
  file(WRITE ${OUT} "// Made at the build from the files that it holds.
#include <span>

#include \"${header}\"

${open}namespace {
${before}constexpr const ${type} kList[] = {${list}};
}  // namespace
extern ${span};
${span} = kList;
${close}")
endfunction()

if(NOT CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  return()  # included for the functions
endif()
set(list "")
list(SORT FILES)
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  griot_literal(${file} text)
  string(APPEND list "{\"${name}\",\n${text}},\n")
endforeach()
griot_write_span("griot/embedded_file.hpp" "griot::EmbeddedFile" "" "${list}")
