#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/json.hpp"
#include "plugins/history_import/client/row.h"
#include "plugins/history_import/incumbent/database.h"
#include "plugins/history_import/incumbent/small_tables.h"

namespace griot::history_import {

// The history of one tenant of the incumbent: its contacts, campaigns and resolutions, then its
// events in the order of their times. Read page by page behind the last key, so that neither side
// holds more than a page, and no transaction of its database stays open. One thread.
class IncumbentSource final : public RowSource {
 public:
  // Without a tenant: the only one that there is. Without a project: all of the tenant's.
  IncumbentSource(const std::string& url, std::optional<std::string> tenant,
                  std::optional<std::string> project);

  std::string Name() const override;
  bool Next(Row* row) override;
  std::string Cursor() const override;
  bool Resume(std::string_view cursor) override;
  double Total() override { return total_; }
  double Done() const override { return done_; }

  // Tables that its version does not have, for people.
  const std::vector<std::string>& missing() const { return missing_; }

 private:
  // Where a page begins: behind this row of this table. `table` counts tables_, and then events.
  struct Place {
    size_t table = 0;
    std::string time;  // of events only
    std::string key;
  };

  void FindTenant();
  void FindTables();
  void PrepareEvents();
  void Count();
  bool in_events() const { return place_.table == tables_.size(); }
  void Send();      // asks for the page behind next_
  bool NextPage();  // false: there is none
  void FindResolutions();

  Database database_;
  std::string tenant_;
  const std::optional<std::string> project_;
  std::vector<const SmallTable*> tables_;
  std::vector<std::string> missing_;
  bool has_resolutions_ = false;
  std::string events_page_;
  double total_ = 0, done_ = 0;

  Place place_;        // behind the rows that were given
  Place next_;         // behind the page that was received
  bool sent_ = false;  // the page behind next_ is asked for
  std::optional<Rows> page_;
  int at_ = 0;
  std::map<std::string, std::string> resolutions_;  // of the page, by inbox session
  json::Document document_;
};

}  // namespace griot::history_import
