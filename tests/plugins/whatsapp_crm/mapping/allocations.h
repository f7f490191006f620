#pragma once

#include <cstddef>

namespace griot::whatsapp_crm::mapping {

// How often this thread has called operator new.
size_t Allocations();

}  // namespace griot::whatsapp_crm::mapping
