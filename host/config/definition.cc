#include "host/config/definition.h"

namespace griot::config {

std::string ToString(const Mark& mark) {
  if (mark.line <= 0) return mark.file;
  return mark.file + ":" + std::to_string(mark.line) + ":" + std::to_string(mark.column);
}

}  // namespace griot::config
