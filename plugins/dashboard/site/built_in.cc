// The web app, inside the plugin: where griot goes, it goes.
#include "plugins/dashboard/site/site.h"

asm(R"(
  .pushsection .rodata
  .balign 16
  .hidden griot_dashboard_site_begin
  .hidden griot_dashboard_site_end
  .global griot_dashboard_site_begin
  .global griot_dashboard_site_end
griot_dashboard_site_begin:
  .incbin ")" GRIOT_SITE_FILE R"("
griot_dashboard_site_end:
  .byte 0
  .popsection
)");

extern "C" const char griot_dashboard_site_begin[];
extern "C" const char griot_dashboard_site_end[];

namespace griot::dashboard {

std::string_view BuiltInPack() {
  return {griot_dashboard_site_begin,
          static_cast<size_t>(griot_dashboard_site_end - griot_dashboard_site_begin)};
}

}  // namespace griot::dashboard
