"""Receivers in a process of their own.

They read requests as they come, keep connections open, and answer 204, at once or after
a while.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from threading import Thread

ANSWER = b"HTTP/1.1 204 No Content\r\nDate: Tue, 24 Nov 2026 08:00:00 GMT\r\n\r\n"


@contextmanager
def receivers(count: int, *, delay: float = 0) -> Iterator[list[int]]:
    """Have receivers listen in another process; their ports."""
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    process = get_context("fork").Process(
        target=_serve, args=(listeners, delay, os.getpid()), daemon=True
    )
    process.start()
    try:
        yield [listener.getsockname()[1] for listener in listeners]
    finally:
        process.kill()
        process.join()
        for listener in listeners:
            listener.close()


def _serve(listeners: list[socket.socket], delay: float, parent: int) -> None:
    for listener in listeners:
        Thread(target=_accept, args=(listener, delay), daemon=True).start()
    while os.getppid() == parent:
        time.sleep(1)


def _accept(listener: socket.socket, delay: float) -> None:
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        Thread(target=_answer, args=(connection, delay), daemon=True).start()


def _answer(connection: socket.socket, delay: float) -> None:
    data = b""
    while True:
        while (end := data.find(b"\r\n\r\n")) < 0:
            more = connection.recv(65536)
            if not more:
                return
            data += more
        head = data[:end].lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        left = end + 4 + length - len(data)
        data = data[end + 4 + length :]
        while left > 0:
            left -= len(connection.recv(65536))
        time.sleep(delay)
        connection.sendall(ANSWER)
