#pragma once

#include "griot/door/write_keys.hpp"

namespace griot::history_import {

// Who may import: the one place that decides it. Until keys have kinds of their own, any key that
// opens a door: it could send the same events with old times to that one.
inline const WriteKey* FindImportKey(const KeyRing& ring, const KeyDigest& digest) {
  return ring.Find(digest);
}

}  // namespace griot::history_import
