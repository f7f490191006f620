#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "plugins/whatsapp_crm/mapping/program.h"

namespace griot::whatsapp_crm {

// The text of a mapping file, nothing and a reason where it cannot be read. It blocks: not for the
// threads of requests.
std::optional<std::string> ReadMapping(const std::string& file, std::string* why);

// The mapping of `file`, or where that is empty the preset of that name. Throws OptionError with
// every problem in a line of its own, "file:line:col: path: problem".
std::unique_ptr<const mapping::Program> LoadMapping(const std::string& file,
                                                    std::string_view preset);

}  // namespace griot::whatsapp_crm
