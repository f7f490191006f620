/* griot's plugin ABI 1.0, in C. This is all that crosses between the host and a plugin.
 *
 * Conventions, which hold wherever a comment says nothing else:
 *
 *  Ownership   What a call passes is borrowed for the duration of the call; to keep it, copy it.
 *              Nobody frees what the other side allocated. What must outlive a call lives in a
 *              batch's or a submission's arena (host memory, asked for through the host's table),
 *              or is a host handle that says how it is given back.
 *  Structs     Each begins with `struct_size`, set by whoever fills it. A reader uses a field only
 *              when offset + size <= struct_size. Tables grow at their end only, in bands marked
 *              "since 1.x"; nothing is reordered, reused or given another meaning.
 *  Optional    Things are found by string id: griot_plugin.get_extension and
 *              griot_host.get_extension. Ids are "griot.NAME/REVISION"; others use a reverse
 *              domain ("com.example.thing/1").
 *  Strings     griot_str: UTF-8, pointer and length, not NUL-terminated. `const char*` is a
 *              NUL-terminated static of the side that gives it.
 *  Errors      A griot_result, and a text in the griot_error that the caller supplied. A failure
 *              without a text is reported as a fault of the plugin.
 *  Threads     Each function has a tag in brackets:
 *                [control-thread]  the host's one thread for life cycle; never while a call of
 *                                  another tag runs on the same instance
 *                [lane-thread]     the thread of the instance's lane, one call at a time
 *                [source-thread]   the thread of a pull source's instance, one call at a time
 *                [http-thread]     a thread that reads sockets; calls overlap; must not block
 *                [pool-thread]     a thread of the host's pool for services; calls overlap
 *                [thread-safe]     any thread, at any time between create and destroy
 *              "One call at a time" means: for one instance, calls of the tags control, lane and
 *              source never overlap with calls of the same tag.
 *  Forbidden   Exceptions, C++ library types, FILE*, allocator pairs, RTTI across the boundary;
 *              thread_local objects with destructors, atexit, signal handlers, changes of the
 *              locale or the environment, detached threads inside a plugin.
 */
#pragma once

#include "griot/abi/batch.h"
#include "griot/abi/event.h"
#include "griot/abi/ext/catalogue.h"
#include "griot/abi/ext/command.h"
#include "griot/abi/ext/forget.h"
#include "griot/abi/ext/heard.h"
#include "griot/abi/ext/http.h"
#include "griot/abi/ext/intake.h"
#include "griot/abi/ext/ledger.h"
#include "griot/abi/ext/lookup.h"
#include "griot/abi/ext/settings.h"
#include "griot/abi/ext/settled.h"
#include "griot/abi/ext/state.h"
#include "griot/abi/ext/state_keys.h"
#include "griot/abi/ext/store.h"
#include "griot/abi/ext/tick.h"
#include "griot/abi/ext/upkeep.h"
#include "griot/abi/host.h"
#include "griot/abi/plugin.h"
#include "griot/abi/types.h"
#include "griot/version.h"
