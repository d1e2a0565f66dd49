"""PostgreSQL and etcd, started on loopback in a directory of their own and stopped again."""

import contextlib
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import time

POSTGRES = pathlib.Path("/usr/lib/postgresql/15/bin")
PATIENCE_SECONDS = 30


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def await_port(port, process):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args[0]} does not listen on port {port}")


def stop(process):
    process.terminate()
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def as_postgres():
    """PostgreSQL refuses to run as root: (user, group) to run it as, or nothing if we are not root."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def postgres(directory):
    """Yields the connection string of a cluster with defaults but for its connections and its sync, which is on."""
    if not (POSTGRES / "postgres").exists():
        yield None
        return
    data = pathlib.Path(directory) / "postgres"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    identity = as_postgres()
    if identity:
        os.chown(data, identity["user"], identity["group"])
        for parent in [data.parent, *data.parent.parents][:-1]:
            if not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
    subprocess.run(
        [POSTGRES / "initdb", "-D", data, "-U", "bench", "--auth=trust", "--encoding=UTF8"],
        check=True,
        stdout=subprocess.DEVNULL,
        **identity,
    )
    port = free_port()
    process = subprocess.Popen(
        [
            POSTGRES / "postgres", "-D", data, "-p", str(port), "-k", data,
            "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=100", "-c", "synchronous_commit=on",
            "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **identity,
    )
    try:
        await_port(port, process)
        where = f"host=127.0.0.1 port={port} user=bench dbname=postgres"
        end = time.monotonic() + PATIENCE_SECONDS
        while subprocess.run([POSTGRES / "pg_isready", "-q", "-d", where]).returncode != 0:
            if time.monotonic() > end:
                raise RuntimeError("PostgreSQL does not get ready")
            time.sleep(0.05)
        yield where
    finally:
        stop(process)
        shutil.rmtree(data, ignore_errors=True)


@contextlib.contextmanager
def etcd(directory):
    """Yields the address of a member with defaults: every put is synced."""
    program = shutil.which("etcd")
    if not program:
        yield None
        return
    data = pathlib.Path(directory) / "etcd"
    shutil.rmtree(data, ignore_errors=True)
    port, peer = free_port(), free_port()
    process = subprocess.Popen(
        [
            program, "--data-dir", data, "--name", "bench",
            "--listen-client-urls", f"http://127.0.0.1:{port}", "--advertise-client-urls", f"http://127.0.0.1:{port}",
            "--listen-peer-urls", f"http://127.0.0.1:{peer}",
            "--initial-advertise-peer-urls", f"http://127.0.0.1:{peer}",
            "--initial-cluster", f"bench=http://127.0.0.1:{peer}", "--logger", "zap", "--log-level", "error",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_port(port, process)
        yield f"127.0.0.1:{port}"
    finally:
        stop(process)
        shutil.rmtree(data, ignore_errors=True)
