#pragma once

#include <memory>
#include <vector>

#include "griot/abi/ext/command.h"
#include "griot/abi/ext/store.h"
#include "griot/abi/ext/upkeep.h"
#include "griot/cpp/http.hpp"
#include "griot/cpp/stage.hpp"
#include "plugins/dashboard/api/directory.h"
#include "plugins/dashboard/api/key_gate.h"
#include "plugins/dashboard/api/route.h"
#include "plugins/dashboard/api/workers.h"
#include "plugins/dashboard/auth/access.h"
#include "plugins/dashboard/auth/first_start.h"
#include "plugins/dashboard/live/feed.h"
#include "plugins/dashboard/options.h"
#include "plugins/dashboard/rollup/keeper.h"
#include "plugins/dashboard/rollup/people.h"
#include "plugins/dashboard/site/serve.h"
#include "plugins/dashboard/sources/doors.h"

namespace griot::dashboard {

// The service: routes under /api/v1, worked off by threads of its own, and the roll-ups that the
// answers come from. The host's pool calls the handlers, which decide who asks and pass the rest
// on.
class Dashboard final : public Service {
 public:
  explicit Dashboard(const StageConfig& config);
  ~Dashboard() override;
  Status Start() override;
  void Stop() override;

  static const griot_store* Store();
  static const griot_commands* Commands();

 private:
  struct Mounted;
  void Handle(Request& request, const Route& route);

  const Context context_;
  const Options options_;
  Directory directory_;
  KeyGate keys_;
  Access access_;
  const Doors doors_;
  FirstStart first_start_;
  People people_;
  Keeper keeper_;
  Feed feed_;
  SiteServer site_{BuiltInPack()};
  std::unique_ptr<Gate> gate_;
  std::vector<Route> routes_;
  std::vector<std::unique_ptr<Mounted>> mounted_;
  std::unique_ptr<Workers> workers_;
};

}  // namespace griot::dashboard
