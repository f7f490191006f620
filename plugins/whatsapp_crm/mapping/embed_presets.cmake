# What the build runs: FILES, the providers' mappings, become OUT, the source behind presets.h.
set(presets "")
list(SORT FILES)
foreach(file ${FILES})
  get_filename_component(name ${file} NAME_WE)
  # The compiler joins the pieces; each stays below the length that every compiler takes.
  set(text "")
  file(READ ${file} yaml)
  string(LENGTH "${yaml}" length)
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${yaml}" ${at} 8000 piece)
    string(APPEND text "R\"griot_yaml(${piece})griot_yaml\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  string(APPEND presets "    {\"${name}\",\n${text}},\n")
endforeach()
file(WRITE ${OUT} "#include \"plugins/whatsapp_crm/mapping/presets.h\"

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr Preset kPresets[] = {
${presets}};

}  // namespace

std::span<const Preset> Presets() { return kPresets; }

}  // namespace griot::whatsapp_crm::mapping
")
