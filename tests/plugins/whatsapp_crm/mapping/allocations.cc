// In a file of its own, so that no compiler sees free() meet what it knows to come from new.
#include "tests/plugins/whatsapp_crm/mapping/allocations.h"

#include <cstdlib>
#include <new>

namespace {
thread_local size_t allocations = 0;
}

void* operator new(size_t size) {
  ++allocations;
  if (void* const out = std::malloc(size)) return out;
  throw std::bad_alloc();
}
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
void operator delete(void* at) noexcept { std::free(at); }
void operator delete(void* at, size_t) noexcept { std::free(at); }

namespace griot::whatsapp_crm::mapping {

size_t Allocations() { return allocations; }

}  // namespace griot::whatsapp_crm::mapping
