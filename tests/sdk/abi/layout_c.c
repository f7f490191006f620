/* The headers are C11, and lay out as frozen. */
#include <stddef.h>

#include "griot/abi.h"

#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type);
#define FIELD(type, field, offset) \
  _Static_assert(offsetof(type, field) == (offset), #type "." #field);
#include "layout_1_0.inc"

/* Called by the test, so that this file is linked and cannot rot. */
int griot_layout_in_c(void) { return (int)sizeof(griot_plugin); }
