// The C++ layer over griot's C ABI: derive a class, override a method or two, export it in a line.
//
//   class Sampler final : public griot::Transform {
//    public:
//     explicit Sampler(const griot::StageConfig& config);
//     void Process(griot::Batch& batch) override {
//       for (griot::Event event : batch)
//         if (!Keep(event.id())) event.Filter("sampled");
//     }
//   };
//   GRIOT_PLUGIN((griot::PluginInfo{.id = "sampler", .version = "1.0.0", .summary = "…",
//                                   .options_schema = kSchema}), Sampler)
//
// Header-only. Nothing of it crosses the boundary: the thunks are noexcept and turn what escapes
// into a result code with a text. Thread contracts are those of the C functions underneath.
#pragma once

#include "griot/abi.h"
#include "griot/cpp/batch.hpp"
#include "griot/cpp/export.hpp"
#include "griot/cpp/host.hpp"
#include "griot/cpp/http.hpp"
#include "griot/cpp/intake.hpp"
#include "griot/cpp/settings.hpp"
#include "griot/cpp/stage.hpp"
#include "griot/cpp/status.hpp"
