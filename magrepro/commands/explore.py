"""`magrepro explore`: a figure with a control for each of its parameters."""

from __future__ import annotations

import click

from magrepro.arguments import FIGURE
from magrepro.jobs import Fault
from magrepro.streams import say


@click.command("explore")
@click.argument("figure", type=FIGURE, default="fig5b")
@click.option("--port", type=click.IntRange(1024, 65535), default=5006, help="Port to serve on.")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
def command(figure: str, port: int, no_browser: bool) -> None:
    """Open a page with a figure and a control for each of its parameters.

    It is served on this machine alone, until it is interrupted.
    """
    import socket

    try:
        from magrepro.explorer.page import serve
    except ImportError as error:
        if error.name not in ("panel", "bokeh"):
            raise
        raise Fault("explore needs Panel; install it with: pip install 'magrepro[explore]'") from (
            None
        )
    with socket.socket() as place:
        if place.connect_ex(("127.0.0.1", port)) == 0:
            raise Fault(f"port {port} is in use; give another --port")
    say(f"http://127.0.0.1:{port}/  (interrupt to end)", err=True)
    serve(figure, port=port, show=not no_browser)
