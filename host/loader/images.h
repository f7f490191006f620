// Which shared objects are mapped into this process, and which of them will never go.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace griot::host {

// Whether the file of that very path is mapped.
bool IsMapped(const std::string& path);
// How many files of the folder are.
size_t CountMapped(const std::string& folder);

// The images that stay for the life of the process, though nothing uses them. Thread-safe.
namespace residents {

// Notes one, with the reason, which is logged once for each plugin.
void Add(const std::string& plugin, const std::string& file, const std::string& why);
size_t Count();
bool Has(const std::string& file);

}  // namespace residents
}  // namespace griot::host
