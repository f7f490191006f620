#include "settings_feed.h"

#include "griot/cpp/settings.hpp"

namespace griot::postgres {

PgError SettingsFeed::Poll(Connection& connection, const Context& context, Deadline deadline) {
  std::string known;
  PutBig64(known, static_cast<uint64_t>(version_));
  Result result;
  // One statement, so that version and document are of one snapshot.
  PgError error = connection.Exec(
      "select version, griot_settings()::text from settings_version where version > $1::bigint",
      Params().Add(known), deadline, &result);
  if (!error.ok() || result.rows() == 0) return error;
  version_ = result.int8(0, 0);
  PublishSettings(context, static_cast<uint64_t>(version_), result.text(0, 1));
  return {};
}

}  // namespace griot::postgres
