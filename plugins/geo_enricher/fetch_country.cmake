# Installs the npm package in PACKAGE below WORK, and copies its database to OUT.
file(MAKE_DIRECTORY ${WORK})
file(COPY ${PACKAGE}/package.json ${PACKAGE}/package-lock.json DESTINATION ${WORK})
set(failed "there is no npm")
if(NPM)
  execute_process(
    COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error
    WORKING_DIRECTORY ${WORK} RESULT_VARIABLE failed ERROR_VARIABLE said OUTPUT_QUIET)
endif()
if(failed STREQUAL "0")
  file(GLOB database ${WORK}/node_modules/@ip-location-db/*/iptoasn-country.mmdb)
  file(COPY_FILE ${database} ${OUT})
  file(TOUCH ${OUT})
  return()
endif()
message("geo_enricher is built without a database of countries: npm ci failed (${failed}) ${said}\n"
        "It knows countries by phone numbers alone; the next build tries again.")
file(WRITE ${OUT} "")
execute_process(COMMAND touch -d @1 ${OUT})  # older than what it is made from
