"""Starts and stops the programs: the servers on ports of their own, the client as a process.

$MOKUHYO_SHAPE says whether a server is one process or, if it is `five`, five of them.
"""

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
ANY_PORT = "127.0.0.1:0"


class Program:
    """One server process, stopped by its process id and by nothing else."""

    def __init__(self, name, log, listeners=1):
        self.name = name
        self.log = pathlib.Path(log)
        self.process = None
        self.addresses = []
        self._listeners = listeners

    def launch(self, *arguments, stderr=None):
        """Starts the process; its log goes to `stderr`, or into the file."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [BIN / self.name, *arguments], stdout=subprocess.PIPE, stderr=stderr or log, text=True, bufsize=1
            )

    def await_ready(self):
        """Returns once the process says where it listens, main address first."""
        self.addresses = []
        for _ in range(self._listeners):
            line = self._read_line()
            if READY not in line:
                self.stop()
                raise AssertionError(f"{self.name} did not start: {line!r}\n{self.log.read_text(errors='replace')}")
            self.addresses.append(line.split(READY)[1].strip())

    def _read_line(self):
        """A line of its output; byte by byte, so that what follows is not taken away from the selector."""
        line = b""
        descriptor = self.process.stdout.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                byte = os.read(descriptor, 1) if selector.select(PATIENCE_SECONDS) else b""
                if not byte:
                    break
                line += byte
        return line.decode()

    def terminate(self):
        """Asks the process to stop; returns (seconds it took, exit status)."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE_SECONDS)
        self.process.stdout.close()
        return time.monotonic() - begin, status

    def kill(self):
        """As a power cut would: no handler of the process runs."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        """Stops the process if it runs, whatever state it is in."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process:
            self.process.stdout.close()


class OneProcess:
    """One mokuhyod over a data directory."""

    def __init__(self, data_dir):
        self.data_dir = pathlib.Path(data_dir)
        self.log = self.data_dir.with_name(self.data_dir.name + ".log")
        self.program = Program("mokuhyod", self.log)
        self.address = None

    @property
    def process(self):
        """The process that holds the store."""
        return self.program.process

    def address_of(self, _):
        """Where the process is that FiveProcesses calls so (`goals`, …, `admin`)."""
        return self.address

    def address_with(self, _, address):
        """`self.address` with another one for that process."""
        return address

    def start(self, stderr=None, listen=ANY_PORT):
        """Returns once the server says that it listens. Its log goes to `stderr`, or beside the data."""
        self.program.launch("--data-dir", self.data_dir, "--listen", listen, stderr=stderr)
        self.program.await_ready()
        (self.address,) = self.program.addresses
        return self

    def terminate(self):
        """Asks the server to stop; returns (seconds it took, exit status)."""
        return self.program.terminate()

    def kill(self):
        self.program.kill()

    def stop(self):
        self.program.stop()


def addresses_in(text):
    """The addresses of a list as `mokuhyo --server` takes it, by name."""
    return dict(entry.split("=") for entry in text.split(","))


def join_addresses(addresses):
    return ",".join(f"{name}={address}" for name, address in addresses.items())


class FiveProcesses:
    """The same from five processes: mokuhyo-eventstored over a data directory, and the services over it.

    `address` is a list as `mokuhyo --server` and wire.Connection take it.
    """

    SERVICES = ("goals", "indicators", "evaluations", "sheets")
    # Those that keep what they derive from the log.
    PROJECTING = ("indicators", "evaluations", "sheets")

    def __init__(self, data_dir):
        self.data_dir = pathlib.Path(data_dir)
        self.log = self.data_dir.with_name(self.data_dir.name + ".log")
        self.store = Program("mokuhyo-eventstored", self.log, listeners=2)
        self.services = {
            name: Program(f"mokuhyo-{name}d", self.log.with_suffix(f".{name}.log")) for name in self.SERVICES
        }
        self.address = None

    @property
    def process(self):
        """The process that holds the store."""
        return self.store.process

    def address_of(self, name):
        return addresses_in(self.address)[name]

    def address_with(self, name, address):
        return join_addresses({**addresses_in(self.address), name: address})

    def start(self, stderr=None, listen=None):
        """Returns once all say that they listen. The store's log goes to `stderr`, or beside the data.

        `listen` is an `address` to come back to.
        """
        where = addresses_in(listen) if listen else {}
        self.start_store(stderr, admin=where.get("admin", ANY_PORT))
        for name, service in self.services.items():
            store = f"grpc://{self.store.addresses[0]}"
            keeping = ("--projection-dir", self.log.with_suffix(f".{name}")) if name in self.PROJECTING else ()
            service.launch("--event-store", store, "--listen", where.get(name, ANY_PORT), *keeping)
        for service in self.services.values():
            service.await_ready()
        addresses = {name: service.addresses[0] for name, service in self.services.items()}
        addresses["admin"] = self.store.addresses[1]
        self.address = join_addresses(addresses)
        return self

    def start_store(self, stderr=None, admin=ANY_PORT):
        """Starts the store alone; where it was before, if it was."""
        before = self.store.addresses or [ANY_PORT, admin]
        self.store.launch(
            "--data-dir", self.data_dir, "--listen", before[0], "--admin-listen", before[1], stderr=stderr
        )
        self.store.await_ready()

    def terminate(self):
        """Asks all to stop, the store last; returns (seconds the slowest took, the worst exit status)."""
        ends = [program.terminate() for program in (*self.services.values(), self.store)]
        return max(seconds for seconds, _ in ends), max(abs(status) for _, status in ends)

    def kill(self):
        for program in (self.store, *self.services.values()):
            program.kill()

    def stop(self):
        for program in (*self.services.values(), self.store):
            program.stop()


# Every suite runs over both.
FIVE = os.environ.get("MOKUHYO_SHAPE") == "five"
Server = FiveProcesses if FIVE else OneProcess


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
