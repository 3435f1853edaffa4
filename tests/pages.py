"""A page of the explorer run without a browser, by Streamlit's AppTest."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from ui.engine import Engine


def view(name: str, engine: Engine) -> AppTest:
    """One page by itself, without the menu."""
    return AppTest.from_function(_page, default_timeout=120, args=(name, engine))


def _page(name: str, engine: object) -> None:
    from importlib import import_module  # the source of this function is run where no name of this file is known

    import_module(f"ui.views.{name}").page(engine)


def markup(app: AppTest) -> str:
    """All HTML of the page."""
    return "\n".join(element.proto.body for element in app.get("html"))


def shown(app: AppTest, **address: str) -> str:
    """All HTML of the page at an address."""
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return markup(app)
