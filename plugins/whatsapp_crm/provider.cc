#include "plugins/whatsapp_crm/provider.h"

#include "plugins/whatsapp_crm/load_mapping.h"
#include "plugins/whatsapp_crm/mapped_provider.h"
#include "plugins/whatsapp_crm/meta/meta.h"

namespace griot::whatsapp_crm {

std::unique_ptr<Provider> MakeProvider(const Options& options, const StageConfig& config) {
  if (options.mapping.empty() && options.provider == "meta") {
    return std::make_unique<meta::Meta>(options, config.http_workers);
  }
  return std::make_unique<MappedProvider>(options, LoadMapping(options.mapping, options.provider),
                                          config);
}

}  // namespace griot::whatsapp_crm
