"""What it means that griot has started."""
import os
import unittest

from griot_testing import Case


class Start(Case):
    def test_one_that_cannot_listen_ends_and_says_why(self):
        first = self.griot().start()
        second = self.griot()
        second.port, second.url = first.port, first.url
        second.env["GRIOT_LISTEN"] = first.env["GRIOT_LISTEN"]
        # That another answers on the port does not make it ready.
        with self.assertRaisesRegex(AssertionError, f"(?s)ended instead.*cannot listen on 127.0.0.1:{first.port}"):
            second.start()
        self.assertEqual(second.process.child.returncode, 1)
        self.assertFalse(os.path.exists(os.path.join(second.folder, "griot.sock")))
        self.assertEqual(first.health()[0], 200)

    def test_a_data_folder_deeper_than_a_sockets_address(self):
        griot = self.griot()
        griot.folder = os.path.join(griot.folder, *["d" * 60] * 3)
        os.makedirs(griot.folder, mode=0o700)
        griot.start()
        said = griot.command("ledger")
        self.assertEqual(said.returncode, 0, said.stderr)

    def test_ready_means_that_the_control_socket_answers(self):
        griot = self.griot()
        for _ in range(5):
            griot.start(ready=False)
            while griot.process.alive:
                try:
                    if griot.get("/health/ready").status == 200:
                        break
                except OSError:
                    pass
            self.assertEqual(griot.control({"op": "status"})["pid"], griot.process.child.pid)
            self.assertEqual(griot.stop(), 0, griot.process.tail())


if __name__ == "__main__":
    unittest.main()
