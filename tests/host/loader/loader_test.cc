// What the loader refuses, and that what it loads can go again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <link.h>

#include <filesystem>
#include <fstream>

#include "host/loader/catalogue.h"
#include "host/loader/elf_check.h"

namespace griot::host {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class Loader : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "griot-loader-XXXXXX").string();
    dir_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(dir_); }

  std::string Refusal(const std::string& fault) {
    std::shared_ptr<const Library> library;
    const Status status = Library::Load(
        std::string(GRIOT_BAD_PLUGINS) + "/bad_" + fault + ".griot.so", dir_, &library);
    EXPECT_EQ(library, nullptr);
    return status.ok() ? "was taken" : status.text;
  }
  static bool Mapped(const std::string& part) {
    struct Seen {
      std::string part;
      bool found;
    } seen{part, false};
    dl_iterate_phdr(
        [](dl_phdr_info* info, size_t, void* data) {
          auto* s = static_cast<Seen*>(data);
          if (std::string(info->dlpi_name).find(s->part) != std::string::npos) s->found = true;
          return 0;
        },
        &seen);
    return seen.found;
  }
  std::string dir_;
};

TEST_F(Loader, RefusesWhatIsNoPluginAndSaysWhy) {
  EXPECT_THAT(Refusal("second_export"),
              HasSubstr("exports more than griot_plugin_entry (another_export)"));
  EXPECT_THAT(Refusal("no_entry"), HasSubstr("exports no griot_plugin_entry"));
  EXPECT_THAT(Refusal("declines"), HasSubstr("declines to work with this host"));
  EXPECT_THAT(Refusal("major"), HasSubstr("built for plugin ABI 2.0, this host speaks 1.0"));
  EXPECT_THAT(Refusal("minor"), HasSubstr("built for plugin ABI 1.1, this host speaks 1.0"));
  EXPECT_THAT(Refusal("short"), HasSubstr("descriptor is too short"));
  EXPECT_THAT(Refusal("id"), HasSubstr("its id is missing"));
  EXPECT_THAT(Refusal("table"), HasSubstr("a kind is declared whose table is missing"));
  EXPECT_THAT(Refusal("unique"), HasSubstr("UNIQUE symbol"));
}

TEST_F(Loader, RefusesDamagedFiles) {
  std::shared_ptr<const Library> library;
  const std::string file = dir_ + "/damaged.griot.so";
  std::ifstream in(std::string(GRIOT_FIXTURE_PLUGINS) + "/probe_queue.griot.so", std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(in), {}};
  ASSERT_GT(whole.size(), 4096u);
  // Cut at many places, and with single bytes of the header changed: refused, never a crash.
  for (size_t size = 0; size < 4096; size += 61) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << whole.substr(0, size);
    EXPECT_FALSE(Library::Load(file, dir_, &library).ok()) << size;
  }
  for (size_t at = 0; at < 64; ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0xff);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << changed;
    (void)CheckPluginFile(file);
  }
}

TEST_F(Loader, LoadsACopyAndUnmapsItAgain) {
  std::shared_ptr<const Library> library;
  const Status status =
      Library::Load(std::string(GRIOT_FIXTURE_PLUGINS) + "/probe_queue.griot.so", dir_, &library);
  ASSERT_TRUE(status.ok()) << status.text;
  EXPECT_STREQ(library->plugin().id, "probe_queue");
  EXPECT_EQ(library->sha256().size(), 64u);
  EXPECT_TRUE(Mapped(dir_));
  library.reset();
#ifndef GRIOT_SANITIZED
  EXPECT_FALSE(Mapped(dir_));
  EXPECT_TRUE(fs::is_empty(dir_));
#endif
}

TEST_F(Loader, EachGenerationIsAFileOfItsOwn) {
  std::shared_ptr<const Library> first, second;
  const std::string file = std::string(GRIOT_FIXTURE_PLUGINS) + "/probe_queue.griot.so";
  ASSERT_TRUE(Library::Load(file, dir_, &first).ok());
  ASSERT_TRUE(Library::Load(file, dir_, &second).ok());
  EXPECT_NE(&first->plugin(), &second->plugin());
  EXPECT_LT(first->generation(), second->generation());
}

TEST_F(Loader, TheCatalogueNamesWhatItCannotUse) {
  Catalogue catalogue(dir_);
  std::vector<std::string> errors;
  const auto entries = catalogue.Scan({GRIOT_FIXTURE_PLUGINS, GRIOT_BAD_PLUGINS}, &errors);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].id, "probe");
  EXPECT_EQ(entries[0].kinds, 15u);
  EXPECT_EQ(errors.size(), 9u);
  EXPECT_EQ(catalogue.Find("bad"), nullptr);
}

}  // namespace
}  // namespace griot::host
