// The host's structured log: one JSON object a line, on standard error.
//
// Thread-safe. Never pass secrets: options reach the log in their redacted form only.
#pragma once

#include <string_view>

#include "griot/abi/host.h"

namespace griot::host {

// `level`: GRIOT_LOG_*. Lines below it are dropped.
void InitLog(int level, bool human);

// `stage` may be empty: the host itself speaks.
void Log(int level, std::string_view stage, std::string_view message);

inline void LogInfo(std::string_view message) { Log(GRIOT_LOG_INFO, {}, message); }
inline void LogWarn(std::string_view message) { Log(GRIOT_LOG_WARN, {}, message); }
inline void LogError(std::string_view message) { Log(GRIOT_LOG_ERROR, {}, message); }

}  // namespace griot::host
