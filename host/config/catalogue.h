#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace griot::config {

enum class Kind : uint8_t { kSource, kTransform, kSink, kService };

/// The bit of a kind in Catalogue::Entry::kinds.
constexpr unsigned KindBit(Kind kind) { return 1u << static_cast<unsigned>(kind); }

/// "source", "transform", "sink", "service".
const char* KindName(Kind kind);

/// What the loader of pipeline files asks about plugins; the host implements it, tests fake it.
class Catalogue {
 public:
  struct Entry {
    std::string id;
    std::string version;
    unsigned kinds = 0;       ///< KindBit set
    std::string schema_json;  ///< of its options; empty: any
  };

  virtual ~Catalogue() = default;

  /// The plugins found in `dirs`, in that order; of two with one id the first counts. What is there
  /// and cannot be read as a plugin is said in `*errors`. Called once by Load, on its thread.
  virtual std::vector<Entry> Scan(const std::vector<std::string>& dirs,
                                  std::vector<std::string>* errors) = 0;
};

}  // namespace griot::config
