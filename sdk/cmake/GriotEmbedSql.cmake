# griot_embed_sql(target NAME SPAN [NAMESPACE griot::sessions] FILES sql/0001_first.sql …)
#
# Puts a plugin's migrations into it: adds a made source to `target` (of the same folder) that defines
#
#   extern const std::span<const griot_migration* const> SPAN;
#
# the table that griot.store/1 asks for (griot/abi/ext/store.h); declare it in a header of yours. Each
# file is NNNN_what_it_does.sql, numbered 1, 2, 3 … without a gap.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(GRIOT_EMBED_SQL ${CMAKE_CURRENT_LIST_FILE})
  function(griot_embed_sql target)
    cmake_parse_arguments(P "" "NAME;NAMESPACE" "FILES" ${ARGN})
    if(NOT P_NAME OR NOT P_FILES OR P_UNPARSED_ARGUMENTS)
      message(FATAL_ERROR "griot_embed_sql(target NAME … [NAMESPACE …] FILES …)")
    endif()
    list(TRANSFORM P_FILES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ REGEX "^[^/]")
    set(made ${CMAKE_CURRENT_BINARY_DIR}/${target}_${P_NAME}.cc)
    add_custom_command(OUTPUT ${made}
      COMMAND ${CMAKE_COMMAND} -DOUT=${made} -DNAME=${P_NAME} -DNAMESPACE=${P_NAMESPACE}
              "-DFILES=${P_FILES}" -P ${GRIOT_EMBED_SQL}
      DEPENDS ${P_FILES} ${GRIOT_EMBED_SQL} VERBATIM)
    target_sources(${target} PRIVATE ${made})
  endfunction()
  return()
endif()

# What the build runs: FILES become OUT.
set(migrations "")
set(list "")
set(number 0)
list(SORT FILES COMPARE NATURAL)
foreach(file ${FILES})
  get_filename_component(base ${file} NAME_WE)
  if(NOT base MATCHES "^0*([1-9][0-9]*)_([a-z0-9_]+)$")
    message(FATAL_ERROR "${file}: a migration is named NNNN_what_it_does.sql")
  endif()
  math(EXPR number "${number} + 1")
  if(NOT CMAKE_MATCH_1 EQUAL number)
    message(FATAL_ERROR "${file}: the next migration's number is ${number}")
  endif()
  set(what ${CMAKE_MATCH_2})
  # The compiler joins the pieces; each stays below the length that every compiler takes.
  set(text "")
  file(READ ${file} sql)
  string(LENGTH "${sql}" length)
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${sql}" ${at} 8000 piece)
    string(APPEND text "R\"griot_sql(${piece})griot_sql\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  string(APPEND migrations
    "constexpr griot_migration kMigration${number}{sizeof(griot_migration), ${number}, \"${what}\",\n${text}};\n")
  string(APPEND list "&kMigration${number}, ")
endforeach()

set(span "const std::span<const griot_migration* const> ${NAME}")
set(open "")
set(close "")
if(NAMESPACE)
  set(open "namespace ${NAMESPACE} {\n")
  set(close "}  // namespace ${NAMESPACE}\n")
endif()
file(WRITE ${OUT} "// Made from SQL files by griot_embed_sql.
#include <span>

#include \"griot/abi/ext/store.h\"

${open}namespace {
${migrations}constexpr const griot_migration* kList[] = {${list}};
}  // namespace
extern ${span};
${span} = kList;
${close}")
