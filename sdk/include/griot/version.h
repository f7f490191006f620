/* The one place where the versions stand; CMake reads them from here.
 *
 * The SDK's version is the ABI's major.minor and a patch. A host loads a plugin whose major is its
 * own and whose minor is not newer than its own. */
#pragma once

#define GRIOT_ABI_MAJOR 1
#define GRIOT_ABI_MINOR 0
#define GRIOT_SDK_PATCH 0
