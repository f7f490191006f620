#pragma once

// JSON for griot's host and plugins, over the standard library alone.
//
//   json/document.hpp  Document: reads a whole text once, strictly, into a flat tape
//   json/value.hpp     Value: the handle through which a tape is read
//   json/writer.hpp    Writer: appends JSON to a string
//   json/scan.hpp      Get: one member of a text that was validated before, without a tape
//   json/patch.hpp     ApplyPatches: adds, replaces and removes members of such a text
//
// Numbers are never converted unless asked for, and the text of every value stays reachable just
// as it arrived: what came in at the door can go to a jsonb column byte for byte.

#include "griot/json/document.hpp"  // IWYU pragma: export
#include "griot/json/patch.hpp"     // IWYU pragma: export
#include "griot/json/scan.hpp"      // IWYU pragma: export
#include "griot/json/scratch.hpp"   // IWYU pragma: export
#include "griot/json/value.hpp"     // IWYU pragma: export
#include "griot/json/writer.hpp"    // IWYU pragma: export
