"""A small disk of its own that can be filled and emptied; only who may mount one has it."""

import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest

PIECE = 4096


class Disk:
    """A mounted file system of some megabytes."""

    def __init__(self, place):
        self.place, self.ballast = place, place / "ballast"

    def fill(self):
        """Not a byte more can be written."""
        with self.ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(PIECE)):
                    pass
            except OSError:
                assert os.statvfs(self.place).f_bavail == 0

    def free(self):
        self.ballast.unlink()


@contextmanager
def disk(place, megabytes):
    """Mounted at ``place``; skips where this machine or account cannot do that."""
    place.mkdir()
    if not shutil.which("mount"):
        pytest.skip("a full disk needs mount, which is not here")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a full disk needs the right to mount one: {done.stderr.strip()}")
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
