// A host for unit tests of plugins: everything that griot_host offers, over plain containers, with
// what a plugin did left open to be looked at. No process, no sockets, no threads of its own.
//
//   griot::fake::Host host;                       // first: plugins find it as their host
//   MySource source(host.Config("p/mine", R"({"path":"/in"})"));
//   host.intake.Attach(&source);
//   ASSERT_TRUE(source.Start().ok());
//   const auto answer = host.http.Call(GRIOT_POST, "/in", {{"X-Key", "k"}}, R"({"n":1})");
//   EXPECT_EQ(answer.status, 200);
//   EXPECT_EQ(host.intake.events().at(0).name, "page_view");
//   EXPECT_EQ(host.Violations(), "");             // what a strict host would have complained of
//
// Needs only the standard library, so any test framework will do.
#pragma once

#include "griot/testing/batch.hpp"     // IWYU pragma: export
#include "griot/testing/heard.hpp"     // IWYU pragma: export
#include "griot/testing/host.hpp"      // IWYU pragma: export
#include "griot/testing/http.hpp"      // IWYU pragma: export
#include "griot/testing/intake.hpp"    // IWYU pragma: export
#include "griot/testing/settings.hpp"  // IWYU pragma: export
