// kill -9 at each named point of a write, in a process of its own, and then the redelivery.
#ifdef GRIOT_CRASH_POINTS

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "writer_fixture.h"

namespace griot::postgres {
namespace {

class CrashTest : public WriterTest, public ::testing::WithParamInterface<const char*> {
 protected:
  static void Fill(fake::BatchOf* batch) {
    batch->AddOrigin({"griot:q:0", 1, 1, 1});
    for (uint64_t n = 0; n < 20; ++n) batch->Add(Event(n));
    fake::Heard bad = Event(20);
    bad.properties = "no json";
    batch->Add(bad);
  }
};

TEST_P(CrashTest, TheRedeliveryMakesItWhole) {
  writer();
  writer_.reset();  // a connection must not be shared with the child
  const pid_t child = fork();
  if (child == 0) {
    setenv("GRIOT_CRASH_AT", GetParam(), 1);
    fake::BatchOf batch;
    Fill(&batch);
    static_cast<void>(Write(batch));
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << GetParam();
  fake::BatchOf batch;
  Fill(&batch);
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
  EXPECT_EQ(Number("select count(*) from events"), 20);
  EXPECT_EQ(Number("select count(*) from dead_letters"), 1);
  EXPECT_EQ(Sql("select concat_ws(' ', accepted, stored, duplicate, dead) from ledger"),
            "0 20 0 1");
}

INSTANTIATE_TEST_SUITE_P(Points, CrashTest,
                         ::testing::Values("writer.before_insert", "writer.after_insert",
                                           "writer.before_commit", "writer.after_commit"),
                         [](const auto& point) {
                           std::string name = point.param;
                           name[name.find('.')] = '_';
                           return name;
                         });

TEST_F(WriterTest, AMigrationThatIsCutShortIsDoneAgain) {
  const pid_t child = fork();
  if (child == 0) {
    setenv("GRIOT_CRASH_AT", "migrate.before_commit:2", 1);
    NewWriter();
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  EXPECT_EQ(Number("select count(*) from migrations"), 1);
  fake::BatchOf batch;
  batch.Add(Event(1));
  ASSERT_TRUE(Write(batch).ok()) << last_error_;
}

}  // namespace
}  // namespace griot::postgres

#endif  // GRIOT_CRASH_POINTS
