#pragma once

#include <memory>
#include <vector>

#include "griot/cpp/http.hpp"
#include "plugins/dashboard/site/site.h"

namespace griot::dashboard {

// Serves the web app's files, each at a route of its own, so that what a request says is never made
// into a path. Made before the host calls, and unchanging from then on, so safe from any thread.
// `pack` must outlive it.
class SiteServer {
 public:
  explicit SiteServer(std::string_view pack) : files_(ReadPack(pack)) {}

  // Adds the routes in the name of `stage`; throws OptionError where one is taken.
  void Mount(const Context& context, Stage* stage);
  bool empty() const { return files_.empty(); }

  static void Answer(Request& request, const SiteFile& file);

 private:
  const std::vector<SiteFile> files_;
};

// Whether a request's Accept-Encoding takes this one.
bool Takes(std::string_view accept_encoding, std::string_view encoding);

// The Content-Security-Policy of a page with these inline scripts (their hashes).
std::string PolicyOf(std::string_view scripts);

}  // namespace griot::dashboard
