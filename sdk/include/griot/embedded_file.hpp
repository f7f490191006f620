#pragma once

#include <string_view>

namespace griot {
inline namespace sdk_v1 {

// A file that griot_embed_files put into a plugin. Statics only.
struct EmbeddedFile {
  std::string_view name;  // without its folder: "waha.yaml"
  std::string_view text;
};

}  // namespace sdk_v1
}  // namespace griot
