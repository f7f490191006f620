# griot_embed_sql(target NAME SPAN [NAMESPACE griot::sessions] FILES sql/0001_first.sql …)
#
# Puts a plugin's migrations into it: adds a made source to `target` (of the same folder) that defines
#
#   extern const std::span<const griot_migration* const> SPAN;
#
# the table that griot.store/1 asks for (griot/abi/ext/store.h); declare it in a header of yours. Each
# file is NNNN_what_it_does.sql, numbered 1, 2, 3 … without a gap.
include(${CMAKE_CURRENT_LIST_DIR}/GriotEmbedFiles.cmake)
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(GRIOT_EMBED_SQL ${CMAKE_CURRENT_LIST_FILE})
  function(griot_embed_sql target)
    griot_embed_by(${GRIOT_EMBED_SQL} ${target} ${ARGN})
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
  griot_literal(${file} text)
  string(APPEND migrations
    "constexpr griot_migration kMigration${number}{sizeof(griot_migration), ${number}, \"${what}\",\n${text}};\n")
  string(APPEND list "&kMigration${number}, ")
endforeach()
griot_write_span("griot/abi/ext/store.h" "griot_migration* const" "${migrations}" "${list}")
