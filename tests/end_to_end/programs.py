"""Starts and stops the programs: the server on a port of its own, the client as a process."""

import os
import pathlib
import selectors
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import wire

BIN = pathlib.Path(os.environ["MOKUHYO_BIN"])
READY = "listening on "
PATIENCE_SECONDS = 60


class Server:
    """One mokuhyod over a data directory, stopped by its process id and by nothing else."""

    def __init__(self, data_dir):
        self.data_dir = pathlib.Path(data_dir)
        self.log = self.data_dir.with_name(self.data_dir.name + ".log")
        self.process = None
        self.address = None

    def start(self, stderr=None):
        """Returns once the server says that it listens. Its log goes to `stderr`, or beside the data."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [BIN / "mokuhyod", "--data-dir", self.data_dir, "--listen", "127.0.0.1:0"],
                stdout=subprocess.PIPE,
                stderr=stderr or log,
                text=True,
            )
        line = self._read_line()
        if not line.startswith(READY):
            self.stop()
            raise AssertionError(f"mokuhyod did not start: {line!r}\n{self.log.read_text(errors='replace')}")
        self.address = line.removeprefix(READY).strip()
        return self

    def _read_line(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            return self.process.stdout.readline() if selector.select(PATIENCE_SECONDS) else ""

    def terminate(self):
        """Asks the server to stop; returns (seconds it took, exit status)."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE_SECONDS)
        self.process.stdout.close()
        return time.monotonic() - begin, status

    def kill(self):
        """As a power cut would: no handler of the server runs."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        """Stops the server if it runs, whatever state it is in."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process:
            self.process.stdout.close()


def client(server, *arguments, check=True):
    """Runs `mokuhyo` against the server (or an address); returns what it printed."""
    address = server if isinstance(server, str) else server.address
    result = subprocess.run(
        [BIN / "mokuhyo", "--server", address, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    if check and result.returncode != 0:
        raise AssertionError(f"mokuhyo {arguments}: exit {result.returncode}\n{result.stdout}{result.stderr}")
    return result


class ServerTest(unittest.TestCase):
    """A test class with a server and an empty store of its own: `self.server`, `self.connection`."""

    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.server = Server(cls.directory / "data")
        cls.addClassCleanup(cls.server.stop)
        cls.server.start()
        cls.connection = cls.enterClassContext(wire.Connection(cls.server.address))

    def positions(self):
        """Where each city stands: equal before and after means that nothing was stored."""
        cities = self.connection.call("GetStatus").get("cities", [])
        return {city["name"]: (city.get("position"), city.get("eventCount")) for city in cities}

    def import_files(self, *files):
        return client(self.server, "import", *files)


class StallingProxy:
    """Passes bytes between clients and a server until `limit` bytes went to the server, then holds everything.

    What the client sends beyond the limit never arrives, and no answer comes back: a client behind it hangs at
    a known place until it is killed.
    """

    def __init__(self, address, limit):
        host, port = address.rsplit(":", 1)
        self._target = (host, int(port))
        self._left = limit
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets = [self._listener]
        self.address = "127.0.0.1:%d" % self._listener.getsockname()[1]
        self.stalled = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for one in self._sockets:
            one.close()

    def _accept(self):
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            self._sockets += [near, far]
            threading.Thread(target=self._pass, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, False), daemon=True).start()

    def _pass(self, source, sink, counted):
        try:
            while data := source.recv(1024):
                if counted:
                    data, self._left = data[: self._left], self._left - len(data)
                if self.stalled.is_set():
                    return
                sink.sendall(data)
                if counted and self._left <= 0:
                    self.stalled.set()
                    return
        except OSError:
            pass
