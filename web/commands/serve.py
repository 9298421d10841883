"""``vbp serve``: the site on this machine's database."""

import socket

import click

from web import serving
from web.commands.database import database

HOST = "127.0.0.1"
PORT = 8000


@click.command("serve")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.  监听地址。")
@click.option("--port", type=int, default=PORT, show_default=True, help="Port.  端口。")
def command(host: str, port: int) -> None:
    """Serve the site with its worker and, unless DATABASE_URL is set, its own database.

    启动网站、后台作业及内置数据库；设置 DATABASE_URL 时使用自有数据库。
    """
    require_free(host, port)
    with database() as url:
        click.echo(f"http://{host}:{port}")
        serving.serve(url, host, port)


def require_free(host: str, port: int) -> None:
    """Asked first: the server would share a port with whoever has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise click.ClickException(
                f"无法使用端口 {port}，请用 --port 另选一个 / Port {port} cannot be used, choose "
                f"another with --port: {taken.strerror}"
            ) from taken
